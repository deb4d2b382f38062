import importlib.util
import io

import pypdfium2
import pytest

from corpus import Cell, CorpusError, Paragraph, Table
from corpus.readers import pdf as pdf_reader
from corpus.readers import read_bytes
from corpus.source import Source
from tests.corpus.office_files import texts
from tests.corpus.pdf_files import grid, paragraphs, pdf, rule, text

TITLE = "关于促进产业发展的意见"
LONG = (
    "为进一步促进产业发展，按照“资金跟着项目走”的要求，2018年安排财政资金3000万元，重点支持特色产业发展、基础设施建设"
    "和公共服务提升，完善项目库管理制度，加强绩效评价和监督检查，确保各项任务按期完成"
)
BODY = [
    f"{LONG}。",
    "一、总体要求",
    "（一）加大投入。每年安排资金500万元。",
    f"（二）{LONG[::-1]}。",
    "二、主要措施",
]


def read(*pages: str, **how: object) -> Source:
    return read_bytes(pdf(pages, **how), "意见.pdf")  # type: ignore[arg-type]


def test_lines_of_a_paragraph_are_joined_and_paragraphs_kept_apart() -> None:
    source = read(text(200, 800, TITLE, 22) + paragraphs(BODY))
    assert source.format == "pdf"
    assert texts(source) == [TITLE, *BODY]
    assert {block.page for block in source.blocks} == {1}


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_paragraph_goes_on_over_the_end_of_a_page(cut: int) -> None:
    lines = paragraphs(BODY).splitlines(keepends=True)
    lower = "".join(lines[cut:])
    source = read("".join(lines[:cut]), lower)
    assert texts(source) == BODY
    assert source.blocks[0].page == 1


def test_a_long_file_is_read_a_run_of_pages_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "_PAGES", 2)
    for count in (2, 3, 4):
        source = read(*(paragraphs([f"{BODY[2]}第{'甲乙丙丁'[number]}页。"]) for number in range(count)))
        assert [block.page for block in source.blocks] == list(range(1, count + 1))


def test_running_heads_and_page_numbers_are_left_out_with_a_note() -> None:
    pages = [
        text(90, 810, "某县人民政府文件", 10) + text(280, 30, f"— {number} —", 10) + paragraphs(body)
        for number, body in enumerate((BODY[:2], BODY[2:4], BODY[4:]), start=1)
    ]
    source = read(*pages)
    assert texts(source) == BODY
    assert any("页眉" in note for note in source.notes)


OTHER = "另一栏的文字要在前一栏之后读出" * 6 + "。"


@pytest.mark.parametrize(
    "numbers", [("1", "2", "3"), ("12", "13", "14"), ("第1页 共3页", "第2页 共3页", "第3页 共3页")]
)
def test_page_numbers_count_with_the_pages(numbers: tuple[str, ...]) -> None:
    bodies = [BODY[1], BODY[2], BODY[4]]
    pages = [
        text(290, 40, number, 10) + paragraphs([body]) for number, body in zip(numbers, bodies, strict=True)
    ]
    assert texts(read(*pages)) == bodies


def test_a_figure_at_the_foot_of_a_page_is_no_page_number() -> None:
    assert texts(read(paragraphs(BODY[:2]) + text(290, 60, "3000"), paragraphs(BODY[2:3])))[-2:] == [
        "3000",
        BODY[2],
    ]


def test_columns_are_read_one_after_the_other() -> None:
    left = paragraphs([LONG + "。"], left=60, columns=14)
    right = paragraphs([OTHER], left=320, columns=14)
    interleaved = "".join(
        line
        for pair in zip(left.splitlines(keepends=True), right.splitlines(keepends=True), strict=False)
        for line in pair
    )
    rest = "".join(left.splitlines(keepends=True)[len(right.splitlines()) :])
    source = read(text(180, 800, TITLE, 22) + interleaved + rest)
    assert texts(source) == [TITLE, LONG + "。", OTHER]


XS, YS = (90.0, 200.0, 300.0, 400.0), (700.0, 660.0, 620.0, 580.0)


def cells(rows: list[list[str]], ys: tuple[float, ...] = YS) -> str:
    return "".join(
        text(XS[column] + 6, ys[row] - 25, content, 12)
        for row, line in enumerate(rows)
        for column, content in enumerate(line)
        if content
    )


def test_a_ruled_table_is_a_table_between_its_paragraphs() -> None:
    rows = [["县", "金额", "单位"], ["松阳县", "500", "万元"], ["遂昌县", "500", "万元"]]
    source = read(
        text(90, 760, "附件：资金安排表") + grid(XS, YS) + cells(rows) + text(90, 540, "注：不含社会捐赠。")
    )
    assert source.blocks == (
        Paragraph("附件：资金安排表", page=1),
        Table(tuple(tuple(map(Cell, row)) for row in rows), page=1),
        Paragraph("注：不含社会捐赠。", page=1),
    )


def test_borders_drawn_as_thin_shapes_in_one_path_are_lines_too() -> None:
    across = "".join(f"{XS[0]} {y} {XS[-1] - XS[0]} 0.5 re " for y in YS)
    down = "".join(f"{x} {YS[-1]} 0.5 {YS[0] - YS[-1]} re " for x in XS)
    rows = [["县", "金额", "单位"], ["松阳县", "500", "万元"], ["遂昌县", "500", "万元"]]
    shading = f"0.9 g {XS[0]} {YS[1]} {XS[-1] - XS[0]} {YS[0] - YS[1]} re f 0 g\n"
    source = read(f"{shading}{across}{down}f\n{cells(rows)}")
    assert source.blocks == (Table(tuple(tuple(map(Cell, row)) for row in rows), page=1),)


def test_cells_that_no_line_parts_are_merged() -> None:
    lines = (
        "".join(rule(XS[0], y, XS[3], y) for y in (YS[0], YS[2], YS[3]))
        + rule(XS[1], YS[1], XS[3], YS[1])
        + "".join(rule(x, YS[0], x, YS[3]) for x in (XS[0], XS[1], XS[3]))
        + rule(XS[2], YS[1], XS[2], YS[3])
    )
    source = read(lines + cells([["单位", "2018年", ""], ["", "一季度", "二季度"], ["教育局", "500", "600"]]))
    assert source.blocks == (
        Table(
            (
                (Cell("单位", rows=2), Cell("2018年", columns=2)),
                (Cell("一季度"), Cell("二季度")),
                (Cell("教育局"), Cell("500"), Cell("600")),
            ),
            page=1,
        ),
    )


def test_lines_of_a_cell_are_joined_where_the_next_word_had_no_room() -> None:
    filled = (
        text(96, 685, "组织开展产学研", 12) + text(96, 668, "对接活动", 12) + text(206, 685, "区科技局", 12)
    )
    filled += text(206, 668, "县财政局", 12)
    source = read(
        grid((90.0, 190.0, 300.0), (700.0, 660.0, 620.0))
        + filled
        + text(96, 635, "甲", 12)
        + text(206, 635, "乙", 12)
    )
    table = source.blocks[0]
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[0]] == ["组织开展产学研对接活动", "区科技局\n县财政局"]


def test_a_table_over_two_pages_is_one_with_its_head_once() -> None:
    head = ["县", "金额", "单位"]
    first = grid(XS, YS) + cells([head, ["松阳县", "500", "万元"], ["遂昌县", "600", "万元"]])
    second = grid(XS, YS) + cells([head, ["庆元县", "700", "万元"], ["景宁县", "800", "万元"]])
    source = read(first, second)
    assert len(source.blocks) == 1
    table = source.blocks[0]
    assert isinstance(table, Table)
    assert [row[0].text for row in table.rows] == ["县", "松阳县", "遂昌县", "庆元县", "景宁县"]


def test_a_row_cut_by_the_end_of_a_page_is_mended() -> None:
    first = grid(XS, YS) + cells(
        [["序号", "内容", "单位"], ["1", "甲", "教育局"], ["2", "组织开展产学", "科技局"]]
    )
    second = grid(XS, YS[:3]) + cells([["", "研对接", ""], ["3", "丙", "财政局"]])
    table = read(first, second).blocks[0]
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows[2:]] == [
        ["2", "组织开展产学研对接", "科技局"],
        ["3", "丙", "财政局"],
    ]


def test_a_frame_around_text_is_no_table() -> None:
    source = read(grid((80.0, 510.0), (790.0, 500.0)) + paragraphs(BODY[:3]))
    assert texts(source) == BODY[:3]


@pytest.mark.parametrize(("rotate", "matrix"), [(0, "1 0 0 1"), (90, "0 1 -1 0")])
def test_a_page_shown_turned_reads_upright(rotate: int, matrix: str) -> None:
    if rotate:
        content = text(300, 100, "第一行文字在上", matrix=matrix) + text(
            340, 100, "第二行文字在下", matrix=matrix
        )
    else:
        content = text(100, 340, "第一行文字在上") + text(100, 300, "第二行文字在下")
    assert texts(read(content, rotate=rotate)) == ["第一行文字在上", "第二行文字在下"]


def test_a_slanting_watermark_and_bold_drawn_twice_do_not_disturb() -> None:
    mark = text(150, 300, "内部资料", 60, matrix="0.7 0.7 -0.7 0.7")
    twice = text(90, 700, "重要通知请认真贯彻执行") + text(90.2, 700, "重要通知请认真贯彻执行")
    assert texts(read(mark + twice)) == ["重要通知请认真贯彻执行"]


def test_footnotes_follow_the_paragraph_that_goes_on_over_the_page() -> None:
    lines = paragraphs([f"{LONG}，{LONG}。", *BODY[1:3]]).splitlines(keepends=True)
    note = text(90, 70, "① 指某县、某区和某市。", 9)
    source = read("".join(lines[:3]) + note, "".join(lines[3:]))
    assert texts(source) == [f"{LONG}，{LONG}。", "［注］① 指某县、某区和某市。", *BODY[1:3]]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.5\n%%EOF\n", "损坏"),
        (pdf(["BT ET"]), "没有找到文字"),
        (b"%PDF-1.4\n" + b"\x00" * 2000, "损坏"),
        (b"\x01" * 100, "不是 .pdf"),
    ],
)
def test_a_broken_or_empty_pdf_is_refused_with_a_reason(data: bytes, says: str) -> None:
    with pytest.raises(CorpusError, match=says) as error:
        read_bytes(data, "坏.pdf")
    assert str(error.value).startswith("坏.pdf：")
    assert "请" in str(error.value)


def test_an_encrypted_pdf_says_so() -> None:
    locked = (
        "/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <"
        + "ab" * 32
        + "> /U <"
        + "cd" * 32
        + "> >>"
        " /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
    )
    with pytest.raises(CorpusError, match="密码"):
        read(paragraphs(BODY), encrypt=locked)


def test_scanned_pages_without_ocr_are_never_passed_over_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "ocr_installed", lambda: False)
    with pytest.raises(CorpusError, match=r"policy-assistant\[ocr\]"):
        read("", "", picture=True)
    mixed = read(paragraphs(BODY), "", picture=True)
    assert texts(mixed) == BODY
    assert any("第2页" in note and "未读取" in note for note in mixed.notes)
    with pytest.raises(CorpusError, match="OCR"):
        read_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "扫描.png")


def test_a_child_that_crashes_is_an_error_for_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "run_limited", lambda *_, **__: (-11, b""))
    with pytest.raises(CorpusError, match="解析失败"):
        read(paragraphs(BODY))


@pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="the extra ocr is not installed")
def test_a_scanned_page_is_read_by_ocr_with_its_table() -> None:
    rows = [["县名", "金额", "单位"], ["松阳县", "500", "万元"], ["遂昌县", "600", "万元"]]
    page = (
        text(180, 800, TITLE, 22) + text(122, 750, "每年安排财政资金3000万元。") + grid(XS, YS) + cells(rows)
    )
    scan = io.BytesIO()
    pypdfium2.PdfDocument(pdf([page]))[0].render(scale=150 / 72).to_pil().save(scan, "PNG")
    source = read_bytes(scan.getvalue(), "扫描.png")
    assert source.format == "image"
    assert TITLE in texts(source)
    assert any("3000万元" in line for line in texts(source))
    table = source.blocks[-1]
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == rows
    assert any("OCR" in note for note in source.notes)
