"""A run as one self-contained HTML page in Chinese that a person reads: no script, no outside asset."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from string import Template

from eval.cases import KINDS
from eval.figures import figures
from eval.metrics import mean, wilson_interval
from eval.results import Result, Run
from eval.tables import KIND_NAMES, condition_rows, figure_rows, kind_rows

#: How many of the slowest cases are listed.
_SLOWEST = 10


def run_page(run: Run) -> str:
    """Write a run as an HTML page.

    Args:
        run: The run.

    Returns:
        The whole page; everything that comes from a document or an answer is escaped.
    """
    failed = [result for result in run.results if not result.outcome.correct]
    slowest = sorted(run.results, key=lambda result: -result.outcome.seconds)[:_SLOWEST]
    template = Template(files(__package__).joinpath("page.html").read_text(encoding="utf-8"))
    return template.substitute(
        title=f"评测报告：{escape(run.suite)}（{len(run.results)} 题）",
        figures=_table(figure_rows(figures(run.results))),
        kinds=_table(kind_rows(run.results)),
        kinds_plot=_kinds_plot(run.results),
        latency_plot=_latency_plot(run.results),
        conditions=_table([("项目", "内容"), *condition_rows(run.conditions)]),
        failed_count=str(len(failed)),
        failed="".join(_failed(result, run) for result in failed) or "<p>没有。</p>",
        slowest=_table(
            [
                ("题号", "用时（秒）", "问题"),
                *((r.case.id, f"{r.outcome.seconds:.3f}", r.case.question) for r in slowest),
            ]
        ),
    )


def _failed(result: Result, run: Run) -> str:
    case, outcome = result.case, result.outcome
    answer = result.answer
    told = [f"<b>{escape(answer['answer'])}</b>" if answer else escape(f"出错：{outcome.error}")]
    told += [f"提示：{escape(note)}" for note in (answer["notes"] if answer else ())]
    wrong = ["应当拒答"] if not case.answerable else []
    lacking = "、".join(case.facts[number][0] for number in outcome.missing)
    wrong += [f"缺少：{lacking}"] if lacking else []
    wrong += ["不该出现：" + "、".join(outcome.forbidden)] if outcome.forbidden else []
    cited = [(c["clause_id"], c["label"], c["quote"]) for c in answer["citations"]] if answer else []
    gold = [
        (one.clause or one.document, _remark(number in outcome.uncited, len(group)), one.quote)
        for number, group in enumerate(case.gold)
        for one in group
    ]
    history = "".join(f"<p class=earlier>此前：{escape(turn.question)}</p>" for turn in case.history)
    return (
        f"<article id='{escape(case.id)}'><h3>{escape(case.id)} · {KIND_NAMES[case.kind]} · "
        f"{escape(case.question)}</h3>{history}<p>{'<br>'.join(told)}</p>"
        f"<p class=wrong>{escape('；'.join(wrong))}</p><div class=sides>"
        f"{_side('应引条款', run, gold)}{_side('所引条款', run, cited)}</div></article>"
    )


def _remark(uncited: bool, alternatives: int) -> str:
    told = ["任引其一"] if alternatives > 1 else []
    return "，".join([*told, "未引用" if uncited else "已引用"])


def _side(heading: str, run: Run, entries: Sequence[tuple[str, str, str]]) -> str:
    clauses = "".join(_clause(run, *entry) for entry in entries)
    return f"<section><h4>{heading}</h4>{clauses or '<p>—</p>'}</section>"


def _clause(run: Run, clause_id: str, remark: str, quote: str) -> str:
    label, text = run.clauses.get(clause_id, (clause_id, quote))
    before, found, after = text.partition(quote)
    shown = f"{escape(before)}<mark>{escape(found)}</mark>{escape(after)}"
    heading = escape(remark if remark.startswith("《") else f"{label}　（{remark}）")
    return f"<details open><summary>{heading}</summary><blockquote>{shown}</blockquote></details>"


def _kinds_plot(results: Sequence[Result]) -> str:
    """Draw the share correct of each kind with its 95 % interval."""
    bars = []
    for kind in KINDS:
        correct = [result.outcome.correct for result in results if result.case.kind == kind]
        if correct:
            bars.append(
                (
                    KIND_NAMES[kind],
                    mean([float(c) for c in correct]),
                    wilson_interval(sum(correct), len(correct)),
                )
            )
    rows = []
    for number, (name, share, (low, high)) in enumerate(bars):
        y = number * 24
        left, right = 100 + low * 400, 100 + high * 400
        rows.append(
            f"<text x=90 y={y + 16} text-anchor=end>{name}</text>"
            f"<rect x=100 y={y + 4} width={share * 400:.1f} height=16 />"
            f"<path d='M{left:.1f} {y + 12}H{right:.1f}M{left:.1f} {y + 8}v8M{right:.1f} {y + 8}v8' />"
            f"<text x=508 y={y + 16}>{share:.0%}</text>"
        )
    return _figure("各题型的正确率与 95% 置信区间", 560, len(bars) * 24, rows)


def _latency_plot(results: Sequence[Result], bins: int = 30) -> str:
    """Draw how many answers took how long."""
    seconds = [result.outcome.seconds for result in results]
    longest = max(seconds, default=0.0) or 1.0
    counts = [0] * bins
    for value in seconds:
        counts[min(int(value / longest * bins), bins - 1)] += 1
    tallest = max(counts) or 1
    heights = [count / tallest * 90 for count in counts]
    rows = [
        f"<rect x={number * 18 + 2} y={100 - height:.1f} width=16 height={height:.1f} />"
        for number, height in enumerate(heights)
        if height
    ]
    rows.append("<text x=2 y=118>0</text>")
    rows.append(f"<text x={bins * 18} y=118 text-anchor=end>{longest:.2f} 秒</text>")
    return _figure("用时分布", bins * 18 + 4, 124, rows)


def _figure(caption: str, width: int, height: int, parts: Iterable[str]) -> str:
    drawing = (
        f"<svg viewBox='0 0 {width} {height}' width={width} height={height} role=img>{''.join(parts)}</svg>"
    )
    return f"<figure><figcaption>{caption}</figcaption>{drawing}</figure>"


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *body = [[escape(cell) for cell in row] for row in rows]
    lines = [f"<tr>{''.join(f'<th>{cell}</th>' for cell in head)}</tr>"]
    lines += [f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in body]
    return f"<table>{''.join(lines)}</table>"
