"""A running service, and a browser that can reach nothing but this machine."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_driver import INTRANET
from playwright.sync_api import Browser, Page, expect, sync_playwright
from served import serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def home(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(bundled_home, tmp_path_factory.mktemp("served") / "var"))


@pytest.fixture(scope="session")
def port(home: Path) -> Iterator[int]:
    with serving(home) as (port, _):
        yield port


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    # Its own limit of five seconds is short where many tests share a machine.
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        rules = f"MAP {INTRANET} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", f"--host-resolver-rules={rules}"]
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, port: int) -> Iterator[Callable[..., Page]]:
    """Open the page as another person each time; every request elsewhere and every error is a failure."""
    contexts = []
    wrong: list[str] = []

    def note_request(url: str, host: str) -> None:
        if not url.startswith((f"http://{host}:{port}/", "data:", "blob:")):
            wrong.append(f"request to {url}")

    def open_(host: str = "127.0.0.1", width: int = 1366, height: int = 768) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("request", lambda request: note_request(request.url, host))
        page.on("pageerror", lambda error: wrong.append(f"error {error}"))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.goto(f"http://{host}:{port}/")
        page.wait_for_selector("#pa-chat .example")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []
