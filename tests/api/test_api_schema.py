"""What the OpenAPI document promises, tried with generated requests: no 5xx, no undocumented answer."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from assistant.api import Door, Sessions, create_app
from assistant.keys import KeyRing
from assistant.settings import Settings
from index import Index

EXAMPLES = 200 if os.environ.get("POLICY_SOAK") else 4


@pytest.fixture(scope="module")
def app(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """A service on an index of its own: the generated requests delete documents, too."""
    home = Path(shutil.copytree(bundled_home, tmp_path_factory.mktemp("schema") / "var"))
    index = Index.open(home)
    yield create_app(index, Settings(index=home), Door(KeyRing(home), Sessions(), True))
    index.close()


def test_every_answer_is_documented_and_none_is_a_failure_of_the_service(app: FastAPI) -> None:
    checks = [not_a_server_error, status_code_conformance, content_type_conformance]
    document = schemathesis.openapi.from_asgi("/openapi.json", app)
    operations = [result.ok() for result in document.get_all_operations()]
    assert len(operations) > 12
    for operation in operations:

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def validate(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=checks)

        validate()
