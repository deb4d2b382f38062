"""Marks are read in every form models write, and sentences keep theirs."""

from __future__ import annotations

import pytest

from assistant.guard import marks_of, normalise_marks, split_sentences, without_marks
from assistant.guard.sentences import statements_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每年500万元【1】。", "每年500万元[1]。"),
        ("每年500万元［1］。", "每年500万元[1]。"),
        ("每年500万元[^1]。", "每年500万元[1]。"),
        ("每年500万元(1)。", "每年500万元[1]。"),
        ("每年500万元（1）。", "每年500万元[1]。"),
        ("每年500万元 [1,2]。", "每年500万元[1][2]。"),
        ("每年500万元[1、2]", "每年500万元[1][2]"),
        ("每年500万元[1-3]", "每年500万元[1][2][3]"),
        ("每年500万元[1][2]", "每年500万元[1][2]"),
        ("未知标记[9]", "未知标记[9]"),
    ],
)
def test_marks_are_written_one_way(text, expected):
    assert normalise_marks(text, {1, 2, 3}) == expected


@pytest.mark.parametrize(
    "text",
    [
        "（1）统筹资金",
        "任务如下：（1）统筹资金；（2）监管",
        "三年（2018—2020年）",
        "浙委办发〔2018〕32号",
        "甲方(9)。",
        "第（三）项",
    ],
)
def test_what_is_no_mark_stays(text):
    assert normalise_marks(text, {1, 2}) == text


def test_a_mark_stays_with_the_sentence_before_it():
    text = "莲都区结对剑阁县[1]。龙泉市结对昭化区。[2] 每年3000.5万元[1]；其余见《意见。第二版》[2]"
    assert [text[a:b] for a, b in split_sentences(text)] == [
        "莲都区结对剑阁县[1]。",
        "龙泉市结对昭化区。[2]",
        "每年3000.5万元[1]；",
        "其余见《意见。第二版》[2]",
    ]


def test_a_sentence_does_not_end_inside_brackets_or_quotes():
    text = "他说“到2020年。确保脱贫；确保摘帽”的目标（见第三条。）不变[1]。下一句。"
    assert [text[a:b] for a, b in split_sentences(text)] == [
        "他说“到2020年。确保脱贫；确保摘帽”的目标（见第三条。）不变[1]。",
        "下一句。",
    ]


def test_an_unbalanced_bracket_does_not_swallow_the_next_line():
    text = "第一行（没有收\n第二行。第三句。"
    assert [text[a:b] for a, b in split_sentences(text)] == ["第一行（没有收", "第二行。", "第三句。"]


def test_each_piece_of_a_sentence_is_held_to_the_marks_that_follow_it():
    text = "甲每年500万元[1]，乙每年3000万元[2][3]，共两地。"
    assert [(text[a:b], marks) for a, b, marks in statements_of(text)] == [
        ("甲每年500万元[1]", (1,)),
        ("，乙每年3000万元[2][3]", (2, 3)),
        ("，共两地。", (2, 3)),
    ]


def test_marks_are_taken_out_without_moving_anything():
    text = "甲[12]乙[1]。"
    assert marks_of(text) == (12, 1)
    assert len(without_marks(text)) == len(text)
    assert without_marks(text).split() == ["甲", "乙", "。"]
