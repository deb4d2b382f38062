"""A service over the bundled documents, as it runs behind ``serve``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.api import Door, Sessions, create_app
from assistant.keys import KeyRing
from assistant.settings import Settings
from index import Index


@pytest.fixture(scope="session")
def application(bundled_home: Path) -> Iterator[FastAPI]:
    index = Index.open(bundled_home)
    yield create_app(index, Settings(index=bundled_home), Door(KeyRing(bundled_home), Sessions(), True))
    index.close()


@pytest.fixture
def client(application: FastAPI) -> Iterator[TestClient]:
    with TestClient(application, raise_server_exceptions=False) as client:
        yield client
