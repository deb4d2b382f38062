"""One document in several formats gives the same clauses."""

import html
import io
import subprocess
from collections import Counter
from pathlib import Path

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from corpus import parse
from corpus.readers import office, read_bytes
from tests.corpus.office_files import docx, numbered, paragraph

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
SENTENCE = (
    "各地各部门要加强组织领导，明确责任分工，统筹安排财政资金{}万元，重点支持特色产业发展、基础设施建设和公共服务提升，"
    "按照“资金跟着项目走”的要求完善项目库管理制度（含跨年度项目），加强绩效评价和监督检查，完成率不低于95%。"
)
NOTICE = [
    "某市人民政府办公室关于印发2024年重点任务分工方案的通知",
    "某政办发〔2024〕12号",
    "各县（市、区）人民政府，市政府各部门：",
    "经市政府同意，现将《2024年重点任务分工方案》印发给你们，请认真贯彻执行。",
    "某市人民政府办公室",
    "2024年3月5日",
]
PLAN = [
    "一、总体要求",
    SENTENCE.format(100),
    "二、重点任务",
    *(
        line
        for number, task in enumerate("一二三", start=1)
        for line in (
            f"（{task}）抓好第{number}项工作。{SENTENCE.format(number * 311)}",
            f"1.统筹资金。{SENTENCE.format(number * 127)}",
            "（责任单位：市财政局、市发展改革委）",
            f"2.引进人才{number}名。",
        )
    ),
    "三、保障措施",
    SENTENCE.format(900),
]
ROWS = [["序号", "类型", "工作计划主要内容", "责任单位"]] + [
    [
        str(n),
        "资金帮扶",
        f"组织开展产学研及孵化对接活动不少于{n}次，安排专项资金{n * 10 + 50}万元",
        "区科技局、区财政局",
    ]
    for n in range(1, 22)
]


def agreement(one: tuple[str, bytes], other: tuple[str, bytes]) -> float:
    """The share of clauses, by kind and text, that two files have in common."""
    counts = []
    for name, data in (one, other):
        parsed = parse(read_bytes(data, name), document_id="twin")
        counts.append(Counter((clause.kind, "".join(clause.text.split())) for clause in parsed.clauses))
    assert min(map(Counter.total, counts)) > 5
    return (counts[0] & counts[1]).total() / max(map(Counter.total, counts))


def as_docx(lines: list[str], rows: list[list[str]] | None = None) -> bytes:
    document = python_docx.Document()
    style = document.styles["Normal"]
    style.font.name = "Noto Serif CJK SC"
    style.font.size = Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    for line in lines:
        document.add_paragraph(line).paragraph_format.first_line_indent = Pt(32)
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        for row, contents in zip(table.rows, rows, strict=True):
            for cell, content in zip(row.cells, contents, strict=True):
                cell.text = content
        document.add_paragraph("")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_html(lines: list[str], rows: list[list[str]] | None = None) -> bytes:
    body = "".join(f"<p>　　{html.escape(line)}</p>\n" for line in lines)
    if rows:
        cells = ("".join(f"<td><p>{html.escape(text)}</p></td>" for text in row) for row in rows)
        body += f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    return f"<html><head><title>某市政府网站</title></head><body><div>{body}</div></body></html>".encode()


def as_txt(lines: list[str]) -> bytes:
    return "\r\n".join(f"　　{line}" for line in lines).encode("gb18030")


def as_articles(count: int) -> list[str]:
    numerals = "一二三四五六七八九十"
    return [
        "某市政府投资项目管理办法",
        "第一章 总则",
        *(
            line
            for number in range(count)
            for line in (
                *(
                    (f"第{'二三四'[number // 4 - 1]}章 第{number}部分规定",)
                    if number and number % 4 == 0
                    else ()
                ),
                f"第{numerals[number]}条　{SENTENCE.format(number + 11)}",
                *(("前款规定的资金，应当专款专用。",) if number % 3 == 0 else ()),
            )
        ),
    ]


@pytest.mark.parametrize("lines", [NOTICE[:4] + PLAN + NOTICE[4:], as_articles(10)], ids=["plan", "articles"])
def test_txt_html_and_docx_of_one_document_give_the_same_clauses(lines: list[str]) -> None:
    text = ("文.txt", as_txt(lines))
    assert agreement(text, ("文.html", as_html(lines))) >= 0.98
    assert agreement(text, ("文.docx", as_docx(lines))) >= 0.98


def test_tables_in_html_and_docx_give_the_same_clauses() -> None:
    lines = [*NOTICE[:4], *PLAN, "附件：2024年重点任务分工表"]
    assert agreement(("文.html", as_html(lines, ROWS)), ("文.docx", as_docx(lines, ROWS))) >= 0.98


def test_automatic_and_written_numbers_give_the_same_clauses() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:numFmt w:val="{style}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (style, pattern) in enumerate(
            (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
        )
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    starts = (("一二三", "、", 0), ("（", "", 1), ("12", ".", 2))
    body = ""
    for line in PLAN:
        level = next(
            (depth for first, after, depth in starts if line[0] in first and after in line[:2]), None
        )
        if level is None or line.startswith("（责任"):
            body += paragraph(line)
        else:
            body += numbered(line[3 if level == 1 else 2 :], level=level)
    title = paragraph(NOTICE[0])
    automatic = docx(title + body, numbering=numbering)
    written = docx(title + "".join(map(paragraph, PLAN)))
    assert agreement(("文.docx", automatic), ("文.docx", written)) == 1.0


@pytest.mark.skipif(office.libreoffice() is None, reason="needs LibreOffice, which .ci/run installs")
def test_a_docx_and_what_libreoffice_makes_of_it_give_the_same_clauses(tmp_path: Path) -> None:
    bundled = sorted(DOCUMENTS.glob("*.txt"))
    twins = {
        "plan": as_docx([*NOTICE[:4], *PLAN, *NOTICE[4:], "附件：2024年重点任务分工表"], ROWS),
        "articles": as_docx(as_articles(10)),
        **{
            f"bundled-{number}": as_docx(
                [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
            )
            for number, path in enumerate(bundled)
        },
    }
    for name, data in twins.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    program = office.libreoffice()
    assert program is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(tmp_path / f"{name}.docx") for name in twins]
    for ending in ("pdf", "doc:MS Word 97"):
        command = [program, profile, "--headless", "--convert-to", ending, "--outdir", str(tmp_path), *files]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    for name, data in twins.items():
        one = (f"{name}.docx", data)
        assert agreement(one, (f"{name}.pdf", (tmp_path / f"{name}.pdf").read_bytes())) >= 0.98, name
    assert agreement(("plan.docx", twins["plan"]), ("plan.doc", (tmp_path / "plan.doc").read_bytes())) >= 0.98
