"""An old vault starts clean: what is known is passed over, what is new is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave import baseline
from noteweave.graph.check.findings import Finding, Severity
from noteweave.vault.errors import ConfigError, RequestError


def finding(line: int, path: str = "tea.md", message: str = "there is no note `壶`") -> Finding:
    return Finding(path, line, 1, line, 9, "NW001", "broken-link", Severity.ERROR, message)


def test_what_is_known_is_passed_over_wherever_it_has_moved(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    assert baseline.write(file, [finding(3), finding(5)]) == 2
    known = baseline.read(file)
    later = [finding(13), finding(15), finding(17), finding(3, "cup.md")]
    assert list(baseline.unknown(later, known)) == [finding(17), finding(3, "cup.md")]
    assert list(baseline.unknown([finding(1)], known)) == []


def test_the_file_is_the_same_whatever_the_order(tmp_path: Path) -> None:
    both = [finding(1, "b.md"), finding(2, "a.md", "later"), finding(1, "a.md")]
    baseline.write(tmp_path / "one", both)
    baseline.write(tmp_path / "two", both[::-1])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert "壶" in (tmp_path / "one").read_text(encoding="utf-8")


def test_no_file_is_a_request_that_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(RequestError) as caught:
        baseline.read(tmp_path / "known.json")
    assert "--update-baseline" in caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 2, "known": {}}',
        '{"version": 1}',
        '{"version": 1, "known": {"a.md": [5]}}',
        '{"version": ' + "9" * 5000 + "}",
        "[" * 100_000,
        '{"a":' * 100_000,
    ],
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "known.json").write_text(text)
    with pytest.raises(ConfigError):
        baseline.read(tmp_path / "known.json")
