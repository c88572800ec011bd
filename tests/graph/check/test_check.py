"""Whatever notes hold, the check answers: sorted, inside the note, the same every time."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from growth import assert_linear
from hypothesis import given, settings
from hypothesis import strategies as st

from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.check.findings import Finding, order
from noteweave.graph.check.rules import broken_heading
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.vault import OpenOptions, Vault

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


MANY_LINKS = {
    "fragments of the same note": lambda n: "[y](#no)\n" * n,
    "fragments of another note": lambda n: "[[Other#no]]\n" * n,
    "aliases": lambda n: "[[Also]]\n" * n,
    "headings that are almost there": lambda n: "".join(
        f"# On the trail number {i}\n\n[[#Oh the trial {i}]]\n" for i in range(n)
    ),
    "paths of headings": lambda n: "".join(f"# a{i}\n\n[[#a{i}#b]]\n" for i in range(n)),
}


@pytest.mark.parametrize("name", MANY_LINKS)
def test_many_findings_in_one_note_take_linear_time(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note is not decoded anew for each link that leads to it."""
    monkeypatch.setattr(broken_heading, "_COMPARED", 5_000)
    with TemporaryDirectory() as folder:
        root = Path(folder)

        def write(n: int) -> int:
            root.joinpath(f"{n}.md").write_text(MANY_LINKS[name](n), encoding="utf-8")
            return n

        def run(n: int) -> None:
            only = frozenset({f"{n}.md"})
            list(check(resolve(vault), CheckOptions(select=("all",)), only=only))

        (root / "Other.md").write_text(
            "---\naliases: [Also]\n---\n" + "".join(f"[[t{i}]] " for i in range(3000)),
            encoding="utf-8",
        )
        sizes = [write(n) for n in (300, 1200)]
        vault = Vault.open(root, OpenOptions(cache=False, jobs=1))
        assert_linear(lambda n: n, run, sizes[0])


def test_a_block_named_through_a_label_is_used_and_drawings_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "logseq").mkdir()
    (tmp_path / "logseq" / "config.edn").write_text("{}", encoding="utf-8")
    block = "63b70dc8-0000-4000-8000-000000000001"
    (tmp_path / "Soup.md").write_text(f"- leek\n  id:: {block}\n", encoding="utf-8")
    (tmp_path / "Day.md").write_text(f"- [this]((({block})))\n", encoding="utf-8")
    options = CheckOptions(select=("unused-block-id",))
    assert list(check(resolve(Vault.open(tmp_path)), options)) == []
    (tmp_path / "Map.md").write_text(
        "---\nexcalidraw-plugin: parsed\n---\nleek ^aBcD1234\n", encoding="utf-8"
    )
    (tmp_path / "Other.excalidraw.md").write_text("leek ^aBcD1234\n", encoding="utf-8")
    assert list(check(resolve(Vault.open(tmp_path)), options)) == []


def test_an_alias_of_many_notes_names_ten_and_counts_the_rest(tmp_path: Path) -> None:
    """The message was as long as the list of its owners, so the time was quadratic."""
    for i in range(13):
        (tmp_path / f"N{i:02}.md").write_text("---\naliases: [Also]\n---\n", encoding="utf-8")
    (tmp_path / "x.md").write_text("[[Also]]\n", encoding="utf-8")
    options = CheckOptions(select=("ambiguous-alias",))
    (found,) = check(resolve(Vault.open(tmp_path)), options)
    named = ", ".join(f"`N{i:02}`" for i in range(10))
    assert found.message == f"`Also` is another name of {named} and 3 more"
    for i in (10, 11, 12):
        (tmp_path / f"N{i}.md").unlink()
    (found,) = check(resolve(Vault.open(tmp_path)), options)
    assert found.message.endswith(", `N08` and `N09`")
