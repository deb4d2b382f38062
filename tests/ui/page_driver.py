"""What the browser tests do on the page."""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

#: A host name as an intranet has them; the browser takes it to this machine.
INTRANET = "zhengce.corp.example"

_IMAGES = Path(__file__).parents[2] / "docs" / "images"


def ask(page: Page, question: str) -> None:
    """Ask, and wait until the answer is whole and its evidence is there."""
    groups = page.locator(".pa-group").count()
    page.fill("#pa-box textarea", question)
    page.press("#pa-box textarea", "Enter")
    expect(page.locator(".pa-group")).to_have_count(groups + 1)


def last_answer(page: Page) -> str:
    return page.locator(".pa-answer").last.inner_text()


def shown(page: Page) -> str:
    return page.locator(".pa-group:not([hidden])").inner_text()


def picture(page: Page, name: str) -> None:
    """Take the picture that the manual shows, where one asked for it."""
    if os.environ.get("POLICY_TEST_IMAGES"):
        _IMAGES.mkdir(exist_ok=True)
        # 64 colours are enough for text, and a third of the size.
        Image.open(io.BytesIO(page.screenshot())).quantize(64).save(_IMAGES / f"{name}.png", optimize=True)
