"""Names of places: found where they are meant, and only there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.places import places, short_name


def named(text: str, *names: str) -> list[str]:
    return [place.name for place in places(text, names)]


FOUND = [
    ("福州市仓山区人民政府", ["福州市", "仓山区"]),
    (
        "莲都区结对广元市剑阁县，龙泉市结对广元市昭化区",
        ["莲都区", "广元市", "剑阁县", "龙泉市", "广元市", "昭化区"],
    ),
    ("推动紫阳县特色旅游和名优产品在新北区展示销售", ["紫阳县", "新北区"]),
    (
        "恩施土家族苗族自治州、黔南州、延边朝鲜族自治州",
        ["恩施土家族苗族自治州", "黔南州", "延边朝鲜族自治州"],
    ),
    ("内蒙古自治区和香港特别行政区", ["内蒙古自治区", "香港特别行政区"]),
    ("内蒙今年的目标和内蒙古去年的", ["内蒙", "内蒙古"]),
    ("天宁区与旬阳县结对，长阳县除外", ["天宁区", "旬阳县", "长阳县"]),
    ("丽水每年给每个县多少资金", ["丽水"]),
    ("确定福州结对帮扶定西", ["福州", "定西"]),
    ("四川省6个县（区）", ["四川省"]),
    ("雄安新区、浦东新区", ["雄安新区", "浦东新区"]),
    ("依托安康高新区和旬阳高新区", ["安康高新区", "旬阳高新区"]),
    ("广州南沙经济技术开发区科学技术局", ["广州", "南沙经济技术开发区"]),
    ("责任单位：春江镇、西夏墅镇、\n奔牛镇、河海街道", ["春江镇", "西夏墅镇", "奔牛镇", "河海街道"]),
    ("长顺县代化镇、平塘县大塘镇", ["长顺县", "代化镇", "平塘县", "大塘镇"]),
    ("广顺镇花红村；长寨街道：磨油村、杉木村", ["广顺镇", "花红村", "长寨街道", "磨油村", "杉木村"]),
    ("滨州市的市长是谁", ["滨州市"]),
    ("邢台市任县，芒市（城区）", ["邢台市", "任县", "芒市"]),
    ("云和县石塘镇和白马乡", ["云和县", "石塘镇", "白马乡"]),
    ("青龙县和平镇", ["青龙县", "和平镇"]),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_places_are_found_with_their_edges(text: str, expected: list[str]) -> None:
    assert named(text) == expected


NONE = [
    "每年每个受援县（区）3000万元",
    "上市公司进超市，城市市场和农贸市场",
    "各县区、本地区、贫困地区、深度贫困乡镇及贫困村",
    "市级财政、省级财政、县级有关部门、区级单位",
    "县域经济、区域协调、市域治理、省际合作",
    "有关县（市、区）和市直有关单位",
    "社区、小区、园区、景区、山区、灾区、库区、老区、牧区",
    "开发区、示范区、保护区、试验区、高新区",
    "会同县人民政府有关部门，比如县医院",
    "确保定期安排，推广安全生产，加大理论学习，其中卫生工作",
    "创新乡村治理，航运城市，重大庆典，普通化妆品",
    "规定西部地区、两艘以上海洋渔船、提高水平利用率",
    "县级以上城市人民政府，穿越城市上空，提交城市规划部门",
    "乡（镇）人民政府、镇（乡）与镇（乡）、村与村结对",
    "贫困县区、贫困村和贫困户，脱贫村、行政村、自然村",
    "彩陶之乡、文化县、千年古县、特色小镇、中心镇、乡镇街",
    "编制乡规划，修改镇规划，应当符合乡土特色，围绕乡村旅游",
    "全州县级以上、幸福安康、来宾席、日照时间、白银价格",
    "兼任县长，由县区委书记任组长",
    "财政和省级、政和省、为和县",
    "",
    "市",
]


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_a_place_is_none(text: str) -> None:
    assert named(text) == []


def test_the_suffix_that_begins_another_word_is_not_part_of_the_name() -> None:
    assert named("在福州市场的直供直销") == ["福州"]
    assert named("中原区域协调发展") == []
    assert named("仓山区区位优势") == ["仓山区"]


def test_a_short_name_of_a_county_counts_where_its_full_name_is_known() -> None:
    assert named("新北、紫阳两地") == []
    assert named("新北、紫阳两地", "新北区", "紫阳县") == ["新北", "紫阳"]
    assert named("紫阳县的紫阳富硒茶") == ["紫阳县", "紫阳"]
    assert named("提高平利县水平利用率，到平利考察") == ["平利县", "平利"]


def test_a_short_name_tells_its_full_name() -> None:
    (place,) = places("丽水每年多少")
    assert (place.full, place.start, place.end) == ("丽水市", 0, 2)
    assert places("新北两地", ["新北区"])[0].full == "新北区"
    assert places("吉林和海南")[0].full == "吉林省"


def test_a_name_that_no_table_holds_is_found_where_it_is_known() -> None:
    assert named("川渡县和川渡的乡镇") == []
    assert named("川渡县和川渡的乡镇", "川渡县") == ["川渡县", "川渡"]


def test_a_name_that_is_also_a_common_word_needs_its_full_name() -> None:
    assert named("祝您幸福安康") == []
    assert named("安康有哪些结对县", "安康市") == ["安康"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("丽水市", "丽水"),
        ("四川省", "四川"),
        ("新疆维吾尔自治区", "新疆"),
        ("恩施土家族苗族自治州", "恩施"),
        ("长阳土家族自治县", "长阳"),
        ("香港特别行政区", "香港"),
        ("雄安新区", "雄安"),
        ("大兴安岭地区", "大兴安岭"),
        ("沙县", "沙县"),
        ("春江镇", "春江"),
    ],
)
def test_a_short_name_leaves_out_the_kind(name: str, short: str) -> None:
    assert short_name(name) == short


@given(st.text(alphabet="丽水市安康紫阳县区镇乡村街道的在和、。场域高新北上海口（）12", max_size=60))
def test_on_any_text_spans_are_exact_and_ordered(text: str) -> None:
    end = 0
    for place in places(text):
        assert text[place.start : place.end] == place.name
        assert end <= place.start < place.end
        end = place.end
