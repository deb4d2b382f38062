"""The figures of a run as a table for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

from eval.cases import KINDS
from eval.figures import Figures, Share, figures
from eval.metrics import wilson_interval
from eval.results import Result, Run

KIND_NAMES = {
    "fact": "事实",
    "table": "表格",
    "body": "责任单位",
    "date": "时间",
    "list": "列举",
    "compare": "对比",
    "compute": "计算",
    "premise": "前提有误",
    "follow_up": "追问",
    "locate": "定位条款",
    "metadata": "文件信息",
    "everyday": "口语",
    "typo": "错别字",
    "unanswerable": "无法回答",
}


def run_lines(run: Run, *, failures: bool = False) -> list[str]:
    """Write a run as lines: the figures, a table by kind, and on request each failed case."""
    total = figures(run.results)
    lines = [f"评测集 {run.suite}：{len(run.results)} 题", ""]
    lines += columns(figure_rows(total))
    lines += ["", *columns(kind_rows(run.results))]
    if failures:
        for result in run.results:
            if not result.correct:
                lines += ["", *failure_lines(result)]
    return lines


def figure_rows(total: Figures) -> list[tuple[str, ...]]:
    """Name and write each figure, with its interval where it is a share of cases."""
    return [
        ("指标", "数值", "95% 置信区间", "计数"),
        _share("正确率（答对且引对，或应拒则拒）", total.correct),
        _share("要点齐全", total.facts),
        _share("引用到依据条款", total.cited),
        _share("拒答准确率", total.refusal_precision),
        _share("拒答召回率", total.refusal_recall),
        ("拒答 F1", f"{total.refusal_f1:.3f}", "", ""),
        ("引用精确率（按条款）", f"{total.citation_precision:.3f}", "", ""),
        ("引用召回率（按条款）", f"{total.citation_recall:.3f}", "", ""),
        _share("引文逐字一致", total.quotation_fidelity),
        _share("数字有据", total.number_fidelity),
        ("检索 recall@5", f"{total.recall_at_5:.3f}", "", ""),
        ("检索 MRR@10", f"{total.mrr_at_10:.3f}", "", ""),
        ("检索 nDCG@10", f"{total.ndcg_at_10:.3f}", "", ""),
        ("答复字数（中位数）", f"{total.answer_characters:.0f}", "", ""),
        ("用时 p50 / p95（秒）", f"{total.latency_p50:.3f} / {total.latency_p95:.3f}", "", ""),
        ("出错", str(total.errors), "", ""),
    ]


def kind_rows(results: Sequence[Result]) -> list[tuple[str, ...]]:
    """Count correct, right and cited cases of each kind."""
    rows: list[tuple[str, ...]] = [("题型", "题数", "正确", "要点齐全", "引用到依据")]
    for kind in KINDS:
        of_kind = [result for result in results if result.case.kind == kind]
        if of_kind:
            counts = (
                sum(r.correct for r in of_kind),
                sum(r.right for r in of_kind),
                sum(r.supported for r in of_kind),
            )
            rows.append((KIND_NAMES[kind], str(len(of_kind)), *map(str, counts)))
    return rows


def failure_lines(result: Result) -> list[str]:
    """Write one failed case: what was asked, said, cited, and what was expected."""
    case = result.case
    lines = [f"✗ {case.id}（{KIND_NAMES[case.kind]}）{case.question}"]
    lines += [f"    此前：{turn.question}" for turn in case.history]
    if result.answer is None:
        return [*lines, f"    出错：{result.error}"]
    outcome = result.outcome
    lines.append(
        f"    答复（{result.answer['status']}）：{result.answer['answer']}".replace("\n", "\n      ")
    )
    lines += [f"    引用：[{c['mark']}] {c['clause_id']}" for c in result.answer["citations"]]
    lacking = ["／".join(g) for g, found in zip(case.facts, outcome.facts, strict=True) if not found]
    uncited = [
        "／".join(one.clause or one.document for one in g)
        for g, found in zip(case.gold, outcome.cited, strict=True)
        if not found
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


def _share(name: str, share: Share) -> tuple[str, ...]:
    if not share.trials:
        return (name, "—", "", "0/0")
    low, high = wilson_interval(share.successes, share.trials)
    return (name, f"{share.value:.3f}", f"{low:.3f}–{high:.3f}", f"{share.successes}/{share.trials}")


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "FW" else 1 for character in text)
