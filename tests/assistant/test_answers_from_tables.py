"""Questions that tables answer, over all their rows: a cell, the most, those that fit, what they come to."""

import re
from collections.abc import Iterator

import pytest

from assistant.chain import Assistant
from assistant.model import Turn
from assistant.settings import Settings
from index import Index, build

#: A county that no table of divisions holds: its own government names it.
PLAN = """<html><head><meta charset="utf-8"></head><body>
<h1>川渡县人民政府办公室关于印发川渡县2024年产业帮扶项目实施方案的通知</h1>
<p>川政办发〔2024〕19号</p><p>各乡镇人民政府，县政府有关部门：</p>
<p>《川渡县2024年产业帮扶项目实施方案》已经县政府同意，现印发给你们，请认真贯彻执行。</p>
<p>川渡县人民政府办公室</p><p>2024年3月5日</p>
<p>川渡县2024年产业帮扶项目实施方案</p>
<p>一、工作目标</p><p>全年实施产业帮扶项目5个，覆盖脱贫户1200户以上。</p>
<p>二、保障措施</p><p>（一）加强领导。县农业农村局每月调度一次。</p>
<p>（二）严格监管。县财政局加强资金监管。</p>
<p>附件：川渡县2024年产业帮扶项目计划表</p>
<table><tr><th>序号</th><th>项目名称</th><th>乡镇</th><th>类别</th><th>投资（万元）</th><th>带动户数</th><th>完成时限</th></tr>
<tr><td>1</td><td>沙坪村蛋鸡场</td><td>沙坪镇</td><td>养殖</td><td>260</td><td>85</td><td>2024年9月底</td></tr>
<tr><td>2</td><td>大河村羊肚菌基地</td><td>大河乡</td><td>种植</td><td>180</td><td>120</td><td>2024年11月底</td></tr>
<tr><td>3</td><td>沙坪村烘干房</td><td>沙坪镇</td><td>加工</td><td>95.5</td><td>60</td><td>2024年9月底</td></tr>
<tr><td>4</td><td>白庙村花椒园</td><td>白庙乡</td><td>种植</td><td>150</td><td>210</td><td>2024年12月底</td></tr>
<tr><td>5</td><td>大河村冷库</td><td>大河乡</td><td>加工</td><td>340</td><td>46</td><td>2024年10月底</td></tr>
<tr><td>合计</td><td></td><td></td><td></td><td>1025.5</td><td>521</td><td></td></tr></table>
</body></html>"""


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    corpus = tmp_path_factory.mktemp("tables-corpus")
    home = tmp_path_factory.mktemp("tables-index")
    (corpus / "plan.html").write_text(PLAN, encoding="utf-8")
    build(corpus, home)
    with Index.open(home) as index:
        yield Assistant(index, Settings(index=home))


def _rows(text: str) -> list[str]:
    return re.findall(r"^\d+\. (.*)\[\d+\]$", text, re.M)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("川渡县哪个项目投资最多？", "大河村冷库的投资最多，为340万元"),
        ("川渡县哪个项目带动户数最少", "大河村冷库的带动户数最少，为46户"),
        ("川渡县投资最少的是哪个项目？", "沙坪村烘干房的投资最少，为95.5万元"),
        ("川渡县投资最多的是沙坪村蛋鸡场吧？", "不是沙坪村蛋鸡场，是大河村冷库的投资最多，为340万元"),
        ("川渡县带动户数最多的是白庙村花椒园，对吧？", "是的，白庙村花椒园的带动户数最多，为210户"),
        ("川渡县白庙村花椒园投资多少万元？", "白庙村花椒园的投资为150万元"),
        ("川渡县种植类项目一共投资多少？", "180万元 + 150万元 = 330万元"),
        ("川渡县项目计划表的投资合计是多少？", "投资合计1025.5万元"),
        ("川渡县大河村冷库比白庙村花椒园多投资多少万元？", "340万元 - 150万元 = 190万元"),
    ],
)
def test_a_table_is_read_over_all_its_rows(county: Assistant, question: str, words: str) -> None:
    answer = county.ask(question)
    assert words in answer.text, answer.text
    assert all(citation.clause.kind == "table_row" for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("川渡县大河乡有哪些项目？", ["大河村羊肚菌基地", "大河村冷库"]),
        ("川渡县投资200万元以上的项目有哪些？", ["沙坪村蛋鸡场", "大河村冷库"]),
        ("川渡县哪些项目带动户数不到80户？", ["沙坪村烘干房", "大河村冷库"]),
        ("川渡县2024年9月底完成的项目有哪些", ["沙坪村蛋鸡场", "沙坪村烘干房"]),
        ("川渡县投资最多的前两个项目是什么？", ["大河村冷库", "沙坪村蛋鸡场"]),
        (
            "列出川渡县项目计划表的全部项目",
            ["沙坪村蛋鸡场", "大河村羊肚菌基地", "沙坪村烘干房", "白庙村花椒园", "大河村冷库"],
        ),
    ],
)
def test_rows_that_fit_are_listed_with_their_number(
    county: Assistant, question: str, names: list[str]
) -> None:
    answer = county.ask(question)
    assert [row.split("：")[0] for row in _rows(answer.text)] == names
    assert f"共{len(names)}项：" in answer.text


def test_two_rows_are_set_side_by_side(county: Assistant) -> None:
    answer = county.ask("川渡县沙坪村蛋鸡场和大河村冷库的投资各是多少？")
    assert "| 沙坪村蛋鸡场 | 投资为260万元[1] |" in answer.text
    assert "| 大河村冷库更多 | 340万元 - 260万元 = 80万元[2][1] |" in answer.text


def test_what_no_column_speaks_of_is_not_read_from_the_table(county: Assistant) -> None:
    answer = county.ask("川渡县哪个项目的用水量最多？")
    assert "最多，为" not in answer.text


def test_the_other_end_of_a_column_follows_up(county: Assistant) -> None:
    answer = county.ask("最少的呢？", [Turn("川渡县哪个项目投资最多？", "")])
    assert "沙坪村烘干房的投资最少，为95.5万元" in answer.text
