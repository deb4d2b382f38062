"""Tables, declared or flattened, become one record a row with its full header path and unit."""

from __future__ import annotations

import pytest

from corpus import Cell, Clause, Paragraph, Source, Table, parse


def rows(*blocks: Paragraph | Table) -> list[Clause]:
    head = (Paragraph("某县关于资金安排的通知"), Paragraph("一、总体安排。资金安排见下表。"))
    clauses = parse(Source("文件.docx", "docx", (*head, *blocks)), document_id="d").clauses
    return [clause for clause in clauses if clause.kind == "table_row"]


def table(*lines: str) -> Table:
    """A table from lines of cells set apart by bars; ``^n`` spans n rows, ``>n`` n columns."""
    parsed = []
    for line in lines:
        cells = []
        for piece in line.split("|"):
            text, _, wide = piece.partition(">")
            text, _, high = text.partition("^")
            cells.append(Cell(text, int(high or 1), int(wide or 1)))
        parsed.append(tuple(cells))
    return Table(tuple(parsed))


def flattened(text: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(line, wrapped=True) for line in text.split("\n"))


def texts(found: list[Clause]) -> list[str]:
    return [clause.text for clause in found]


def test_equal_neighbours_stay_apart() -> None:
    found = rows(table("县|2018年|2019年|2020年", "松阳县|500|500|600"))
    assert texts(found) == ["县：松阳县；2018年：500；2019年：500；2020年：600"]


def test_a_header_over_several_rows_is_written_as_a_path() -> None:
    found = rows(table("县^2|资金（万元）>2", "省级|市级", "甲县|500|300"))
    assert texts(found) == ["县：甲县；资金（万元）/省级：500；资金（万元）/市级：300"]


def test_a_cell_merged_down_is_filled_in_every_row_it_covers() -> None:
    found = rows(table("类型|任务|单位", "科技帮扶^2|推广成果。|科技局", "对接活动；|科技局"))
    assert texts(found) == [
        "类型：科技帮扶；任务：推广成果；单位：科技局",
        "类型：科技帮扶；任务：对接活动；单位：科技局",
    ]


def test_an_ordinal_is_a_label_and_never_filled_down() -> None:
    found = rows(table("序号|类型|任务", "一^2|科技^2|推广", "对接"))
    assert texts(found) == ["序号：一；类型：科技；任务：推广", "类型：科技；任务：对接"]


def test_the_unit_above_a_table_goes_to_its_figures() -> None:
    found = rows(Paragraph("资金安排表"), Paragraph("单位：万元"), table("县|金额|比例", "甲县|500|20%"))
    assert texts(found) == ["县：甲县；金额（万元）：500；比例：20%"]
    assert found[0].label.endswith("资金安排表第1行")


def test_a_row_that_sums_up_is_marked() -> None:
    found = rows(table("县|金额（万元）", "甲县|500", "合计|500"))
    assert found[-1].label.endswith("（合计）")


def test_a_row_over_all_columns_is_a_heading_of_the_rows_below() -> None:
    found = rows(table("任务|单位|时间", "一、产业帮扶>3", "建设园区|农业局|6月"))
    assert texts(found) == ["任务：建设园区；单位：农业局；时间：6月"]
    assert found[0].id == "d:t1.1"


@pytest.mark.parametrize(
    "text",
    [
        "\t序号\n\t县\n\t项目\n\n\t1\n\t甲县\n\t道路\n\n\t2\n\t乙县\n\t学校",
        "序号\t县\t项目\n1\t甲县\t道路\n2\t乙县\t学校",
        "|序号|县|项目|\n|---|---|---|\n|1|甲县|道路|\n|2|乙县|学校|",
        "序号|县|项目\n1|甲县|道路\n2|乙县|学校",
        "\t序号\n\t县\n\t项目\n\t1\n\t甲县\n\t道路\n\t2\n\t乙县\n\t学校",
    ],
    ids=["a cell a line", "tabs", "markdown", "bars", "a cell a line without gaps"],
)
def test_a_flattened_table_gives_the_same_rows(text: str) -> None:
    assert texts(rows(*flattened(text))) == [
        "序号：1；县：甲县；项目：道路",
        "序号：2；县：乙县；项目：学校",
    ]


def test_a_cell_that_goes_on_on_the_next_line_is_one() -> None:
    found = rows(*flattened("\t镇\n\t村\n\n\t春江镇、\n奔牛镇\n\t东村\n\n\t河海街道\n\t西村"))
    assert texts(found)[0] == "镇：春江镇、奔牛镇；村：东村"


def test_a_page_end_inside_a_flattened_table_ends_no_row() -> None:
    found = rows(*flattened("\t县\n\t项目\n\n\t甲县\n\n- 1 -\n\n\t道路\n\n\t乙县\n\t学校"))
    assert texts(found) == ["县：甲县；项目：道路", "县：乙县；项目：学校"]


def test_two_tables_of_an_attachment_are_told_apart() -> None:
    one = table("县|金额", "甲县|500")
    found = rows(Paragraph("附件1"), Paragraph("资金表"), one, Paragraph("项目表"), one)
    assert [row.label.split("》")[1] for row in found] == ["附件1表1第1行", "附件1表2第1行"]
    assert [row.id for row in found] == ["d:a1.t1.1", "d:a1.t2.1"]


def test_text_with_tabs_that_is_no_table_stays_text() -> None:
    assert rows(*flattened("发文机关：\t某市人民政府\n成文日期：\t2018年6月1日")) == []


@pytest.mark.parametrize(
    ("said", "cell", "remark"),
    [
        (
            "全年举办专场招聘会10场次，开展技能培训200人次。",
            "全年举办专场招聘会12场次，开展技能培训200人次",
            "“12场”与正文二、“10场”不一致",
        ),
        (
            "协助本县职教学校与本地职业技术学校建立合作关系。",
            "协助本县职教中心与本地职业技术学校建立合作关系",
            "“职教中心”与正文二、“职教学校”不一致",
        ),
    ],
)
def test_a_row_that_contradicts_the_body_is_noted(said: str, cell: str, remark: str) -> None:
    blocks = (
        Paragraph("某县工作方案"),
        Paragraph("一、组织领导。成立领导小组。"),
        Paragraph(f"二、主要任务。{said}"),
        Paragraph("任务分解表"),
        table("任务|单位", f"{cell}|人社局", "其他|各单位"),
    )
    notes = parse(Source("文件.docx", "docx", blocks), document_id="d").document.notes
    assert len(notes) == 1
    assert remark in notes[0]


def test_a_pairing_that_the_body_makes_otherwise_is_noted() -> None:
    blocks = (
        Paragraph("某市结对方案"),
        Paragraph("一、结对安排。甲县结对东山县，乙县结对西山县，丙县结对南山县。"),
        Paragraph("结对关系一览表"),
        table("县|结对县", "甲县|东山县", "乙县|西山县", "丙县|北山县"),
    )
    notes = parse(Source("文件.docx", "docx", blocks), document_id="d").document.notes
    assert [note for note in notes if "丙县结对南山县" in note] == list(notes) != []
