"""The figures of a run in words: the tables that every report shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.cases import KINDS
from eval.figures import Figures, Mean, Share
from eval.metrics import wilson_interval
from eval.results import Result

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


def figure_rows(total: Figures) -> list[tuple[str, ...]]:
    """Name and write each figure, with its interval where it is a share or a mean over cases."""
    guess = "，估计" if total.estimated else ""
    tokens = (
        [(f"大模型输入 / 输出词元（平均{guess}）", f"{total.prompt_tokens:.0f} / {total.tokens:.0f}", "", "")]
        if total.tokens is not None and total.prompt_tokens is not None
        else []
    )
    return [
        ("指标", "数值", "95% 置信区间", "计数"),
        _share("正确率（答对且引对，或应拒则拒）", total.correct),
        _share("要点齐全", total.facts),
        _share("引用到依据条款", total.cited),
        _share("拒答准确率", total.refusal_precision),
        _share("拒答召回率", total.refusal_recall),
        ("拒答 F1", f"{total.refusal_f1:.3f}", "", ""),
        _mean("引用精确率（按条款）", total.citation_precision),
        _mean("引用召回率（按条款）", total.citation_recall),
        _share("引文逐字一致", total.quotation_fidelity),
        _share("数字有据", total.number_fidelity),
        _mean("检索 recall@5", total.recall_at_5),
        _mean("检索 MRR@10", total.mrr_at_10),
        _mean("检索 nDCG@10", total.ndcg_at_10),
        ("答复字数（中位数）", f"{total.characters:.0f}", "", ""),
        *tokens,
        ("用时 p50 / p95（秒）", f"{total.latency_p50:.3f} / {total.latency_p95:.3f}", "", ""),
        ("出错", str(total.errors), "", ""),
    ]


def kind_rows(results: Sequence[Result]) -> list[tuple[str, ...]]:
    """Count correct, right and cited cases of each kind; citations of those cases that name gold."""
    rows: list[tuple[str, ...]] = [("题型", "题数", "正确", "答对", "引用到依据")]
    for kind in KINDS:
        of_kind = [result for result in results if result.case.kind == kind]
        if of_kind:
            with_gold = [result for result in of_kind if result.case.gold]
            cited = f"{sum(r.outcome.supported for r in with_gold)}/{len(with_gold)}" if with_gold else "—"
            correct, right = (sum(flags) for flags in zip(*map(_flags, of_kind), strict=True))
            rows.append((KIND_NAMES[kind], str(len(of_kind)), str(correct), str(right), cited))
    return rows


def _flags(result: Result) -> tuple[bool, bool]:
    return result.outcome.correct, result.outcome.right


def _mean(name: str, told: Mean | None) -> tuple[str, ...]:
    if told is None:
        return (name, "—", "", "")
    low, high = told.interval
    return (name, f"{told.value:.3f}", f"{low:.3f}–{high:.3f}", "")


def _share(name: str, share: Share) -> tuple[str, ...]:
    if not share.trials:
        return (name, "—", "", "0/0")
    low, high = wilson_interval(share.successes, share.trials)
    return (name, f"{share.value:.3f}", f"{low:.3f}–{high:.3f}", f"{share.successes}/{share.trials}")


def condition_rows(conditions: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Name and write the conditions of a run."""
    settings = "；".join(
        f"{key}={value}" for key, value in sorted((conditions.get("settings") or {}).items())
    )
    rows = [
        ("程序版本", conditions.get("version")),
        ("代码修订", conditions.get("revision")),
        ("索引指纹", conditions.get("index")),
        ("回答方式", conditions.get("mode")),
        ("服务地址", conditions.get("url")),
        ("筛选条件", "、".join(conditions.get("where") or ())),
        ("设置", settings),
        ("评测集指纹", "；".join(f"{k} {v[:12]}" for k, v in (conditions.get("suites") or {}).items())),
    ]
    return [(name, str(value)) for name, value in rows if value]
