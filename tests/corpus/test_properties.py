"""What holds for any document: it gives back the clauses it was composed from, and nothing is lost."""

from __future__ import annotations

import os

from composed import Composed, documents, sentences, squeezed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Paragraph, ParsedDocument, Source, parse
from corpus.render import restore

EXAMPLES = int(os.environ.get("POLICY_SOAK_EXAMPLES", "3000")) if os.environ.get("POLICY_SOAK") else 60
within_budget = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not os.environ.get("POLICY_SOAK"),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
#: Pieces that documents are made of, well formed or not.
FRAGMENTS = st.sampled_from(
    [
        "一、",
        "（一）",
        "1.",
        "（1）",
        "①",
        "第一条 ",
        "第三章 总则",
        "专栏1 任务",
        "附件",
        "附件：",
        "附件1：表",
        "目录",
        "——",
        "“",
        "”",
        "：",
        "；",
        "。",
        "\t",
        "|",
        "\n",
        "\n\n",
        "　　",
        " ",
        "责任单位：市教育局",
        "抄送：市委办",
        "2018年6月1日",
        "某市人民政府",
        "— 3 —",
        "**",
        "\u200b",
        "カ",
        "人カ",
        "关于印发方案的通知",
        "资金3000万元",
        "（市财政局负责）",
        "序号\t县\t资金",
        "1\t甲县\t500",
        "|县|资金|",
        "|--|--|",
        "《",
        "》",
        "（",
        "）",
        "第三条规定",
        "3.5亿元",
        "2019一2020",
        "a",
        "9",
    ]
)


def lines(text: str) -> Source:
    return Source("文件.txt", "txt", tuple(Paragraph(line, wrapped=True) for line in text.split("\n")))


def holds(parsed: ParsedDocument) -> None:
    """Spans are exact, ids and labels unique, every character in exactly one clause, repairs reversible."""
    document, clauses = parsed.document, parsed.clauses
    covered = bytearray(len(document.text))
    for clause in clauses:
        assert document.text[clause.start : clause.end] == clause.text
        for at in range(clause.start, clause.end):
            covered[at] += 1
    assert all(covered[at] == (not char.isspace()) or char.isspace() for at, char in enumerate(document.text))
    assert max(covered, default=0) <= 1
    assert len({clause.id for clause in clauses}) == len(clauses)
    assert len({clause.label for clause in clauses}) == len(clauses)
    assert [clause.start for clause in clauses] == sorted(clause.start for clause in clauses)
    assert restore(document.text, document.repairs) == document.original
    for repair in document.repairs:
        assert document.original[repair.source_start : repair.source_end] == repair.before
        assert document.text[repair.start : repair.end] == repair.after


@given(documents())
@within_budget
def test_a_composed_document_gives_back_the_clauses_it_was_composed_from(composed: Composed) -> None:
    parsed = parse(composed.source, document_id="d")
    found = [(clause.id.removeprefix("d:"), clause.kind, squeezed(clause.text)) for clause in parsed.clauses]
    assert found == composed.clauses
    holds(parsed)


@given(documents(), sentences())
@within_budget
def test_text_added_at_the_end_changes_no_id_above(composed: Composed, more: str) -> None:
    before = parse(composed.source, document_id="d")
    longer = Source(
        composed.source.name,
        "txt",
        (*composed.source.blocks, Paragraph(""), Paragraph(f"　　{more}", wrapped=True)),
    )
    after = parse(longer, document_id="d")
    ids = [clause.id for clause in before.clauses]
    assert [clause.id for clause in after.clauses][: len(ids)] == ids


@given(st.lists(FRAGMENTS, max_size=60).map("".join))
@within_budget
def test_nothing_is_lost_whatever_the_text(text: str) -> None:
    holds(parse(lines(text), document_id="d"))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
@within_budget
def test_any_text_at_all_is_parsed(text: str) -> None:
    holds(parse(lines(text), document_id="d"))


@given(documents())
@within_budget
def test_parsing_twice_gives_the_same(composed: Composed) -> None:
    assert parse(composed.source, document_id="d") == parse(composed.source, document_id="d")
