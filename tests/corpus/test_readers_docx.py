import io
import zipfile

import docx as python_docx
import pytest

from corpus import Cell, CorpusError, Paragraph, Table
from corpus.readers import read_bytes
from tests.corpus.office_files import W, cell, docx, paragraph, read_docx, table, texts


def test_paragraphs_and_tables_keep_the_order_of_the_body() -> None:
    source = read_docx(
        paragraph("　　一、总体要求")
        + table(cell("县") + cell("金额"), cell("松阳县") + cell("500"))
        + paragraph("二、措施")
    )
    assert source.format == "docx"
    assert source.blocks == (
        Paragraph("　　一、总体要求"),
        Table(((Cell("县"), Cell("金额")), (Cell("松阳县"), Cell("500")))),
        Paragraph("二、措施"),
    )


def test_a_file_by_python_docx_is_read_with_its_headings() -> None:
    document = python_docx.Document()
    document.add_heading("第一章 总则", level=1)
    document.add_paragraph("第一条 为了规范管理，制定本办法。")
    buffer = io.BytesIO()
    document.save(buffer)
    source = read_bytes(buffer.getvalue(), "办法.docx")
    assert source.blocks == (
        Paragraph("第一章 总则", style=1),
        Paragraph("第一条 为了规范管理，制定本办法。"),
    )


def test_merged_cells_become_spans_and_a_cell_keeps_its_lines() -> None:
    start, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    source = read_docx(
        table(
            cell("单位", start) + cell("2018年", '<w:gridSpan w:val="2"/>'),
            cell("", goes_on) + cell("一季度") + cell("二季度"),
            cell("县教育局\n县财政局") + cell("500") + cell("500"),
        )
    )
    assert source.blocks == (
        Table(
            (
                (Cell("单位", rows=2), Cell("2018年", columns=2)),
                (Cell("一季度"), Cell("二季度")),
                (Cell("县教育局\n县财政局"), Cell("500"), Cell("500")),
            )
        ),
    )


def test_a_header_row_is_marked_and_a_nested_table_becomes_lines_of_its_cell() -> None:
    inner = table(cell("项目") + cell("金额"), cell("道路") + cell("30"))
    source = read_docx(
        f"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('类别')}{cell('明细')}</w:tr>"
        f"<w:tr>{cell('一')}<w:tc>{inner}{paragraph('')}</w:tc></w:tr></w:tbl>"
    )
    assert source.blocks == (
        Table(
            (
                (Cell("类别", header=True), Cell("明细", header=True)),
                (Cell("一"), Cell("项目　金额；\n道路　30")),
            )
        ),
    )


def test_a_table_of_one_column_is_a_frame_around_paragraphs() -> None:
    source = read_docx(table(cell("专栏1 重点工程"), cell("1.道路\n2.桥梁")))
    assert texts(source) == ["专栏1 重点工程", "1.道路", "2.桥梁"]


def test_tracked_changes_read_as_the_final_version() -> None:
    body = (
        '<w:p><w:r><w:t>每年</w:t></w:r><w:del w:id="1"><w:r><w:delText>300</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>500</w:t></w:r></w:ins><w:r><w:t>万元</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>'
        '<w:del w:id="4"><w:r><w:delText>删去的一段</w:delText></w:r></w:del></w:p>' + paragraph("后一段")
    )
    source = read_docx(body)
    assert texts(source) == ["每年500万元", "后一段"]
    assert any("删除" in note for note in source.notes)


def test_hidden_text_field_codes_and_prompts_are_left_out() -> None:
    body = (
        paragraph("看得见")
        + paragraph("看不见", run="<w:vanish/>")
        + '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>第3页</w:t></w:r></w:p>'
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('单击此处输入')}"
        "</w:sdtContent></w:sdt>"
    )
    source = read_docx(body)
    assert texts(source) == ["看得见", "", "第3页"]
    assert any("隐藏" in note for note in source.notes)


def test_breaks_end_a_line_and_tabs_stay() -> None:
    body = "<w:p><w:r><w:t>关于某事项</w:t><w:br/><w:t>的通知</w:t><w:tab/><w:t>甲</w:t></w:r></w:p>"
    assert texts(read_docx(body)) == ["关于某事项", "的通知\t甲"]


def test_footnotes_follow_their_paragraph() -> None:
    body = (
        '<w:p><w:r><w:t>受援县</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        "<w:r><w:t>每年</w:t></w:r></w:p>" + paragraph("后一段")
    )
    notes = f'<w:footnote w:id="2">{paragraph(" 指某县、某区。")}</w:footnote>'
    source = read_docx(body, footnotes=notes)
    assert texts(source) == ["受援县每年", "［注1］指某县、某区。", "后一段"]
    assert any("脚注" in note for note in source.notes)


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('某市人民政府文件')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>某政发〔2018〕1号</w:t></w:r></w:p>"
    )
    assert texts(read_docx(body)) == ["某政发〔2018〕1号", "某市人民政府文件"]


def test_an_automatic_table_of_contents_is_left_out_with_a_note() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>'
    body = paragraph("第一章 总则\t1", '<w:pStyle w:val="11"/>') + paragraph("第一章 总则")
    source = read_docx(body, styles=styles)
    assert texts(source) == ["第一章 总则"]
    assert any("目录" in note for note in source.notes)


def test_the_strict_form_of_the_standard_reads_the_same() -> None:
    plain = docx(paragraph("第一条 正文"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(buffer, "w") as new:
        for member in old.namelist():
            content = old.read(member).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(member, content)
    assert texts(read_bytes(buffer.getvalue(), "严格.docx")) == ["第一条 正文"]


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return buffer.getvalue()


def word(inner: str, head: str = "") -> bytes:
    return zipped(word__document=f"{head}<w:document {W}><w:body>{inner}</w:body></w:document>".encode())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (docx(paragraph("甲"))[:-60], "损坏"),
        (zipped(word__other=b"<a/>"), "缺少正文"),
        (word(""), "没有文字"),
        (word("<w:p/>" * 3_000_000), "庞大|复杂"),
        (word(paragraph("空" * 40_000_000)), "庞大"),
        (word("<w:tbl><w:tr><w:tc>" * 30 + paragraph("甲") + "</w:tc></w:tr></w:tbl>" * 30), "嵌套过深"),
        (word("<w:sdt>" * 400 + "</w:sdt>" * 400), "损坏"),
        (word(paragraph("&x;"), '<!DOCTYPE a [<!ENTITY x "炸弹">]>'), "实体"),
        (
            word(table(*['<w:tc><w:tcPr><w:gridSpan w:val="999"/></w:tcPr></w:tc>' + cell("甲")] * 999)),
            "过大",
        ),
    ],
)
def test_a_hostile_or_broken_docx_is_refused_with_a_reason(data: bytes, says: str) -> None:
    with pytest.raises(CorpusError, match=says) as error:
        read_bytes(data, "坏.docx")
    assert str(error.value).startswith("坏.docx：")
    assert "请" in str(error.value)


def test_a_docx_of_pictures_alone_asks_for_ocr() -> None:
    picture = '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/>'
    with pytest.raises(CorpusError, match="OCR"):
        read_docx(f"<w:p><w:r><w:drawing>{picture}</w:drawing></w:r></w:p>")
