"""Tables in the forms in which they reach a text file, each for one thing a careful reader expects."""

from tests.corpus.typed import cited, read, rows


def test_two_units_above_a_table_go_each_to_the_columns_they_count() -> None:
    assert rows(
        "某县任务表\n一、任务见下表。\n单位：亩、万元\n序号\t乡镇\t2021年\t\t2022年\t\n"
        "\t\t面积\t投资\t面积\t投资\n"
        "1\t东关镇\t5000\t750\t6000\t900\n二、按期完成。"
    ) == [
        "序号：1；乡镇：东关镇；2021年/面积（亩）：5000；2021年/投资（万元）：750；"
        "2022年/面积（亩）：6000；2022年/投资（万元）：900"
    ]


def test_a_unit_of_money_is_not_given_to_a_column_of_another_measure() -> None:
    assert rows("某县项目表\n单位：万元\n项目\t里程\t投资\n道路\t12\t300\n桥梁\t2\t450") == [
        "项目：道路；里程：12；投资（万元）：300",
        "项目：桥梁；里程：2；投资（万元）：450",
    ]


def test_a_table_cut_by_a_page_end_is_one_table_with_its_head_once() -> None:
    head = "序号\t项目\t地点\t投资（万元）\n"
    before, after = (
        "1\t桥梁\t北河镇\t320\n2\t护岸\t南河镇\t450\n",
        "3\t冷库\t东山乡\t180\n4\t水渠\t西山乡\t99\n",
    )
    whole = rows(f"某县项目库\n一、项目清单\n{head}{before}{after}二、按期完成。")
    assert len(whole) == 4
    for gap in ("— 3 —\n" + head, "续表\n" + head, "— 3 —\n续表\n单位：万元\n" + head):
        assert rows(f"某县项目库\n一、项目清单\n{head}{before}{gap}{after}二、按期完成。") == whole


def test_two_tables_with_the_same_head_under_their_own_headings_stay_two() -> None:
    table = "序号\t项目\t投资（万元）\n1\t桥梁\t320\n2\t护岸\t450\n"
    parsed = read(f"某县项目库\n一、续建项目\n{table}二、新建项目\n{table}")
    assert cited(parsed) == ["表1第1行", "表1第2行", "表2第1行", "表2第2行"]


def test_columns_set_apart_by_spaces_keep_the_place_of_an_empty_cell() -> None:
    assert rows(
        "某区救助标准的通知\n现将标准通知如下：\n\n类别          标准（元/月）      备注\n"
        "城市低保      880               含电费\n"
        "农村低保      680\n特困供养      1320              分散\n\n本通知自2023年7月1日起执行。"
    ) == [
        "类别：城市低保；标准（元/月）：880；备注：含电费",
        "类别：农村低保；标准（元/月）：680",
        "类别：特困供养；标准（元/月）：1320；备注：分散",
    ]


def test_a_table_drawn_with_lines_is_a_table() -> None:
    assert rows(
        "某县补贴标准\n一、标准见下表。\n┌───┬───┐\n│ 类别 │ 标准 │\n├───┼───┤\n│ 高龄 │ 100元 │\n"
        "│ 失能 │ 300元 │\n└───┴───┘\n"
        "二、按月发放。"
    ) == ["类别：高龄；标准：100元", "类别：失能；标准：300元"]


def test_one_cell_a_line_counted_by_its_first_column_is_a_table() -> None:
    assert rows(
        "某区工程分解表\n序号\n项目\n责任单位\n完成时间\n1\n农村饮水\n区水利局\n10月底\n2\n"
        "校舍改造\n区教育局\n8月底\n"
    ) == [
        "序号：1；项目：农村饮水；责任单位：区水利局；完成时间：10月底",
        "序号：2；项目：校舍改造；责任单位：区教育局；完成时间：8月底",
    ]
