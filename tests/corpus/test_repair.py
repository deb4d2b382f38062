"""What scanning, page ends and typing did to a text is mended, and every change can be undone."""

from __future__ import annotations

import pytest

from corpus import Document, Paragraph, Source, parse
from corpus.render import restore


def document(*lines: str) -> Document:
    source = Source("文件.txt", "txt", tuple(Paragraph(line, wrapped=True) for line in lines))
    return parse(source, document_id="d").document


def body(*lines: str) -> str:
    """The text of some lines that stand under a heading of a document."""
    found = document("某市扶贫工作方案", "为做好扶贫协作工作，制定本方案。", "一、任务", *lines)
    assert restore(found.text, found.repairs) == found.original
    return found.text.split("一、任务\n", 1)[1]


@pytest.mark.parametrize(
    ("received", "mended"),
    [
        ("带动贫困人ロ脱贫。", "带动贫困人口脱贫。"),
        ("一次性补贴为每人1 500元。", "一次性补贴为每人1500元。"),
        ("总投资12 350 000元，其中2018 500元不计。", "总投资12350000元，其中2018 500元不计。"),
        ("积极争取人力、财カ、物力支持。", "积极争取人力、财力、物力支持。"),
        ("做好专业技术人オ的服务。", "做好专业技术人才的服务。"),
        ("2019一2020年继续选派。", "2019—2020年继续选派。"),
        ("**强化责任落实。**按月通报。", "强化责任落实。按月通报。"),
        ("强化\u200b责任\u00ad落实。", "强化责任落实。"),
        ("扶贫协作要做好扶 贫协作。", "扶贫协作要做好扶贫协作。"),
        ("⼈⺠政府负责落实。", "人民政府负责落实。"),
        ("坚持统筹,突出重点;压实责任。", "坚持统筹，突出重点；压实责任。"),
        ("按照(中办发〔2016〕69号）执行。", "按照（中办发〔2016〕69号）执行。"),
    ],
)
def test_a_defect_is_mended(received: str, mended: str) -> None:
    assert body(received) == mended


@pytest.mark.parametrize(
    "line",
    [
        "カラオケ店不在补助范围。",
        "按照3*4的规格制作标牌。",
        "《甲省教育厅 甲省财政厅关于资助工作的通知》继续执行。",
        "联系人：张三 电话：12345678。",
        "比例为1:2.5，时间为17:00。",
        "按照(中办发〔2016〕69号)执行。",
    ],
)
def test_what_is_no_defect_stays(line: str) -> None:
    assert body(line) == line


@pytest.mark.parametrize(
    "number", ["— 3 —", "- 3 -", "－3－", "第3页", "第 3 页 共 9 页", "第3页/共9页", "Page 3 of 9"]
)
def test_a_sentence_goes_on_over_a_page_end(number: str) -> None:
    before = "各县（区）要加强组织领导，落实工作责任，统筹各方力量，研究解决重大"
    assert body(before, "", number, "", "问题，确保取得实效。") == f"{before}问题，确保取得实效。"


def test_page_numbers_that_stand_alone_and_count_up_are_taken_out() -> None:
    lines: list[str] = []
    for page in range(1, 5):
        lines += [f"任务{page}由市有关部门按照职责分工负责。"] * 8
        lines += ["", str(page), ""]
    assert not any(line.isdecimal() for line in body(*lines).split("\n"))


def test_a_running_head_is_taken_out_beside_page_numbers() -> None:
    lines: list[str] = []
    for page in range(1, 5):
        lines += [f"任务{page}第{line}项由市有关部门分工负责。" for line in range(1, 9)]
        lines += [f"— {page} —", "某市扶贫工作方案汇编"]
    assert "汇编" not in body(*lines)


def test_repeated_lines_of_the_text_are_no_running_head() -> None:
    lines: list[str] = []
    for page in range(1, 5):
        lines += [f"任务{page}由市有关部门分工负责。", "责任单位：市教育局", f"— {page} —"]
    assert body(*lines).count("责任单位：市教育局") == 4


def test_lines_broken_at_a_fixed_width_become_paragraphs() -> None:
    text = document(
        "某市关于加强社区矫正工作的实施意见",
        "　　为深入贯彻落实中央、省关于加强社区矫正工作的",
        "决策部署，进一步健全工作机制，提升工作水平，结合我",
        "市实际，提出如下实施意见。",
        "　　一、总体要求",
        "　　坚持党的领导，坚持以人民为中心，坚持依法治理，",
        "着力构建党委统一领导、政府组织实施、部门协调配合、",
        "社会广泛参与的工作格局。",
        "　　二、主要任务",
        "　　（一）健全组织网络。各县（市、区）要成立社区矫",
        "正委员会，由政府分管负责同志任主任。",
    ).text
    assert text.split("\n")[2:] == [
        "一、总体要求",
        "坚持党的领导，坚持以人民为中心，坚持依法治理，"
        "着力构建党委统一领导、政府组织实施、部门协调配合、社会广泛参与的工作格局。",
        "二、主要任务",
        "（一）健全组织网络。各县（市、区）要成立社区矫正委员会，由政府分管负责同志任主任。",
    ]


def test_a_heading_without_a_stop_is_not_joined_with_its_text() -> None:
    lines = ("（一）坚持供需两端发力，想方设法提振消费", "消费是发展的短板，必须大力提振。")
    assert body(*lines) == "\n".join(lines)


def test_a_broken_line_that_begins_with_a_cited_article_is_joined() -> None:
    assert (
        body("违反第二十条规定的，依照", "第三十条规定处罚。") == "违反第二十条规定的，依照第三十条规定处罚。"
    )


def test_a_title_over_several_lines_is_one() -> None:
    text = document("某市人民政府办公室", "关于印发某市扶贫协作", "实施方案的通知", "各县（区）：").text
    assert text.split("\n")[0] == "某市人民政府办公室关于印发某市扶贫协作实施方案的通知"


def test_every_repair_names_its_place_in_both_texts() -> None:
    found = document("某市方案", "", "　　一、任务。带动贫困人ロ脱贫。")
    repair = next(repair for repair in found.repairs if repair.kind == "look_alike")
    assert found.original[repair.source_start : repair.source_end] == repair.before == "ロ"
    assert found.text[repair.start : repair.end] == repair.after == "口"
