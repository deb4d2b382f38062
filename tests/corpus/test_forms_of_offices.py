"""Whole documents in forms that offices use, each written for one thing a careful reader would expect."""

from __future__ import annotations

from corpus import Clause, Document, ParsedDocument, parse
from corpus.citation import document_label, part_label, place_label
from corpus.citation.resolve import find_clause
from corpus.readers import read_bytes
from tests.corpus.typed import cited, read


def at(parsed: ParsedDocument, label: str) -> Clause:
    return next(clause for clause in parsed.clauses if place_label(parsed.document, clause) == label)


def document(text: str) -> Document:
    return read(text).document


def test_a_lone_annex_of_its_kind_is_cited_without_a_number() -> None:
    parsed = read(
        "某市宅基地管理办法\n第一条 面积标准见附表，程序见附录。\n第二条 本办法自公布之日起施行。\n"
        "附表\n面积标准\n区域\t面积（平方米）\n平原\t100\n山区\t120\n附录\n申请程序\n一、书面申请。"
        "\n二、公示五日。"
    )
    assert cited(parsed)[2:] == ["附表第1行", "附表第2行", "附录一、", "附录二、"]


def test_an_item_of_a_numbered_attachment_does_not_run_into_its_number() -> None:
    parsed = read(
        "某县关于报送总结的通知\n一、报送时间。12月10日前。\n二、报送内容。见附件2。\n"
        "附件：1.报送表\n2.总结提纲\n"
        "某县人民政府\n2024年3月15日\n附件1\n报送表\n一、单位名称。\n二、联系方式。\n"
        "附件2\n总结提纲\n1.基本情况\n2.主要做法"
    )
    assert cited(parsed)[-2:] == ["附件2第1项", "附件2第2项"]
    clause, rest = find_clause(parsed.document, parsed.clauses, "附件2 2.")
    assert (clause, rest) == (at(parsed, "附件2第2项"), "")


def test_places_that_are_cited_alike_are_told_apart() -> None:
    parsed = read(
        "某市停车管理规定\n第一条 为了加强管理，制定本规定。\n第1条 停车收费每小时5元。\n"
        "第2条 自公布之日起施行。\n"
        "附件1\n收费标准\n一、小车。每小时5元。\n二、大车。每小时8元。\n附表1\n免费时段\n一、节日。"
        "全天免费。\n二、平日。夜间免费。"
    )
    for clause in parsed.clauses:
        if clause.kind == "clause":
            found = find_clause(parsed.document, parsed.clauses, place_label(parsed.document, clause))
            assert found == (clause, "")


def test_a_line_behind_a_table_is_kept_though_it_could_be_the_title_of_the_attachment() -> None:
    parsed = read(
        "某县办法\n第一条 标准见附表。\n第二条 即日起施行。\n附表\n项目\t投资\t年\n桥\t3\t1\n路\t4\t2\n乙方案"
    )
    assert any(clause.text.endswith("乙方案") for clause in parsed.clauses)


def test_a_list_right_under_the_heading_of_a_box_is_the_box() -> None:
    parsed = read(
        "某区发展规划\n第一章 主要目标\n到2025年，城镇化率达到75%。\n专栏1 主要指标\n"
        "1.生产总值年均增长6.5%。\n"
        "2.研发经费年均增长10%。\n第二章 重点任务\n加快转型升级。"
    )
    assert at(parsed, "第一章专栏1").text.endswith("2.研发经费年均增长10%。")
    assert "第一章1." not in cited(parsed)


def test_a_number_written_twice_in_place_of_the_next_still_opens_a_clause() -> None:
    parsed = read(
        "某镇预案\n一、总则。适用于全镇。\n二、组织。设指挥部。\n二、预警。发布蓝色预警。\n"
        "四、附则。即日起实施。"
    )
    assert cited(parsed) == ["一、", "二、", "二、（第2处）", "四、"]


def test_a_number_on_a_line_of_its_own_heads_the_line_below_it() -> None:
    parsed = read(
        "关于加强河湖管护的意见\n\n一、\n总体要求\n\n坚持生态优先。\n\n二、\n重点任务\n\n（一）\n"
        "严格管控\n\n禁止围垦湖泊。\n\n"
        "（二）\n强化巡查\n\n每周巡河不少于1次。"
    )
    assert parsed.document.title == "关于加强河湖管护的意见"
    assert cited(parsed) == ["一、", "二、（一）", "二、（二）"]
    assert at(parsed, "二、（二）").text == "（二）强化巡查\n每周巡河不少于1次。"


def test_bodies_above_a_lone_wenjian_are_a_joint_letterhead_and_no_title() -> None:
    found = document(
        "长宁市教育局\n长宁市财政局\n文件\n\n长教规〔2022〕3号\n\n长宁市教育局 长宁市财政局\n"
        "关于印发《长宁市乡村教师补助办法》的通知\n\n各区教育局、财政局：\n"
        "现将《长宁市乡村教师补助办法》印发给你们。\n"
        "长宁市教育局　长宁市财政局\n2022年6月1日\n\n长宁市乡村教师补助办法\n第一条 每人每月800元。"
        "\n第二条 自发布之日起施行。"
    )
    assert (found.title, found.issuer) == ("长宁市乡村教师补助办法", "长宁市教育局、长宁市财政局")


def test_a_notice_whose_title_goes_on_from_a_bracket_keeps_its_title_whole() -> None:
    parsed = read(
        "清河县人民政府办公室\n关于印发清河县农田建设行动方案\n（2021—2023年）的通知\n"
        "各乡镇人民政府：\n现印发给你们。\n"
        "清河县人民政府办公室\n2021年5月12日\n清河县农田建设行动方案\n（2021—2023年）\n一、目标。"
        "建成12万亩。\n二、保障。落实资金。"
    )
    titles = [clause.text for clause in parsed.clauses if clause.kind == "title"]
    assert titles == [
        "清河县人民政府办公室关于印发清河县农田建设行动方案（2021—2023年）的通知",
        "清河县农田建设行动方案（2021—2023年）",
    ]


def test_fields_in_black_brackets_are_read_as_what_a_database_says_of_a_statute() -> None:
    found = document(
        "【法规名称】海西市河道采砂管理办法\n【发布部门】海西市人民政府\n"
        "【发文字号】海西市人民政府令第23号\n"
        "【发布日期】2020.05.18\n【实施日期】2020.07.01\n\n海西市河道采砂管理办法\n"
        "第一条 采砂实行许可制度。\n"
        "第二条 未经许可采砂的，处5万元以上罚款。"
    )
    assert (found.title, found.number) == ("海西市河道采砂管理办法", "海西市人民政府令第23号")
    assert (found.issuer, found.effective) == ("海西市人民政府", "2020-07-01")


def test_the_parties_who_sign_an_agreement_are_its_signature() -> None:
    parsed = read(
        "东江市与西岭县合作协议\n第一条 合作期限为五年。\n第二条 本协议一式四份，双方各执两份。\n"
        "甲方：东江市人民政府（盖章）      乙方：西岭县人民政府（盖章）\n"
        "代表：                代表：\n2021年3月18日"
    )
    assert at(parsed, "第二条").text.endswith("各执两份。")
    assert parsed.document.date == "2021-03-18"
    assert parsed.document.issuer == "东江市人民政府、西岭县人民政府"


def test_a_line_that_wants_a_figure_is_joined_with_the_line_that_begins_with_it() -> None:
    parsed = read(
        "某区若干措施\n一、支持做大\n对入选的企业给予奖励。年营业收入达到\n5000万元的，给予\n10万元奖励。\n"
        "二、附则\n本措施有效期至\n2024年12月31日。"
    )
    assert "年营业收入达到5000万元的，给予10万元奖励。" in at(parsed, "一、").text
    assert parsed.document.expires == "2024-12-31"


def test_a_public_notice_without_a_title_of_its_own_bears_the_line_above_its_number() -> None:
    found = document(
        "青山县人民政府公告\n\n2022年第5号\n\n为做好大气污染防治工作，现就有关事项公告如下：\n"
        "一、禁燃区为环城东路以西。\n二、违反本公告规定的，处500元以上罚款。\n青山县人民政府\n2022年10月8日"
    )
    assert (found.title, found.date) == ("青山县人民政府公告", "2022-10-08")


def test_minutes_bear_their_own_title_and_not_the_name_of_their_series() -> None:
    parsed = read(
        "专 题 会 议 纪 要\n〔2023〕第9号\n平山区人民政府办公室　　　2023年7月19日\n"
        "研究老旧小区改造工作专题会议纪要\n"
        "副区长陈涛主持召开会议，研究改造工作。现纪要如下：\n一、资金1.2亿元。\n二、10月底前全部开工。\n"
        "参加人员：陈涛、刘洋\n分送：区委办，区财政局。"
    )
    found = parsed.document
    assert (found.title, found.issuer) == ("研究老旧小区改造工作专题会议纪要", "平山区人民政府办公室")
    assert found.date == "2023-07-19"
    assert at(parsed, "二、").text == "二、10月底前全部开工。"


def test_a_plan_forwarded_for_other_bodies_bears_its_own_title() -> None:
    found = document(
        "安平市人民政府办公室转发市发展改革委等部门\n关于进一步促进充电设施建设实施方案的通知\n"
        "安政办函〔2022〕45号\n各区人民政府：\n现转发给你们，请认真执行。\n安平市人民政府办公室\n"
        "2022年8月9日\n"
        "关于进一步促进充电设施建设的实施方案\n市发展改革委  市住建局\n为促进充电设施建设，制定本方案。\n"
        "一、总体目标。建成充电桩1.2万个。\n二、重点任务。新建小区全部预留。"
    )
    assert found.title == "关于进一步促进充电设施建设的实施方案"
    assert found.number == "安政办函〔2022〕45号"


def test_a_bracket_under_a_heading_belongs_to_the_paragraph_below_it() -> None:
    parsed = read(
        "关于开展清风行动的通知\n一、工作步骤\n（一）动员部署阶段\n（2023年5月1日—5月31日）\n"
        "各单位5月20日前上报方案。\n"
        "（二）集中整治阶段\n（2023年6月1日—11月30日）\n组织清查不少于6次。\n二、工作要求。严肃纪律。"
    )
    assert cited(parsed) == ["一、（一）", "一、（二）", "二、"]
    assert at(parsed, "一、（二）").text.endswith("（2023年6月1日—11月30日）\n组织清查不少于6次。")


def test_items_that_follow_each_other_on_one_line_are_cited_by_their_numbers() -> None:
    parsed = read("关于行动的通知\n一、安排\n按期完成。\n二、要求\n1、提高认识。2、强化保障。3、严肃纪律。")
    clause = at(parsed, "二、")
    start = clause.text.index("强化")
    assert part_label(parsed.document, clause, start, start + 4) == f"{clause.label}2."


def test_attachments_named_by_letters_with_their_titles_beside_them_are_attachments() -> None:
    parsed = read(
        "项目管理细则\n第一条 评分标准见附件A。\n第二条 申报程序见附件B。\n附件A 评分标准\n"
        "指标\t分值\t要点\n创新性\t40\t先进\n"
        "可行性\t30\t具备\n效益\t30\t可观\n附件B 申报程序\n1. 网上申报\n2. 专家评审"
    )
    assert cited(parsed)[2:] == ["附件A第1行", "附件A第2行", "附件A第3行", "附件B1.", "附件B2."]


def test_a_title_in_a_table_that_only_lays_out_the_page_is_kept() -> None:
    page = (
        "<html><body><table><tr><td><table><tr><td align=center><b>石门县2021年部门预算公开说明</b>"
        "</td></tr>"
        "<tr><td>一、部门职责<br>负责全县林业管理。<br>二、收支情况<br>2021年收入预算1250.6万元。"
        "<br>支出预算1250.6万元。"
        "</td></tr></table></td></tr></table></body></html>"
    )
    source = read_bytes(page.encode(), "预算.html")
    assert parse(source, document_id="d").document.title == "石门县2021年部门预算公开说明"


def test_the_heading_of_a_page_is_its_title_whatever_the_tab_is_called() -> None:
    page = (
        "<html><head><title>通知公告详情_某区门户</title></head><body><h1>某区关于发放补贴的通知</h1>"
        "<div><p>各街道：</p><p>现将有关事项通知如下。</p><p>一、补贴标准为每人每月100元。</p>"
        "<p>二、按月发放，不得截留。</p></div>"
        "<div><h3>相关文档</h3><a href='x'>《补贴办法》政策解读</a></div></body></html>"
    )
    parsed = parse(read_bytes(page.encode(), "通知.html"), document_id="d")
    assert parsed.document.title == "某区关于发放补贴的通知"
    assert "通知公告详情" not in parsed.document.text
    assert "政策解读" not in parsed.document.text


def test_every_form_here_keeps_every_character_in_one_clause() -> None:
    parsed = read(
        "某县项目库\n序号\t项目\t投资\n1\t桥\t3\n2\t路\t4\n— 3 —\n续表\n序号\t项目\t投资\n3\t渠\t5\n"
        "一、\n要求\n按期完成。"
    )
    covered = "".join("".join(clause.text.split()) for clause in parsed.clauses)
    assert covered == "".join(parsed.document.text.split())
    assert document_label(parsed.document) == "《某县项目库》"
