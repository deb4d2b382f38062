import pytest

from corpus import Cell, CorpusError, Paragraph, Table
from corpus.readers import read_bytes
from corpus.source import Source

BODY = (
    "<p>各乡镇人民政府，县政府有关部门：</p><p>　　为促进产业发展，经县人民政府同意，制定本意见。</p>"
    "<p>一、总体要求</p><p>（一）每年安排资金3000万元，用于产业发展；重点支持村集体经济。</p>"
)
TITLE = "某县人民政府关于促进产业发展的意见"


def page(body: str, title: str = TITLE, head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()
    )


def read(body: str, title: str = TITLE) -> Source:
    return read_bytes(page(body, title), "网页.html")


def texts(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Paragraph)]


DOCUMENT = [
    "各乡镇人民政府，县政府有关部门：",
    "为促进产业发展，经县人民政府同意，制定本意见。",
    "一、总体要求",
    "（一）每年安排资金3000万元，用于产业发展；重点支持村集体经济。",
]

FURNITURE = [
    "<nav><a href='/'>首页</a><a href='/zw'>政务公开</a></nav>{}",
    "<div class='header'><ul><li><a href='/'>首页</a></li><li><a href='/a'>资讯</a></li>"
    "<li><a href='/b'>服务</a></li></ul></div>{}",
    "<div class='crumbs'>当前位置：<a href='/'>首页</a> > <a href='/z'>政策</a></div>{}",
    "<div>当前位置：首页 > 政策文件</div>{}",
    "{}<div class='share'>分享到：微信 微博</div>",
    "{}<p>责任编辑：张三</p><p>扫一扫在手机打开当前页</p><h3>相关解读</h3><p><a href=1>一图读懂</a></p>",
    "<div>当前位置：首页</div><p>发布时间：2018-11-20 来源：某县政府办公室 浏览次数：120</p>{}",
    "{}<footer>版权所有：某县人民政府 备案号：某ICP备12345678号</footer>",
    "{}<div>主办：某县人民政府办公室</div><div>某ICP备12345678号-1 网站标识码：1234567890</div>",
    "{}<div><h4>相关阅读</h4><ul><li><a href='1.html'>关于做好春季农业生产的通知</a></li>"
    "<li><a href='2.html'>关于开展安全检查的通知</a></li><li><a href='3.html'>政策解读</a></li></ul></div>",
    "{}<p>上一篇：<a href='1.html'>关于做好春季农业生产的通知</a></p><p>下一篇：没有了</p>",
    "<div class='con'>{}</div><div class='side'><p>热门政策</p><p>政策日历</p></div>",
    "{}<script>var text = '不该出现';</script><style>p{{}}</style><noscript>请启用脚本</noscript>",
    "{}<div style='display:none'>隐藏的内容</div><p hidden>隐藏的段落</p>",
    "<table><tr><td><ul><li><a href='a'>栏目一</a></li><li><a href='b'>栏目二</a></li>"
    "<li><a href='c'>栏目三</a></li></ul></td><td>{}</td></tr></table>",
    "<form action='/s'><input value='请输入关键词'><button>搜索</button></form>{}",
]


@pytest.mark.parametrize("furniture", FURNITURE)
def test_the_furniture_of_a_page_is_left_out(furniture: str) -> None:
    source = read(furniture.format(f"<div class='article'><h1>{TITLE}</h1>{BODY}</div>"))
    assert texts(source) == [TITLE, *DOCUMENT]


@pytest.mark.parametrize("furniture", FURNITURE)
def test_a_title_outside_the_text_is_kept(furniture: str) -> None:
    source = read(furniture.format(f"<div><h1>{TITLE}</h1></div><div class='article'>{BODY}</div>"))
    assert texts(source) == [TITLE, *DOCUMENT]


def test_the_title_of_the_page_stands_in_for_a_missing_headline() -> None:
    source = read(BODY, f"{TITLE}_某县人民政府门户网站")
    assert source.blocks[0] == Paragraph(TITLE)
    assert any("标题" in note for note in source.notes)


@pytest.mark.parametrize("title", [TITLE, f"{TITLE} - 政策文件", "首页", "", "某市政府网站"])
def test_the_title_of_the_page_is_not_repeated(title: str) -> None:
    middle = len(TITLE) // 2
    source = read(f"<p>{TITLE[:middle]}<br>{TITLE[middle:]}</p>{BODY}", title)
    assert texts(source) == [TITLE[:middle], TITLE[middle:], *DOCUMENT]


@pytest.mark.parametrize(
    "lines",
    [
        ["关闭落后产能", "收藏管理办法", "返回地区名单", "位置偏远的村"],
        ["主办单位：某县科学技术局", "承办单位：某县农业农村局", "联系人：张三"],
        ["会议时间：2018年11月20日 报名日期：2018年11月1日"],
        ["编辑出版规定", "相关解读文件另行印发"],
    ],
)
def test_lines_that_only_look_like_furniture_are_kept(lines: list[str]) -> None:
    body = "".join(f"<p>{line}</p>" for line in lines)
    assert texts(read(f"{body}{BODY}"))[1:] == [*lines, *DOCUMENT]
    assert texts(read(f"{BODY}{body}"))[1:] == [*DOCUMENT, *lines]


def test_the_record_above_a_document_becomes_lines() -> None:
    record = (
        "<table><tr><td><table><tr><td><b>索 引 号：</b></td><td>000014349/2018-1</td>"
        "<td>发文机关：</td><td>某县人民政府</td></tr><tr><td>发文字号：</td><td>某政发〔2018〕3号</td>"
        "<td>成文日期：</td><td>2018年11月16日</td></tr><tr><td>主题词：</td><td></td></tr></table></td></tr></table>"
    )
    assert texts(read(f"<div>{record}</div><div><h1>{TITLE}</h1>{BODY}</div>")) == [
        "索引号：000014349/2018-1",
        "发文机关：某县人民政府",
        "发文字号：某政发〔2018〕3号",
        "成文日期：2018年11月16日",
        TITLE,
        *DOCUMENT,
    ]


def test_attachments_beside_the_text_are_kept() -> None:
    links = "".join(f"<a href='/f/{n}.docx'>附件{n}.任务分工表.docx</a><br>" for n in (1, 2, 3))
    source = read(f"<div><h1>{TITLE}</h1>{BODY}</div><div class='fj'>{links}</div>")
    assert texts(source)[-3:] == [f"附件{n}.任务分工表.docx" for n in (1, 2, 3)]


def test_spans_of_a_table_are_kept_and_its_empty_columns_are_not() -> None:
    table = (
        "<table><thead><tr><th rowspan=2>乡镇</th><th colspan='2'>人口</th><td width=0></td></tr>"
        "<tr><th>户</th><th>人</th><td width=0></td></tr></thead>"
        "<tr><td rowspan=0>某镇</td><td>12</td><td>35</td></tr><tr><td>12</td><td>12</td></tr></table>"
    )
    assert read(f"<h1>{TITLE}</h1>{BODY}{table}").blocks[-1] == Table(
        (
            (Cell("乡镇", rows=2, header=True), Cell("人口", columns=2, header=True)),
            (Cell("户", header=True), Cell("人", header=True)),
            (Cell("某镇", rows=2), Cell("12"), Cell("35")),
            (Cell("12"), Cell("12")),
        )
    )


def test_lines_of_a_cell_and_of_a_paragraph_are_kept_apart() -> None:
    source = read(f"{BODY}<p>责任单位：甲局<br/>乙局</p><table><tr><td>甲<br>乙</td><td>丙</td></tr></table>")
    assert texts(source)[-2:] == ["责任单位：甲局", "乙局"]
    assert source.blocks[-1] == Table(((Cell("甲\n乙"), Cell("丙")),))


def test_a_table_that_only_lays_out_the_page_is_no_table() -> None:
    source = read(f"<table><tr><td><h1>{TITLE}</h1></td></tr><tr><td>{BODY}</td></tr></table>")
    assert texts(source) == [TITLE, *DOCUMENT]


def test_ordered_lists_show_their_numbers() -> None:
    lists = (
        "<ol><li>甲</li><li>乙</li></ol><ol start=5 type=a><li>丙</li></ol>"
        "<ol style='list-style-type:cjk-ideographic'><li>丁</li></ol><ul><li>戊</li></ul>"
        "<ol style='list-style:none'><li>一、己</li></ol>"
    )
    assert texts(read(BODY + lists))[-6:] == ["1.甲", "2.乙", "e.丙", "一、丁", "戊", "一、己"]


def test_entities_and_source_line_breaks_read_as_in_a_browser() -> None:
    source = read(f"{BODY}<p>推进&ldquo;互联网&#43;&rdquo;\n    政务服务，A &lt; B&nbsp;</p>")
    assert texts(source)[-1] == "推进“互联网+”政务服务，A < B"


def test_headings_keep_their_level() -> None:
    source = read(f"<h1>{TITLE}</h1><h2>第一章 总则</h2>{BODY}")
    assert source.blocks[:2] == (Paragraph(TITLE, style=1), Paragraph("第一章 总则", style=2))


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("gb18030", "gb2312"),
        ("gbk", "GBK"),
        ("utf-8", "utf-8"),
        ("utf-8", "gb2312"),
        ("gb18030", "utf-8"),
        ("gb18030", "iso-8859-1"),
        ("utf-8-sig", "gbk"),
        ("utf-16", "utf-8"),
        ("utf-8", "no-such-encoding"),
        ("big5", "big5"),
    ],
)
def test_a_page_is_decoded_even_where_it_declares_another_encoding(encoding: str, declared: str) -> None:
    text = page(
        BODY, head=f"<meta http-equiv='Content-Type' content='text/html; charset={declared}'>"
    ).decode()
    if encoding == "big5":
        text = text.replace("资", "資")
        text = "".join(c if c.encode("big5", "ignore") else "某" for c in text)
    source = read_bytes(text.encode(encoding), "网页.htm")
    assert source.format == "html"
    assert "3000" in texts(source)[-1]
    assert "（一）" in texts(source)[-1]


def test_a_single_file_web_page_is_read() -> None:
    data = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        + page(BODY, head="<meta charset=gb2312>").decode().encode("gb18030")
        + b"\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n"
    )
    assert texts(read_bytes(data, "网页.mht")) == [TITLE, *DOCUMENT]


@pytest.mark.parametrize("name", ["意见.doc", "意见.docx", "意见.txt", "意见.pdf"])
def test_a_page_with_another_ending_is_read_as_a_page_and_says_so(name: str) -> None:
    source = read_bytes(page(BODY), name)
    assert source.format == "html"
    assert "扩展名" in source.notes[0]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (page(""), "没有正文"),
        (page("<script>1</script>"), "没有正文"),
        (page("<div>" * 400 + "文字"), "嵌套过深"),
        (page("<b>" + "<i></i>" * 900_000), "复杂"),
        (page("<table>" + "<tr><td rowspan=65000 colspan=900>甲</td></tr>" * 900 + "</table>"), "过大"),
        (b"<html>" + b"\x00\x01\x02" * 50, "二进制"),
        (b"<!-- nothing -->", "没有"),
    ],
)
def test_a_hostile_or_empty_page_is_refused_with_a_reason(data: bytes, says: str) -> None:
    with pytest.raises(CorpusError, match=says) as error:
        read_bytes(data, "坏.html")
    assert str(error.value).startswith("坏.html：")
    assert "请" in str(error.value)


def test_nothing_a_page_points_to_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the reader opened a connection")

    monkeypatch.setattr("socket.socket.connect", refuse)
    address = "http://127.0.0.1:9/x"
    head = f"<link rel=stylesheet href='{address}'><base href='{address}'>"
    data = page(f"<img src='{address}'><iframe src='{address}'></iframe>{BODY}", head=head)
    assert texts(read_bytes(data, "网页.html"))[1:] == DOCUMENT
