"""A file of another program is read without waiting, within a size, or it is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from noteweave.vault.disk.bounded_file import (
    UnusableFileError,
    read_bytes,
    read_json_object,
    read_text,
)


def test_a_file_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert read_bytes(tmp_path / "none") is None
    assert read_text(tmp_path / "none" / "below") == ""
    assert read_json_object(tmp_path / "none") == {}


def test_a_fifo_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnusableFileError, match="not a regular file"):
        read_bytes(tmp_path / "pipe")


def test_a_device_without_end_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "settings").symlink_to("/dev/zero")
    with pytest.raises(UnusableFileError, match="not a regular file"):
        read_bytes(tmp_path / "settings")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnusableFileError):
        read_bytes(tmp_path)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(UnusableFileError, match="larger than 16 MiB"):
        read_bytes(tmp_path / "large")


def test_a_link_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(UnusableFileError, match="cannot be read"):
        read_bytes(tmp_path / "loop")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[", "line 1, column 2"),
        ("[" * 100_000, "nested too deep"),
        ("5", "not a JSON object"),
        ("null", "not a JSON object"),
        ("\ufffd", "not JSON"),
    ],
)
def test_what_is_no_json_object_is_refused(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    with pytest.raises(UnusableFileError, match=why):
        read_json_object(tmp_path / "x.json")


def test_odd_values_become_values_that_can_be_kept(tmp_path: Path) -> None:
    digits = "9" * 5000
    (tmp_path / "x.json").write_text(
        f'\ufeff{{"a": {digits}, "b": NaN, "c": "\\ud800", "\\udc00": [1]}}', encoding="utf-8"
    )
    found = read_json_object(tmp_path / "x.json")
    assert found == {"a": float("inf"), "b": None, "c": "\ufffd", "\ufffd": [1]}
