"""Every folder in `tests/vaults` is a vault and what it gives.

`expected/links.jsonl`, `expected/check.txt` … are what a command of COMMANDS prints for the vault;
`pytest --update` rewrites them. `arguments.txt` (optional) holds more arguments, one a line.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from paths import TESTS

from noteweave.cli import run

CASES = TESTS / "vaults"
COMMANDS = {
    "links.jsonl": ["links", ".", "--format", "jsonl"],
    "check.txt": ["check", "."],
    "graph.json": ["export", ".", "json", "-o", "-"],
    "backlinks.md": ["export", ".", "backlinks", "-o", "-"],
}
"""What each expected file is the output of; run inside the vault."""


def cases() -> list[tuple[str, str]]:
    """Return (case, expected file) for all cases."""
    return [
        (case.name, expected.name)
        for case in sorted(CASES.iterdir())
        for expected in sorted((case / "expected").glob("*"))
    ]


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_case_is_a_vault_and_what_it_gives(case: Path) -> None:
    assert (case / "vault").is_dir()
    expected = {path.name for path in (case / "expected").iterdir()}
    assert expected, "no expected file"
    assert expected <= set(COMMANDS)


@pytest.mark.parametrize(("case", "expected"), cases())
def test_vault_gives(
    case: str,
    expected: str,
    update: bool,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    arguments = CASES / case / "arguments.txt"
    more = arguments.read_text(encoding="utf-8").split("\n")[:-1] if arguments.exists() else []
    monkeypatch.chdir(CASES / case / "vault")
    status = run([*COMMANDS[expected], *more])
    printed = capfdbinary.readouterr()
    assert status in (0, 1), printed.err.decode()
    path = CASES / case / "expected" / expected
    if update:
        path.write_bytes(printed.out)
    assert printed.out.decode() == path.read_bytes().decode()
