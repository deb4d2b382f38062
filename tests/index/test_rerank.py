import pytest

from corpus import Clause, Document
from index.asks import answers, is_part_asked
from index.catalog import Catalog
from index.query import understand
from index.rerank import WEIGHTS, Candidate, document_weights, features, rerank
from index.understanding import QueryUnderstanding


def _clause(key, text="甲乙丙丁", kind="clause"):
    return Clause(key, key.split(":")[0], kind, (), f"《{key}》", text, 0, len(text))


def _candidate(key, similarity=0.85, lexical=1.0, **clause):
    return Candidate(_clause(key, **clause), similarity, lexical, {})


def _document(key, title, text, regions):
    return Document(key, title, None, None, None, regions, None, "unknown", "", text)


CATALOG = Catalog.build(
    [
        _document("gulang", "古浪县工作计划", "古浪县和天祝县。", ("古浪县",)),
        _document("suining", "遂宁市与古浪县合作方案", "遂宁市与古浪县。", ("遂宁市", "古浪县")),
        _document("other", "其他方案", "学习古浪县经验。", ()),
    ]
)


def test_a_nearer_clause_and_one_with_more_of_the_words_lead():
    plain = QueryUnderstanding("问", "问")
    nearer = rerank(plain, [_candidate("d:1", 0.80), _candidate("d:2", 0.90)], Catalog())
    assert [candidate.clause.id for candidate, _ in nearer] == ["d:2", "d:1"]
    wordier = rerank(plain, [_candidate("d:1", lexical=1.0), _candidate("d:2", lexical=9.0)], Catalog())
    assert [candidate.clause.id for candidate, _ in wordier] == ["d:2", "d:1"]


def test_the_score_is_the_weighted_sum_of_the_features():
    candidates = [_candidate("d:1", 0.80, 2.0), _candidate("d:2", 0.90, 8.0)]
    plain = QueryUnderstanding("问", "问")
    first, second = features(plain, candidates, Catalog())
    assert first["similarity"] == pytest.approx(-1)
    assert second["similarity"] == pytest.approx(1)
    assert (first["lexical"], second["lexical"]) == (0.25, 1.0)
    scores = {candidate.clause.id: score for candidate, score in rerank(plain, candidates, Catalog())}
    assert scores["d:2"] - scores["d:1"] == pytest.approx(2 * WEIGHTS.similarity + 0.75 * WEIGHTS.lexical)


def test_what_the_dense_retriever_left_out_counts_as_its_last():
    candidates = [_candidate("d:1", 0.90), _candidate("d:2", 0.80), _candidate("d:3", None)]
    table = features(QueryUnderstanding("问", "问"), candidates, Catalog())
    assert table[2]["similarity"] == table[1]["similarity"]


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("民事诉讼法", 1.0),
        ("中华人民共和国宪法", 1.0),
        ("企业破产法（试行）", 1.0),
        ("民法典", 1.0),
        ("工伤保险条例", 0.5),
        ("居住证暂行条例（草案）", 0.5),
        ("学籍管理办法", 0.0),
        ("最高人民法院关于适用《民事诉讼法》的解释", 0.0),
        ("东西部扶贫协作三年行动计划", 0.0),
    ],
)
def test_of_equal_clauses_the_law_leads_the_rules_below_it(title, rank):
    catalog = Catalog.build([_document("d", title, "", ())])
    (row,) = features(QueryUnderstanding("问", "问"), [_candidate("d:1")], catalog)
    assert row["statute"] == rank


def test_ties_are_in_order_of_ids():
    ordered = rerank(QueryUnderstanding("问", "问"), [_candidate("d:2"), _candidate("d:1")], Catalog())
    assert [candidate.clause.id for candidate, _ in ordered] == ["d:1", "d:2"]


def test_no_candidates_are_no_error():
    assert rerank(QueryUnderstanding("问", "问"), [], Catalog()) == []


def test_two_places_of_one_document_point_to_it_more_than_to_one_that_shares_a_place():
    weights = document_weights(understand("遂宁和古浪怎么合作", CATALOG), CATALOG)
    assert weights["suining"] == 1
    assert weights["suining"] > weights["gulang"] > weights["other"] > 0


def test_a_document_about_a_place_leads_one_that_only_names_it():
    candidates = [_candidate("other:1", 0.88), _candidate("gulang:1", 0.84)]
    ordered = rerank(understand("古浪县有什么安排", CATALOG), candidates, CATALOG)
    assert [candidate.clause.id for candidate, _ in ordered] == ["gulang:1", "other:1"]


def test_a_document_about_no_place_is_nearer_to_one_it_names_than_a_document_about_another_place():
    catalog = Catalog.build(
        [
            _document("own", "古浪县工作计划", "古浪县。", ("古浪县",)),
            _document("none", "学生资助政策", "古浪县户籍的学生。", ()),
            _document("another", "遂宁市方案", "学习古浪县经验。", ("遂宁市",)),
        ]
    )
    weights = document_weights(understand("古浪县的学生补多少", catalog), catalog)
    assert weights["own"] > weights["none"] > weights["another"] > 0


def test_a_place_never_excludes_the_clauses_of_other_documents():
    candidates = [_candidate("gulang:1", 0.70, 0.0), _candidate("elsewhere:1", 0.92, 5.0)]
    ordered = rerank(understand("古浪县有什么安排", CATALOG), candidates, CATALOG)
    assert len(ordered) == 2


@pytest.mark.parametrize(
    ("question", "holding", "lacking"),
    [
        ("什么时候完成", "于2018年5月底前拨付到位", "积极拨付到位"),
        ("安排在几月", "计划9～11月举办", "计划举办"),
        ("哪个部门负责", "市财政局负责，市审计局配合", "市财政局、市审计局"),
        ("每年给多少钱", "不少于500万元", "不少于500人"),
        ("组织多少家企业", "组织10家以上企业", "组织企业10次"),
        ("选派几批干部", "分三批选派", "选派干部三名"),
        ("占比要达到多少", "不低于30%", "不低于30家"),
        ("一等奖的论文给多少", "一等奖论文3万元", "一等奖论文3篇"),
        ("“首达标”是什么意思？", "“首达标”是指首次达到门槛", "对“首达标”的企业给予支持"),
        ("这个办法的有效期到哪天", "自2025年3月5日起施行，有效期3年", "领导小组下设办公室"),
        ("奖励分几类", "奖励包括应用奖励等三个类别", "奖励按项目发放"),
        ("到哪个部门申请", "受理单位：区发展和改革局", "申请单位：区内企业"),
    ],
)
def test_a_clause_that_holds_the_sort_of_answer_is_told_from_one_that_does_not(question, holding, lacking):
    tests = answers(question)
    assert tests
    assert all(test(holding) for test in tests)
    assert not any(test(lacking) for test in tests)


def test_a_question_without_a_sort_of_answer_tests_nothing():
    assert answers("对口帮扶有哪些措施") == ()


@pytest.mark.parametrize(
    ("question", "clause", "asked"),
    [
        ("这个方案的文号是多少", _clause("d:pre1", "安政办发〔2017〕65号", "preamble"), True),
        ("这个方案的文号是多少", _clause("d:pre2", "各县区人民政府：", "preamble"), False),
        ("这个方案是哪天印发的？", _clause("d:sign", "2017年6月2日", "signature"), True),
        ("抄送给了谁", _clause("d:dist", "抄送：市委各部门", "distribution"), True),
        ("什么时候发放补贴", _clause("d:sign", "2017年6月2日", "signature"), False),
        ("资金什么时候拨付", _clause("d:sign", "2017年6月2日", "signature"), False),
    ],
)
def test_questions_about_a_document_as_such_go_to_the_part_that_says_it(question, clause, asked):
    assert is_part_asked(question, clause) is asked
