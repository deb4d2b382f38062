"""What every test shares: no network, in this process and in every Python child it starts."""

import importlib.util
import os
from pathlib import Path

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
