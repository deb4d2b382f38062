"""Official documents composed from a tree of clauses, in a random scheme, typing and layout."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from hypothesis import strategies as st

from corpus import Paragraph, Source
from corpus.numerals import chinese_numeral

_SUBJECTS = (
    "市财政局",
    "各县（区）人民政府",
    "市教育局",
    "有关单位",
    "乡镇街道",
    "市发展改革委",
    "项目单位",
    "行业协会",
)
_VERBS = ("统筹推进", "加快落实", "定期检查", "认真组织", "严格规范", "持续完善", "积极支持", "协同开展")
_OBJECTS = (
    "产业合作和劳务协作",
    "帮扶资金的使用管理",
    "干部人才交流培训",
    "医疗卫生服务体系建设",
    "东西部协作重点项目",
    "农产品产销对接",
    "公共就业服务",
    "3000万元专项资金安排",
)
_TAILS = ("", "，每年不少于2次", "，2020年12月底前完成", "，并于每季度末报送进展情况", "，确保取得实效")
_HEADINGS = (
    "加强组织领导",
    "强化资金保障",
    "深化产业合作，促进融合发展",
    "开展“一对一”人才培训",
    "完善工作机制",
    "严格督促检查",
    "2020年重点任务",
)
_BODIES = ("市财政局", "市教育局、市卫生健康委", "各县（区）人民政府", "市扶贫办，有关县（市、区）")
_ROWS = (
    ("甲县", "产业园区", "500"),
    ("乙县", "乡村道路", "500"),
    ("丙县", "职业学校", "1200"),
    ("丁县", "卫生院", "80"),
)

#: Before a paragraph that stands in the file as it is, tabs and line breaks included.
RAW = "raw:"
#: Schemes from the top level down; the last level is the clause.
SCHEMES = (
    ("article",),
    ("chapter", "article"),
    ("chapter", "section", "article"),
    ("han",),
    ("han", "han_paren"),
    ("han", "han_paren", "arabic"),
    ("han", "arabic"),
    ("chapter", "han", "arabic"),
    ("division", "han", "han_paren"),
    ("arabic", "han_paren"),
)
_TYPINGS = {
    "division": ("第{h}部分 ",),
    "chapter": ("第{h}章 ", "第{h}章　", "第 {h} 章  "),
    "section": ("第{h}节 ", "第{h}节　"),
    "article": ("第{h}条 ", "第{h}条　", "第{h}条", "**第{h}条** "),
    "han": ("{h}、", "{h} 、", "{h}．"),
    "han_paren": ("（{h}）", "({h})", "（{h}）、"),
    "arabic": ("{n}.", "{n}．", "{n}、", "{n}. "),
}


@dataclass
class Composed:
    """A composed document.

    Attributes:
        source: The document as a reader would hand it over.
        clauses: Place, kind and text without white space of every clause that it was composed from.
    """

    source: Source
    clauses: list[tuple[str, str, str]] = field(default_factory=list)


@st.composite
def sentences(draw: st.DrawFn, most: int = 3) -> str:
    """Some sentences of an official document."""
    pieces = [
        draw(st.sampled_from(_SUBJECTS))
        + draw(st.sampled_from(_VERBS))
        + draw(st.sampled_from(_OBJECTS))
        + draw(st.sampled_from(_TAILS))
        + "。"
        for _ in range(draw(st.integers(1, most)))
    ]
    return "".join(pieces)


@dataclass
class _Style:
    """What the items of one document look like."""

    scheme: tuple[str, ...]
    typings: dict[str, str]
    runs_on: bool
    own_line: bool
    bodies: str
    lists: bool
    boxes: bool


@dataclass
class _Writer:
    paragraphs: list[str] = field(default_factory=list)
    clauses: list[tuple[str, str, str]] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)

    def write(self, place: str, kind: str, *paragraphs: str, text: str | None = None) -> None:
        self.paragraphs += paragraphs
        self.clauses.append((place, kind, squeezed("".join(paragraphs) if text is None else text)))


@st.composite
def documents(draw: st.DrawFn) -> Composed:
    """Compose a plan, or a notice that carries one, in one scheme; then lay it out."""
    writer = _Writer()
    scheme = draw(st.sampled_from(SCHEMES))
    style = _Style(
        scheme,
        {family: draw(st.sampled_from(_TYPINGS[family])) for family in scheme},
        runs_on=draw(st.booleans()),
        own_line=draw(st.booleans()),
        bodies=draw(st.sampled_from(("none", "line", "bracket"))),
        lists=draw(st.booleans()),
        boxes="article" not in scheme and draw(st.booleans()),
    )
    name = draw(st.sampled_from(("某市扶贫协作", "某省数字经济", "某县人才发展")))
    kind = draw(st.sampled_from(("实施方案", "管理办法", "工作计划")))
    carried = draw(st.booleans())
    if carried:
        writer.write("title.n1", "title", f"某市人民政府办公室关于印发{name}{kind}的通知")
        writer.write("pre1", "preamble", "各县（区）人民政府，市直各单位：")
        writer.write("pre2", "preamble", f"《{name}{kind}》已经市政府同意，现印发给你们，请认真贯彻执行。")
        writer.write("sign", "signature", "某市人民政府办公室", "2018年6月1日")
    writer.write("title", "title", f"{name}{kind}")
    opening = f"为做好{name}工作，加快各项任务落实，根据上级有关规定，制定本{kind[-2:]}。"
    writer.write("pre3" if carried else "pre1", "preamble", opening)
    _children(draw, writer, style, "")
    if draw(st.booleans()):
        _annex(draw, writer)
    if not carried and draw(st.booleans()):
        writer.write(
            "dist", "distribution", "抄送：市委办公室，市人大常委会办公室，市政协办公室。", "2018年6月2日印发"
        )
    source = draw(layouts(writer.paragraphs))
    return Composed(source, writer.clauses)


def _children(draw: st.DrawFn, writer: _Writer, style: _Style, above: str, depth: int = 0) -> None:
    family = style.scheme[depth]
    leaf = depth + 1 == len(style.scheme)
    if family != "article" and not (style.runs_on and leaf and depth > 0):
        writer.counters[family] = 0
    for _ in range(draw(st.integers(2, 3))):
        number = writer.counters[family] = writer.counters.get(family, 0) + 1
        mark = style.typings[family].format(h=chinese_numeral(number), n=number)
        place = _place(style.scheme, family, number, above)
        if leaf:
            writer.write(place, "clause", *_leaf(draw, style, family, mark))
            continue
        writer.write(place, "heading", f"{mark}{draw(st.sampled_from(_HEADINGS))}")
        _children(draw, writer, style, place, depth + 1)
        if style.boxes and depth == 0 and draw(st.booleans()):
            box = writer.counters["box"] = writer.counters.get("box", 0) + 1
            writer.write(
                f"{place}.box{box}", "box", f"专栏{box} 重点任务", draw(sentences()), draw(sentences(1))
            )


def _leaf(draw: st.DrawFn, style: _Style, family: str, mark: str) -> list[str]:
    if family == "article":
        paragraphs = [mark + draw(sentences())]
    elif style.own_line:
        paragraphs = [mark + draw(st.sampled_from(_HEADINGS)), draw(sentences())]
    else:
        paragraphs = [f"{mark}{draw(st.sampled_from(_HEADINGS))}。{draw(sentences())}"]
    if style.lists and draw(st.booleans()):
        form = "（{h}）{}" if family == "article" else "（{n}）{}"
        paragraphs[-1] += "有下列情形之一的，不予支持："
        for number, (item, end) in enumerate(
            (("弄虚作假的", "；"), ("挪用资金的", "；"), ("逾期未完成的", "。")), start=1
        ):
            paragraphs.append(form.format(item + end, h=chinese_numeral(number), n=number))
    elif family == "article" and draw(st.booleans()):
        paragraphs.append(draw(sentences(2)))
    if style.bodies == "line":
        paragraphs.append(f"责任单位：{draw(st.sampled_from(_BODIES))}")
    elif style.bodies == "bracket" and not style.lists:
        paragraphs[-1] += f"（{draw(st.sampled_from(_BODIES))}负责）"
    return paragraphs


def _annex(draw: st.DrawFn, writer: _Writer) -> None:
    """An attachment with a flattened table: a cell a line, or a row a line."""
    writer.write("att", "attachment", "附件：重点项目安排表")
    writer.write("a1", "heading", "附件", "重点项目安排表")
    rows = draw(st.lists(st.sampled_from(_ROWS), min_size=2, max_size=4))
    cell_a_line = draw(st.booleans())
    table = [("县", "项目", "资金（万元）"), *rows]
    lines = (
        ["\n\t".join(("", *cells)) for cells in table]
        if cell_a_line
        else ["\t".join(cells) for cells in table]
    )
    texts = [
        "、".join(table[0]),
        *("；".join(f"{h}：{v}" for h, v in zip(table[0], row, strict=True)) for row in rows),
    ]
    for number, (line, text) in enumerate(zip(lines, texts, strict=True)):
        place, kind = (f"a1.t1.{number}", "table_row") if number else ("a1.t1", "heading")
        writer.write(place, kind, RAW + line, text=text)


def _place(scheme: tuple[str, ...], family: str, number: int, above: str) -> str:
    if family == "article":
        return str(number)
    letter = {"chapter": "c", "section": "s"}[family] if "article" in scheme else ""
    return f"{above}.{letter}{number}" if above else f"{letter}{number}"


@st.composite
def layouts(draw: st.DrawFn, paragraphs: list[str]) -> Source:
    """Lay paragraphs out as lines of a text file."""
    style = draw(st.sampled_from(("plain", "indented", "spaced", "wrapped", "paged")))
    indent = "" if style in {"plain", "spaced"} else draw(st.sampled_from(("　　", "    ")))
    lines: list[str] = []
    columns = draw(st.integers(26, 40)) * 2
    for order, paragraph in enumerate(paragraphs):
        if paragraph.startswith(RAW):
            lines += paragraph.removeprefix(RAW).split("\n")
            continue
        text = paragraph if order == 0 else indent + paragraph
        lines += wrapped(text, columns) if style in {"wrapped", "paged"} else [text]
        if style == "spaced":
            lines += [""] * draw(st.integers(1, 2))
    if style == "paged":
        lines = _paged(lines, draw(st.integers(8, 24)), draw(st.sampled_from(("- {} -", "— {} —", "第{}页"))))
    return Source("文件.txt", "txt", tuple(Paragraph(line, wrapped=True) for line in lines))


def wrapped(text: str, columns: int) -> list[str]:
    """Break a paragraph at a fixed width, but never before a mark that may not begin a line."""
    lines = [""]
    width = 0
    for char in text:
        wide = 2 if ord(char) > 0x2E7F else 1
        if width + wide > columns and char not in "，。；：、）”》！？":
            lines.append("")
            width = 0
        lines[-1] += char
        width += wide
    return lines


def _paged(lines: list[str], length: int, form: str) -> list[str]:
    paged: list[str] = []
    for at, line in enumerate(lines, start=1):
        paged.append(line)
        if at % length == 0:
            paged += ["", form.format(at // length), ""]
    return paged


def squeezed(text: str) -> str:
    """Text without white space, marks of emphasis and differences of width."""
    return unicodedata.normalize("NFKC", "".join(text.split()).replace("*", ""))
