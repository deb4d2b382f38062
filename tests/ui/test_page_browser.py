"""The page as a member of staff uses it, in a browser that can reach nothing but this machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from page_driver import INTRANET, ask, last_answer, picture, shown
from playwright.sync_api import Browser, Page, expect
from served import serving

from assistant.feedback import FeedbackBook
from assistant.keys import KeyRing

pytestmark = pytest.mark.page

QUESTION = "丽水每年给每个县多少资金？"
FOLLOW_UP = "这笔钱由谁负责？"
OpenPage = Callable[..., Page]


def test_an_answer_stands_beside_the_clause_with_its_quotation_marked(open_page: OpenPage) -> None:
    page = open_page()
    picture(page, "page-start")
    ask(page, QUESTION)
    assert "3000万元" in last_answer(page)
    card = page.locator(".pa-group:not([hidden]) .pa-card").first
    assert "实施意见》二、（二）1." in card.locator("h3").inner_text()
    assert "2018年8月16日" in card.locator(".pa-about").inner_text()
    assert "3000万元" in card.locator("mark").inner_text()
    expect(page.locator("#pa-box textarea")).to_be_focused()
    expect(page.locator("#pa-box textarea")).to_have_value("")
    picture(page, "page-answer")


def test_the_original_opens_at_the_highlighted_clause(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, QUESTION)
    page.click(".pa-group:not([hidden]) a[data-original]")
    target = page.locator("#pa-dialog[open] .pa-target")
    expect(target).to_be_in_viewport()
    assert target.inner_text().startswith("1.统筹资金帮扶")
    assert "3000万元" in target.locator("mark").inner_text()
    assert page.locator("#pa-dialog .pa-original > div").count() > 40
    picture(page, "page-original")
    page.keyboard.press("Escape")
    expect(page.locator("#pa-dialog")).not_to_be_visible()


@pytest.mark.parametrize("host", ["127.0.0.1", INTRANET])
def test_a_citation_is_copied_on_plain_http_too(open_page: OpenPage, host: str) -> None:
    page = open_page(host)
    assert page.evaluate("window.isSecureContext") == (host == "127.0.0.1")
    ask(page, QUESTION)
    page.click(".pa-group:not([hidden]) [data-copy]")
    expect(page.locator("#pa-toast")).to_have_text("已复制引用")
    page.focus("#pa-box textarea")
    page.keyboard.press("Control+V")
    pasted = page.input_value("#pa-box textarea")
    assert re.fullmatch(r"根据《关于丽水市.*实施意见》二、（二）1\.规定，“.*3000万元.*”", pasted)


def test_a_follow_up_is_understood_from_what_was_asked_before(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, QUESTION)
    ask(page, FOLLOW_UP)
    assert "市财政局" in last_answer(page)
    assert "丽水" in shown(page)


def test_a_mark_in_an_earlier_answer_shows_the_evidence_of_that_answer(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, QUESTION)
    ask(page, "新北区要组织多少家农业企业去紫阳县对接？")
    assert "紫阳县" in shown(page)
    page.locator(".pa-answer").first.locator(".pa-mark").first.click()
    assert "统筹资金帮扶" in shown(page)
    expect(page.locator(".pa-card.pa-shown")).to_be_focused()


def test_a_refusal_says_so_and_shows_the_nearest_clauses(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "拉萨市2030年的碳排放目标是多少？")
    assert "没有依据，不作答" in last_answer(page)
    assert page.locator(".pa-group:not([hidden]) .pa-nearest").count() > 0
    assert page.locator(".pa-group:not([hidden]) [data-copy]").count() == 0
    picture(page, "page-refusal")


def test_filters_keep_answers_to_the_chosen_document(open_page: OpenPage) -> None:
    page = open_page()
    page.click("#pa-filters button")
    page.click("#pa-documents input")
    page.get_by_role("option", name=re.compile("奉节县")).click()
    page.keyboard.press("Escape")
    ask(page, "帮扶资金怎么监管？")
    titles = page.locator(".pa-group:not([hidden]) .pa-card h3").all_inner_texts()
    assert titles
    assert all("奉节县" in title for title in titles)


def test_a_suggested_question_is_asked_by_one_click_and_answered(open_page: OpenPage) -> None:
    page = open_page()
    suggested = page.locator("#pa-chat .example").first
    question = suggested.inner_text().strip()
    suggested.click()
    expect(page.locator(".pa-group")).to_have_count(1)
    assert page.locator(".pa-question").inner_text() == question
    assert page.locator(".pa-group .pa-card").count() > 0


def test_enter_sends_but_not_the_enter_that_ends_a_composition(open_page: OpenPage) -> None:
    page = open_page()
    box = page.locator("#pa-box textarea")
    box.fill(QUESTION)
    for event in ({"isComposing": True}, {"keyCode": 229}):
        box.dispatch_event("keydown", {"key": "Enter", "bubbles": True, "cancelable": True, **event})
    page.wait_for_timeout(300)
    assert page.locator(".pa-question").count() == 0
    box.press("Shift+Enter")
    assert box.input_value() == QUESTION + "\n"
    box.press("Enter")
    expect(page.locator(".pa-group")).to_have_count(1)


def test_a_conversation_is_exported_as_markdown(open_page: OpenPage) -> None:
    page = open_page()
    page.click("#pa-export")
    expect(page.locator("#pa-toast")).to_have_text("还没有可以导出的对话")
    ask(page, QUESTION)
    with page.expect_download() as download:
        page.click("#pa-export")
    assert re.fullmatch(r"政策问答记录-\d{8}\.md", download.value.suggested_filename)
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.startswith("# 政策问答记录")
    assert f"## {QUESTION}" in text
    assert "1. 根据《关于丽水市" in text


def test_a_conversation_is_exported_as_a_word_file(open_page: OpenPage) -> None:
    page = open_page()
    page.click("#pa-export-word")
    expect(page.locator("#pa-toast")).to_have_text("还没有可以导出的对话")
    ask(page, QUESTION)
    with page.expect_download() as download:
        page.click("#pa-export-word")
    assert re.fullmatch(r"政策问答记录-\d{8}\.docx", download.value.suggested_filename)
    texts = [each.text for each in docx.Document(str(download.value.path())).paragraphs]
    assert f"一、{QUESTION}" in texts
    assert any(text.startswith("1.《关于丽水市") for text in texts)


def test_a_new_conversation_starts_from_nothing(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, QUESTION)
    page.click("#pa-fresh")
    expect(page.locator(".pa-question")).to_have_count(0)
    expect(page.locator(".pa-group")).to_have_count(0)
    ask(page, FOLLOW_UP)
    assert page.locator(".pa-group").count() == 1


def test_two_people_never_see_each_others_conversation(open_page: OpenPage) -> None:
    one, other = open_page(), open_page()
    one.fill("#pa-box textarea", QUESTION)
    other.fill("#pa-box textarea", "新北区要组织多少家农业企业去紫阳县对接？")
    one.press("#pa-box textarea", "Enter")
    other.press("#pa-box textarea", "Enter")
    for page in (one, other):
        expect(page.locator(".pa-group")).to_have_count(1)
    ask(one, FOLLOW_UP)
    assert "市财政局" in last_answer(one)
    assert one.locator(".pa-group").count() == 2
    assert other.locator(".pa-group").count() == 1
    assert "紫阳" not in one.locator("#pa-left").inner_text()
    assert "丽水" not in other.locator("#pa-left").inner_text()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_page_fits_a_small_screen_and_a_phone(open_page: OpenPage, width: int, height: int) -> None:
    page = open_page(width=width, height=height)
    ask(page, QUESTION)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for place in ("#pa-box textarea", "#pa-send", ".pa-answer"):
        expect(page.locator(place).last).to_be_in_viewport()
    page.locator(".pa-card").first.scroll_into_view_if_needed()
    expect(page.locator(".pa-card h3").first).to_be_in_viewport()
    if width < 500:
        picture(page, "page-phone")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_every_answer_leads_to_its_evidence_and_a_refusal_to_what_is_nearest(
    open_page: OpenPage, width: int, height: int
) -> None:
    page = open_page(width=width, height=height)
    ask(page, "拉萨市2030年的碳排放目标是多少？")
    ask(page, QUESTION)
    page.get_by_role("button", name="查看最接近的条款").click()
    expect(page.locator(".pa-group:not([hidden]) .pa-nearest h3").first).to_be_in_viewport()
    page.get_by_role("button", name="查看依据").click()
    expect(page.locator(".pa-group:not([hidden]) [data-copy]").first).to_be_in_viewport()


def test_the_end_of_the_conversation_stays_in_sight_when_the_filters_unfold(open_page: OpenPage) -> None:
    page = open_page()
    for question in (QUESTION, "这笔钱由谁负责？", "拉萨市2030年的碳排放目标是多少？"):
        ask(page, question)
    expect(page.locator(".pa-below").last).to_be_in_viewport()
    page.click("#pa-filters button")
    expect(page.locator("#pa-years")).to_be_in_viewport()
    expect(page.locator(".pa-below").last).to_be_in_viewport()


def test_what_a_person_types_is_shown_and_never_run(open_page: OpenPage) -> None:
    page = open_page()
    hostile = "<img src=x onerror=\"document.title='run'\"> ![](http://evil.example/x) $x^2$ **粗**"
    ask(page, hostile)
    assert page.locator(".pa-question").inner_text() == hostile
    assert page.locator("#pa-chat img").count() == 0
    assert page.title() == "政策问答助手"


def test_the_description_of_the_interface_is_drawn_from_this_machine_alone(open_page: OpenPage) -> None:
    page = open_page()
    page.click("text=接口说明")
    expect(page.locator(".opblock").first).to_be_visible()
    page.get_by_text("/v1/ask", exact=True).click()
    expect(page.locator(".opblock-body").first).to_contain_text("丽水每年给每个县多少资金？")


def test_a_word_on_an_answer_is_kept_with_its_receipt(open_page: OpenPage, home: Path) -> None:
    page = open_page()
    ask(page, QUESTION)
    page.click('[data-rating="up"]')
    expect(page.locator("#pa-toast")).to_have_text("已记下，谢谢")
    expect(page.locator('[data-rating="up"]')).to_have_attribute("aria-pressed", "true")
    page.click('[data-rating="down"]')
    page.fill(".pa-feedback input", "想知道哪一年拨付")
    page.press(".pa-feedback input", "Enter")
    expect(page.locator('[data-rating="down"]')).to_have_attribute("aria-pressed", "true")
    kept = FeedbackBook(home).all()
    assert [(word.rating, word.comment) for word in kept] == [("down", "想知道哪一年拨付")]


def test_where_keys_are_in_use_the_page_asks_for_one(browser: Browser, home: Path) -> None:
    keys = KeyRing(home)
    secret = keys.add("页面", "reader")
    try:
        with serving(home) as (port, _):
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{port}/")
            assert page.url.endswith("/login")
            page.fill("#key", "pa_wrong_key")
            page.press("#key", "Enter")
            expect(page.locator("[role=alert]")).to_contain_text("密钥不对")
            page.fill("#key", secret)
            page.press("#key", "Enter")
            page.wait_for_selector("#pa-chat .example")
            ask(page, QUESTION)
            assert "3000万元" in last_answer(page)
            context.close()
    finally:
        keys.revoke("页面")
        keys.close()
