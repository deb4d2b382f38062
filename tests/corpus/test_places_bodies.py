"""Names of bodies: found whole, and no description taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.places import bodies


def named(text: str) -> list[str]:
    return [body.name for body in bodies(text)]


FOUND = [
    ("福州市仓山区人民政府", ["福州市仓山区人民政府"]),
    ("中共丽水市委办公室  丽水市人民政府办公室", ["中共丽水市委办公室", "丽水市人民政府办公室"]),
    ("（市委组织部、市教育局、市经信委负责）", ["市委组织部", "市教育局", "市经信委"]),
    (
        "[市财政局、市对口支援办，有关县（市、区），挂川工作组]",
        ["市财政局", "市对口支援办", "挂川工作组"],
    ),
    ("责任单位：区人社局、总工会、团区委、妇联", ["区人社局", "总工会", "团区委", "妇联"]),
    ("由市国土局会同市财政局统筹实施", ["市国土局", "市财政局"]),
    ("市委、市政府予以通报批评", ["市委", "市政府"]),
    (
        "分别设在仓山区农林水利局（区委农办）、中共临洮县委农村工作部",
        ["仓山区农林水利局", "区委农办", "中共临洮县委农村工作部"],
    ),
    ("经国务院同意，财政部、国家发展改革委印发", ["国务院", "财政部", "国家发展改革委"]),
    ("国家统计局、海关总署、最高人民法院", ["国家统计局", "海关总署", "最高人民法院"]),
    ("省委办公厅省政府办公厅关于印发", ["省委办公厅", "省政府办公厅"]),
    ("中共中央办公厅国务院办公厅印发", ["中共中央办公厅", "国务院办公厅"]),
    ("市住房和城乡建设局、市应急管理局、市能源局", ["市住房和城乡建设局", "市应急管理局", "市能源局"]),
    ("广州市天河区发展和改革局办公室  2025年4月24日印发", ["广州市天河区发展和改革局办公室"]),
    ("对紫阳县医院进行技术支援", ["紫阳县医院"]),
    ("科级干部在仓山区人社局挂职任副局长", ["仓山区人社局"]),
    ("安康高新区管委会负责", ["安康高新区管委会"]),
    (
        "市人大常委会办公室，市政协办公室，市纪委办公室，安康军分区",
        ["市人大常委会办公室", "市政协办公室", "市纪委办公室", "安康军分区"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_bodies_are_found_whole(text: str, expected: list[str]) -> None:
    assert named(text) == expected


NONE = [
    "各县区政府、有关部门、市直有关单位、相关市直部门",
    "政府引导、市场运作、企业主体、社会参与",
    "以习近平同志为核心，坚持以人民为中心",
    "东部地区、西部地区、全部、内部、干部、局部",
    "举办招聘会，主办或承办活动，兴办企业，开办公司",
    "仓山区地处东南沿海，位于甘肃中部",
    "县级以上人民政府有关部门、本级人民政府",
    "城市建设、区域协作、县域经济",
    "省内学校、省外学校",
    "分管领导、责任处室和工作人员",
    "",
]


@pytest.mark.parametrize("text", NONE)
def test_a_description_is_no_body(text: str) -> None:
    assert named(text) == []


@given(st.text(alphabet="市县区省委局办部政府人民福州中心、，。（）[]负责的和由国务院", max_size=60))
def test_on_any_text_spans_are_exact_and_ordered(text: str) -> None:
    end = 0
    for body in bodies(text):
        assert text[body.start : body.end] == body.name
        assert end <= body.start < body.end
        end = body.end
