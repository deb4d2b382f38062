"""Repair of one line: stray marks, characters that only look right, spaces inside words, mixed widths."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from corpus.lines import Edit, Line
from corpus.places.divisions import common_words
from corpus.shapes import begins_with_body, is_body

HAN = "\u3400-\u9fff\uf900-\ufaff〇"
_SPACE = "[ \\t\u00a0\u2002-\u200a\u3000]"

#: Kana and other signs that scanning takes for a Chinese character of the same shape.
_LOOK_ALIKE = {
    "カ": "力",
    "オ": "才",
    "ロ": "口",
    "ニ": "二",
    "ハ": "八",
    "エ": "工",
    "タ": "夕",
    "ト": "卜",
    "卩": "口",
}
_RADICALS = dict(
    zip(
        "⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "母民西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}

_SUSPICIOUS = re.compile(
    "[*_\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffc\ue000-\uf8ff#`"
    "カオロニハエタトー卩\u2e80-\u2fd5\uf900-\ufaff]"
    f"|(?<=[{HAN}])[,;:?!](?=[{HAN}《“（])|[0-9年]一[0-9]"
    r"|\([^()（）]{0,80}）|（[^()（）]{0,80}\)"
    f"|(?<=[{HAN}]){_SPACE}+(?=[{HAN}])|[0-9]{_SPACE}[0-9]|^[-+][ \\t]+(?=[第（(一二三四五六七八九十\\d])|^>"
)
_STRAY = re.compile("\\*{1,3}|_{2,3}|[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffc\ue000-\uf8ff]+|`+")
#: - （一）…, * 第三条…, > 说明: a mark of Markdown before a number of the document's own, or a quotation.
_LIST_MARK = re.compile(
    r"(?:>[ \t]?)+(?=\S)"
    r"|[-*+][ \t]+(?=第[〇零一二三四五六七八九十百千\d]|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])"
)
_HEADING_MARK = re.compile(r"#{1,6}[ \u3000]*(?=\S)")
_KANA = re.compile("[\u3040-\u30ff]")
_LOOKS = re.compile("[カオロニハエタト卩](?![\u3040-\u30ff])")
_RADICAL = re.compile("[\u2e80-\u2fd5\uf900-\ufaff]")
_RANGE = re.compile(r"(?<=\d\d\d\d)(年?)[一ー](?=(?:19|20)\d\d)")
#: 1 500元: thousands set apart by a space, before what they count.
_THOUSANDS = re.compile(
    rf"(?<![\d.．])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?=(?:\.\d+)?[万亿]?[元人亩吨个户名家平])"
)
_HALF_WIDTH = re.compile(f"(?<=[{HAN}])[,;:?!](?=[{HAN}《“（])")
_UNEVEN = re.compile(r"\([^()（）\n]{0,80}）|（[^()（）\n]{0,80}\)")
_HAN_GAP = re.compile(f"(?<=[{HAN}]){_SPACE}+(?=[{HAN}])")
#: 附  则, 几 个 问 题 的 通 知: single characters set apart, and nothing else between two gaps.
_LETTER_SPACED = re.compile(f"(?<![{HAN}])[{HAN}](?:{_SPACE}+[{HAN}](?![{HAN}]))+")
#: 李  军  区  长: the name of a person and the office beside it, both set apart.
_OFFICE = re.compile(r".{2,3}(?P<office>[省市州县区镇乡局厅处科部组院校站司署]长|主任|书记|主席|委员)")
_TITLE_OR_GAP = re.compile(f"《[^《》]*》|(?<=[{HAN}]){_SPACE}+(?=[{HAN}])")
_HAN_PAIR = re.compile(f"(?=([{HAN}]{{2}}))")
_NAMED_MARK = re.compile(
    rf"第{_SPACE}*[〇零一二三四五六七八九十百千\d]+(?:{_SPACE}+[〇零一二三四五六七八九十百千])*{_SPACE}*(?:分编|部分|[编篇章节条])"
    rf"(?:{_SPACE}*之{_SPACE}*(?:[一二三四五六七八九]?十?[一二三四五六七八九]|十))?"
)
_SENTENCE = re.compile("[。；，！？]")


def repair_lines(lines: Iterable[Line]) -> None:
    """Mend the characters of every line; what was changed goes into ``Line.edits``.

    A gap between two Chinese characters is closed only where the document also writes the pair without it,
    or where single characters are set apart; names of bodies that stand side by side keep their gap.

    Args:
        lines: Lines as received; table rows are left to the table.
    """
    suspects = [line for line in lines if line.table is None and _SUSPICIOUS.search(line.text)]
    pairs: set[str] = set()
    if any(_HAN_GAP.search(line.text) for line in suspects):
        for line in lines:
            pairs.update(_HAN_PAIR.findall(line.text))
    for line in suspects:
        if heading := _HEADING_MARK.match(line.text):
            line.style = line.style or heading[0].count("#")
        line.edits = merge(find_edits(line.text, line.start, pairs))
        line.text = apply(line.text, line.start, line.edits)


def close_title_gaps(line: Line) -> None:
    """Close the gaps that broken lines left in a title; names of bodies side by side keep theirs.

    Args:
        line: A line of a title.
    """
    gaps = []
    for gap in _HAN_GAP.finditer(line.text):
        before = re.split(r"\s", line.text[: gap.start()])[-1]
        if not (is_body(before) and begins_with_body(line.text[gap.end() :])):
            gaps.append(gap)
    if not gaps:
        return
    sources = [_source_offset(line, gap.start()) for gap in gaps]
    extra = [
        Edit(start, start + len(gap[0]), "", "space_in_word")
        for start, gap in zip(sources, gaps, strict=True)
    ]
    line.text = apply(line.text, 0, [Edit(gap.start(), gap.end(), "", "") for gap in gaps])
    line.edits = merge([*line.edits, *extra])


def _source_offset(line: Line, at: int) -> int:
    """Where a character of the repaired line stands in the text as received."""
    source = line.start
    for edit in line.edits:
        if edit.start - source >= at:
            break
        at -= edit.start - source + len(edit.after)
        source = edit.end
    return source + at


def mend(text: str) -> str:
    """The repaired form of a table cell, whose row is recorded as one repair."""
    if not _SUSPICIOUS.search(text):
        return text
    return apply(text, 0, merge(find_edits(text, 0, set())))


def find_edits(text: str, offset: int, pairs: set[str]) -> Iterator[Edit]:
    """Every repair one line needs, in any order.

    Args:
        text: The line.
        offset: Where it begins in the text as received.
        pairs: Pairs of Chinese characters that the document writes side by side.
    """
    head = _HEADING_MARK.match(text) or _LIST_MARK.match(text)
    if head:
        yield Edit(offset, offset + head.end(), "", "stray_mark")
    for match in _STRAY.finditer(text, head.end() if head else 0):
        if match[0][0] in "*_" and not _is_emphasis(text, match):
            continue
        yield Edit(offset + match.start(), offset + match.end(), "", "stray_mark")
    for match in _LOOKS.finditer(text):
        if _between_chinese(text, match.start()):
            yield _replace(match, offset, _LOOK_ALIKE[match[0]], "look_alike")
    for match in _RADICAL.finditer(text):
        plain = _RADICALS.get(match[0]) or unicodedata.normalize("NFKC", match[0])
        if plain != match[0]:
            yield _replace(match, offset, plain, "look_alike")
    for match in _RANGE.finditer(text):
        yield _replace(match, offset, f"{match[1]}—", "range_dash")
    for match in _HALF_WIDTH.finditer(text):
        yield _replace(match, offset, _FULL_WIDTH[match[0]], "width")
    for match in _UNEVEN.finditer(text):
        if match[0][0] == "(":
            yield Edit(offset + match.start(), offset + match.start() + 1, "（", "width")
        else:
            yield Edit(offset + match.end() - 1, offset + match.end(), "）", "width")
    for match in _THOUSANDS.finditer(text):
        for gap in re.finditer(_SPACE, match[0]):
            start = offset + match.start() + gap.start()
            yield Edit(start, start + 1, "", "space_in_number")
    yield from _gaps(text, offset, pairs)


def _gaps(text: str, offset: int, pairs: set[str]) -> Iterator[Edit]:
    mark = _NAMED_MARK.match(text)
    head = mark.end() if mark else 0
    if mark:
        for gap in re.finditer(f"{_SPACE}+", mark[0]):
            yield Edit(offset + gap.start(), offset + gap.end(), "", "space_in_word")
    closed: set[int] = set()
    for run in _LETTER_SPACED.finditer(text, head):
        office = _OFFICE.fullmatch("".join(run[0].split()))
        for order, gap in enumerate(re.finditer(f"{_SPACE}+", run[0]), start=1):
            start = run.start() + gap.start()
            if office and order == office.start("office"):
                continue
            closed.add(start)
            yield Edit(offset + start, offset + run.start() + gap.end(), "", "space_in_word")
    if not _SENTENCE.search(text):
        return
    # 《甲局 乙局关于…的通知》: the gap in a title sets two bodies apart.
    for match in _TITLE_OR_GAP.finditer(text, head):
        if match[0][0] == "《" or match.start() in closed or match.start() == head:
            continue
        pair = text[match.start() - 1] + text[match.end()]
        if pair in pairs or (len(match[0]) == 1 and pair in common_words()):
            yield Edit(offset + match.start(), offset + match.end(), "", "space_in_word")


def _is_emphasis(text: str, match: re.Match[str]) -> bool:
    if len(match[0]) >= 2:
        return True
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    # 3*4 and a*b keep their sign.
    return not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum())


def _between_chinese(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if _KANA.match(before) or _KANA.match(after):
        return False
    return bool(_is_han(before) or (not before and _is_han(after))) and (
        _is_han(after) or not after.isalnum()
    )


def _is_han(char: str) -> bool:
    return bool(char) and ("\u3400" <= char <= "\u9fff" or char == "〇")


def _replace(match: re.Match[str], offset: int, after: str, kind: str) -> Edit:
    return Edit(offset + match.start(), offset + match.end(), after, kind)


def merge(edits: Iterable[Edit]) -> list[Edit]:
    """Put edits in order; of two that overlap the earlier stays."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def apply(text: str, offset: int, edits: Iterable[Edit]) -> str:
    """The text after edits that are in order and do not overlap."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += (text[at : edit.start - offset], edit.after)
        at = edit.end - offset
    pieces.append(text[at:])
    return "".join(pieces)
