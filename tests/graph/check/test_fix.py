"""What is mended: only what is certain, only the bytes of the link, and only once."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from noteweave.cli import run
from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.check.fix import FixedNotes, apply_fixes
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.vault import OpenOptions, Vault

LINKS = {
    "[[tea/rose]]": "[[tea/Rose]]",
    "[[ink|black]]": "[[a/ink|black]]",
    "![[ink]]": "![[a/ink]]",
    "[[Long%20Night]]": "[[Long Night]]",
    "[[long night#dawn|d]]": "[[Long Night#dawn|d]]",
    "[[墨]]": "[[Rose|墨]]",
    "[[Rose]]": "[[Rose]]",
    "[[Roze]]": "[[Roze]]",
    "`[[ink]]`": "`[[ink]]`",
    "[x](Gone.md)": "[x](Gone.md)",
}
"""What is written, and what it is when mended."""
OTHERS = {
    "tea/Rose.md": "---\naliases: [墨]\n---\n",
    "a/ink.md": "",
    "bb/ink.md": "",
    "Long Night.md": "# Dawn\n",
}


def garden(root: Path, data: bytes) -> Vault:
    """A vault in which one note is to be mended."""
    for path, text in OTHERS.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())
    (root / "note.md").write_bytes(data)
    return Vault.open(root, OpenOptions(cache=False))


def mended(vault: Vault) -> FixedNotes:
    """Check a vault and mend what was found."""
    return apply_fixes(vault, list(check(resolve(vault), CheckOptions())), CheckOptions())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(sorted(LINKS)), max_size=5),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
    st.text(alphabet="aé茶😀 .-", max_size=5),
)
@example(["[[ink|black]]"] * 2, "\r\n", True, False, "😀")
def test_only_the_bytes_of_links_change_and_only_once(
    links: list[str], end: str, mark: bool, head: bool, words: str
) -> None:
    lines = [f"{n}§{words} {link} {words}§" for n, link in enumerate(links)]
    text = ("\ufeff" if mark else "") + (f"---{end}b:   [ 1,2 ] # x{end}---{end}" if head else "")
    data = (text + f"{end}{end}".join(lines)).encode()
    with TemporaryDirectory() as folder:
        vault = garden(Path(folder), data)
        done = mended(vault)
        after = done.after.get("note.md", data)
        mended_lines = [f"{n}§{words} {LINKS[link]} {words}§" for n, link in enumerate(links)]
        assert after.decode() == text + f"{end}{end}".join(mended_lines)
        (Path(folder) / "note.md").write_bytes(after)
        again = Vault.open(folder, OpenOptions(cache=False))
        assert mended(again).after == {}
        left = [f for f in check(resolve(again), CheckOptions()) if f.fix and f.fix.sure]
        assert left == []


def test_a_file_that_is_not_utf8_stays(tmp_path: Path) -> None:
    assert mended(garden(tmp_path, b"[[ink]] \xff")).after == {}


def test_a_note_that_changed_meanwhile_stays(tmp_path: Path) -> None:
    vault = garden(tmp_path, b"[[ink]]")
    found = list(check(resolve(vault), CheckOptions()))
    (tmp_path / "note.md").write_bytes(b"now something else [[ink]]")
    assert apply_fixes(vault, found, CheckOptions()).after == {}


def test_a_guess_is_never_applied(tmp_path: Path) -> None:
    vault = garden(tmp_path, b"[x](Long%20Nihgt.md)")
    (finding,) = check(resolve(vault), CheckOptions(select=("NW001",)))
    assert finding.suggestion == "Long Night"
    assert finding.fix
    assert apply_fixes(vault, [finding], CheckOptions()).after == {}


def test_the_command_shows_first_and_then_mends(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    garden(tmp_path, "\ufeffsee [[ink]] and [x](Gone.md)\r\nlast".encode())
    assert run(["check", str(tmp_path), "--diff"]) == 1
    diff = capsysbinary.readouterr().out.decode()
    assert "\n-\ufeffsee [[ink]] and [x](Gone.md)\r\n+\ufeffsee [[a/ink]] and" in diff
    assert b"[[ink]]" in (tmp_path / "note.md").read_bytes()
    assert run(["check", str(tmp_path), "--fix"]) == 1
    said = capsysbinary.readouterr()
    assert said.err.startswith(b"noteweave: fixed 1 in 1 note\n")
    assert b" NW001 " in said.out
    assert b" NW003 " not in said.out
    data = (tmp_path / "note.md").read_bytes()
    assert data == "\ufeffsee [[a/ink]] and [x](Gone.md)\r\nlast".encode()
    assert run(["check", str(tmp_path), "--diff"]) == 0
    assert capsysbinary.readouterr().out == b""
    assert run(["check", str(tmp_path), "--fix", "--staged"]) == 2
