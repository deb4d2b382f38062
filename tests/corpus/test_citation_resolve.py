"""From a reference to its clause, and every clause's label back to that clause."""

from dataclasses import replace

import pytest

from corpus.citation import part_label
from corpus.citation.resolve import Resolution, resolve
from corpus.library import bundled_corpus, load_corpus
from corpus.model import Clause, Document, ParsedDocument
from corpus.parse import parse
from corpus.parts import parts
from corpus.references import find_references
from corpus.source import Paragraph, Source


@pytest.fixture(scope="module")
def corpus() -> dict[str, ParsedDocument]:
    return {
        item.document.id: item for item in load_corpus(bundled_corpus()) if isinstance(item, ParsedDocument)
    }


def follow(text: str, corpus: dict[str, ParsedDocument], within: Document | None = None) -> Resolution:
    (reference,) = find_references(text)
    return resolve(
        reference,
        [item.document for item in corpus.values()],
        lambda document: corpus[document].clauses,
        within=within,
    )


def test_every_label_of_the_corpus_is_read_back_to_its_clause(corpus: dict[str, ParsedDocument]) -> None:
    clauses = [clause for item in corpus.values() for clause in item.clauses]
    assert len(clauses) > 200
    assert len({clause.label for clause in clauses}) == len(clauses)
    lost = [
        clause.label
        for clause in clauses
        if clause.kind != "title" and follow(clause.label, corpus).clause is not clause
    ]
    assert lost == []


def test_every_label_of_a_part_is_read_back_to_that_part(corpus: dict[str, ParsedDocument]) -> None:
    seen = 0
    for item in corpus.values():
        for clause in item.clauses:
            for part in parts(clause):
                found = follow(part_label(item.document, clause, part.start, part.end), corpus)
                assert found.clause is clause
                assert found.part == part or found.rest == ""
                seen += 1
    assert seen > 10


COLLOQUIAL = [
    ("丽水实施意见二、（二）1.讲了什么", "lishui-2018:2.2.1"),
    ("仓山规划第四章专栏3写了什么", "cangshan-lintao-2017:4.box3"),
    ("安康分工方案二、5.", "ankang-2017:2.5"),
    ("安政办发[2017]65号第5条", "ankang-2017:2.5"),
    ("奉节行动计划二、（三）9.是什么", "fengjie-2019:2.3.9"),
    ("新北工作计划任务分解表第15行", "xinbei-ziyang-2018:t1.15"),
    ("《关于丽水市助力东西部扶贫协作地区脱贫攻坚的实施意见》附件第6行", "lishui-2018:a1.t1.6"),
]


@pytest.mark.parametrize(("text", "identifier"), COLLOQUIAL)
def test_a_clause_is_found_by_how_people_call_it(
    corpus: dict[str, ParsedDocument], text: str, identifier: str
) -> None:
    found = follow(text, corpus).clause
    assert found is not None
    assert found.id == identifier


TEXT = """某某市燃气管理条例

第一章　总则

第一条　为了加强管理，制定本条例。

第二条　本条例适用于下列活动：

（一）供应；

（二）使用。

前款规定以外的，按下列规定执行：

（一）按甲规定；

（二）按乙规定。

第二章　附则

第三条　本条例第二条所称活动，包括设计。

第四条　本条例自2018年1月1日起施行。
"""


@pytest.fixture(scope="module")
def statute() -> dict[str, ParsedDocument]:
    blocks = tuple(Paragraph(line) for line in TEXT.split("\n"))
    return {"gas": parse(Source("gas.txt", "txt", blocks), document_id="gas")}


@pytest.mark.parametrize(
    ("text", "place", "part"),
    [
        ("《某某市燃气管理条例》第二条", "gas:2", None),
        ("《燃气管理条例》第3条", "gas:3", None),
        ("《某某市燃气管理条例》第二章第三条", "gas:3", None),
        ("《某某市燃气管理条例》第二条第一款第（二）项", "gas:2", "第一款第（二）项"),
        ("《某某市燃气管理条例》第二条第2款第二项", "gas:2", "第二款第（二）项"),
        ("某某市燃气管理条例第二条第二款", "gas:2", "第二款"),
    ],
)
def test_a_place_is_found_however_it_is_written(
    statute: dict[str, ParsedDocument], text: str, place: str, part: str | None
) -> None:
    found = follow(text, statute)
    assert found.clause is not None
    assert found.clause.id == place
    assert (found.part.label if found.part else None) == part


def test_the_first_paragraph_of_an_article_with_one_is_the_article(
    statute: dict[str, ParsedDocument],
) -> None:
    found = follow("《某某市燃气管理条例》第一条第一款", statute)
    assert (found.clause and found.clause.id, found.part, found.rest) == ("gas:1", None, "")


def test_a_part_that_is_not_there_is_told_apart_from_the_whole_clause(
    statute: dict[str, ParsedDocument],
) -> None:
    found = follow("《某某市燃气管理条例》第二条第五款", statute)
    assert (found.clause and found.clause.id, found.part, found.rest) == ("gas:2", None, "第五款")


def test_a_clause_that_is_not_there_is_none(statute: dict[str, ParsedDocument]) -> None:
    found = follow("《某某市燃气管理条例》第九十九条", statute)
    assert found.document is not None
    assert found.clause is None


def test_this_statute_is_the_one_the_text_stands_in(statute: dict[str, ParsedDocument]) -> None:
    found = follow("违反本条例第三条规定", statute, within=statute["gas"].document)
    assert (found.match, found.clause and found.clause.id) == ("own", "gas:3")


def document(identifier: str, title: str, **values: object) -> Document:
    base = Document(identifier, title, None, None, None, (), None, "unknown", f"{identifier}.txt", "")
    return replace(base, **values)  # type: ignore[arg-type]


def named(text: str, *documents: Document) -> Resolution:
    empty: tuple[Clause, ...] = ()
    return resolve(find_references(text)[0], documents, lambda _: empty)


OURS = document(
    "a",
    "甲市扶贫协作三年行动计划",
    number="甲办发〔2019〕1号",
    aliases=("关于印发甲市扶贫协作三年行动计划的通知",),
)
OTHER = document("b", "乙县扶贫协作实施意见")
LAW = document("c", "中华人民共和国劳动法", date="2018-12-29")
OLD_LAW = document("d", "中华人民共和国劳动法", date="1994-07-05")


@pytest.mark.parametrize(
    ("text", "identifier", "match"),
    [
        ("《甲市扶贫协作三年行动计划》", "a", "title"),
        ("《甲市扶贫协作三年行动计划》（甲办发[2019]1号）", "a", "number"),
        ("甲办发〔2019〕1号", "a", "number"),
        ("《甲市人民政府办公室关于印发甲市扶贫协作三年行动计划的通知》", "a", "title"),
        ("《扶贫协作三年行动计划》", "a", "shortened"),
        ("《甲市行动计划》", "a", "shortened"),
        ("《劳动法》", "c", "title"),
        ("《中华人民共和国劳动法》", "c", "title"),
        ("根据劳动法第三条", "c", "title"),
        ("《乙县扶贫协作实施意见（试行）》", "b", "title"),
    ],
)
def test_a_document_is_told_by_number_title_alias_or_a_shortened_title(
    text: str, identifier: str, match: str
) -> None:
    found = named(text, OURS, OTHER, LAW, OLD_LAW)
    assert (found.document and found.document.id, found.match) == (identifier, match)


@pytest.mark.parametrize(
    "text",
    [
        "《甲市扶贫协作三年行动计划》（甲办发〔2018〕9号）",  # another number is another document
        "《丙市扶贫协作三年行动计划》",
        "《劳动合同法》",
        "《劳动法实施条例》",
        "《计划》",
        "丙办发〔2019〕1号",
    ],
)
def test_a_document_that_the_corpus_lacks_is_not_taken_for_a_similar_one(text: str) -> None:
    assert named(text, OURS, OTHER, LAW).document is None


def test_several_that_fit_are_candidates_and_none_is_chosen() -> None:
    found = named("《扶贫协作实施意见》", OTHER, document("e", "丁县扶贫协作实施意见"))
    assert found.document is None
    assert {candidate.id for candidate in found.candidates} == {"b", "e"}


def test_a_document_kept_in_two_formats_is_one() -> None:
    twin = replace(OURS, id="a-pdf")
    found = named("《甲市扶贫协作三年行动计划》", twin, OURS)
    assert found.document is OURS
    assert len(found.candidates) == 2
