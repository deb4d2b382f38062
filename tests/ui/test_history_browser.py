"""One's own conversations: there after a reload, listed, opened again, and seen by nobody else."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_driver import ask, last_answer, picture, shown
from playwright.sync_api import Browser, Page, expect
from served import serving

from assistant.keys import KeyRing

pytestmark = pytest.mark.page

LISHUI = "丽水每年给每个县多少资金？"
FOLLOW_UP = "这笔钱由谁负责？"
XINBEI = "新北区要组织多少家农业企业去紫阳县对接？"
OpenPage = Callable[..., Page]


def recalled(page: Page) -> list[str]:
    return page.locator("#pa-history .pa-recalled strong").all_inner_texts()


def test_a_reload_keeps_the_conversation_and_a_follow_up_still_knows_what_it_is_about(
    open_page: OpenPage,
) -> None:
    page = open_page()
    ask(page, LISHUI)
    page.reload()
    expect(page.locator(".pa-group")).to_have_count(1)
    assert "3000万元" in last_answer(page)
    assert "3000万元" in page.locator(".pa-group .pa-card mark").first.inner_text()
    ask(page, FOLLOW_UP)
    assert "市财政局" in last_answer(page)


def test_earlier_conversations_are_listed_opened_and_deleted(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, LISHUI)
    ask(page, FOLLOW_UP)
    page.click("#pa-fresh")
    expect(page.locator(".pa-group")).to_have_count(0)
    ask(page, XINBEI)
    page.click("#pa-history-open")
    expect(page.locator("#pa-history .pa-recalled")).to_have_count(2)
    assert recalled(page) == [XINBEI, LISHUI]
    picture(page, "page-history")
    page.locator("#pa-history .pa-recalled").last.click()
    expect(page.locator(".pa-question")).to_have_count(2)
    assert "丽水" in shown(page)
    page.click(".pa-group:not([hidden]) a[data-original]")
    expect(page.locator("#pa-dialog[open] .pa-target mark")).to_be_in_viewport()
    page.keyboard.press("Escape")
    page.click("#pa-history-open")
    page.locator("#pa-history li button", has_text="删除").first.click()
    expect(page.locator("#pa-history .pa-recalled")).to_have_count(1)
    page.get_by_text("全部删除").click()
    expect(page.locator("#pa-history")).to_contain_text("还没有历史对话")
    page.keyboard.press("Escape")


def test_nobody_else_sees_them(open_page: OpenPage) -> None:
    one, other = open_page(), open_page()
    ask(one, LISHUI)
    other.click("#pa-history-open")
    expect(other.locator("#pa-history")).to_contain_text("还没有历史对话")


@pytest.fixture
def kept(bundled_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundled_home, tmp_path / "var"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def test_two_people_at_one_browser_have_a_history_each(page: Page, kept: Path) -> None:
    keys = KeyRing(kept)
    secrets = [keys.add(name, "reader") for name in ("甲", "乙")]
    keys.close()

    def log_in(secret: str) -> None:
        page.fill("#key", secret)
        page.press("#key", "Enter")
        page.wait_for_selector("#pa-chat .example")

    with serving(kept) as (port, _):
        page.goto(f"http://127.0.0.1:{port}/")
        log_in(secrets[0])
        ask(page, LISHUI)
        page.click(".pa-who button")
        log_in(secrets[1])
        page.wait_for_timeout(500)
        assert page.locator(".pa-group").count() == 0
        page.click("#pa-history-open")
        expect(page.locator("#pa-history")).to_contain_text("还没有历史对话")


def test_what_was_cited_and_has_gone_since_is_marked_and_cannot_be_copied(page: Page, kept: Path) -> None:
    with serving(kept) as (port, _):
        page.goto(f"http://127.0.0.1:{port}/")
        page.wait_for_selector("#pa-chat .example")
        ask(page, LISHUI)
        expect(page.locator(".pa-group [data-copy]")).to_have_count(1)
        page.request.delete(f"http://127.0.0.1:{port}/v1/documents/lishui-2018")
        page.reload()
        expect(page.locator(".pa-changed")).to_contain_text("不要据此引用")
        assert page.locator("[data-copy]").count() == 0


def test_a_service_that_went_away_is_said_in_chinese_and_the_question_is_kept(page: Page, kept: Path) -> None:
    with serving(kept) as (port, process):
        page.goto(f"http://127.0.0.1:{port}/")
        page.wait_for_selector("#pa-chat .example")
        process.kill()
        process.wait()
        page.fill("#pa-box textarea", LISHUI)
        page.press("#pa-box textarea", "Enter")
        expect(page.get_by_test_id("toast-text").first).to_contain_text("正在重新连接")
        expect(page.locator("#pa-box textarea")).to_have_value(LISHUI)


def test_who_lost_the_key_while_the_page_was_open_is_asked_for_one(page: Page, kept: Path) -> None:
    keys = KeyRing(kept)
    secret = keys.add("甲", "reader")
    with serving(kept) as (port, _):
        page.goto(f"http://127.0.0.1:{port}/")
        page.fill("#key", secret)
        page.press("#key", "Enter")
        page.wait_for_selector("#pa-chat .example")
        keys.add("乙", "reader")
        keys.revoke("甲")
        keys.close()
        page.fill("#pa-box textarea", LISHUI)
        page.press("#pa-box textarea", "Enter")
        page.wait_for_url("**/login")


def test_a_dark_system_reads_the_same_page(browser: Browser, port: int) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/")
    page.wait_for_selector("#pa-chat .example")
    ask(page, LISHUI)
    colours = page.evaluate(
        """() => [getComputedStyle(document.querySelector(".pa-answer")).color,
                  getComputedStyle(document.querySelector("#pa-chat")).backgroundColor]"""
    )
    light = [sum(map(int, colour[4:-1].split(","))) for colour in colours]
    assert light[0] < 200
    assert light[1] > 700
    context.close()
