"""BM25 over the words of the corpus, by tantivy; built once for a generation, then only read."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import IndexDamaged
from index.words import Words

if TYPE_CHECKING:
    from tantivy import Query, Schema

_DICTIONARY = "dictionary.txt"


class LexicalIndex:
    """A BM25 index in a folder of its own, with the dictionary that cut its texts."""

    def __init__(self, folder: Path) -> None:
        """Open an index; use ``LexicalIndex.open``."""
        import tantivy

        names = (folder / _DICTIONARY).read_text(encoding="utf-8").splitlines()
        self.words = Words(names)
        self._schema = _schema()
        index = tantivy.Index(self._schema, path=str(folder))
        index.reload()
        self._searcher = index.searcher()

    @classmethod
    def build(
        cls, folder: Path, ids: Sequence[str], texts: Sequence[str], names: Iterable[str] = ()
    ) -> LexicalIndex:
        """Index ``texts`` under ``ids`` in ``folder``, which is emptied first.

        Args:
            folder: A folder of its own.
            ids: One id for each text, unique.
            texts: Title, headings and text of each clause.
            names: Names of the corpus that the tokenizer keeps whole.
        """
        import tantivy

        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        words = Words(names)
        # Written with the index, because a query cut with another dictionary would miss words.
        (folder / _DICTIONARY).write_text("".join(name + "\n" for name in words.names), encoding="utf-8")
        schema = _schema()
        writer = tantivy.Index(schema, path=str(folder)).writer(heap_size=64_000_000, num_threads=1)
        for key, text in zip(ids, texts, strict=True):
            writer.add_document(tantivy.Document(id=key, text=" ".join(words.terms(text))))
        writer.commit()
        writer.wait_merging_threads()
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Open the index in ``folder`` without writing to it.

        Raises:
            IndexDamaged: A file of it is missing or cannot be read.
        """
        try:
            return cls(folder)
        except (OSError, ValueError) as error:
            raise IndexDamaged(
                "全文索引的文件缺失或损坏。请执行 policy-assistant build 重新建立索引。"
            ) from error

    def __len__(self) -> int:
        """Number of texts."""
        return int(self._searcher.num_docs)

    def frequency(self, word: str) -> int:
        """Return the number of texts that hold a word of the dictionary."""
        return int(self._searcher.doc_freq("text", word))

    def search(self, query: str | Mapping[str, float], k: int) -> list[tuple[str, float]]:
        """Rank by BM25.

        Args:
            query: A text, cut here, or terms with their weights.
            k: At most so many results.

        Returns:
            ``(id, score)``, best first, ties by id; only what shares a word with the query.

        Raises:
            IndexDamaged: The index cannot be read.
        """
        weights = query if isinstance(query, Mapping) else Counter(self.words.terms(query))
        return self._hits(self._any_of(weights), k) if weights else []

    def score(self, weights: Mapping[str, float], ids: Sequence[str]) -> dict[str, float]:
        """Return the BM25 score of some texts, by id; those that share no word with the query are left out.

        Args:
            weights: Terms with their weights.
            ids: Ids of texts.

        Raises:
            IndexDamaged: The index cannot be read.
        """
        import tantivy

        if not weights or not ids:
            return {}
        these = tantivy.Query.const_score_query(
            tantivy.Query.term_set_query(self._schema, "id", list(ids)), 0.0
        )
        both = [(tantivy.Occur.Must, these), (tantivy.Occur.Must, self._any_of(weights))]
        return dict(self._hits(tantivy.Query.boolean_query(both), len(ids)))

    def _any_of(self, weights: Mapping[str, float]) -> Query:
        import tantivy

        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(
                        tantivy.Query.term_query(self._schema, "text", word, index_option="freq"), weight
                    ),
                )
                for word, weight in sorted(weights.items())
            ]
        )

    def _hits(self, query: Query, k: int) -> list[tuple[str, float]]:
        try:
            found = self._searcher.search(query, limit=k).hits
            hits = [(str(self._searcher.doc(address)["id"][0]), float(score)) for score, address in found]
        except (OSError, ValueError) as error:
            raise IndexDamaged("全文索引的文件损坏。请执行 policy-assistant build 重新建立索引。") from error
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))


def _schema() -> Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()
