"""The figures of a run as a table for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

from eval.compare import Comparison
from eval.figures import figures
from eval.results import Result, Run
from eval.tables import KIND_NAMES, figure_rows, kind_rows


def run_lines(run: Run, *, failures: bool = False) -> list[str]:
    """Write a run as lines: the figures, a table by kind, and on request each failed case."""
    total = figures(run.results)
    lines = [f"评测集 {run.suite}：{len(run.results)} 题", ""]
    lines += columns(figure_rows(total))
    lines += ["", *columns(kind_rows(run.results))]
    if failures:
        for result in run.results:
            if not result.outcome.correct:
                lines += ["", *failure_lines(result)]
    return lines


def failure_lines(result: Result) -> list[str]:
    """Write one failed case: what was asked, said, cited, and what was expected."""
    case = result.case
    lines = [f"✗ {case.id}（{KIND_NAMES[case.kind]}）{case.question}"]
    lines += [f"    此前：{turn.question}" for turn in case.history]
    if result.answer is None:
        return [*lines, f"    出错：{result.outcome.error}"]
    outcome = result.outcome
    lines.append(
        f"    答复（{result.answer['status']}）：{result.answer['answer']}".replace("\n", "\n      ")
    )
    lines += [f"    引用：[{c['mark']}] {c['clause_id']}" for c in result.answer["citations"]]
    lacking = ["／".join(case.facts[number]) for number in outcome.missing]
    uncited = [
        "／".join(one.clause or one.document for one in case.gold[number]) for number in outcome.uncited
    ]
    if not case.answerable:
        lines.append("    应当拒答")
    if lacking:
        lines.append(f"    缺少：{'；'.join(lacking)}")
    if uncited:
        lines.append(f"    未引用：{'；'.join(uncited)}")
    if outcome.forbidden:
        lines.append(f"    不该出现：{'；'.join(outcome.forbidden)}")
    return lines


def comparison_lines(compared: Comparison) -> list[str]:
    """Write what changed from one run to another."""
    low, high = compared.interval
    lines = [
        f"相同的题 {compared.common} 道：变好 {len(compared.won)}，变差 {len(compared.lost)}，"
        f"失去依据 {len(compared.ungrounded)}",
        f"正确率变化 {compared.difference:+.3f}（95% 置信区间 {low:+.3f} 至 {high:+.3f}），"
        f"McNemar 检验 p = {compared.p_value:.4f}",
    ]
    for name, ids in (
        ("题目有改动", compared.changed),
        ("只在先前", compared.dropped),
        ("只在后来", compared.added),
    ):
        if ids:
            lines.append(f"{name}的题 {len(ids)} 道：{'、'.join(ids[:20])}{'…' if len(ids) > 20 else ''}")
    for heading, pairs in (("变差的题", compared.lost), ("变好的题", compared.won)):
        if pairs:
            lines += ["", f"{heading}："]
        for old, new in pairs:
            lines += [f"{new.case.id}（{KIND_NAMES[new.case.kind]}）{new.case.question}"]
            lines += [f"    先前：{_said(old)}", f"    后来：{_said(new)}"]
    return lines


def _said(result: Result) -> str:
    if result.answer is None:
        return f"出错：{result.outcome.error}"
    cited = "、".join(c["clause_id"] for c in result.answer["citations"])
    return f"{result.answer['answer']}（{cited or result.answer['status']}）".replace("\n", "\n          ")


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Set rows in columns: the first flush left, the others flush right, a Chinese character two wide."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0] + " " * (widths[0] - _width(row[0]))]
        cells += [
            " " * (width - _width(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "FW" else 1 for character in text)
