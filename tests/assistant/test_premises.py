"""What a question assumes, held against the clauses: pairs, figures, and how short the correction is."""

import re

import pytest

from assistant.chain import Assistant
from assistant.model import Turn


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("仓山区帮扶的是甘肃省陇南市吧？", "不是陇南市：主要阐明2017-2020年仓山区帮扶临洮县"),
        ("安康和常州新北区结对的是旬阳县吗", "不是旬阳县：新北区与紫阳县、岚皋县结对"),
        ("莲都区结对的是昭化区吗", "不是昭化区：莲都区结对广元市剑阁县"),
        ("青田县结对的是广元市的县吧", "不是广元市：青田县结对巴中市平昌县"),
        ("丽水是给每个县每年5000万吧", "不是5000万，是平均每年每个受援县（区）3000万元："),
    ],
)
def test_a_wrong_pairing_or_figure_is_corrected_in_a_sentence(
    bundled: Assistant, question: str, words: str
) -> None:
    answer = bundled.ask(question, mode="extractive")
    assert answer.text.startswith(words), answer.text
    assert len(re.sub(r"\[\d+\]", "", answer.text)) <= 160


def test_the_place_asked_about_is_not_what_is_wrong(bundled: Assistant) -> None:
    assert "不是丽水" not in bundled.ask("丽水结对的是甘肃的县吧", mode="extractive").text


@pytest.mark.parametrize("question", ["列出安康分工方案的全部12项任务", "列出全部12项任务"])
def test_items_numbered_on_across_headings_are_one_list(bundled: Assistant, question: str) -> None:
    answer = bundled.ask(question, mode="extractive")
    assert "共12项：" in answer.text
    assert [citation.clause.id for citation in answer.citations] == [
        *(f"ankang-2017:1.{number}" for number in range(1, 5)),
        *(f"ankang-2017:2.{number}" for number in range(5, 10)),
        *(f"ankang-2017:3.{number}" for number in range(10, 13)),
    ]


@pytest.mark.parametrize("question", ["好的", "谢谢", "好的，明白了"])
def test_thanks_after_a_refusal_repeat_no_refusal(bundled: Assistant, question: str) -> None:
    answer = bundled.ask(question, [Turn("奉节县县长的电话是多少？", "")], mode="extractive")
    assert answer.text.startswith("不客气")


def test_how_long_is_answered_by_the_term_that_is_set(bundled: Assistant) -> None:
    answer = bundled.ask("丽水和仓山的干部挂职期限各多久", mode="extractive")
    assert "挂职年限2年" in answer.text
    assert "一年半以上" in answer.text
