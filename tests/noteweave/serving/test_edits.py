"""Notes are changed in two steps, and only with `--write`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from noteweave.commands.mcp import _chosen
from noteweave.serving.receipts import Rendered
from noteweave.serving.tools import WRITERS, called
from noteweave.serving.vault_view import OpenVault
from noteweave.vault.errors import RequestError


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / "Long Night.md").write_text("# Dawn\n", encoding="utf-8")
    (tmp_path / "A.md").write_text("See [[Long%20Night]] here.\n", encoding="utf-8")
    return tmp_path


def fix(vault: Path, **arguments: str) -> Rendered:
    """Call the tool once."""
    opened = OpenVault(vault)
    try:
        with opened.view() as view:
            return called(WRITERS[0], view, arguments)
    finally:
        opened.close()


def test_a_fix_is_written_only_with_the_hash_of_its_patch(vault: Path) -> None:
    before = (vault / "A.md").read_bytes()
    shown = fix(vault).text
    assert (vault / "A.md").read_bytes() == before
    found = re.search('expect="([0-9a-f]{12})"', shown)
    assert found, shown
    with pytest.raises(RequestError, match="nothing written"):
        fix(vault, expect="0" * 12)
    assert (vault / "A.md").read_bytes() == before
    assert "1 of 1 notes written" in fix(vault, expect=found[1]).text
    assert (vault / "A.md").read_bytes() == b"See [[Long Night]] here.\n"


def test_a_patch_of_notes_that_changed_is_refused(vault: Path) -> None:
    found = re.search('expect="([0-9a-f]{12})"', fix(vault).text)
    assert found
    changed = (vault / "A.md").read_bytes() + b"More.\n"
    (vault / "A.md").write_bytes(changed)
    with pytest.raises(RequestError, match="no longer those of this patch"):
        fix(vault, expect=found[1])
    assert (vault / "A.md").read_bytes() == changed


def test_the_tool_is_offered_only_with_write() -> None:
    assert "fix" not in [tool.name for tool in _chosen("")]
    assert "fix" in [tool.name for tool in _chosen("", write=True)]
