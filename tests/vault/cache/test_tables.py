"""Maps in a file of the cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave.vault.cache.tables import Tables


def test_a_group_that_is_read_for_each_of_its_notes_is_decoded_once(tmp_path: Path) -> None:
    """Two thousand notes of one name made the check of an edit take quadratic time."""
    tables = Tables(str(tmp_path / "cache" / "a.check"), b"question")
    groups = tables.map(1, dict[str, int])
    groups["same name"] = {"a.md": 1}
    assert groups["same name"] is groups["same name"]


def test_what_is_remembered_of_a_map_is_never_old(tmp_path: Path) -> None:
    tables = Tables(str(tmp_path / "cache" / "a.check"), b"question")
    groups = tables.map(1, dict[str, int])
    for number in range(200):
        groups[str(number)] = {"a.md": number}
    assert [groups[str(number)]["a.md"] for number in range(200)] == [*range(200)]
    groups["199"] = {"a.md": -1}
    assert groups["199"] == {"a.md": -1}
    del groups["199"]
    with pytest.raises(KeyError):
        groups["199"]
    assert groups["198"] == {"a.md": 198}
    tables.clear(b"another")
    assert groups.get("198") is None
    tables.close()
