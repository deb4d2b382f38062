"""The five documents of the corpus, by the table of ids and labels that everyone agreed on."""

from __future__ import annotations

import pytest

from corpus import Clause, ParsedDocument, parse
from corpus.citation import part_label
from corpus.library import bundled_corpus
from corpus.readers import read_source
from corpus.render import restore

DOCUMENTS = {
    "ankang-2017": "安康市人民政府办公室",
    "xinbei-ziyang-2018": "常州市新北区",
    "fengjie-2019": "奉节县",
    "lishui-2018": "关于丽水市",
    "cangshan-lintao-2017": "仓山",
}


@pytest.fixture(scope="module")
def parsed() -> dict[str, ParsedDocument]:
    found = {}
    for name, beginning in DOCUMENTS.items():
        (path,) = bundled_corpus().glob(f"{beginning}*.txt")
        found[name] = parse(read_source(path), document_id=name)
    return found


def clause(parsed: dict[str, ParsedDocument], identifier: str) -> Clause:
    document = parsed[identifier.split(":")[0]]
    return next(clause for clause in document.clauses if clause.id == identifier)


@pytest.mark.parametrize(
    ("identifier", "place_label", "kind", "beginning"),
    [
        ("lishui-2018:2.2.1", "二、（二）1.", "clause", "1.统筹资金帮扶。从2018年起"),
        ("lishui-2018:2.5", "二、（五）", "clause", "（五）积极开展劳务协作\n通过举办"),
        ("lishui-2018:a1.t1.6", "附件第6行", "table_row", "序号：6；县（市、区）：松阳县；"),
        ("ankang-2017:2.5", "二、5.", "clause", "5. 推动产业合作。把优势资源开发"),
        ("fengjie-2019:2.3.9", "二、（三）9.", "clause", "9．深入党政干部交流。2018－2020年"),
        ("fengjie-2019:1.3.p2", "一、（三）第2段", "clause", "坚持精准发力，聚焦深度贫困。"),
        ("cangshan-lintao-2017:3.1.1", "第三章一、1.", "clause", "1. 推进产业合作共赢。"),
        ("cangshan-lintao-2017:4.1", "第四章1.", "clause", "1. 建立贫困劳动力信息库。"),
        ("cangshan-lintao-2017:4.box3", "第四章专栏3", "box", "专栏 3 劳务协作任务\n仓山区支持"),
        ("xinbei-ziyang-2018:t1.15", "任务分解表第15行", "table_row", "序号：六；类型：人才帮扶；"),
    ],
)
def test_every_place_of_the_table_has_its_id_and_label(
    parsed: dict[str, ParsedDocument], identifier: str, place_label: str, kind: str, beginning: str
) -> None:
    found = clause(parsed, identifier)
    assert found.label.endswith((f"》{place_label}", f"号）{place_label}"))
    assert found.kind == kind
    assert found.text.startswith(beginning)


def test_a_row_under_merged_cells_reads_as_a_sentence_without_the_ordinal_above(
    parsed: dict[str, ParsedDocument],
) -> None:
    assert clause(parsed, "xinbei-ziyang-2018:t1.10").text == (
        "类型：科技帮扶；工作计划主要内容：2．组织参与产学研及孵化对接活动不少于1次；"
        "责任单位：区科技局；计划完成时间：4～11月"
    )


def test_the_path_runs_from_the_top_heading_to_the_clause_s_own(parsed: dict[str, ParsedDocument]) -> None:
    assert clause(parsed, "lishui-2018:2.2.1").path == (
        "二、工作任务",
        "（二）加大资金帮扶力度",
        "1.统筹资金帮扶",
    )


def test_a_quotation_is_cited_down_to_its_paragraph(parsed: dict[str, ParsedDocument]) -> None:
    found = clause(parsed, "ankang-2017:2.5")
    quotation = "因地制宜帮助安康市发展县域特色产业"
    start = found.text.index(quotation)
    label = part_label(parsed["ankang-2017"].document, found, start, start + len(quotation))
    assert label.endswith("二、5.第3段")


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("cangshan-lintao-2017", "最艰巨的任务是农村贫困人口脱贫"),
        ("cangshan-lintao-2017", "共有18个乡镇，323个村、6个社区"),
        ("cangshan-lintao-2017", "按照精准扶贫、精准脱贫要求"),
        ("cangshan-lintao-2017", "研究部署、协调推进扶贫协作工作"),
        ("lishui-2018", "中办发〔2016〕69号"),
        ("ankang-2017", "（市旅游局、市招商局，各县区政府负责"),
        ("fengjie-2019", "县监委，县法院，县检察院"),
        ("xinbei-ziyang-2018", "区春江镇、西夏墅镇、奔牛镇、河海街道"),
    ],
)
def test_lines_broken_by_page_ends_are_whole_again(
    parsed: dict[str, ParsedDocument], name: str, whole: str
) -> None:
    assert whole in parsed[name].document.text


@pytest.mark.parametrize(
    "mended",
    ["贫困人口到山东省就业", "专业技术人才的协调", "人力、财力、物力支持", "2019—2020年结合挂职干部"],
)
def test_look_alikes_are_mended(parsed: dict[str, ParsedDocument], mended: str) -> None:
    assert mended in parsed["fengjie-2019"].document.text


def test_those_who_answer_stay_with_their_clause(parsed: dict[str, ParsedDocument]) -> None:
    assert clause(parsed, "xinbei-ziyang-2018:2.1").text.endswith("\n责任单位：区经发局、区商务局")
    assert clause(parsed, "xinbei-ziyang-2018:3").text.endswith("\n责任单位：区科技局")
    assert clause(parsed, "lishui-2018:2.2.1").text.endswith("[市财政局、市对口支援办，有关县（市、区）]")


def test_a_notice_is_the_preamble_of_the_plan_it_carries(parsed: dict[str, ParsedDocument]) -> None:
    kinds = [(clause.kind, clause.text[:12]) for clause in parsed["ankang-2017"].clauses[:7]]
    assert kinds == [
        ("preamble", "安康市人民政府办公室文件"),
        ("title", "安康市人民政府办公室关于"),
        ("preamble", "各县区人民政府，市政府各"),
        ("preamble", "《常州市与安康市扶贫协作"),
        ("signature", "安康市人民政府办公室\n2"),
        ("title", "常州市与安康市扶贫协作和"),
        ("heading", "一、建立扶贫协作推进机制"),
    ]


def test_the_disagreement_of_body_and_table_is_noted(parsed: dict[str, ParsedDocument]) -> None:
    assert parsed["xinbei-ziyang-2018"].document.notes == (
        "任务分解表第11行“职教中心”与正文四、“职教学校”不一致，请核对。",
    )


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_of_a_document_is_lost_and_every_repair_can_be_undone(
    parsed: dict[str, ParsedDocument], name: str
) -> None:
    document, clauses = parsed[name].document, parsed[name].clauses
    covered = [0] * len(document.text)
    for found in clauses:
        assert document.text[found.start : found.end] == found.text
        for at in range(found.start, found.end):
            covered[at] += 1
    assert all(count == 1 for count, char in zip(covered, document.text, strict=True) if not char.isspace())
    assert restore(document.text, document.repairs) == document.original
    assert len({found.id for found in clauses}) == len({found.label for found in clauses}) == len(clauses)
    assert "**" not in document.text
