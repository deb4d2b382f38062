"""Hostile uploads while questions are asked: each is taken or refused in Chinese, nothing else happens."""

from __future__ import annotations

import io
import os
import random
import shutil
import threading
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from served import serving

from tests.corpus.fuzz_seeds import SEEDS
from tests.corpus.mutations import mutant
from tests.corpus.office_files import docx, paragraph

UPLOADS = 60 if os.environ.get("POLICY_SOAK") else 12
QUESTION = "丽水每年给每个县多少资金？"
NAMES = (
    "../../etc/passwd.txt",
    "a\x00.docx",
    "‮txt.exe.txt",
    "-rf.html",
    "CON.xlsx",
    "字" * 300 + ".pdf",
    ".txt",
)


def zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def bomb() -> bytes:
    """A docx of half a megabyte that unpacks to half a gigabyte."""
    members = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b" " * (512 << 20)}
    return zipped(members)


def outside() -> bytes:
    """A docx whose text is a file of this machine, and one of another."""
    entity = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY g SYSTEM "http://10.0.0.1/x">]>'
    good = zipfile.ZipFile(io.BytesIO(docx(paragraph("第一条 &f;&g;"))))
    members = {name: good.read(name) for name in good.namelist()}
    start = members["word/document.xml"].decode()
    at = start.index("?>") + 2 if start.startswith("<?xml") else 0
    members["word/document.xml"] = (start[:at] + entity + start[at:]).encode()
    return zipped(members)


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY l0 "哈">{entities}]><x>&l11;</x>'.encode()


CRAFTED: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("炸弹.docx", bomb),
    ("外部.docx", outside),
    ("笑.html", laughs),
    ("深.html", lambda: b"<div>" * 200_000 + "第一条 深。".encode()),
    (
        "脚本.html",
        lambda: "<script>alert(1)</script><img src=x onerror=alert(1)>第一条 安排资金1元。".encode(),
    ),
    ("路径.docx", lambda: zipped({"../../../tmp/planted": b"x", "word/document.xml": b"<w/>"})),
    ("不是.pdf", lambda: b"MZ\x90\x00" + os.urandom(4096)),
    ("空.docx", lambda: b""),
    ("一行.txt", lambda: "一".encode() * 2_000_000),
    ("条.txt", lambda: "".join(f"第{i}条 每年安排资金{i}万元。\n" for i in range(1, 3000)).encode()),
    ("控制.txt", lambda: "第一条 \x00\x01\x1b[31m资金‮。\n".encode() * 50),
    ("表.xlsx", lambda: zipped({"xl/workbook.xml": b"<workbook/>", "xl/sharedStrings.xml": b"<" * 100_000})),
)


def files(count: int) -> list[tuple[str, bytes]]:
    chance = random.Random(11)
    made = [(name, build()) for name, build in CRAFTED]
    seeds = [
        (name, data)
        for kind, seeds in SEEDS.items()
        if kind not in {"rtf", "image"}
        for name, data in seeds.items()
    ]
    while len(made) < count:
        name, data = seeds[len(made) % len(seeds)]
        others = {other: bytes_ for other, bytes_ in seeds if other != name}
        damaged_name, damaged = mutant(name, data, others, chance)
        made.append((f"{len(made)}-{damaged_name}", damaged))
    for place, name in enumerate(NAMES):
        made[-1 - place] = (name, made[-1 - place][1])
    return made[:count]


def test_hostile_files_are_taken_or_refused_and_the_service_goes_on(
    bundled_home: Path, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(bundled_home, tmp_path / "var"))
    over = threading.Event()
    answers: Counter[Any] = Counter()

    def keep_asking(address: str) -> None:
        while not over.is_set():
            answer = httpx.post(f"{address}/v1/ask", json={"question": QUESTION}, timeout=300)
            answers[answer.status_code, "3000万元" in answer.text] += 1

    with serving(home) as (port, _):
        address = f"http://127.0.0.1:{port}"
        asking = threading.Thread(target=keep_asking, args=(address,))
        asking.start()
        try:
            for name, data in files(UPLOADS):
                sent = {"file": (name, data)}
                answer = httpx.post(f"{address}/v1/documents", files=sent, timeout=400)
                assert answer.status_code in {200, 201, 409, 413, 415, 422}, (name, answer.text)
                if answer.status_code >= 400:
                    message = answer.json()["error"]["message"]
                    assert message.endswith("。"), (name, message)
                    assert "Traceback" not in message
        finally:
            over.set()
            asking.join()
        listed = httpx.get(f"{address}/v1/documents", timeout=300).json()["documents"]
        whole = [httpx.get(f"{address}/v1/documents/{each['id']}", timeout=300) for each in listed]
        assert all(each.status_code == 200 for each in whole)
        assert not any("root:x:0" in each.text for each in whole)
        assert httpx.get(f"{address}/readyz", timeout=300).status_code == 200
    assert set(answers) == {(200, True)}
    assert not Path("/tmp/planted").exists()
