"""Parts inside a clause are named as a citation names them."""

from __future__ import annotations

import pytest

from corpus import Clause, ClauseKind, parts


def clause(text: str, heading: str = "", kind: ClauseKind = "clause") -> Clause:
    return Clause("d:1", "d", kind, (heading,) if heading else (), "《某法》第一条", text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第三条 国家鼓励发展。", ""),
        ("第三条 国家鼓励发展。\n地方应当支持。", "第一款 第二款"),
        ("第三条 有下列情形之一的，不予支持：\n（一）甲；\n（二）乙。", "第（一）项 第（二）项"),
        (
            "第三条 甲。\n乙应当：\n（一）子；\n（二）丑：\n1.寅；\n2.卯。\n丙。",
            "第一款 第二款 第二款第（一）项 第二款第（二）项"
            " 第二款第（二）项第1目 第二款第（二）项第2目 第三款",
        ),
        ("第三条 【标题】\n有下列情形之一的：\n（一）甲；\n（二）乙。", "第（一）项 第（二）项"),
        ("第三条 有下列情形的：（一）甲；（二）乙；（三）丙。", "第（一）项 第（二）项 第（三）项"),
        ("1.建立机制。推进：\n（1）会商；\n（2）通报：\n①月报；\n②季报。", "（1） （2） （2）① （2）②"),
        ("5.推动合作。甲。\n乙。\n丙。（市农业局负责）", "第1段 第2段 第3段"),
    ],
)
def test_the_parts_of_a_clause_in_reading_order(text: str, expected: str) -> None:
    assert [part.label for part in parts(clause(text))] == expected.split()


def test_a_heading_on_its_own_line_and_the_bodies_are_no_paragraphs() -> None:
    text = "二、产业合作\n甲。\n乙。\n责任单位：市农业局"
    found = [
        (part.label, text[part.start : part.end]) for part in parts(clause(text, heading="二、产业合作"))
    ]
    assert found == [("第1段", "甲。"), ("第2段", "乙。")]


def test_a_part_spans_its_own_items() -> None:
    text = "第三条 甲：\n（一）子；\n（二）丑。\n乙。"
    spans = {part.label: text[part.start : part.end] for part in parts(clause(text))}
    assert spans["第一款"] == "第三条 甲：\n（一）子；\n（二）丑。"
    assert spans["第一款第（二）项"] == "（二）丑。"


def test_a_footnote_is_no_paragraph() -> None:
    text = "第三条 国家鼓励发展。\n［注1］见某法。\n地方应当支持。"
    assert [part.label for part in parts(clause(text))] == ["第一款", "第二款"]


def test_a_table_row_has_no_parts() -> None:
    assert parts(clause("县：甲县；金额：500", kind="table_row")) == ()
