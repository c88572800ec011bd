"""References and footnotes are matched with their definitions as CommonMark does."""

from __future__ import annotations

import pytest

from noteweave.vault.parsing.references import Mismatch, reference_faults


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a][Leek Soup]\n\n[leek\tsoup]: x.md\n", []),
        ("[a][leek]\n", [(Mismatch.UNDEFINED, "leek", 1, 1)]),
        ("x [leek][]\n", [(Mismatch.UNDEFINED, "leek", 1, 3)]),
        ("[leek]\n\n[leek]: x.md 'title'\n", []),
        ("---\na: b\n---\n\n> [leek]: x.md\n", [(Mismatch.UNUSED, "leek", 5, 3)]),
        ("[[leek]]\n\n[leek]: x.md\n", []),
        ("[[leek|soup]]\n\n[leek|soup]: x.md\n", []),
        ("row[x][yy] and `[a][bb]` and $[a][bb]$ and \\[a][bb]\n", []),
        ("a[i][0] and [i][1] and %% [a][bb] [^c] %%\n", []),
        ("text\n[leek]: not a definition\n", []),
        ("```\n[leek]: x.md\n```\n", []),
        ("a[^1] b[^A]\n\n[^1]: one\n[^a]: two\n", []),
        ("a[^1]\n", [(Mismatch.UNDEFINED_FOOTNOTE, "1", 1, 2)]),
        ("a\n\n[^one]: x\n", [(Mismatch.UNUSED_FOOTNOTE, "one", 3, 1)]),
        ("+ [[leek]](soup[^1].)\n\n[^1]: x\n", []),  # an app shows the link and a note
        ("|a|\n|-|\n|b| [^1]\n\n[^1]: x\n", []),  # in a cell more than the table has
        ("`x[^1]`\n\n[^1]: x\n", [(Mismatch.UNUSED_FOOTNOTE, "1", 3, 1)]),
        ("`[^1]` and $x[^2]$ and [^a b]\n", []),
        ("", []),
    ],
)
def test_references(text: str, expected: list[tuple[Mismatch, str, int, int]]) -> None:
    assert [fault[:4] for fault in reference_faults(text)] == expected
