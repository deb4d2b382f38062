import datetime
import io
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from corpus import Cell, CorpusError, Paragraph, Table
from corpus.readers import read_bytes
from corpus.readers.cell_format import shown
from corpus.source import Source
from tests.corpus.office_files import xlsx


def workbook(fill: Callable[[Worksheet], None], title: str = "Sheet1") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    fill(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(fill: Callable[[Worksheet], None], title: str = "Sheet1") -> Source:
    return read_bytes(workbook(fill, title), "表.xlsx")


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("500", "General", "500"),
        ("0.1", "General", "0.1"),
        ("0.30000000000000004", "General", "0.3"),
        ("12345678901.5", "General", "12345678902"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("1234.5", "0", "1235"),
        ("0.156", "0.0%", "15.6%"),
        ("0.5", "0%", "50%"),
        ("7", "000", "007"),
        ("0.5", "#.##", ".5"),
        ("3000", '#,##0"万元"', "3,000万元"),
        ("3000", "0\\元", "3000元"),
        ("-5", "0;(0)", "(5)"),
        ("-5", "0.0", "-5.0"),
        ("0", '0;-0;"无"', "无"),
        ("12000000", '0.0,,"百万"', "12.0百万"),
        ("12", "[$¥-804]#,##0", "¥12"),
        ("12", "[Red]0", "12"),
        ("12", "[DBNum1][$-804]General", "十二"),
        ("0.00012", "0.00E+00", "1.20E-4"),
        ("43430", 'yyyy"年"m"月"d"日"', "2018年11月26日"),
        ("43430", "yyyy/m/d", "2018/11/26"),
        ("43430", "yyyy-mm-dd", "2018-11-26"),
        ("43430", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇一八年十一月二十六日"),
        ("43430.75", "yyyy/m/d h:mm", "2018/11/26 18:00"),
        ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("0.75", '上午/下午h"时"mm"分"', "下午6时00分"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("60.5", "General", "60.5"),
        ("99999999", "yyyy-mm-dd", "99999999"),
        ("1E+400", "0", "1E+400"),
        ("nan", "0", "nan"),
        ("x", "0", "x"),
        ("5", "", "5"),
    ],
)
def test_a_number_is_written_as_its_cell_shows_it(value: str, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_days_can_be_counted_from_1904() -> None:
    assert shown("0", "yyyy-mm-dd", from_1904=True) == "1904-01-01"


def test_a_sheet_is_a_table_of_what_its_cells_show() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["县", "金额", "占比", "日期"])
        sheet.append(["松阳县", 500, 0.25, datetime.date(2018, 8, 16)])
        sheet["C2"].number_format = "0%"
        sheet["D2"].number_format = 'yyyy"年"m"月"d"日"'

    source = read(fill)
    assert source.format == "xlsx"
    assert source.blocks == (
        Table(
            (
                (Cell("县"), Cell("金额"), Cell("占比"), Cell("日期")),
                (Cell("松阳县"), Cell("500"), Cell("25%"), Cell("2018年8月16日")),
            )
        ),
    )


def test_merged_ranges_become_spans_and_empty_edges_go() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["B3"], sheet["C3"] = "单位", "2018年"
        sheet["C4"], sheet["D4"] = "一季度", "二季度"
        sheet["B5"], sheet["C5"], sheet["D5"] = "教育局\n财政局", 500, 500
        sheet.merge_cells("B3:B4")
        sheet.merge_cells("C3:D3")
        sheet["H90"].number_format = "0.00"

    assert read(fill).blocks == (
        Table(
            (
                (Cell("单位", rows=2), Cell("2018年", columns=2)),
                (Cell("一季度"), Cell("二季度")),
                (Cell("教育局\n财政局"), Cell("500"), Cell("500")),
            )
        ),
    )


def test_title_unit_and_remarks_around_a_table_are_paragraphs() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "2018年资金安排表"
        sheet.merge_cells("A1:B1")
        sheet["B2"] = "单位：万元"
        sheet["A3"], sheet["B3"], sheet["A4"], sheet["B4"] = "县", "金额", "松阳县", 500
        sheet["A6"] = "注：金额为财政资金，不含社会捐赠。"

    source = read(fill)
    assert source.blocks == (
        Paragraph("2018年资金安排表"),
        Paragraph("单位：万元"),
        Table(((Cell("县"), Cell("金额")), (Cell("松阳县"), Cell("500")))),
        Paragraph("注：金额为财政资金，不含社会捐赠。"),
    )


def test_a_telling_sheet_name_is_kept() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["县", "金额"])
        sheet.append(["松阳县", 500])

    assert read(fill, "资金安排").blocks[0] == Paragraph("资金安排")
    assert isinstance(read(fill, "Sheet2").blocks[0], Table)


def test_what_is_hidden_is_left_out_with_a_note() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (["县", "内部", "金额"], ["松阳县", "x", 500], ["旧行", "y", 400]):
            sheet.append(row)
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[3].hidden = True
        assert sheet.parent is not None
        sheet.parent.create_sheet("草稿").sheet_state = "hidden"

    source = read(fill)
    assert source.blocks == (Table(((Cell("县"), Cell("金额")), (Cell("松阳县"), Cell("500")))),)
    assert len(source.notes) == 2


def test_a_formula_without_a_saved_result_is_noted() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["县", "金额"])
        sheet.append(["合计", "=SUM(B1:B1)"])

    source = read(fill)
    assert any("公式" in note for note in source.notes)


def row(number: int, *cells: str) -> str:
    inner = "".join(f'<c t="str"><v>{text}</v></c>' for text in cells)
    return f'<row r="{number}">{inner}</row>'


def test_cells_far_apart_stand_side_by_side() -> None:
    cells = (
        '<row r="1"><c r="A1" t="str"><v>甲</v></c><c r="XFD1" t="str"><v>乙</v></c></row>'
        '<row r="1048576"><c r="A1048576" t="str"><v>丙</v></c><c r="B1048576" t="str"><v>丁</v></c></row>'
    )
    assert read_bytes(xlsx(f"<sheetData>{cells}</sheetData>"), "表.xlsx").blocks == (
        Table(((Cell("甲"), Cell(""), Cell("乙")), (Cell("丙"), Cell("丁"), Cell("")))),
    )


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (workbook(lambda sheet: None), "没有内容"),
        (workbook(lambda sheet: sheet.append(["甲"]))[:-100], "损坏"),
        (xlsx(f"<sheetData>{''.join(row(n, '甲') for n in range(1, 120_000))}</sheetData>"), "过大|复杂"),
        (xlsx("<sheetData>" + "".join(
            f'<row r="{n}"><c r="{chr(65 + n % 26)}{chr(65 + n // 26 % 26)}{n}" t="str"><v>甲</v></c></row>'
            for n in range(1, 677)
        ) + "</sheetData>"), "过大"),
        (xlsx("<sheetData>" + "<c/>" * 2_000_000 + "</sheetData>"), "庞大|复杂"),
    ],
)  # fmt: skip
def test_a_broken_hostile_or_empty_workbook_is_refused_with_a_reason(data: bytes, says: str) -> None:
    with pytest.raises(CorpusError, match=says) as error:
        read_bytes(data, "坏.xlsx")
    assert str(error.value).startswith("坏.xlsx：")
    assert "请" in str(error.value)
