"""The library as editors and readers see it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_driver import ask, last_answer, picture
from playwright.sync_api import Browser, Page, expect
from served import serving

from assistant.keys import KeyRing

pytestmark = pytest.mark.page

NAME = "临江县农村公路养护办法"
QUESTION = "临江县每年安排多少农村公路养护资金？"


def text(amount: int) -> bytes:
    lines = (
        NAME,
        "第一条 为了加强农村公路养护，制定本办法。",
        f"第二条 县级财政每年安排农村公路养护资金{amount}万元。",
    )
    return "\n".join(lines).encode()


@pytest.fixture(scope="module")
def kept(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(bundled_home, tmp_path_factory.mktemp("library") / "var"))


@pytest.fixture(scope="module")
def library_port(kept: Path) -> Iterator[int]:
    with serving(kept) as (port, _):
        yield port


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def test_an_uploaded_document_is_asked_about_corrected_replaced_and_deleted(
    page: Page, library_port: int
) -> None:
    library, chat = (f"http://127.0.0.1:{library_port}/{path}" for path in ("library", ""))

    def ask_anew() -> str:
        # Without this the page would go on with the conversation it had.
        page.evaluate("sessionStorage.clear()")
        page.goto(chat)
        page.wait_for_selector("#pa-chat .example")
        ask(page, QUESTION)
        return last_answer(page)

    def row() -> str:
        return page.locator("#documents tr", has_text=NAME).inner_text()

    page.goto(library)
    expect(page.locator("#documents tr")).to_have_count(5)
    page.set_input_files(
        ".drop input", {"name": f"{NAME}.txt", "mimeType": "text/plain", "buffer": text(321)}
    )
    expect(page.locator("#uploads li")).to_contain_text("2 条条款")
    expect(page.locator("#documents tr", has_text=NAME)).to_contain_text("可以提问")
    picture(page, "library")
    page.locator("#uploads").get_by_text("查看条款").click()
    expect(page.locator("#clauses li.clause")).to_have_count(2)
    page.click("#clauses [data-close]")
    assert "321万元" in ask_anew()

    page.goto(library)
    page.locator("#documents tr", has_text=NAME).get_by_text("更正").click()
    page.fill("#correct [name=issuer]", "临江县人民政府")
    page.fill("#correct [name=regions]", "临江县、青田县")
    page.fill("#correct [name=period]", "2021-2023")
    page.select_option("#correct [name=validity]", label="现行有效")
    page.click("#correct .primary")
    expect(page.locator("#documents tr", has_text=NAME)).to_contain_text("临江县人民政府")
    corrected = page.request.get(f"{library.removesuffix('library')}v1/documents/{NAME}").json()
    about = (corrected["regions"], corrected["period"], corrected["validity"])
    assert about == (["临江县", "青田县"], [2021, 2023], "in_force")

    with page.expect_file_chooser() as chooser:
        page.locator("#documents tr", has_text=NAME).get_by_text("替换").click()
    chooser.value.set_files({"name": "新.txt", "mimeType": "text/plain", "buffer": text(654)})
    expect(page.locator("#uploads li")).to_have_count(1)
    expect(page.locator("#uploads li")).to_contain_text(NAME)
    expect(page.locator("#documents tr", has_text=NAME)).to_contain_text("可以提问")
    answer = ask_anew()
    assert "654万元" in answer
    assert "321" not in answer

    page.goto(library)
    page.locator("#documents tr", has_text=NAME).get_by_text("删除").click()
    page.click("#delete [data-close]")
    assert NAME in row()
    page.locator("#documents tr", has_text=NAME).get_by_text("删除").click()
    page.click("#delete .danger")
    expect(page.locator("#documents tr")).to_have_count(5)
    assert "没有依据，不作答" in ask_anew()


def test_a_file_that_cannot_be_read_is_named_with_its_reason(page: Page, library_port: int) -> None:
    page.goto(f"http://127.0.0.1:{library_port}/library")
    broken = {"name": "坏<b>.docx", "mimeType": "x", "buffer": b"PK\x03\x04 broken"}
    page.set_input_files(".drop input", broken)
    failed = page.locator("#uploads .failed")
    expect(failed).to_contain_text("坏<b>.docx")
    expect(failed).to_contain_text("已损坏")


def test_documents_are_found_by_what_their_row_says(page: Page, library_port: int) -> None:
    page.goto(f"http://127.0.0.1:{library_port}/library")
    expect(page.locator("#documents tr")).to_have_count(5)
    page.fill("#filter", "安政办发")
    expect(page.locator("#documents tr")).to_have_count(1)
    page.fill("#filter", "没有这个")
    expect(page.locator("#nothing")).to_be_visible()


def test_a_reader_sees_the_documents_and_nothing_to_change_them_with(
    page: Page, kept: Path, library_port: int
) -> None:
    keys = KeyRing(kept)
    secret = keys.add("读者", "reader")
    try:
        page.goto(f"http://127.0.0.1:{library_port}/library")
        assert page.url.endswith("/login")
        page.fill("#key", secret)
        page.press("#key", "Enter")
        page.wait_for_selector("#pa-chat .example")
        page.click("text=公文库")
        expect(page.locator("#documents tr")).to_have_count(5)
        expect(page.locator(".pa-who")).to_contain_text("读者")
        expect(page.locator("#upload")).not_to_be_visible()
        expect(page.get_by_text("删除", exact=True).first).not_to_be_visible()
        page.click(".pa-who button")
        assert page.url.endswith("/login")
    finally:
        keys.revoke("读者")
        keys.close()
