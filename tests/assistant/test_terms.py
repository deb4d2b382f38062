import pytest

from assistant.statements import units_of
from assistant.support import fits_years, support
from assistant.terms import Term, inverse_document_frequency, normalise, terms_of
from corpus import Clause, Document
from index import Mention, QueryUnderstanding


class Dictionary:
    """A lexicon whose cuts and counts the test gives."""

    def __init__(
        self,
        tagged: list[tuple[str, str]],
        counts: dict[str, int],
        neighbours: dict[str, list[tuple[str, float]]] | None = None,
    ) -> None:
        self.tagged, self.counts, self.neighbours = tagged, counts, neighbours or {}

    def tag(self, text: str) -> list[tuple[str, str]]:
        return [(word, part) for word, part in self.tagged if word in text]

    def frequency(self, word: str) -> int:
        return self.counts.get(word, 0)

    def near(self, word: str) -> list[tuple[str, float]]:
        return self.neighbours.get(word, [])

    def __len__(self) -> int:
        return 100


def test_rare_words_weigh_more_and_none_weighs_nothing() -> None:
    assert inverse_document_frequency(1, 100) > inverse_document_frequency(50, 100) > 0
    assert inverse_document_frequency(100, 100) == 0.3


def test_names_are_kept_whole_and_question_words_left_out() -> None:
    lexicon = Dictionary(
        [("丽水", "ns"), ("每年", "t"), ("给", "p"), ("多少", "m"), ("资金", "n")], {"资金": 10, "丽水市": 5}
    )
    text = "丽水每年给多少资金"
    understood = QueryUnderstanding(text, text, places=(Mention("丽水", "丽水市", 0, 2, ("a",)),))
    terms = terms_of(understood, lexicon)
    assert [term.text for term in terms] == ["丽水", "每年", "资金"]
    assert terms[0].name and terms[0].variants == ("丽水市",)
    assert terms[2].focus


def test_the_kind_of_thing_asked_for_weighs_little() -> None:
    lexicon = Dictionary([("支援", "v"), ("专科", "n")], {"支援": 10})
    text = "在哪些专科上支援"
    (category,) = [term for term in terms_of(QueryUnderstanding(text, text), lexicon) if term.text == "专科"]
    assert not category.thing
    assert category.weight < inverse_document_frequency(0, 100) / 2


def test_a_word_of_the_corpus_that_means_the_same_covers_most_of_an_everyday_word() -> None:
    lexicon = Dictionary(
        [("买房", "n")], {"购房": 3}, {"买房": [("购房", 6.4), ("住房", 4.5), ("入户", 3.0)]}
    )
    (term,) = terms_of(QueryUnderstanding("买房", "买房"), lexicon)
    assert term.near == (("购房", 0.8), ("住房", pytest.approx(0.4)))
    (unit,) = units_of(statement("给予购房补贴。"), DOCUMENT)
    assert support([term], unit).coverage == pytest.approx(0.8)
    assert support([term], unit).missing == ()


DOCUMENT = Document("d", "衢州市养老办法", None, None, None, ("衢州市",), None, "unknown", "d.txt", "")


def statement(text: str) -> Clause:
    return Clause("d:1", "d", "clause", ("二、补贴标准",), "《衢州市养老办法》二、", text, 0, len(text))


def test_support_counts_the_statement_its_headings_and_its_document() -> None:
    (unit,) = units_of(statement("每人每月300元。"), DOCUMENT)
    terms = (
        Term("衢州", 2.0, name=True),
        Term("补贴", 2.0),
        Term("每月", 1.0),
        Term("医生", 2.0, thing=True),
    )
    found = support(terms, unit)
    assert [term.text for term in found.missing] == ["医生"]
    assert found.own == pytest.approx(1 / 7)
    assert found.coverage == pytest.approx((2.0 + 0.8 * 2.0 + 1.0) / 7)


@pytest.mark.parametrize(
    ("text", "years", "fits"),
    [
        ("截止2016年底仍有57004人。", (2019,), False),
        ("截止2016年底仍有57004人。", (2016,), True),
        ("2022—2024年新建600个。", (2023,), True),
        ("每年新建600个。", (2023,), True),
    ],
)
def test_a_statement_about_other_years_only_does_not_fit(
    text: str, years: tuple[int, ...], fits: bool
) -> None:
    (unit,) = units_of(statement(text), DOCUMENT)
    assert fits_years(unit, years) is fits


def test_texts_are_compared_without_width_case_and_blanks() -> None:
    assert normalise("５Ｇ ＋ 工业") == "5g+工业"
