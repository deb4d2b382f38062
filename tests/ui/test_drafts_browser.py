"""写作核对 as a member of staff uses it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from page_driver import picture
from playwright.sync_api import Browser, Page, expect

from corpus.word import lay_out, read_draft

pytestmark = pytest.mark.page

RIGHT = "从2018年起连续3年，丽水市按平均每年每个受援县（区）3000万元的额度安排财政帮扶资金。"
WRONG = "丽水市2018年的财政帮扶资金于2018年6月底前拨付到位。"
HOSTILE = "<img src=x onerror=\"document.title='run'\">阿勒泰地区2031年安排种业振兴资金777万元。"
TEXT = f"关于财政帮扶资金安排情况的汇报\n\n　　{RIGHT}{WRONG}\n　　{HOSTILE}\n　　特此汇报。"

NOTICE = f"""关于做好财政帮扶资金拨付工作的通知

各县（市、区）财政局，市直有关单位：

　　为做好对口帮扶工作，现将有关事项通知如下。

　　一、落实资金额度
　　{RIGHT}各地要按照平均每年每个受援县（区）2000万元的标准足额安排。

　　二、严格拨付时限
　　{WRONG}同时安排专项资金，用于保障各项对口帮扶工作开展。

　　三、加强资金监管
　　市财政局要制定帮扶资金管理办法。各前方工作机构要严格规范帮扶资金使用，严禁资金闲置、被挪用占用或贪占。

丽水市财政局
2018年9月10日"""


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    page = open_page()
    page.click("text=写作核对")
    page.wait_for_selector("#text")
    return page


def check(page: Page, text: str = TEXT) -> None:
    page.fill("#text", text)
    page.click("#check")
    page.wait_for_selector("#result:not([hidden])")


def check_file(page: Page, name: str, data: bytes) -> None:
    page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": data})


def test_what_does_not_hold_comes_first_beside_its_clause(page: Page) -> None:
    check(page)
    cards = page.locator("#found li")
    expect(cards).to_have_count(2)
    wrong = cards.first
    assert WRONG in wrong.inner_text()
    assert wrong.locator(".why b").all_inner_texts() == ["6", "5"]
    assert "2018年5月底前拨付到位" in wrong.locator(".clause mark").first.inner_text()
    assert page.locator(".said.contradicted b").inner_text() == "2018年6月"
    wrong.get_by_text("查看原文").click()
    expect(page.locator("#pa-dialog[open] .pa-target mark")).to_be_in_viewport()
    page.keyboard.press("Escape")


def test_a_notice_of_some_length_reads_well_with_its_result(page: Page) -> None:
    check(page, NOTICE)
    expect(page.locator("#found li.contradicted")).to_have_count(2)
    page.locator(".said.contradicted").first.click()
    picture(page, "drafts")


def test_a_click_on_a_sentence_opens_its_clause_and_back(page: Page) -> None:
    check(page, "空行。\n" * 60 + TEXT)
    page.locator(".said.supported").click()
    card = page.locator("#found li.shown")
    expect(card).to_be_focused()
    assert "二、（二）1." in card.inner_text()
    page.locator(".paper").evaluate("paper => paper.scrollTo(0, 0)")
    card.locator(".statement").click()
    expect(page.locator(".said.supported")).to_be_in_viewport()


def test_suggestions_are_inserted_by_one_click_and_taken_out_by_another(page: Page) -> None:
    check(page)
    page.get_by_role("button", name="可加注出处").click()
    page.get_by_role("button", name="插入到句首").click()
    inserted = page.locator(".paper ins")
    assert re.fullmatch(r"根据《关于丽水市.*》二、（二）1\.，", inserted.inner_text())
    page.get_by_role("button", name="撤销插入").first.click()
    expect(inserted).to_have_count(0)
    page.click("#insert-all")
    expect(inserted).to_have_count(1)
    page.click("#copy")
    expect(page.locator("#pa-toast")).to_have_text("已复制全文")
    page.click("#again")
    assert f"1.，{RIGHT}" in page.input_value("#text")


def test_a_docx_is_given_back_with_comments(page: Page, tmp_path: Path) -> None:
    check_file(page, "汇报.docx", lay_out(TEXT, "汇报"))
    page.wait_for_selector("#result:not([hidden])")
    assert page.locator("#draft h2").inner_text() == "汇报.docx"
    page.click("#insert-all")
    with page.expect_download() as download:
        page.click("#word")
    assert re.fullmatch(r"汇报（核对）-\d{8}\.docx", download.value.suggested_filename)
    given = Path(download.value.path())
    assert f"1.，{RIGHT}" in read_draft(given.read_bytes(), "汇报.docx")
    assert any("2018年【6】月" in comment.text for comment in docx.Document(str(given)).comments)


def test_what_a_draft_says_is_shown_and_never_run(page: Page) -> None:
    check(page)
    assert page.locator(".paper").inner_text() == TEXT
    assert page.locator("#result img").count() == 0
    assert page.title() == "写作核对 · 政策问答助手"


def test_a_file_that_cannot_be_read_says_why(browser: Browser, port: int) -> None:
    # Not by open_page: the browser notes every answer that is no success as an error.
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/drafts")
    check_file(page, "坏<b>.docx", b"PK\x03\x04 broken")
    expect(page.locator("#problem")).to_contain_text("坏<b>.docx")
    expect(page.locator("#problem")).to_contain_text("已损坏")
    expect(page.locator("#text")).to_be_visible()
    context.close()


def test_nothing_to_check_and_a_check_that_breaks_off_say_so(page: Page) -> None:
    page.click("#check")
    expect(page.locator("#problem")).to_contain_text("还没有草稿")
    page.route("**/v1/drafts/check/stream", lambda route: route.fulfill(status=200, body=""))
    page.fill("#text", TEXT)
    page.click("#check")
    expect(page.locator("#problem")).to_contain_text("中断")


def test_a_check_can_be_stopped(page: Page) -> None:
    page.fill("#text", "".join(f"第{number}项工作安排2018年资金{number}万元。" for number in range(2000)))
    page.click("#check")
    page.click("#stop")
    expect(page.locator("#text")).to_be_visible()
    assert page.locator("#problem").inner_text() == ""


def test_the_page_fits_a_phone(open_page: Callable[..., Page]) -> None:
    page = open_page(width=390, height=844)
    page.click("text=写作核对")
    check(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#found li").first.scroll_into_view_if_needed()
    expect(page.locator("#found li").first).to_be_in_viewport()
