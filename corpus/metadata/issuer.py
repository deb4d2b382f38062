"""文号, signature and issuing bodies; for statutes, who passed and published them and when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.citation.number import find_numbers, normalise_number
from corpus.metadata.dates import find_dates
from corpus.metadata.head import HeadValue
from corpus.metadata.lines import (
    Line,
    body_names,
    is_date,
    is_enactment,
    is_heading,
    is_red_head,
    is_signer,
    order_head,
    own_number,
    party_names,
    series_head,
    squeezed,
)
from corpus.metadata.title import Titles
from corpus.places import bodies
from corpus.shapes import is_party


@dataclass(frozen=True, slots=True)
class Signature:
    """发文机关署名 and 成文日期 as they stand at the end of a document or of its notice."""

    issuers: tuple[HeadValue, ...] = ()
    date: HeadValue | None = None


@dataclass(frozen=True, slots=True)
class Enactment:
    """What the head of a statute says.

    Attributes:
        issuers: Who passed or published it.
        date: Date of this version: the last of those below.
        published: Date on which it was published, or passed where only that is said.
        passed: Dates on which it was passed or published.
        amended: Dates of its amendments.
    """

    issuers: tuple[HeadValue, ...] = ()
    date: HeadValue | None = None
    published: HeadValue | None = None
    passed: tuple[HeadValue, ...] = ()
    amended: tuple[HeadValue, ...] = ()


def read_number(lines: tuple[Line, ...], head: dict[str, HeadValue], titles: Titles) -> HeadValue | None:
    """The document's own 文号: alone on a line near the title, in the page's head, or in a statute's head."""
    for at, line in enumerate(lines[: titles.notice_body + 12]):
        alone = own_number(line.text)
        if alone:
            return HeadValue(alone[0], line.start + alone[1], line.start + alone[2])
        if order_head(lines, at):
            below = lines[at + 1]
            joined = re.sub(r"\s", "", line.text + below.text)
            return HeadValue(normalise_number(joined), line.start, below.end)
        if line.start > (titles.own.end if titles.own else 0) and is_heading(line.text):
            break
    if "number" in head:
        found_numbers = find_numbers(head["number"].value)
        value = found_numbers[0].number if found_numbers else head["number"].value
        return HeadValue(value, head["number"].start, head["number"].end)
    for line in _enactment_lines(lines, titles):
        numbers = find_numbers(line.text.split("《")[0])
        if numbers and re.search(r"公布|发布|颁布", line.text):
            start = line.start + numbers[0].start
            return HeadValue(numbers[0].number, start, line.start + numbers[0].end)
    return None


def read_signature(lines: tuple[Line, ...], titles: Titles) -> Signature:
    """The first date that stands alone under the names of bodies, or of a person in office."""
    for place in range(titles.notice_body, len(lines)):
        line = lines[place]
        if not is_date(line.text):
            continue
        days = list(find_dates(line.text))
        if not days:
            continue
        signers: list[HeadValue] = []
        for above in reversed(lines[max(titles.notice_body, place - 12) : place]):
            names = body_names(above.text) or party_names(above.text)
            if not names and not is_party(above.text):
                break
            at = above.start
            row = []
            for name in names:
                at = above.start + above.text.index(name, at - above.start)
                row.append(HeadValue(name, at, at + len(name)))
                at += len(name)
            signers[:0] = row
        if signers or (place and is_signer(lines[place - 1].text)):
            day = days[0]
            return Signature(tuple(signers), HeadValue(day.iso, line.start + day.start, line.start + day.end))
    return Signature()


_HEAD_LINES = 6
_DELIVERED = re.compile(
    r"[—－\-（(]*\s*(?=\d{4}年|二[〇○零])[^。；]{8,14}?在(?P<place>[\u4e00-\u9fff]{2,20}?)第[一二三四五六七八九十]+届人民代表大会"
)


def read_masthead(lines: tuple[Line, ...], titles: Titles) -> Signature:
    """What stands right under a title: 某市人民政府办公室　2021年9月3日, or when a report was given."""
    series = next((at for at in range(min(_HEAD_LINES, len(lines))) if series_head(lines, at)), None)
    for line in lines[titles.body if series is None else series + 1 : titles.body + _HEAD_LINES]:
        if is_heading(line.text):
            break
        days = list(find_dates(line.text))
        if len(days) != 1:
            continue
        day = HeadValue(days[0].iso, line.start + days[0].start, line.start + days[0].end)
        delivered = _DELIVERED.match(line.text)
        if delivered and titles.own and titles.own.text.endswith("工作报告"):
            at = line.start + delivered.start("place")
            body = HeadValue(f"{delivered['place']}人民政府", at, at + len(delivered["place"]))
            return Signature((body,) if "政府" in titles.own.text else (), day)
        before = re.sub(r"\s*(?:编|编印|主办)$", "", line.text[: days[0].start].strip())
        names = body_names(before) if days[0].end == len(line.text) else ()
        if names:
            at = line.start + line.text.index(names[0])
            return Signature((HeadValue(names[0], at, at + len(names[0])),), day)
    return Signature()


def read_enactment(lines: tuple[Line, ...], titles: Titles) -> Enactment:
    """Who passed, published and amended a statute, and when, from the lines below its title."""
    issuers: list[HeadValue] = []
    passed: list[HeadValue] = []
    published: list[HeadValue] = []
    amended: list[HeadValue] = []
    for line in _enactment_lines(lines, titles):
        plain = re.sub(r"《[^》]*》", lambda match: "＊" * len(match[0]), line.text)
        days = list(find_dates(plain))
        for day, following in zip(days, [*days[1:], None], strict=False):
            said = plain[day.end : following.start if following else len(plain)]
            value = HeadValue(day.iso, line.start + day.start, line.start + day.end)
            if re.search(r"修[正订改]", said):
                amended.append(value)
            elif "批准" in said:
                published.append(value)
            elif re.search(r"公布|发布|颁布", said):
                passed.append(value)
                published.append(value)
            elif "通过" in said:
                passed.append(value)
        if not issuers and days:
            issuers.extend(_enacting(line, plain))
    everything = [*passed, *published, *amended]
    latest = max(everything, key=lambda day: day.value, default=None)
    first = published[0] if published else passed[0] if passed else None
    return Enactment(tuple(issuers), latest, first, tuple(passed), tuple(amended))


def read_issuers(
    lines: tuple[Line, ...],
    head: dict[str, HeadValue],
    titles: Titles,
    signature: Signature,
    enactment: Enactment,
) -> tuple[HeadValue, ...]:
    """The issuing bodies: signature, statute's head, red head, page's head, the title's beginning."""
    if signature.issuers:
        return signature.issuers
    if enactment.issuers:
        return enactment.issuers
    for at, line in enumerate(lines[: titles.notice_body]):
        if is_red_head(line.text):
            return _red_head(lines, at, titles)
        if order_head(lines, at):
            name = re.sub(r"\s|(?:令|公告)$", "", line.text).removeprefix("中华人民共和国")
            return (HeadValue(name, line.start, line.end),)
    if "issuer" in head:
        found = head["issuer"]
        return tuple(
            HeadValue(match[0], found.start + match.start(), found.start + match.end())
            for match in re.finditer(r"[^\s、，,；;]+", found.value)
        )
    carrier = titles.notice or titles.own
    if carrier is None:
        return ()
    for line in lines[: titles.notice_body]:
        names = body_names(line.text)
        if names and line.end <= carrier.start:
            at = line.text.index(names[0])
            return (HeadValue(names[0], line.start + at, line.start + at + len(names[0])),)
    return _title_issuers(carrier.text, carrier.start, carrier.end)


def _red_head(lines: tuple[Line, ...], at: int, titles: Titles) -> tuple[HeadValue, ...]:
    """The bodies of a red head: its first line, and those set below it."""
    first = lines[at]
    name = re.sub(r"\s", "", first.text).removesuffix("文件")
    found = [HeadValue(name, first.start, first.end)]
    for line in lines[at + 1 : titles.notice_body]:
        names = body_names(squeezed(line.text))
        if len(names) != 1:
            break
        found.append(HeadValue(names[0], line.start, line.end))
    return tuple(found)


def _title_issuers(title: str, start: int, end: int) -> tuple[HeadValue, ...]:
    before = title.split("关于")[0] if "关于" in title else ""
    names = body_names(before)
    return tuple(HeadValue(name, start, end) for name in names)


def _enactment_lines(lines: tuple[Line, ...], titles: Titles) -> list[Line]:
    """Lines below the title that tell the statute's history, up to its first chapter or article."""
    found = []
    for line in lines[titles.body : titles.body + 30]:
        if is_heading(line.text):
            break
        if is_enactment(line.text):
            found.append(line)
    return found


def _enacting(line: Line, plain: str) -> list[HeadValue]:
    congress = re.search(
        r"((?:(?!日)[\u4e00-\u9fff]){0,12}?)第[一二三四五六七八九十]+届(全国)?人民代表大会(常务委员会)?",
        plain,
    )
    if congress:
        name = f"{congress[1]}{congress[2] or ''}人民代表大会{congress[3] or ''}"
        return [HeadValue(name, line.start + congress.start(), line.start + congress.end())]
    order = re.search(r"(?:中华人民共和国)?((?:(?!日)[\u4e00-\u9fff]){2,20}?)(?:令|公告)第", plain)
    if order:
        return [HeadValue(order[1], line.start + order.start(1), line.start + order.end(1))]
    found = bodies(plain)
    if not found:
        return []
    name = re.sub(r"(?:审判|检察)委员会$", "", found[0].name)
    return [HeadValue(name, line.start + found[0].start, line.start + found[0].start + len(name))]
