import subprocess
import sys
from importlib.resources import files

import pytest

from corpus import Document
from index.catalog import Catalog
from index.query import understand, years
from index.synonyms import expand, synonyms
from index.words import fold


def _document(key, title, text, *, regions=(), number=None, date=None, aliases=()):
    return Document(key, title, number, None, date, regions, None, "unknown", "", text, aliases=aliases)


DOCUMENTS = [
    _document(
        "gulang",
        "古浪县对口帮扶工作计划",
        "由县财政局牵头，县乡村振兴局配合。天祝县派员参加。",
        regions=("古浪县",),
        number="古政办发〔2021〕8号",
    ),
    _document("suining", "遂宁市产业合作方案", "市财政局负责，遂宁市与古浪县合作。", regions=("遂宁市",)),
    _document("fund-2012", "证券投资基金法", "基金的规定。", date="2012-12-28"),
    _document("fund-2015", "中华人民共和国证券投资基金法", "基金的规定。", date="2015-04-24"),
    _document("company", "公司法", "公司的规定。"),
    _document("amendment", "宪法修正案（2018年）", "修正。", aliases=("修正案",)),
]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.build(DOCUMENTS)


def test_a_place_points_to_the_documents_about_it_also_by_its_short_name(catalog):
    for question in ("古浪县有多少资金", "古浪有多少资金"):
        (place,) = understand(question, catalog).places
        assert (place.name, place.documents) == ("古浪县", ("gulang",))
        assert question[place.start : place.end] == place.text


def test_a_place_that_no_document_is_about_points_to_those_that_name_it(catalog):
    (place,) = understand("天祝县派谁", catalog).places
    assert place.documents == ("gulang",)


def test_a_province_points_to_the_documents_about_its_counties(catalog):
    (place,) = understand("四川怎么安排", catalog).places
    assert (place.name, place.documents) == ("四川省", ("suining",))


def test_a_real_place_that_the_corpus_does_not_name_is_unknown(catalog):
    understood = understand("杭州市西湖区每年给多少", catalog)
    assert understood.places == ()
    assert [place.name for place in understood.unknown_places] == ["杭州市", "西湖区"]


@pytest.mark.parametrize(
    ("asked", "mended"),
    [
        ("古郎县有多少资金", "古浪县有多少资金"),
        ("睢宁和遂拧怎么合作", "睢宁和遂宁怎么合作"),
        ("古浪显有多少资金", "古浪县有多少资金"),
    ],
)
def test_names_are_mended_by_sound(catalog, asked, mended):
    understood = understand(asked, catalog)
    assert understood.corrected == mended
    for correction in understood.corrections:
        assert asked[correction.start : correction.end] == correction.before
        assert mended[correction.start : correction.end] == correction.after


@pytest.mark.parametrize(
    "question",
    [
        "古浪先安排什么",  # 先 sounds like 县 and is a word
        "随您怎么安排",  # 随您 sounds like nothing here, and is no name
        "睢宁县有多少资金",  # another county, whose name looks and sounds much the same
        "市审计局负责什么",
    ],
)
def test_what_may_be_meant_as_it_stands_is_left_alone(catalog, question):
    assert understand(question, catalog).corrected == question


def test_pinyin_is_not_loaded_where_nothing_looks_misspelt():
    script = (
        "import sys\n"
        "from index.catalog import Catalog\n"
        "from index.query import understand\n"
        "from corpus import Document\n"
        "d = Document('d', '古浪县计划', None, None, None, ('古浪县',), None, 'unknown', '', '古浪县')\n"
        "understand('古浪县每年有多少资金？', Catalog.build([d]))\n"
        "assert 'pypinyin' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_bodies_are_known_in_full_and_without_their_level(catalog):
    (body,) = understand("县乡村振兴局做什么", catalog).bodies
    assert (body.name, body.documents) == ("县乡村振兴局", ("gulang",))
    (body,) = understand("财政局做什么", catalog).bodies
    assert body.documents == ("gulang", "suining")


def test_a_document_number_is_found_in_any_typing(catalog):
    (number,) = understand("古政办发[2021]8号说了什么", catalog).numbers
    assert (number.name, number.documents) == ("古政办发〔2021〕8号", ("gulang",))
    (unknown,) = understand("古政办发〔2021〕9号说了什么", catalog).numbers
    assert unknown.documents == ()


def test_the_year_of_a_document_number_or_title_is_not_asked_about(catalog):
    assert understand("古政办发〔2021〕8号2023年怎么安排", catalog).years == (2023,)
    assert understand("宪法修正案（2018年）第三十七条", catalog).years == ()


def test_titles_are_found_with_and_without_quotation_marks_the_current_version_first(catalog):
    for question in (
        "《证券投资基金法》第十条",
        "民法商法证券投资基金法第十条的内容是什么",
        "中华人民共和国证券投资基金法第十条",
    ):
        (title,) = understand(question, catalog).titles
        assert title.documents == ("fund-2015", "fund-2012")


def test_a_title_with_a_year_is_found_without_its_brackets(catalog):
    (title,) = understand("宪法修正案2018年第三十七条的内容", catalog).titles
    assert title.documents == ("amendment",)


def test_a_title_does_not_end_inside_a_word(catalog):
    assert understand("公司法定代表人是谁", catalog).titles == ()
    assert understand("公司法怎么规定", catalog).titles[0].documents == ("company",)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("古浪的工作计划里有什么", "古浪的工作计划"),
        ("遂宁方案由谁负责", "遂宁方案"),
        ("遂宁的合作方案一、（二）", "遂宁的合作方案"),
    ],
)
def test_a_title_is_known_by_its_place_and_sort(catalog, question, text):
    (title,) = understand(question, catalog).titles
    assert title.text == text
    assert len(title.documents) == 1


@pytest.mark.parametrize("question", ["古浪计划培训多少人", "遂宁的农业方案谁负责", "古浪的实施意见是什么"])
def test_a_verb_or_a_title_that_no_document_bears_names_no_document(catalog, question):
    assert understand(question, catalog).titles == ()


def test_part_of_a_title_in_quotation_marks_is_enough_and_an_unknown_one_is_kept(catalog):
    (title,) = understand("《产业合作方案》谁负责", catalog).titles
    assert title.documents == ("suining",)
    (title,) = understand("《森林防火条例》谁负责", catalog).titles
    assert (title.name, title.documents) == ("森林防火条例", ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("第112条", "第一百一十二条"),
        ("第一百一十二条", "第一百一十二条"),
        ("第二百九十九条之一", "第二百九十九条之一"),
        ("第１０条", "第十条"),
    ],
)
def test_articles_are_written_in_chinese_numerals(catalog, text, name):
    (article,) = understand(f"刑法{text}的内容", catalog).articles
    assert article.name == name


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("2018年给多少", (2018,)),
        ("2018-2020年每年给多少", (2018, 2019, 2020)),
        ("２０１８年至２０２０年", (2018, 2019, 2020)),
        ("2018到2020年一共", (2018, 2019, 2020)),
        ("二〇一九年的安排", (2019,)),
        ("18年底前完成", (2018,)),
        ("十三五期间", (2016, 2017, 2018, 2019, 2020)),
        ("给2018元还是2018人", ()),
        ("连续3年每年18个月", ()),
        ("编号120185", ()),
    ],
)
def test_years_are_read_in_every_writing(text, named):
    assert years(fold(text)) == named


def test_everyday_words_bring_official_ones_only_where_words_begin_and_end(catalog):
    (expansion,) = understand("房东不退押金怎么办", catalog).expansions
    assert (expansion.word, expansion.official[0]) == ("房东", "出租人")
    assert expand(["钱塘江", "在", "哪里"]) == ()
    assert [found.word for found in expand(["多少", "钱"])] == ["多少钱"]


def test_every_synonym_names_its_source_and_maps_a_word_to_another():
    lines = (files("index") / "data" / "synonyms.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        everyday, official, source = line.split("\t")
        assert source.strip()
        assert not set(everyday.split()) & {official}
    assert len(synonyms()) == sum(len(line.split("\t")[0].split()) for line in lines[1:])


def test_a_catalog_comes_back_from_its_file_as_it_was(catalog, tmp_path):
    catalog.save(tmp_path / "catalog.json")
    loaded = Catalog.load(tmp_path / "catalog.json")
    assert (loaded.entries, loaded.names) == (catalog.entries, catalog.names)
    assert loaded.words() == catalog.words()


def test_questions_over_an_empty_corpus_name_nothing():
    understood = understand("古浪县2020年《公司法》第十条", Catalog())
    assert understood.places == ()
    assert [place.name for place in understood.unknown_places] == ["古浪县"]
    assert understood.titles[0].documents == ()


@pytest.mark.parametrize("question", ["", " ", "？", "\n", "a" * 2000, "㎡①", "《》", "第条"])
def test_no_text_breaks_understanding(catalog, question):
    understood = understand(question, catalog)
    assert len(understood.corrected) == len(question)


def test_a_word_after_a_place_is_no_slip_for_its_last_character(catalog):
    for question in ("遂宁实施意见有几条", "遂宁扶贫协作归谁管"):
        assert understand(question, catalog).corrections == ()
