"""Metadata: every value as the text says it, with its place, and nothing invented."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.library import bundled_corpus
from corpus.manifest import read_manifest
from corpus.metadata import Metadata, read_metadata
from corpus.metadata.dates import find_dates
from corpus.parse import parse
from corpus.readers import read_source


@dataclass(frozen=True)
class Case:
    text: str
    said: dict[str, object]
    evidence: dict[str, list[str]]


NOTICE = """丽水市财政局文件

丽财农〔2018〕12号                    签发人：张三

关于印发《丽水市对口支援资金
管理办法》的通知

各县（市、区）财政局，市直各单位：
《丽水市对口支援资金管理办法》已经市政府同意，现印发给你们，请认真贯彻执行。

丽水市财政局
二〇一八年二月二十八日

丽水市对口支援资金管理办法
（试行）

第一条　为规范资金管理，根据《预算法》《中央对口支援资金管理办法》（财农[2017]8号）制定本办法。
第二条　许可证有效期五年。
第三条　本办法自2018年3月1日起施行，有效期3年。

抄送：省财政厅，市委办公室。
丽水市财政局办公室          2018年3月2日印发
"""

CASES = {
    "a notice under a red head that carries a measure on trial": Case(
        NOTICE,
        {
            "title": "丽水市对口支援资金管理办法（试行）",
            "aliases": ("关于印发《丽水市对口支援资金管理办法》的通知", "丽水市对口支援资金管理办法"),
            "number": "丽财农〔2018〕12号",
            "issuer": "丽水市财政局",
            "date": "2018-02-28",
            "regions": ("丽水市",),
            "period": None,
            "effective": "2018-03-01",
            "expires": "2021-02-28",
            "cites": ("《预算法》", "《中央对口支援资金管理办法》（财农〔2017〕8号）"),
        },
        {
            "addressee": ["各县（市、区）财政局，市直各单位"],
            "copy": ["省财政厅，市委办公室。"],
            "printed": ["2018-03-02"],
        },
    ),
    "several issuers in spaced letters": Case(
        "教 育 部 文 件\n国家发展改革委\n财 政 部\n\n教职成〔2019〕6号\n\n教育部 国家发展改革委 财"
        "政部关于印发\n"
        "《某某改革实施方案》的通知\n\n各省、自治区、直辖市教育厅（教委）：\n现将《某某改革实施方案"
        "》印发给你们。\n\n"
        "教育部  国家发展改革委  财政部\n2019年1月24日\n\n某某改革实施方案\n\n一、总体要求\n",
        {
            "title": "某某改革实施方案",
            "aliases": ("教育部 国家发展改革委 财政部关于印发《某某改革实施方案》的通知",),
            "number": "教职成〔2019〕6号",
            "issuer": "教育部、国家发展改革委、财政部",
            "date": "2019-01-24",
        },
        {},
    ),
    "an order of the state council over two lines": Case(
        "中华人民共和国国务院令\n\n第 588 号\n\n《国务院关于废止部分行政法规的决定》已经2010年12月2"
        "9日国务院第138次常务会议"
        "通过，现予公布，自公布之日起施行。\n\n总　理　某某某\n\n二○一一年一月八日\n\n国务院关于废"
        "止部分行政法规的决定\n\n"
        "为推进依法治国，国务院决定：\n一、废止下列行政法规。\n",
        {
            "title": "国务院关于废止部分行政法规的决定",
            "number": "国务院令第588号",
            "issuer": "国务院",
            "date": "2011-01-08",
            "effective": "2011-01-08",
        },
        {},
    ),
    "a joint announcement numbered by year": Case(
        "财政部 税务总局公告2023年第12号\n关于进一步支持小微企业有关税费政策的公告\n\n现将有关政策"
        "公告如下：\n"
        "一、自2023年1月1日至2027年12月31日，减半征收。\n特此公告。\n财政部 税务总局\n2023年8月2日\n",
        {
            "title": "关于进一步支持小微企业有关税费政策的公告",
            "number": "财政部 税务总局公告2023年第12号",
            "issuer": "财政部、税务总局",
            "date": "2023-08-02",
            "effective": None,
            "period": None,
        },
        {},
    ),
    "a statute with its history": Case(
        "# 某某省湿地保护条例\n\n2012年5月30日 浙江省第十一届人民代表大会常务委员会第三十三次会议通过\n\n"
        "2012年5月31日 浙江省第十一届人民代表大会常务委员会公告第79号公布\n\n"
        "2018年9月30日 浙江省第十三届人民代表大会常务委员会第五次会议《关于修改〈某条例〉等条例的决"
        "定》修正\n\n"
        "## 第一章　总则\n\n第一条　为了保护湿地，制定本条例。\n第二条　本条例自2012年12月1日起施行。\n",
        {
            "title": "某某省湿地保护条例",
            "number": "浙江省第十一届人民代表大会常务委员会公告第79号",
            "issuer": "浙江省人民代表大会常务委员会",
            "date": "2018-09-30",
            "effective": "2012-12-01",
        },
        {"passed": ["2012-05-30", "2012-05-31"], "amended": ["2018-09-30"]},
    ),
    "a rule whose history stands in one bracket": Case(
        "某某市居住证管理办法\n（2015年3月2日某某市人民政府第45次常务会议审议通过 2015年3月20日某某"
        "市人民政府令第12号公布 "
        "自2015年5月1日起施行）\n\n第一章 总则\n第一条 为了规范，制定本办法。\n第二条 居住证有效期五年。\n"
        "第三条 本办法自2015年5月1日起施行，试行两年。\n",
        {
            "title": "某某市居住证管理办法",
            "number": "某某市人民政府令第12号",
            "issuer": "某某市人民政府",
            "date": "2015-03-20",
            "effective": "2015-05-01",
            "expires": "2017-04-30",
        },
        {},
    ),
    "the head of a web page": Case(
        "索 引 号：\t000014349/2025-00061\t\n发文机关：某某市发展改革委 某某市财政局\n成文日期：202"
        "5年07月03日\n"
        "标　　题：某某市发展改革委 某某市财政局关于某事的通知\n发文字号：某发改[2025]25号\n文件状"
        "态： 已失效\n"
        "失效日期：2026-12-31\n链接：https://example.invalid/1\n正文\n各区人民政府：\n\n经市政府同"
        "意，现就某事通知如下：\n"
        "一、总体要求\n",
        {
            "title": "某某市发展改革委 某某市财政局关于某事的通知",
            "number": "某发改〔2025〕25号",
            "issuer": "某某市发展改革委、某某市财政局",
            "date": "2025-07-03",
            "status": "expired",
            "expires": "2026-12-31",
        },
        {"addressee": ["各区人民政府"]},
    ),
    "a plan with its years below the title": Case(
        "\n\n福州市某某区人民政府\n\n某某·某某协作规划\n\n(2017年-2020年)\n\n本规划根据有关文件编制"
        "。\n第一章 基本情况\n文。\n"
        "福州市某某区人民政府\n2017年6月26日\n",
        {
            "title": "某某·某某协作规划（2017年-2020年）",
            "period": (2017, 2020),
            "date": "2017-06-26",
            "number": None,
        },
        {},
    ),
    "a plan of a five-year period": Case(
        "浙江省“十四五”数字经济发展规划\n一、现状\n文。\n",
        {
            "title": "浙江省“十四五”数字经济发展规划",
            "period": (2021, 2025),
            "regions": ("浙江省",),
            "date": None,
        },
        {},
    ),
    "a reply cites the request but does not take its number": Case(
        "杭州市人民政府关于同意设立某某园区的批复\n杭政函〔2020〕33号\n滨江区人民政府：\n"
        "你区《关于要求设立某某园区的请示》（滨政〔2020〕11号）收悉。\n一、同意。\n杭州市人民政府\n"
        "2020年5月6日\n",
        {
            "number": "杭政函〔2020〕33号",
            "issuer": "杭州市人民政府",
            "cites": ("《关于要求设立某某园区的请示》（滨政〔2020〕11号）",),
        },
        {"addressee": ["滨江区人民政府"]},
    ),
    "a title broken where a title could end": Case(
        "某某市人民政府关于加强规划\n管理工作的通知\n某政发〔2020〕1号\n各区人民政府：\n一、加强领导\n",
        {"title": "某某市人民政府关于加强规划管理工作的通知", "number": "某政发〔2020〕1号"},
        {},
    ),
    "a report with its occasion below the title": Case(
        "2025年云南省政府工作报告\n来源：某某日报\n——2025年1月18日在云南省第十四届人民代表大会第三"
        "次会议上\n省长 某某\n"
        "各位代表：\n现在，我代表省人民政府，向大会报告工作。\n",
        {
            "title": "2025年云南省政府工作报告",
            "period": (2025, 2025),
            "number": None,
            "issuer": "云南省人民政府",
            "date": "2025-01-18",
        },
        {},
    ),
    "a county that no table of divisions holds": Case(
        "川渡县乡村振兴局关于做好防汛工作的通知\n各乡镇：\n现将有关事项通知如下。\n"
        "川渡县乡村振兴局\n2024年5月6日\n",
        {"issuer": "川渡县乡村振兴局", "regions": ("川渡县",)},
        {},
    ),
    "a table of words and nothing else": Case(
        "苹果\n香蕉\n",
        {
            "number": None,
            "issuer": None,
            "date": None,
            "regions": (),
            "period": None,
            "effective": None,
            "cites": (),
        },
        {},
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_metadata_of(case: Case) -> None:
    found = read_metadata(case.text, source="文件.txt")
    assert {name: getattr(found, name) for name in case.said} == case.said
    values = {name: [evidence.value for evidence in found.evidence.get(name, ())] for name in case.evidence}
    assert values == case.evidence


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_every_value_remembers_where_it_was_read(case: Case) -> None:
    found = read_metadata(case.text, source="文件.txt")
    for name in ("number", "issuer", "date", "period", "effective", "expires"):
        assert bool(getattr(found, name)) == (name in found.evidence)
    for evidences in found.evidence.values():
        for evidence in evidences:
            assert evidence.origin == "file_name" or case.text[evidence.start : evidence.end].strip()
    for evidence in found.evidence.get("date", ()):
        written = case.text[evidence.start : evidence.end]
        assert [day.iso for day in find_dates(written)] == [evidence.value]


def test_a_document_without_a_title_is_named_after_its_file() -> None:
    found = read_metadata("一、总体要求\n文。\n", source="甲/某某方案.docx")
    assert found.title == "某某方案"
    assert found.evidence["title"][0].origin == "file_name"


def test_the_manifest_replaces_what_was_read() -> None:
    found = read_metadata(
        NOTICE, overrides={"title": "另", "number": None, "regions": ("甲市",), "period": (2018, 2020)}
    )
    assert (found.title, found.number, found.regions, found.period) == ("另", None, ("甲市",), (2018, 2020))
    assert [evidence.value for evidence in found.evidence["period"]] == ["2018-2020"]
    assert found.evidence["number"] == ()
    assert {evidence.origin for evidence in found.evidence["regions"]} == {"manifest"}


def test_an_unknown_override_is_refused() -> None:
    with pytest.raises(ValueError, match="titel"):
        read_metadata(NOTICE, overrides={"titel": "另"})


@pytest.mark.parametrize("file", sorted(read_manifest(bundled_corpus())))
def test_the_corpus_documents_say_what_their_manifest_says(file: str) -> None:
    entry = read_manifest(bundled_corpus())[file]
    document = parse(read_source(bundled_corpus() / file, name=file), document_id="d").document
    for name in ("title", "number", "issuer", "date", "period"):
        assert getattr(document, name) == entry.overrides.get(name)
    assert set(document.regions) <= set(entry.overrides["regions"])  # type: ignore[call-overload]


_ALPHABET = (
    "《》（）()第一二三章条款、：:。\n 　年月日2018丽水市人民政府办公室关于印发的通知办法令号文件〔〕"
    "抄送自起施行有效期"
)


@settings(deadline=None)
@given(st.text(alphabet=_ALPHABET, max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = read_metadata(text, source="x.txt")
    assert isinstance(found, Metadata)
    assert found.title
    for evidences in found.evidence.values():
        for evidence in evidences:
            assert evidence.origin != "text" or 0 <= evidence.start <= evidence.end <= len(text)
