import pytest

from index.words import Words, bare_title, fold, is_word, segment


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(["新北区人社局", "扶贫协作办"])


def test_a_number_stays_with_its_unit_and_yields_the_bare_amount(words):
    assert words.cut("3000万元") == ["3000万元", "3000万"]
    assert words.cut("2018年") == ["2018年", "2018"]
    assert "第一百一十二条" in words.cut("依照第一百一十二条规定")
    assert "5%" in words.cut("不低于5%的比例")


def test_full_and_half_width_are_equal(words):
    assert words.cut("２０１８年给３０００万元，占５％ＡＢ") == words.cut("2018年给3000万元，占5%ab")


def test_names_of_the_corpus_stay_whole(words):
    assert "新北区人社局" in words.cut("由新北区人社局负责")
    assert "新北区人社局" not in Words().cut("由新北区人社局负责")


def test_two_dictionaries_in_one_process_share_no_words():
    first, second = Words(["每年给每个县"]), Words()
    assert "每年给每个县" in first.cut("丽水每年给每个县资金")
    assert "每年给每个县" not in second.cut("丽水每年给每个县资金")
    assert "每年给每个县" not in segment("丽水每年给每个县资金")


def test_punctuation_is_no_word(words):
    assert words.cut("，。！？《》（）、 \n") == []


def test_terms_add_every_pair_of_chinese_characters_and_none_across_punctuation(words):
    terms = words.terms("扶贫，协作2018年")
    assert {"扶贫", "协作", "2018年"} <= set(terms)
    assert "贫协" not in terms
    assert terms.count("扶贫") == 2  # as a word and as a pair


def test_the_fingerprint_tells_dictionaries_apart_and_ignores_order():
    assert Words(["甲局", "乙局"]).fingerprint == Words(["乙局", "甲局", "甲局"]).fingerprint
    assert Words(["甲局"]).fingerprint != Words(["乙局"]).fingerprint


@pytest.mark.parametrize("text", ["", "一", "①②", "㈠万㎡", "A１（二）"])
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


def test_titles_compare_without_the_state_blanks_and_brackets():
    assert bare_title("中华人民共和国 证券投资基金法") == "证券投资基金法"
    assert bare_title("宪法修正案（2018年）") == "宪法修正案2018年"


def test_common_words_are_told_from_chance_neighbours():
    assert is_word("安排")
    assert not is_word("林洮")
