"""Turn texts into vectors: the bundled model by default, any sentence-transformers model by name or path.

The bundled model is multilingual-e5-small cut to Chinese and ASCII, int8, run by onnxruntime on the CPU.
Dynamic quantisation makes a vector depend on the texts it shares a batch with, so each call embeds one text;
as many one-thread workers as there are cores make that the fastest form as well (``benchmarks/speed.py``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

#: Name under which the bundled model is known to settings and fingerprints.
BUNDLED = "multilingual-e5-small-zh"

#: Tokens the bundled model reads; what stands behind them is not seen, hence windows (``index.passage``).
MAX_TOKENS = 512

#: Texts that ``RememberedEmbedder`` remembers: 6 MB.
_REMEMBERED = 4096

_FOLDER = files("index") / "bundled"

Progress = Callable[[int, int], None]


class EmbeddingError(Exception):
    """An embedding model cannot be had; the message is Chinese and says what to do next."""


class Embedder(Protocol):
    """Whatever turns texts into unit vectors.

    Attributes:
        name: Name of the model as a person writes it in the settings.
        revision: What tells two versions of the model apart; part of an index's fingerprint.
        dimension: Length of a vector.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def revision(self) -> str: ...  # noqa: D102
    @property
    def dimension(self) -> int: ...  # noqa: D102

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Embed passages as an ``(n, dimension)`` array of unit rows, in the order of ``texts``.

        Args:
            texts: Passages as ``index.passage.passage_text`` makes them.
            progress: Called now and then with (texts done, texts in all).
        """

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Embed a question as a ``(dimension,)`` unit vector, with the model's own query instruction."""


def load_embedder(name: str | None = None) -> Embedder:
    """Load an embedding model.

    Args:
        name: None or ``BUNDLED`` for the bundled model; else the name or local path of a
            sentence-transformers model.

    Raises:
        EmbeddingError: The model, or the extra that runs it, is not installed.
    """
    if name is None or name == BUNDLED:
        return BundledEmbedder()
    from index.sentence_transformer import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(name)


@cache
def _open() -> tuple[Tokenizer, InferenceSession]:
    """Open the bundled model, once for the whole process: it takes 80 MB, and any thread may run it."""
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    options = SessionOptions()
    # One thread a call: the session runs in the thread that calls it, so that threads are the workers.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    with as_file(_FOLDER / "model.onnx") as path:
        session = InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_str((_FOLDER / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer, session


class BundledEmbedder:
    """The bundled model; safe to share between threads.

    Args:
        workers: Passages embedded at the same time; one for each core by default.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.name = BUNDLED
        self.revision = (_FOLDER / "revision.txt").read_text(encoding="utf-8").strip()
        self.dimension = 384
        self._workers = workers or os.cpu_count() or 1
        # Half of what a question on the command line waits for, and none of it needs the interpreter:
        # whoever made this opens the index meanwhile.
        opener = ThreadPoolExecutor(1, thread_name_prefix="open-model")
        self._model = opener.submit(_open)
        opener.shutdown(wait=False)

    def _embed(self, text: str) -> NDArray[np.float32]:
        tokenizer, session = self._model.result()
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        output = session.run(["embedding"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        vector: NDArray[np.float32] = output[0][0]
        return vector

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Embed a question as a ``(384,)`` unit vector."""
        return self._embed("query: " + text)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Embed passages as an ``(n, 384)`` array; each vector is the same alone and among others."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)

        def embed(row: int) -> None:
            vectors[row] = self._embed("passage: " + texts[row])

        workers = min(self._workers, len(texts)) or 1
        with ThreadPoolExecutor(workers, thread_name_prefix="embed") as pool:
            for done, _ in enumerate(pool.map(embed, range(len(texts))), start=1):
                if progress is not None and (done % 32 == 0 or done == len(texts)):
                    progress(done, len(texts))
        return vectors


class RememberedEmbedder:
    """An embedder that remembers the last texts, for the few that are asked again and again.

    Safe to share between threads.

    Args:
        embedder: Embeds what is not remembered.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._query = lru_cache(maxsize=_REMEMBERED)(embedder.embed_query)
        self._passages: dict[str, NDArray[np.float32]] = {}

    def query(self, text: str) -> NDArray[np.float32]:
        """Embed a question as ``Embedder.embed_query`` does."""
        return self._query(text)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed passages as ``Embedder.embed_passages`` does."""
        known = self._passages
        new = [text for text in dict.fromkeys(texts) if text not in known]
        found = dict(zip(new, self._embedder.embed_passages(new), strict=True)) if new else {}
        rows = [found[text] if text in found else known[text] for text in texts]
        if len(known) + len(found) > _REMEMBERED:
            # A new table, since another thread may be reading the old one.
            self._passages = {}
        self._passages.update(found)
        return np.stack(rows) if rows else np.empty((0, self._embedder.dimension), dtype=np.float32)
