"""A small corpus of made-up notices, indexed once for all tests that only need some index."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from notices import QUESTIONS, write_corpus

from index import Embedder, Index, build, load_embedder


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return load_embedder()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A folder with ``corpus`` and its index ``home``; never write to it."""
    folder = tmp_path_factory.mktemp("built")
    build(write_corpus(folder / "corpus"), folder / "home", embedder=embedder)
    return folder


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    """An index of three notices of one's own, in a folder with a Chinese name."""
    return Path(shutil.copytree(built / "home", tmp_path / "索引"))


@pytest.fixture
def top_ten(embedder: Embedder) -> Callable[[Path], list[list[str]]]:
    """What an index answers to all questions: ten clause ids each."""

    def ask(home: Path) -> list[list[str]]:
        with Index.open(home, embedder=embedder) as index:
            return [[hit.clause.id for hit in index.search(question)] for question in QUESTIONS]

    return ask


@pytest.fixture
def index(home: Path, embedder: Embedder) -> Iterator[Index]:
    """That index, opened."""
    with Index.open(home, embedder=embedder) as opened:
        yield opened
