"""What every test shares: no network, in this process and in every Python child it starts."""

import importlib.util
import os
from pathlib import Path

import pytest
from filelock import FileLock

OFFLINE = Path(__file__).with_name("offline")


def _block_network() -> None:
    # Loaded by path: a system may have a sitecustomize of its own, imported long ago.
    spec = importlib.util.spec_from_file_location("offline_guard", OFFLINE / "sitecustomize.py")
    assert spec and spec.loader
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    inherited = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(OFFLINE), inherited]))


# At import, before any test module is collected: an import that calls out is caught as well.
_block_network()


@pytest.fixture(scope="session")
def bundled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a real index over the bundled documents; tests only read it.

    Built once: workers that run side by side share the folder above their own.
    """
    from index import build

    own = tmp_path_factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    home, done = shared / "bundled", shared / "bundled.done"
    with FileLock(shared / "bundled.lock"):
        if not done.exists():
            assert build(None, home).failures == ()
            done.touch()
    return home
