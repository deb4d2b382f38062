"""Small docx and xlsx files made of raw XML, for what python-docx and openpyxl have no calls for."""

from __future__ import annotations

import io
import zipfile

from corpus import Paragraph
from corpus.readers import read_bytes
from corpus.source import Source

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NAMESPACES = (
    f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """A ``w:p`` of one run."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr>"
        f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def numbered(text: str, list_id: int = 1, level: int = 0) -> str:
    """A ``w:p`` in an automatic list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def cell(text: str, properties: str = "") -> str:
    """A ``w:tc`` with a paragraph for each line."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(paragraph, text.splitlines() or ['']))}</w:tc>"


def table(*rows: str) -> str:
    """A ``w:tbl`` of rows, each the XML of its cells."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def docx(body: str, **parts: str) -> bytes:
    """Packs a document.

    Args:
        body: Content of ``w:body``.
        **parts: Content of the root of other parts: ``styles``, ``numbering``, ``footnotes``.

    Returns:
        The bytes of a docx file.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        overrides = "".join(
            f'<Override PartName="/word/{part}.xml" ContentType="{_WORD}.'
            f'{"document.main" if part == "document" else part}+xml"/>'
            for part in ("document", *parts)
        )
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        )
        archive.writestr("_rels/.rels", _relationships(("document", "officeDocument", "word/document.xml")))
        archive.writestr(
            "word/_rels/document.xml.rels",
            _relationships(*((part, part, f"{part}.xml") for part in parts)),
        )
        archive.writestr(
            "word/document.xml", f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
        )
        for part, content in parts.items():
            archive.writestr(f"word/{part}.xml", f"<w:{part} {_NAMESPACES}>{content}</w:{part}>")
    return buffer.getvalue()


def xlsx(sheet: str) -> bytes:
    """Packs a workbook of one sheet.

    Args:
        sheet: Content of ``worksheet``.

    Returns:
        The bytes of an xlsx file.
    """
    parts = {
        "_rels/.rels": _relationships(("workbook", "officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": _relationships(("sheet", "worksheet", "worksheets/sheet1.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="r-sheet"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEETS}">{sheet}</worksheet>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _relationships(*entries: tuple[str, str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r-{identity}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for identity, kind, target in entries
    )
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{inner}</Relationships>'


def read_docx(body: str, **parts: str) -> Source:
    """What is read of a docx file."""
    return read_bytes(docx(body, **parts), "文件.docx")


def texts(source: Source) -> list[str]:
    """The paragraphs of what was read, in order."""
    return [block.text for block in source.blocks if isinstance(block, Paragraph)]
