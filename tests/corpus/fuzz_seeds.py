"""One small file or more of each format, rich in what its reader knows, to be damaged."""

from __future__ import annotations

import io

import docx as python_docx
import openpyxl

from tests.corpus.office_files import cell, docx, numbered, paragraph, table
from tests.corpus.pdf_files import grid, paragraphs, pdf, text

PROSE = (
    "关于促进产业发展的实施意见\n\n各乡镇人民政府：\n　　一、总体要求\n（一）每年安排资金3000万元。\n"
    "1. 统筹安排；\n第十二条 本办法自2018年1月1日起施行。\n"
)


def python_made() -> bytes:
    document = python_docx.Document()
    document.add_heading("第一章 总则", level=1)
    document.add_paragraph("第一条 为了规范管理，制定本办法。", style="List Number")
    grid_table = document.add_table(rows=3, cols=3)
    grid_table.cell(0, 0).merge(grid_table.cell(1, 1)).text = "单位"
    grid_table.cell(2, 2).text = "500"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def hand_made() -> bytes:
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (style, pattern) in enumerate(
            (("chineseCounting", "%1、"), ("decimal", "%1.%2"), ("lowerRoman", "(%3)"))
        )
    )
    body = (
        "".join(numbered(f"条目{depth}", level=depth) for depth in (0, 1, 2, 1, 0))
        + table(
            cell("单位", '<w:vMerge w:val="restart"/>') + cell("年", '<w:gridSpan w:val="2"/>'),
            cell("", "<w:vMerge/>") + cell("甲") + cell("乙"),
        )
        + "<w:p><w:ins><w:r><w:t>插入</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>删除</w:delText></w:r></w:del>"
        '<w:r><w:footnoteReference w:id="2"/><w:br/><w:tab/><w:t>正文</w:t></w:r></w:p>'
        + paragraph("隐藏", run="<w:vanish/>")
    )
    return docx(
        body,
        numbering=f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        footnotes=f'<w:footnote w:id="2">{paragraph("注文")}</w:footnote>',
        styles='<w:style w:type="paragraph" w:styleId="1" w:default="1">'
        '<w:name w:val="heading 1"/></w:style>',
    )


def spreadsheet() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["2018年资金表"], ["县", "金额", "占比"], ["松阳县", 500, 0.25], ["合计", "=SUM(B3:B3)", 1]):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet["C3"].number_format = "0.0%"
    sheet["B3"].number_format = '[DBNum1]#,##0"万元";(0)'
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


PAGE = (
    "<html><head><meta charset='utf-8'><title>关于促进产业发展的意见</title></head><body><div class='nav'>"
    "<a href='/'>首页</a></div><table><tr><td>索引号：</td><td>1</td><td>发文字号：</td>"
    "<td>某政发〔2018〕3号</td></tr></table><div><h1>关于促进产业发展的意见</h1><p>一、总体要求</p>"
    "<ol start=3><li>每年安排3000万元，用于发展；</ol><table><thead><tr><th rowspan=2>县</th>"
    "<th colspan=2>金额</th></tr></thead><tr><td>1<br>2</td><td>3</td></tr></table>"
    "<pre>原样\n文字</pre></div><div class='footer'>版权所有</div></body></html>"
)
MAIL = (
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    f"{PAGE}\r\n--b--\r\n"
)
RTF = (
    r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}\f0\u31532?\u19968?\u26465? text\par"
    r"\trowd\cellx900 a\cell\row}"
)

SEEDS: dict[str, dict[str, bytes]] = {
    "txt": {"a.txt": PROSE.encode(), "b.md": PROSE.encode("gb18030"), "c.txt": PROSE.encode("utf-16")},
    "docx": {"a.docx": python_made(), "b.docx": hand_made()},
    "html": {
        "a.html": PAGE.encode(),
        "b.htm": PAGE.replace("utf-8", "gb2312").encode("gb18030"),
        "c.mht": MAIL.encode(),
    },
    "xlsx": {"a.xlsx": spreadsheet()},
    "pdf": {
        "a.pdf": pdf(
            [
                text(200, 790, "产业发展意见", 22) + paragraphs(PROSE.split()),
                grid((90, 200, 300), (700, 660, 620)) + text(96, 675, "县", 12) + text(206, 635, "500", 12),
            ]
        )
    },
    "rtf": {"a.rtf": RTF.encode()},
    "image": {},
}
