"""The service is killed while documents are uploaded, and its index swapped while questions are asked."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from served import serving

KILLS = 50 if os.environ.get("POLICY_SOAK") else 2
SWAPS = 10 if os.environ.get("POLICY_SOAK") else 1
COMMAND = [sys.executable, "-c", "from assistant.command import main; main()"]
TEXT = "临江县第{number}号办法\n第一条 为了规范管理，制定本办法。\n第二条 第{number}项补助每年{amount}元。\n"


def test_what_was_acknowledged_survives_every_kill(bundled_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(bundled_home, tmp_path / "var"))
    chance = random.Random(7)
    acknowledged: dict[str, str] = {}
    number = 0

    def upload_until_dead(address: str) -> None:
        nonlocal number
        while True:
            number += 1
            text = TEXT.format(number=number, amount=1000 + number)
            try:
                answer = httpx.post(
                    f"{address}/v1/documents",
                    files={"file": (f"办法{number}.txt", text.encode())},
                    timeout=300,
                )
            except httpx.HTTPError:
                return
            assert answer.status_code == 201, answer.text
            acknowledged[answer.json()["id"]] = text.splitlines()[2]

    for _ in range(KILLS):
        with serving(home) as (port, process):
            address = f"http://127.0.0.1:{port}"
            _all_there(address, acknowledged)
            uploading = threading.Thread(target=upload_until_dead, args=(address,))
            uploading.start()
            # On a busy machine the first upload takes a while; a kill before any proves nothing.
            patience = time.monotonic() + 300
            while not acknowledged and time.monotonic() < patience:
                time.sleep(0.05)
            time.sleep(chance.uniform(1.0, 4.0))
            process.kill()
            uploading.join()

    assert acknowledged
    with serving(home) as (port, _):
        address = f"http://127.0.0.1:{port}"
        _all_there(address, acknowledged)
        _until_ready(address)
        for identifier in acknowledged:
            hits = httpx.post(
                f"{address}/v1/search",
                json={"query": acknowledged[identifier], "k": 3, "where": {"documents": [identifier]}},
                timeout=300,
            ).json()["hits"]
            assert acknowledged[identifier] in [hit["text"] for hit in hits]


def _all_there(address: str, acknowledged: dict[str, str]) -> None:
    for identifier, clause in acknowledged.items():
        document = httpx.get(f"{address}/v1/documents/{identifier}", timeout=300).json()
        assert clause in document["text"]


def test_the_index_is_swapped_under_load_and_nobody_notices(bundled_home: Path, tmp_path: Path) -> None:
    """Other processes build, documents come and go, and every question is answered meanwhile."""
    home = Path(shutil.copytree(bundled_home, tmp_path / "var"))
    over = threading.Event()
    wrong: list[str] = []
    asked = 0

    def keep_asking(address: str) -> None:
        nonlocal asked
        with httpx.Client(base_url=address, timeout=300) as client:
            while not over.is_set():
                answer = client.post("/v1/ask", json={"question": "丽水每年给每个县多少资金？"})
                asked += 1
                if answer.status_code != 200 or "3000万元" not in answer.text:
                    wrong.append(answer.text)

    with serving(home) as (port, _):
        address = f"http://127.0.0.1:{port}"
        crowd = [threading.Thread(target=keep_asking, args=(address,)) for _ in range(4)]
        for each in crowd:
            each.start()
        try:
            for number in range(SWAPS):
                text = TEXT.format(number=number, amount=1000 + number).encode()
                file = {"file": (f"办法{number}.txt", text)}
                sent = httpx.post(f"{address}/v1/documents", files=file, timeout=300)
                assert sent.status_code == 201, sent.text
                identifier = sent.json()["id"]
                _until_ready(address)
                question = {"question": f"临江县第{number}项补助每年多少元？"}
                said = httpx.post(f"{address}/v1/ask", json=question, timeout=300).text
                assert f"{1000 + number}元" in said
                built = subprocess.run(
                    [*COMMAND, "build", "--index", str(home)], capture_output=True, check=False
                )
                assert built.returncode == 0, built.stderr
                _until(lambda before=asked: asked > before + 4)
                assert httpx.delete(f"{address}/v1/documents/{identifier}", timeout=300).status_code == 204
                said = httpx.post(f"{address}/v1/ask", json=question, timeout=300).text
                assert f"{1000 + number}元" not in said
        finally:
            over.set()
            for each in crowd:
                each.join()
    assert wrong == []


def _until(true: Callable[[], bool]) -> None:
    patience = time.monotonic() + 300
    while not true():
        assert time.monotonic() < patience
        time.sleep(0.02)


def _until_ready(address: str) -> None:
    for _ in range(6000):
        listed = httpx.get(f"{address}/v1/documents", timeout=300).json()["documents"]
        if all(document["status"] == "ready" for document in listed):
            return
        time.sleep(0.1)
    raise AssertionError(listed)
