"""A draft as the sentences it makes, without its numbering and its frame (title, addressees, signature)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from assistant.guard import split_sentences
from corpus.places import bodies, places

#: What opens a line and says nothing: Markdown's marks, the number of a heading or an item.
_OPENING: Final = re.compile(
    r"(?:[#>*+\-•·●○◆■—|]+[ \t\u3000]*|\*\*|第[一二三四五六七八九十百\d]+[章节部分]+[ \t\u3000]*"
    r"|[一二三四五六七八九十]{1,3}、[ \t\u3000]*|[（(][一二三四五六七八九十\d]{1,3}[）)][ \t\u3000]*"
    r"|\d{1,2}[．.、](?:(?!\d)|(?=(?:19|20)\d\d\s*[年—－-]))[ \t\u3000]*|[①-⑳][ \t\u3000]*"
    r"|[一二三四五六七八九十]是要?(?=[^否的])|[ \t\u3000]+)+"
)
_CLOSED: Final = re.compile(r"[。！？!?；;”’」』）)|]\s*$")
_QUOTED_END: Final = re.compile(r"[。！？][”」』](?![，。；：、！？”」』）》的等和与精要之])")
_DATE_LINE: Final = re.compile(
    r"[（(]?(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月"
    r"(?:\s*[\d一二三四五六七八九十]{1,3}\s*日)?(?:印发|印)?[）)]?"
)
_TITLE_LINE: Final = re.compile(
    r".*(?:通知|请示|报告|汇报|汇报材料|讲话|讲话稿|发言|意见|方案|函|复函|总结|要点|计划|纪要|提纲|通报|决定|公告|通告|材料|办法|规划)"
    r"(?:[（(][^（）()]{1,20}[）)])?"
)
_PRINTED_LINE: Final = re.compile(r".{0,40}\d{4}年\d{1,2}月\d{1,2}日(?:印发|印)")
_FRAME_LINE: Final = re.compile(
    r"(?:抄送|抄报|主送|附件|附|签发人|联系人|联系电话|主题词|密级|[（(]此件)[：:（(]?.*"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft.

    Attributes:
        start: Offset of its first character, past any numbering.
        end: Offset after its last.
        kind: ``said``: it states something; ``heading``: a line without a full stop; ``frame``: title,
            addressees, signature and date of the draft itself.
        paragraph: Number of its line.
    """

    start: int
    end: int
    kind: Literal["said", "heading", "frame"]
    paragraph: int


def sentences(text: str) -> Iterator[Sentence]:
    """Cut a draft into sentences, in order; white space, numbering and Markdown's marks belong to none."""
    said = False
    for start, end in _apart(text):
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", start)
        line = text[line_start : line_end if line_end >= 0 else len(text)].strip()
        if not text[line_start:start].strip() and (opening := _OPENING.match(text, start, end)):
            start = opening.end()
        while end > start and text[end - 1] in "*|# \t\u3000":
            end -= 1
        if start >= end or not re.search(r"[\u4e00-\u9fffA-Za-z0-9]", text[start:end]):
            continue
        whole = text[start:end].strip() == line or line.endswith(text[start:end])
        kind: Literal["said", "heading", "frame"] = "said"
        if whole and not _CLOSED.search(line):
            kind = "frame" if _is_frame(text[start:end].strip(), first=not said) else "heading"
        elif _FRAME_LINE.match(line) and line.startswith(("抄送", "抄报", "附件", "（此件", "(此件")):
            kind = "frame"
        said = said or kind == "said"
        yield Sentence(start, end, kind, text.count("\n", 0, start))


def _apart(text: str) -> Iterator[tuple[int, int]]:
    """Spans of sentences; one that ends inside quotation marks (规定：“…。”该意见…) ends with them."""
    for start, end in split_sentences(text):
        for match in _QUOTED_END.finditer(text, start, end - 1):
            yield start, match.end()
            start = match.end()
        yield start, end


def _is_frame(line: str, *, first: bool) -> bool:
    """Whether a line without a full stop only frames the draft."""
    if any(form.fullmatch(line) for form in (_DATE_LINE, _FRAME_LINE, _PRINTED_LINE)):
        return True
    if first and (_TITLE_LINE.fullmatch(line) or line.endswith(("：", ":"))):
        return True
    return "\t" not in line and not _beside_names(line.rstrip("：:"))


def _beside_names(line: str) -> str:
    """What a line says beside names of bodies and places."""
    kept = list(line)
    spans = [(one.start, one.end) for one in bodies(line)] + [(one.start, one.end) for one in places(line)]
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    rest = re.sub(
        r"各|有关|直属?|单位|部门|机构|党委|人民政府|街道办事处|[市县区镇乡（）()、，,和及\s]",
        "",
        "".join(kept),
    )
    return rest if len(rest) > 2 else ""
