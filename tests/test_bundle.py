"""The archive of ``make bundle`` installs, answers and serves on a machine that has no network at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ALONE = ["unshare", "--map-root-user", "--net"]


def can_be_alone() -> bool:
    return shutil.which("unshare") is not None and not subprocess.call(
        [*ALONE, "true"], stderr=subprocess.DEVNULL
    )


@pytest.mark.skipif(os.environ.get("POLICY_SOAK") != "1", reason="builds and installs every wheel: make soak")
@pytest.mark.skipif(not can_be_alone(), reason="needs a network namespace")
def test_the_archive_installs_and_answers_without_a_network(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    ignored = shutil.ignore_patterns(".git", ".venv", "var", "dist", "build", "*_cache", "__pycache__")
    shutil.copytree(ROOT, checkout, ignore=ignored)
    outside = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run(["make", "bundle"], cwd=checkout, env=outside, check=True)
    (archive,) = (checkout / "dist").glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "carried", filter="data")
    (carried,) = (tmp_path / "carried").iterdir()
    assert list((carried / "wheels").glob("jieba-*.whl"))

    inside = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PIP_CONFIG_FILE": os.devnull}
    target = tmp_path / "installed"
    subprocess.run([*ALONE, "sh", str(carried / "install.sh"), str(target)], env=inside, check=True)
    said = subprocess.run(
        [*ALONE, str(target / "bin" / "policy-assistant"), "ask", "丽水每年给每个县多少资金？"],
        cwd=tmp_path,
        env=inside,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "3000万元" in said.stdout
