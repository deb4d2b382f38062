"""What the page shows of documents and questions: every character of it escaped."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from assistant.model import Answer, Citation, Status
from assistant.ui.original import original_page
from assistant.ui.render import (
    Turn,
    answer_html,
    conversation_markdown,
    copied_citation,
    evidence_html,
    question_html,
)
from assistant.ui.suggestions import first_questions
from corpus import Clause, Document
from index import Hit

HOSTILE = "<img src=x onerror=alert(1)>&\"'`[点](javascript:alert(1))${7*7}{{value}}\n\n# 标题"
TEXT = f"1.安排资金。每年{HOSTILE}3000万元。"
LABEL = "《某办法》（某政发〔2018〕1号）一、"


def document(text: str = TEXT, title: str = "某办法") -> Document:
    return Document("d", title, "某政发〔2018〕1号", "某局", "2018-08-16", (), None, "unknown", "a.txt", text)


def clause(text: str = TEXT, clause_id: str = "d:1", start: int = 0) -> Clause:
    return Clause(clause_id, "d", "clause", (), LABEL, text, start, start + len(text))


def cite(text: str, quote: str) -> Citation:
    start = text.index(quote)
    return Citation(1, clause(text), document(text), LABEL, quote, start, start + len(quote))


def answer(
    text: str = "每年3000万元[1]。",
    citations: tuple[Citation, ...] = (cite(TEXT, "3000万元"),),
    status: Status = "answered",
) -> Answer:
    hits = (Hit(clause(), 1.0, {}),)
    return Answer("问", text, status, citations, hits, "extractive", None, (HOSTILE,), "", {})


class Seen(HTMLParser):
    """The markup that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html.replace("<br>", "\n")))


@pytest.mark.parametrize(
    "html",
    [
        question_html(HOSTILE),
        answer_html(answer(text=f"{HOSTILE}[1]。"), 0),
        evidence_html([Turn(HOSTILE, answer())]),
        evidence_html([Turn(HOSTILE, answer(citations=(cite(TEXT, HOSTILE),)))]),
    ],
)
def test_nothing_of_a_document_or_a_question_becomes_markup(html: str) -> None:
    ours = {"div", "span", "p", "br", "h2", "h3", "section", "article", "button", "a", "mark", "ul", "li"}
    seen = Seen()
    seen.feed(html)
    assert seen.tags <= ours
    assert not [name for name in seen.attributes if name.startswith("on") or name == "src"]
    assert all(link.startswith("original/") for link in seen.links)
    assert "onerror=alert(1)>" in words(html)
    # A blank line would hand what follows to the Markdown renderer.
    assert "\n" not in html


def test_the_quotation_is_marked_where_it_stands_in_its_clause() -> None:
    html = evidence_html([Turn("问", answer())])
    assert "<mark>3000万元</mark>。" in html
    assert words(html).count("1.安排资金") == 1


@pytest.mark.parametrize("rest", ["", "乙" * 400])
def test_a_heading_keeps_its_own_line_before_a_quotation_that_begins_the_next(rest: str) -> None:
    text = f"六、人才帮扶\n\n选派干部挂职。\n每年培训教师50名。{rest}"
    html = evidence_html([Turn("问", answer(citations=(cite(text, "选派干部挂职。"),)))])
    assert "六、人才帮扶<br><mark>选派干部挂职。</mark><br>每年培训" in html
    across = evidence_html(
        [Turn("问", answer(citations=(cite(text, "选派干部挂职。\n每年培训教师50名。"),)))]
    )
    assert "六、人才帮扶<br><mark>选派干部挂职。<br>每年培训教师50名。</mark>" in across


def test_a_long_clause_shows_the_surroundings_and_the_whole_on_demand() -> None:
    text = "甲" * 400 + "关键" + "乙" * 400
    html = evidence_html([Turn("问", answer(citations=(cite(text, "关键"),)))])
    shown, whole = html.split("<details>")
    assert "…" in shown
    assert "<mark>关键</mark>" in shown
    assert len(words(shown)) < 350
    assert text in words(whole)


def test_marks_become_buttons_that_stay_with_the_character_before_them() -> None:
    html = answer_html(answer("每年3000万元[1][2]。另有规定[3]。"), 4)
    assert 'class="pa-kept">元<button' in html
    assert re.findall(r'data-card="([^"]+)"', html) == ["pa-card-4-1", "pa-card-4-2", "pa-card-4-3"]
    assert words(html).startswith("每年3000万元12。另有规定3。")


def test_a_refusal_shows_the_nearest_clauses_without_a_citation_to_copy() -> None:
    html = evidence_html([Turn("问", answer("没有依据。", (), "refused"))])
    assert "最接近的条款" in html
    assert "data-copy" not in html
    assert "data-original" in html


def test_only_the_last_turn_shows_its_evidence_at_first() -> None:
    html = evidence_html([Turn("一", answer()), Turn("二", answer()), Turn("三", answer())])
    assert re.findall(r'data-turn="(\d)"( hidden)?', html) == [("0", " hidden"), ("1", " hidden"), ("2", "")]


def test_a_copied_citation_is_ready_for_a_draft() -> None:
    copied = copied_citation(cite(TEXT, "3000万元"))
    assert copied == "根据《某办法》（某政发〔2018〕1号）一、规定，“3000万元”"


def test_quotation_marks_inside_a_quotation_become_single_ones() -> None:
    text = "实施“四个一”工程。"
    assert copied_citation(cite(text, text)).endswith("规定，“实施‘四个一’工程。”")


def test_an_exported_conversation_is_markdown_that_means_only_what_we_wrote() -> None:
    text = conversation_markdown([Turn(HOSTILE, answer(text=f"{HOSTILE}[1]。"))])
    lines = text.splitlines()
    assert lines[0] == "# 政策问答记录"
    assert sum(line.startswith("#") for line in lines) == 2
    assert "<img" not in text.replace("\\<img", "")
    assert "](" not in text.replace("\\](", "")
    assert "根据《某办法》" in text


def test_the_original_marks_the_quotation_in_its_clause_and_escapes_the_rest() -> None:
    first, second = clause(TEXT, "d:1", 0), clause("2.其他<b>事项</b>。", "d:2", len(TEXT) + 1)
    whole = document(f"{first.text}\n{second.text}", title='办法"><script>')
    at = TEXT.index("3000万元")
    html = original_page(whole, [first, second], first, at, at + len("3000万元"))
    assert "<mark>3000万元</mark>" in html
    assert html.count('id="pa-target"') == 1
    for markup in ("<script", "<b>", "<img"):
        assert markup not in html


@pytest.mark.parametrize(("start", "end"), [(-1, -1), (5, 2), (10**9, 10**9 + 1), (-(2**70), 2**70)])
def test_an_original_asked_for_at_odd_places_marks_nothing(start: int, end: int) -> None:
    html = original_page(document(), [clause()], clause(), start, end)
    assert "<mark>" not in html
    assert html.count('id="pa-target"') == 1


def test_first_questions_come_from_the_documents_and_are_known_to_be_answered() -> None:
    def heading(text: str, number: int) -> Clause:
        return Clause(f"d:{number}", "d", "heading", (), "", text, 0, len(text))

    one = Document("a", "甲", None, None, None, ("某市",), None, "unknown", "a.txt", "")
    two = Document("b", "乙", None, None, None, (), None, "unknown", "b.txt", "")
    clauses = {
        "a": [
            heading("一、总体要求", 1),
            heading("（二）加大资金投入", 2),
            heading("3.强化人才支援。选派", 3),
        ],
        "b": [heading("二、推进产业合作", 1), heading("三、落实各方面十分漫长而又复杂的配套责任", 2)],
    }
    asked: list[str] = []

    def is_answered(question: str) -> bool:
        asked.append(question)
        return "人才" not in question

    found = first_questions([one, two], clauses.__getitem__, is_answered)
    assert found == ("某市如何加大资金投入？", "如何推进产业合作？")
    assert "某市如何强化人才支援？" in asked


def test_a_corpus_without_such_headings_suggests_nothing() -> None:
    assert first_questions([document()], lambda _: [clause()], lambda _: True) == ()
