"""Whatever notes hold, the check answers: sorted, inside the note, the same every time."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.check.findings import Finding, order
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.vault import Vault

PIECES = st.sampled_from(
    [
        *("[[", "]]", "|", "#", "^", "![", "](", ")", "[", "]", "茶", "Tea", "tea", " ", "\n"),
        *("\r\n", "---\n", "up: ", '"', "`", "%20", "../", "./", "/", ".md", ".png", "\\", "$"),
        *("<", ">", "<!-- noteweave: ignore -->", "- ", "| ", "tags: ", "：", "{{", "é", "🫖"),
        *("\t", "\xa0"),
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)


def checked(root: Path) -> list[Finding]:
    return list(check(resolve(Vault.open(root)), CheckOptions(select=("all",))))


@settings(max_examples=80, deadline=None)
@given(TEXTS, TEXTS)
def test_any_notes_can_be_checked(one: str, other: str) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "茶").mkdir()
        (root / "Tea.md").write_bytes(one.encode())
        (root / "茶" / "tea house.md").write_bytes(other.encode())
        found = checked(root)
        assert found == sorted(found, key=order)
        assert found == checked(root)
        for finding in found:
            text = (root / finding.path).read_bytes().decode()
            lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            assert 1 <= finding.line <= finding.end_line <= len(lines)
            assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1
            assert finding.end_column <= len(lines[finding.end_line - 1]) + 1
            if finding.fix:
                assert 0 <= finding.fix.start <= finding.fix.end <= len(text)
