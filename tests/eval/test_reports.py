"""Figures, comparison, gate, and what the reports show of them."""

from pathlib import Path

import pytest
from answers import REFUSAL, answer, case, good, run

from eval.cases import Case
from eval.compare import compare
from eval.figures import figures
from eval.gate import decide
from eval.markdown import run_markdown
from eval.outcome import failure
from eval.page import run_page
from eval.results import Result, ResultsError, Run, read_run, write_run
from eval.terminal import columns, comparison_lines, run_lines

ONE, TWO, NONE = case(1), case(2), case(3, "unanswerable")
WRONG = answer("是数9[1]。", "d:9", "数9")


def test_the_figures_of_a_small_run_are_those_worked_out_by_hand() -> None:
    told = figures(
        run((ONE, good(1)), (TWO, WRONG), (NONE, REFUSAL), (case(4, "unanswerable"), WRONG)).results
    )
    assert (told.correct.successes, told.correct.trials) == (2, 4)
    assert (told.facts.value, told.cited.value) == (0.5, 0.5)
    assert (told.refusal_precision.value, told.refusal_recall.value) == (1.0, 0.5)
    assert told.refusal_f1 == pytest.approx(2 / 3)
    means = told.citation_precision, told.citation_recall, told.recall_at_5, told.mrr_at_10, told.ndcg_at_10
    assert [mean and mean.value for mean in means] == [0.5] * 5
    # Of two cases resampled, a quarter of the means are 0 and a quarter are 1.
    assert told.recall_at_5
    assert told.recall_at_5.interval == (0.0, 1.0)
    assert (told.number_fidelity.successes, told.number_fidelity.trials) == (3, 3)
    assert told.errors == 0


def test_a_case_without_an_answer_lowers_every_mean() -> None:
    failed = Result(TWO, failure(TWO, "TimeoutError", seconds=9.0), None)
    told = figures((*run((ONE, good(1))).results, failed))
    assert told.errors == 1
    assert told.citation_recall
    assert told.mrr_at_10
    assert (told.correct.value, told.citation_recall.value, told.mrr_at_10.value) == (0.5, 0.5, 0.5)
    assert told.latency_p95 == 9.0


def test_a_written_run_reads_back_the_same(tmp_path: Path) -> None:
    before = run((ONE, good(1)), (TWO, WRONG), (NONE, REFUSAL))
    write_run(before, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == before


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 1}', '{"format": 1, "results": 3}'])
def test_another_file_is_no_run(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ResultsError, match="不是评测结果文件"):
        read_run(path)


def test_a_run_of_another_format_is_named(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text('{"format": 0}', encoding="utf-8")
    with pytest.raises(ResultsError, match="重新评测"):
        read_run(path)


def test_a_comparison_names_what_was_won_and_what_was_lost() -> None:
    told = compare(
        run((ONE, good(1)), (TWO, WRONG), (NONE, REFUSAL)), run((ONE, WRONG), (TWO, good(2)), (NONE, REFUSAL))
    )
    assert [new.case.id for _, new in told.won] == ["c2"]
    assert [new.case.id for _, new in told.lost] == ["c1"]
    assert (told.common, told.difference, told.p_value) == (3, 0.0, 1.0)
    lines = "\n".join(comparison_lines(told))
    assert "变好 1，变差 1" in lines
    assert "先前：是数1[1]。（d:1）" in lines


def test_runs_without_a_common_case_cannot_be_compared() -> None:
    with pytest.raises(ResultsError, match="没有相同的题"):
        compare(run((ONE, good(1))), run((TWO, good(2))))


def test_the_gate_is_open_when_nothing_was_lost() -> None:
    baseline = run((ONE, good(1)), (TWO, WRONG))
    assert decide(baseline, run((ONE, good(1)), (TWO, good(2)))).passed


def test_without_an_llm_one_lost_case_closes_the_gate_whatever_was_won() -> None:
    decision = decide(run((ONE, good(1)), (TWO, WRONG)), run((ONE, WRONG), (TWO, good(2))))
    assert not decision.passed
    told = "\n".join(decision.reasons)
    assert "1 题由对变错" in told
    assert "缺少：数1" in told


def test_with_an_llm_only_a_significant_loss_closes_the_gate() -> None:
    cases = [case(number) for number in range(10)]
    right = [(one, good(number, mode="llm")) for number, one in enumerate(cases)]
    wrong = [(one, answer("不知[1]。", "d:99", "不知", mode="llm")) for one in cases]
    baseline = run(*right)
    assert decide(baseline, run(*right[:-1], wrong[-1])).passed
    closed = decide(baseline, run(*right[:2], *wrong[2:]))
    assert not closed.passed
    assert "p = 0.0078" in closed.reasons[0]


def test_a_quotation_that_is_no_longer_literal_closes_the_gate_though_the_answer_is_right() -> None:
    said = good(1)
    said["citations"][0] |= {"quote": "数1！"}
    decision = decide(run((ONE, good(1))), run((ONE, said)))
    assert not decision.passed
    assert "引文逐字一致 1/1 → 0/1" in "\n".join(decision.reasons)


def test_a_case_that_was_left_out_or_reworded_closes_the_gate() -> None:
    baseline = run((ONE, good(1)), (TWO, good(2)))
    assert "1 题没有评：c2" in decide(baseline, run((ONE, good(1)))).reasons[0]
    reworded = Case("c2", "fact", "换个问法？", facts=TWO.facts, gold=TWO.gold)
    assert "请更新基线：c2" in decide(baseline, run((ONE, good(1)), (reworded, good(2)))).reasons[0]


def test_the_terminal_shows_figures_kinds_and_on_request_each_failure() -> None:
    told = run((ONE, good(1)), (TWO, WRONG))
    lines = run_lines(told, failures=True)
    assert any(line.startswith("正确率") and "0.500" in line and "1/2" in line for line in lines)
    assert any(line.startswith("✗ c2") for line in lines)
    assert not any(line.startswith("✗") for line in run_lines(told))


def test_columns_count_a_chinese_character_as_two() -> None:
    assert columns([("甲", "1"), ("ab", "10")]) == ["甲   1", "ab  10"]


def test_the_markdown_page_is_a_table_that_a_bar_cannot_break() -> None:
    page = run_markdown(run((Case("c1", "fact", "甲|乙？", facts=(("x",),)), WRONG)))
    assert "| 指标 | 数值 |" in page
    assert "甲|乙" in page
    assert "题型 | 题数" in page


def test_the_page_stands_alone_and_escapes_what_it_shows() -> None:
    evil = Case("c2", "fact", "<script>alert(1)</script>", facts=(("数2",),), gold=TWO.gold)
    page = run_page(run((ONE, good(1)), (evil, WRONG)))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    for outside in ("http:", "https:", "src=", "href=", "@import", "url("):
        assert outside not in page
    assert "缺少：数2" in page
    assert "数9" in page


def test_the_page_marks_the_gold_quotation_in_its_clause() -> None:
    page = run_page(run((ONE, WRONG)))
    assert "<blockquote><mark>数1</mark>。</blockquote>" in page


def test_an_empty_list_of_failures_is_said() -> None:
    assert "未通过的题（0）" in run_page(run((ONE, good(1))))


def test_reports_of_a_run_where_nothing_was_answered_can_be_written(tmp_path: Path) -> None:
    dead = Run("suite", (Result(ONE, failure(ONE, "OSError", seconds=0.0), None),), {})
    assert "出错：OSError" in run_page(dead)
    assert "出错：OSError" in run_markdown(dead)


def test_tokens_are_reported_only_where_a_model_wrote_and_marked_where_they_are_estimated() -> None:
    def counted(estimated: bool, written: int) -> dict[str, object]:
        usage = {"prompt_tokens": 1000, "completion_tokens": written, "estimated": estimated}
        return good(1, mode="llm") | {"usage": usage}

    assert not any("词元" in line for line in run_lines(run((ONE, good(1)))))
    told = run((ONE, counted(False, 40)), (TWO, counted(False, 60)), (NONE, REFUSAL))
    # A refusal that no model was asked for lowers no mean.
    assert any("大模型输入 / 输出词元（平均）" in line and "1000 / 50" in line for line in run_lines(told))
    guessed = run((ONE, counted(True, 40)))
    assert any("词元（平均，估计）" in line for line in run_lines(guessed))
    assert "词元（平均，估计）" in run_page(guessed)
