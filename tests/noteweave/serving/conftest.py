"""Fixtures for the tests of the server."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare the vault with the disk before every answer, however slow the machine is."""
    monkeypatch.setattr("noteweave.serving.open_vault._PAUSE", 0.0)
