"""A git repository whose notes are checked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from git_repository import Repo

from noteweave.cli import run


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return Repo(tmp_path / "herb garden")


@pytest.fixture
def said(capsysbinary: pytest.CaptureFixture[bytes]):  # type: ignore[no-untyped-def]
    def ask(root: Path, *options: str, status: int = 1) -> list[str]:
        """Run the check; its findings, without those for information."""
        capsysbinary.readouterr()
        assert run(["check", str(root), "--show", "warning", *options]) == status
        return capsysbinary.readouterr().out.decode().splitlines()

    return ask
