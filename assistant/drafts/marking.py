"""A checked draft as a Word file: comments at the words concerned, and a summary on the last page."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import PurePath

from assistant.drafts.model import DraftReport, DraftStatement
from assistant.drafts.words import VERDICT_NAMES, explain
from assistant.model import Citation
from corpus.word import Insertion, Remark, Summary, SummaryTable, lay_out, mark_word

#: Clauses that a comment names; more would hide the first.
_CITED = 3
_LONGEST_QUOTE = 120
_LONGEST_STATEMENT = 100

#: Writes remarks into a docx: ``mark_word``, or the same in a process of its own.
Marker = Callable[[bytes, str, list[Remark], list[Insertion], Summary], bytes]


def marked_draft(
    data: bytes | None,
    name: str,
    report: DraftReport,
    insert: Collection[int] = (),
    marker: Marker = mark_word,
) -> bytes:
    """Return a checked draft as a docx with comments and a summary.

    Args:
        data: The draft as received where it is a docx; None for text, which is laid out as a 公文.
        name: Its file name.
        report: What the check found in the text of this very draft.
        insert: Places in ``report.statements`` whose suggestion is inserted, as a tracked change.
        marker: Writes the remarks.

    Raises:
        CorpusError: The file cannot be written back.
    """
    chosen = [report.statements[place] for place in sorted(set(insert)) if place < len(report.statements)]
    inserted = [statement for statement in chosen if statement.suggestion]
    remarks = [
        remark
        for statement in report.statements
        for remark in _remarks(statement, inserted=statement in inserted)
    ]
    insertions = [Insertion(statement.start, statement.suggestion) for statement in inserted]
    if data is None:
        data = lay_out(report.text, PurePath(name).stem)
    return marker(data, name, remarks, insertions, summary_of(report))


def summary_of(report: DraftReport) -> Summary:
    """Return what the last page says: counts, what needs work, and where the rest comes from."""
    counts = report.summary
    problems = [each for each in report.statements if each.verdict in {"contradicted", "unsupported"}]
    founded = [each for each in report.statements if each.verdict == "supported"]
    checked = len(problems) + len(founded)
    lead = f"本稿共有{checked}处表述可与公文库核对。"
    lead += (
        f"其中{len(problems)}处需要修改或补充依据。" if problems else "没有发现与公文不符或缺少依据的表述。"
    )
    tables = [
        SummaryTable(
            "一、核对结果",
            (tuple(VERDICT_NAMES.values()), tuple(str(counts[verdict]) for verdict in VERDICT_NAMES)),
            (1, 1, 1, 1),
        )
    ]
    if problems:
        rows: list[tuple[str, ...]] = [("序号", "稿中表述", "问题", "依据")]
        rows += [
            (str(place), _short(each.text, _LONGEST_STATEMENT), _problem(each), _sources(each))
            for place, each in enumerate(problems, 1)
        ]
        tables.append(SummaryTable("二、需要修改或补充依据的表述", tuple(rows), (3, 10, 10, 12)))
    if founded:
        rows = [("序号", "稿中表述", "依据")]
        rows += [
            (str(place), _short(each.text, _LONGEST_STATEMENT), _labels(each.citations))
            for place, each in enumerate(founded, 1)
        ]
        heading = f"{'三' if problems else '二'}、有依据的表述及其出处"
        tables.append(SummaryTable(heading, tuple(rows), (3, 16, 16)))
    return Summary("核对情况", lead, tuple(tables))


def _remarks(statement: DraftStatement, *, inserted: bool) -> list[Remark]:
    name = VERDICT_NAMES[statement.verdict]
    sources = _sources(statement, quoted=True)
    if statement.verdict == "supported" and statement.suggestion and not inserted:
        says = [f"【{name}，未注明出处】", sources, f"建议在句首插入：{statement.suggestion}"]
        return [Remark(statement.start, statement.end, _lines(says))]
    if statement.verdict not in {"contradicted", "unsupported"}:
        return []
    if statement.verdict == "unsupported":
        advice = "建议：核对原件；确有依据的，请把所依据的公文收入公文库后再核对。"
        return [Remark(statement.start, statement.end, _lines([_problem(statement), sources, advice]))]
    advice = "建议：核对原件后按公文改正。"
    remarks = []
    for reason in statement.reasons:
        # What is missing from the draft stands nowhere in it.
        words = reason if reason.start < reason.end else statement
        lines = [f"【{name}】{explain(reason)}。", sources, advice]
        remarks.append(Remark(words.start, words.end, _lines(lines)))
    return remarks or [Remark(statement.start, statement.end, _lines([f"【{name}】", sources, advice]))]


def _problem(statement: DraftStatement) -> str:
    reasons = [f"{explain(reason)}。" for reason in statement.reasons]
    return f"【{VERDICT_NAMES[statement.verdict]}】" + "\n".join(reasons)


def _sources(statement: DraftStatement, *, quoted: bool = False) -> str:
    """The clauses as lines; a comment begins each with 依据 and the words of the clause."""
    cited = statement.citations[:_CITED]
    if not quoted:
        return "\n".join(f"{each.label}：“{_short(each.quote, _LONGEST_QUOTE)}”" for each in cited) or "—"
    return "\n".join(f"依据：{each.label}：“{_short(each.quote, _LONGEST_QUOTE)}”" for each in cited)


def _labels(citations: tuple[Citation, ...]) -> str:
    return "\n".join(dict.fromkeys(each.label for each in citations)) or "—"


def _short(text: str, most: int) -> str:
    """A text in one line, cut where it is longer than a table or a comment can hold."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _lines(lines: list[str]) -> str:
    return "\n".join(line for line in lines if line)
