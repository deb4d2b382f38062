"""A run as Markdown, for a pull request or a README."""

from __future__ import annotations

from collections.abc import Sequence

from eval.figures import figures
from eval.results import Run
from eval.tables import condition_rows, figure_rows, kind_rows
from eval.terminal import failure_lines


def run_markdown(run: Run) -> str:
    """Write a run as a Markdown page in Chinese.

    Args:
        run: The run.

    Returns:
        The page: figures, kinds, conditions and every failed case.
    """
    failed = [result for result in run.results if not result.outcome.correct]
    parts = [
        f"# 评测报告：{run.suite}（{len(run.results)} 题）",
        table(figure_rows(figures(run.results))),
        "## 按题型",
        table(kind_rows(run.results)),
        "## 评测条件",
        table([("项目", "内容"), *condition_rows(run.conditions)]),
        f"## 未通过的题（{len(failed)}）",
        *("```text\n" + "\n".join(failure_lines(result)) + "\n```" for result in failed),
    ]
    return "\n\n".join(parts) + "\n"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Write rows as a Markdown table; the first is its head, and all columns but one are flush right."""
    head, *body = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    rule = [":--", *["--:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *body))
