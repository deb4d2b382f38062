"""Damage to files: bytes, members of a zip file, elements of XML, numbers of a PDF, encodings, endings."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import PurePath

from lxml import etree

NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"65535",
    b"2147483647",
    b"99999999999999999999",
    b"1e309",
    b"NaN",
    b"0.0000001",
    b"",
)
TEXTS = (
    "",
    "-1",
    "0",
    "1",
    "255",
    "65536",
    "4294967296",
    "1" * 40,
    "NaN",
    "none",
    "../../x",
    "A1:XFD1048576",
    "字" * 300,
)
ENCODINGS = (
    "gb18030",
    "big5",
    "utf-16-le",
    "utf-16-be",
    "utf-16",
    "utf-32",
    "utf-7",
    "cp1252",
    "shift_jis",
    "utf-8-sig",
)
SUFFIXES = (".txt", ".md", ".docx", ".html", ".xlsx", ".pdf", ".htm", ".mht", ".docm", ".xlsm")
_NUMBER = re.compile(rb"\d+(?:\.\d+)?")
_TAG = re.compile(rb"<[^<>]{1,2000}>")


def mutant(name: str, data: bytes, others: Mapping[str, bytes], rng: random.Random) -> tuple[str, bytes]:
    """Damages a file.

    Args:
        name: Its name.
        data: Its bytes.
        others: More files, to take pieces from.
        rng: Where chance comes from.

    Returns:
        A name, sometimes with another ending, and the damaged bytes.
    """
    kinds: list[Callable[[bytes, random.Random], bytes]] = [_bytes]
    suffix = PurePath(name).suffix
    if data.startswith(b"PK"):
        kinds += [_member, _member, _elements, _elements, _elements]
    elif suffix in {".html", ".htm", ".mht"}:
        kinds += [_tags, _tags, _encoding]
    elif suffix in {".pdf", ".rtf"}:
        kinds += [_numbers, _numbers]
    elif suffix in {".txt", ".md"}:
        kinds += [_encoding]
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        if rng.random() < 0.08:
            data = _spliced(data, rng.choice(sorted(others.items()))[1], rng)
        else:
            data = rng.choice(kinds)(data, rng)
    if rng.random() < 0.05:
        name = PurePath(name).stem + rng.choice(SUFFIXES)
    return name, data


def _spliced(data: bytes, other: bytes, rng: random.Random) -> bytes:
    start, end = sorted(rng.randrange(len(other) + 1) for _ in range(2))
    at = rng.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at + rng.choice((0, end - start)) :]


def _bytes(data: bytes, rng: random.Random) -> bytes:
    if not data:
        return b"\x00"
    changed = bytearray(data)
    start = rng.randrange(len(changed))
    length = min(len(changed) - start, rng.choice((1, 2, 8, 64, 512, 4096)))
    match rng.randrange(8):
        case 0:
            for _ in range(rng.choice((1, 2, 8, 50))):
                changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
        case 1:
            del changed[start:]
        case 2:
            del changed[start : start + length]
        case 3:
            changed[start:start] = changed[start : start + length] * rng.choice((1, 2, 20))
        case 4:
            changed[start : start + length] = bytes(length)
        case 5:
            changed[start : start + length] = rng.randbytes(length)
        case 6:
            changed[start : start + 4] = struct.pack(
                "<I", rng.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0x10000))
            )
        case _:
            changed[start:start] = rng.choice(
                (b"\xff\xfe", b"\x00", "\ufeff".encode(), b"\r", b"&#0;", b"\x1a")
            )
    return bytes(changed)


def _numbers(data: bytes, rng: random.Random) -> bytes:
    found = list(_NUMBER.finditer(data))
    for match in sorted(rng.sample(found, min(len(found), rng.choice((1, 3, 10)))), key=lambda m: -m.start()):
        data = data[: match.start()] + rng.choice(NUMBERS) + data[match.end() :]
    return data


def _tags(data: bytes, rng: random.Random) -> bytes:
    found = list(_TAG.finditer(data))
    if not found:
        return _bytes(data, rng)
    match = rng.choice(found)
    other = rng.choice(found)[0]
    new = rng.choice(
        (
            b"", match[0] * 2, match[0] * 300, other, other * 40, b"<table>" * 30, b"<!--",
            b"<script>", b"<pre>", b"<td rowspan=99999 colspan=99999>", b"<plaintext>", b"<![CDATA[",
            b"<ol start=-5><li value=1e9>",
            b"&#xD800;",
        )
    )  # fmt: skip
    return data[: match.start()] + new + data[match.end() :]


def _encoding(data: bytes, rng: random.Random) -> bytes:
    text = data.decode(rng.choice(("utf-8", "gb18030", "utf-16")), errors="replace")
    return text.encode(rng.choice(ENCODINGS), errors=rng.choice(("replace", "ignore", "xmlcharrefreplace")))


def _unpacked(data: bytes) -> dict[str, bytes] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # an earlier mutation broke the zip file: there is nothing to take apart
        return None


def _packed(members: Mapping[str, bytes], rng: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(
        buffer, "w", rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2))
    ) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _member(data: bytes, rng: random.Random) -> bytes:
    members = _unpacked(data)
    if not members:
        return _bytes(data, rng)
    name, other = rng.choice(sorted(members)), rng.choice(sorted(members))
    match rng.randrange(6):
        case 0:
            members[name] = _bytes(members[name], rng)
        case 1:
            del members[name]
        case 2:
            members[name + rng.choice(("x", "/", "\\"))] = members.pop(name)
        case 3:
            members[name], members[other] = members[other], members[name]
        case 4:
            members[name] += b" " * 5_000_000
        case _:
            members[name] = _numbers(members[name], rng)
    return _packed(members, rng)


def _elements(data: bytes, rng: random.Random) -> bytes:
    members = _unpacked(data)
    names = [name for name in sorted(members or ()) if name.endswith((".xml", ".rels"))]
    if not members or not names:
        return _bytes(data, rng)
    name = rng.choice(
        [*names, *(name for name in names if re.search("document|sheet1|numbering|shared|styles", name))]
    )
    try:
        root = etree.fromstring(members[name])
    except etree.XMLSyntaxError:
        return _bytes(data, rng)
    elements = list(root.iter(etree.Element))
    element, other = rng.choice(elements), rng.choice(elements)
    parent = element.getparent()
    match rng.randrange(8):
        case 0 if parent is not None:
            parent.remove(element)
        case 1 if parent is not None:
            for _ in range(rng.choice((1, 30))):
                parent.append(etree.fromstring(etree.tostring(element)))
        case 2 if element not in other.iterancestors() and element is not other and parent is not None:
            other.append(element)
        case 3:
            for key in list(element.attrib):
                element.set(key, rng.choice(TEXTS))
        case 4:
            element.tag = other.tag
        case 5:
            element.text = rng.choice((*TEXTS, "_x0000__xD800_", "\u2028\u0085", "%1%2%3%9"))
        case 6:
            nest = etree.fromstring(etree.tostring(element))
            for _ in range(40):
                layer = etree.Element(element.tag)
                layer.append(nest)
                nest = layer
            element.append(nest)
        case _:
            if element.attrib:
                key = rng.choice(sorted(element.attrib))
                element.attrib.pop(key)
    content = etree.tostring(root, xml_declaration=True, encoding=rng.choice(("UTF-8", "UTF-16", "GB18030")))
    if rng.random() < 0.05:
        content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content.partition(b"?>")[2]
    members[name] = content
    return _packed(members, rng)
