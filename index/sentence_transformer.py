"""Any embedding model that sentence-transformers can load, by name or local path."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding import EmbeddingError, Progress

#: Query and passage instructions of models whose files do not carry them as prompts, by a part of the name.
# fmt: off
_INSTRUCTIONS: tuple[tuple[str, str, str], ...] = (
    ("bge-small-zh", "为这个句子生成表示以用于检索相关文章：", ""),
    ("bge-base-zh", "为这个句子生成表示以用于检索相关文章：", ""),
    ("bge-large-zh", "为这个句子生成表示以用于检索相关文章：", ""),
    ("e5", "query: ", "passage: "),
)
# fmt: on

#: Bytes of a file that are hashed at its start, middle and end: gigabytes of weights would take seconds.
_SAMPLE = 1_000_000


class SentenceTransformerEmbedder:
    """A sentence-transformers model, with its own query instruction and without any code of its own.

    Args:
        name: Local path, or the name of a model that already lies in the hub's cache on this machine.

    Raises:
        EmbeddingError: The extra is not installed, or the model is not on this machine.
    """

    def __init__(self, name: str) -> None:
        # Before the import: both libraries read these once. A server on an intranet must not try the hub.
        os.environ["HF_HUB_OFFLINE"] = "1"
        os.environ["TRANSFORMERS_OFFLINE"] = "1"
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EmbeddingError(
                f"向量模型“{name}”需要扩展组件 sentence-transformers，当前未安装。"
                "请执行 pip install 'policy-assistant[sentence-transformers]'，"
                "或在设置中去掉向量模型名以使用内置模型。"
            ) from error
        try:
            self._model = SentenceTransformer(
                name, device="cpu", trust_remote_code=False, local_files_only=True
            )
        except (OSError, ValueError) as error:
            raise EmbeddingError(
                f"无法加载向量模型“{name}”：本机没有这个模型。"
                "请把模型文件夹复制到本机，并在设置中写它的路径。"
            ) from error
        self.name = name
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.revision = _revision(name)
        self._query_prompt, self._passage_prompt = _prompts(name, self._model.prompts)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Embed a question as a ``(dimension,)`` unit vector."""
        vector: NDArray[np.float32] = self._encode([text], self._query_prompt)[0]
        return vector

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Embed passages as an ``(n, dimension)`` array, one text a call so that no batch shapes a vector."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._encode([text], self._passage_prompt)[0]
            if progress is not None and ((row + 1) % 32 == 0 or row + 1 == len(texts)):
                progress(row + 1, len(texts))
        return vectors

    def _encode(self, texts: list[str], prompt: str) -> NDArray[np.float32]:
        vectors: object = self._model.encode(
            texts,
            prompt=prompt or None,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


def _prompts(name: str, declared: dict[str, str]) -> tuple[str, str]:
    """Query and passage instruction: the model's own, else those its authors publish, else none."""
    query = declared.get("query", "")
    passage = next((declared[key] for key in ("passage", "document") if declared.get(key)), "")
    if query or passage:
        return query, passage
    known = Path(name).name.lower()
    for part, query_instruction, passage_instruction in _INSTRUCTIONS:
        if part in known:
            return query_instruction, passage_instruction
    return "", ""


def _revision(name: str) -> str:
    """What tells two versions apart: a hash of the model's small files and of samples of the large ones.

    A model in the hub's cache has no folder of its own: there the name of its commit stands for its files.
    """
    folder = Path(name)
    if not folder.is_dir():
        from huggingface_hub import try_to_load_from_cache

        cached = try_to_load_from_cache(name, "config.json")
        return Path(cached).parent.name if isinstance(cached, str) else "unknown"
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}:{size}\n".encode())
        with path.open("rb") as file:
            for start in (0, size // 2, max(size - _SAMPLE, 0)) if size > _SAMPLE else (0,):
                file.seek(start)
                digest.update(file.read(_SAMPLE))
    return digest.hexdigest()
