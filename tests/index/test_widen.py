import pytest

from corpus import Clause, Document
from index import Index
from index.widen import widen


class Shelf:
    """Documents and clauses in memory."""

    def __init__(self, *clauses):
        self._clauses = clauses

    def documents(self):
        return tuple(
            Document(key, f"{key}办法", None, None, None, (), None, "unknown", "", "")
            for key in dict.fromkeys(clause.document_id for clause in self._clauses)
        )

    def clauses(self, document_id):
        return tuple(clause for clause in self._clauses if clause.document_id == document_id)


def _clause(key, place, text, kind="clause"):
    document_id = key.split(":")[0]
    return Clause(key, document_id, kind, (), f"《{document_id}办法》{place}", text, 0, len(text))


@pytest.fixture(scope="module")
def index(bundled_home):
    opened = Index.open(bundled_home)
    yield opened
    opened.close()


def _brought(clause, lookup):
    return [(context.relation, context.clause.id) for context in widen(clause, lookup)]


def test_a_clause_brings_its_headings_from_the_top_and_its_neighbours(index):
    assert _brought(index.clause("lishui-2018:2.2.1"), index) == [
        ("heading", "lishui-2018:2"),
        ("heading", "lishui-2018:2.2"),
        ("next", "lishui-2018:2.2.2"),
    ]


def test_a_table_row_brings_the_header_of_its_table(index):
    brought = _brought(index.clause("xinbei-ziyang-2018:t1.15"), index)
    assert brought[0] == ("table_header", "xinbei-ziyang-2018:t1")
    assert {key for _, key in brought[1:]} == {"xinbei-ziyang-2018:t1.14", "xinbei-ziyang-2018:t1.16"}


def test_a_clause_brings_what_it_refers_to_in_its_own_and_in_another_document():
    first = _clause("甲:3", "第三条", "第三条　条件见第十二条，程序依照《乙办法》第二条。")
    shelf = Shelf(
        first,
        _clause("甲:4", "第四条", "第四条　其他。"),
        _clause("甲:12", "第十二条", "第十二条　条件如下。"),
        _clause("乙:2", "第二条", "第二条　程序如下。"),
    )
    assert _brought(first, shelf) == [("next", "甲:4"), ("referred", "甲:12"), ("referred", "乙:2")]


def test_every_clause_of_the_corpus_widens_to_other_clauses_each_once(index):
    for document in index.documents():
        for clause in index.clauses(document.id):
            keys = [key for _, key in _brought(clause, index)]
            assert clause.id not in keys
            assert len(keys) == len(set(keys))
