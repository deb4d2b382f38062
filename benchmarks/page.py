"""Time the page in headless Chromium: until it takes a question, and from Enter to the first sentence.

Usage:
    policy-assistant serve &
    python benchmarks/page.py [--url http://127.0.0.1:8000] [--times 20]

Needs the development dependencies and Chromium. Prints a table; the browser shares the service's machine.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import time

from playwright.sync_api import Page, sync_playwright

QUESTION = "丽水每年给每个县多少资金？"


def main() -> None:
    """Open, ask, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--times", type=int, default=20)
    chosen = parser.parse_args()
    opened: list[float] = []
    said: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=["--no-sandbox"]
        )
        for _ in range(chosen.times):
            context = browser.new_context()
            page = context.new_page()
            begun = time.perf_counter()
            page.goto(chosen.url)
            page.wait_for_selector("#pa-chat .example")
            opened.append(time.perf_counter() - begun)
            said.append(_first_sentence(page))
            context.close()
        browser.close()
    print(f"{'':<28} {'p50 ms':>8} {'worst ms':>8}")
    for name, seconds in (("page takes a question", opened), ("Enter to first sentence", said)):
        print(f"{name:<28} {statistics.median(seconds) * 1000:>8.0f} {max(seconds) * 1000:>8.0f}")


def _first_sentence(page: Page) -> float:
    page.fill("#pa-box textarea", QUESTION)
    begun = time.perf_counter()
    page.press("#pa-box textarea", "Enter")
    page.wait_for_selector(".pa-answer .pa-mark")
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
