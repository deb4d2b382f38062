"""A draft as offices have them: runs cut anywhere, lists, tables, boxes, notes, tracked changes."""

from __future__ import annotations

import ctypes
import io
import subprocess
from pathlib import Path

import docx as python_docx
import pypdfium2
import pypdfium2.raw as pdfium
from docx.oxml.ns import qn
from lxml import etree

from corpus.readers.office import libreoffice
from tests.corpus.office_files import cell, docx, numbered, table

_LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def plain(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


#: What a person reads in ``DRAFT``.
TEXT = (
    "关于资金安排的汇报\n"
    "一、基本情况\n"
    "丽水市每年给每个县5000万元\t（暂定），由市财政局\n负责。\n"
    "框中说明2018年。\n"
    "注：见实施意见。\n"
    "县名\t金额\n"
    "龙泉\t300万元\n第二段\n"
    "二、下一步增加的话，保留。\n"
    "前半句后半句链接文字完。"
)

_BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx><w:txbxContent>"
    f"{plain(run('框中说明2018年。'))}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>"
)

DRAFT = docx(
    plain(run("关于资金", '<w:b/><w:sz w:val="44"/>') + run("安排的汇报", '<w:sz w:val="44"/>'))
    + numbered("基本情况")
    + plain(
        run("丽水市每年给每个县50", "<w:b/>")
        + run("00万元", '<w:color w:val="FF0000"/>')
        + "<w:r><w:rPr><w:i/></w:rPr><w:tab/><w:t>（暂定），由市财政局</w:t><w:br/><w:t>负责。</w:t>"
        '<w:footnoteReference w:id="2"/></w:r>' + _BOX
    )
    + table(cell("县名") + cell("金额"), cell("龙泉") + cell("300万元\n第二段"))
    + numbered("下一步").replace(
        "</w:p>",
        f'<w:ins w:id="7" w:author="甲">{run("增加的话，", "<w:u/>")}</w:ins>'
        f'<w:del w:id="8" w:author="甲"><w:r><w:delText>删去的话，</w:delText></w:r></w:del>'
        f"{run('保留。')}</w:p>",
    )
    + plain(
        run("前半句")
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>"
        + run("后半句")
        + f'<w:hyperlink w:anchor="a">{run("链接文字", "<w:u/>")}</w:hyperlink>'
        + run("完。")
    ),
    numbering=_LIST,
    footnotes=f'<w:footnote w:id="2">{plain(run("注：见实施意见。"))}</w:footnote>',
)


def shown(data: bytes) -> list[list[tuple[str, str]]]:
    """Every paragraph as python-docx opens it: each character with the formatting of its run, as XML.

    What a mark adds is left out: inserted words by this program, and the empty runs of comments.
    """
    word = python_docx.Document(io.BytesIO(data))
    paragraphs = []
    for found in word.element.body.iter(qn("w:p")):
        characters = []
        for element in found.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:delText")):
            owner = element.getparent()
            change = owner.getparent()
            if owner.tag != qn("w:r") or (change.tag == qn("w:ins") and "助手" in change.get(qn("w:author"))):
                continue
            look = owner.find(qn("w:rPr"))
            written = b"" if look is None else etree.tostring(look, method="c14n")
            characters += [(each, written.decode()) for each in element.text or element.tag]
        paragraphs.append(characters)
    return paragraphs


def commented(data: bytes) -> dict[str, str]:
    """The text of each comment, with the words that stand between its marks."""
    word = python_docx.Document(io.BytesIO(data))
    found = {}
    starts = {qn("w:commentRangeStart"): True, qn("w:commentRangeEnd"): False}
    for comment in word.comments:
        inside, words = False, ""
        for element in word.element.body.iter():
            if element.get(qn("w:id")) == str(comment.comment_id):
                inside = starts.get(element.tag, inside)
            if inside and element.tag == qn("w:t"):
                words += element.text or ""
        found[comment.text] = words
    return found


def printed(data: bytes, folder: Path) -> tuple[list[str], list[str]]:
    """What LibreOffice makes of a docx: the comments that stand on the first page, and each page's text."""
    (folder / "a.docx").write_bytes(data)
    program = libreoffice()
    assert program is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    export = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'
    command = [program, profile, "--headless", "--convert-to", export, "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "a.docx")], check=True, capture_output=True, timeout=300)
    with pypdfium2.PdfDocument(folder / "a.pdf") as pdf:
        return _notes(pdf[0]), [page.get_textpage().get_text_range() for page in pdf]


def _notes(page: pypdfium2.PdfPage) -> list[str]:
    found = []
    for place in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, place)
        if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_TEXT:
            buffer = (ctypes.c_ushort * 4096)()
            size = pdfium.FPDFAnnot_GetStringValue(note, b"Contents", buffer, ctypes.sizeof(buffer))
            found.append("\n".join(bytes(buffer)[: size - 2].decode("utf-16-le").splitlines()))
        pdfium.FPDFPage_CloseAnnot(note)
    return found
