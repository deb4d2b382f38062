"""The service is killed while documents are uploaded: nothing that was acknowledged is lost."""

from __future__ import annotations

import os
import random
import shutil
import threading
import time
from pathlib import Path

import httpx
from served import serving

KILLS = 50 if os.environ.get("POLICY_SOAK") else 2
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
                    timeout=60,
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
            time.sleep(chance.uniform(1.0, 4.0))
            process.kill()
            uploading.join()

    assert acknowledged
    with serving(home) as (port, _):
        address = f"http://127.0.0.1:{port}"
        _all_there(address, acknowledged)
        for _ in range(600):
            listed = httpx.get(f"{address}/v1/documents", timeout=60).json()["documents"]
            if all(document["status"] == "ready" for document in listed):
                break
            time.sleep(0.1)
        for identifier in acknowledged:
            hits = httpx.post(
                f"{address}/v1/search",
                json={"query": acknowledged[identifier], "k": 3, "where": {"documents": [identifier]}},
                timeout=60,
            ).json()["hits"]
            assert acknowledged[identifier] in [hit["text"] for hit in hits]


def _all_there(address: str, acknowledged: dict[str, str]) -> None:
    for identifier, clause in acknowledged.items():
        document = httpx.get(f"{address}/v1/documents/{identifier}", timeout=60).json()
        assert clause in document["text"]
