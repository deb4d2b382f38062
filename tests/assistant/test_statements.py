from assistant.statements import bodies_text, cells, own_number, units_of
from corpus import Clause, Document


def clause(text: str, kind: str = "clause") -> Clause:
    return Clause("d:1", "d", kind, (), "《某办法》一", text, 0, len(text))  # type: ignore[arg-type]


DOCUMENT = Document("d", "某办法", None, None, None, (), None, "unknown", "d.txt", "")


def units(text: str, kind: str = "clause") -> list[tuple[str, str]]:
    return [(unit.kind, unit.text) for unit in units_of(clause(text, kind), DOCUMENT)]


def test_the_short_title_and_the_responsible_bodies_are_told_from_sentences() -> None:
    assert units("1.统筹资金。每年安排500万元。加强监管。[市财政局、市审计局，有关县（市、区）]") == [
        ("heading", "1.统筹资金。"),
        ("sentence", "每年安排500万元。"),
        ("sentence", "加强监管。"),
        ("bodies", "[市财政局、市审计局，有关县（市、区）]"),
    ]


def test_a_line_of_responsible_bodies_counts_whatever_it_is_called() -> None:
    assert units("二、旅游。\n举办推介会。\n责任单位：区文旅局")[-1] == ("bodies", "责任单位：区文旅局")


def test_a_bracket_that_names_no_bodies_stays_with_its_sentence() -> None:
    text = "1.选派人才。每年选派10人次（时间原则上为三个月以上）"
    assert units(text)[-1] == ("sentence", "每年选派10人次（时间原则上为三个月以上）")


def test_a_table_row_is_one_statement() -> None:
    text = "类型：科技帮扶；内容：2．活动不少于1次；责任单位：区科技局；完成时间：4～11月"
    assert units(text, "table_row") == [("row", text)]
    assert cells(text) == (
        ("类型", "科技帮扶"),
        ("内容", "2．活动不少于1次"),
        ("责任单位", "区科技局"),
        ("完成时间", "4～11月"),
    )


def test_every_character_but_blanks_stands_in_one_statement() -> None:
    text = "第二条 下列人员：\n（一）甲；\n（二）乙。\n（市民政局负责）"
    covered = sorted((u.start, u.end) for u in units_of(clause(text), DOCUMENT))
    outside = "".join(
        text[end:start]
        for (_, end), (start, _) in zip([(0, 0), *covered], [*covered, (len(text), 0)], strict=True)
    )
    assert outside.strip() == ""


def test_bodies_are_said_without_their_bracket_or_label() -> None:
    (unit,) = [u for u in units_of(clause("1.某事。做好。（市财政局负责）"), DOCUMENT) if u.kind == "bodies"]
    assert bodies_text(unit) == "市财政局负责"


def test_a_clause_s_own_number_is_found_in_every_typing() -> None:
    for text, number in [
        ("第十二条 某事", "第十二条 "),
        ("（三）某事", "（三）"),
        ("12．某事", "12．"),
        ("①某事", "①"),
        ("2018年某事", ""),
    ]:
        assert own_number(text) == number


def test_a_part_that_goes_on_from_a_conduct_stays_with_it() -> None:
    conduct = "第七条 无偿提供能源的，责令限期改正；"
    assert units(f"{conduct}逾期不改正的，处五万元罚款。其他单位参照执行。") == [
        ("sentence", f"{conduct}逾期不改正的，处五万元罚款。"),
        ("sentence", "其他单位参照执行。"),
    ]


def test_the_first_sentence_of_an_article_is_a_statement_and_only_its_title_a_heading() -> None:
    assert units("第二十条 面积在二十公顷以上的湿地，可以设立公园。公园应当设立机构。")[0][0] == "sentence"
    assert units("第五条（部门职责）\n市民政局负责审核。")[0] == ("heading", "第五条（部门职责）")


def test_an_item_knows_the_sentence_it_stands_under_and_its_own_parent() -> None:
    text = (
        "第九条 有下列行为之一的，责令改正；有违法所得的，没收违法所得：\n（一）超过规定时速的；\n"
        "（二）补助两类：\n"
        "1.普通高中（1900元）\n（1）助学金1000元；\n2.中职学校\n（1）助学金800元。\n本条由市公安局解释。"
    )
    under = {unit.text: unit.under for unit in units_of(clause(text), DOCUMENT)}
    assert under["（一）超过规定时速的；"] == text[: text.index("\n")]
    assert under["（1）助学金1000元；"] == "1.普通高中（1900元）"
    assert under["（1）助学金800元。"] == "2.中职学校"
    assert under["本条由市公安局解释。"] == ""
