"""Commands that change notes change all of them or none, whatever comes between."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from file_operations import At, at_each_operation, contents, interrupt, no_room
from git_repository import Repo

from noteweave.cli import run
from noteweave.vault.errors import OutputError, RequestError
from noteweave.vault.vault import Vault
from noteweave.writing import atomic_write as files
from noteweave.writing import deferred_signals, note_journal, note_writer
from noteweave.writing.note_writer import Change, carry_out, create_note, recover

COMMANDS = {
    "rename": ["rename", "Fir", "wood/tall/Spruce"],
    "rename a folder": ["rename", "bark", "wood/bark"],
    "fix": ["check", "--fix"],
    "backlinks": ["backlinks", "--write"],
    "remove": ["backlinks", "--remove"],
    "topics": ["backlinks", "--write", "--topics"],
    "mentions": ["mentions", "--link", "--top", "0", "--all"],
}
"""Every command that changes notes; where the vault belongs in it, see `command`."""
NOTES = {
    "Fir.md": "# Fir\n\n[[#Fir]] [x](bark/moss.md) [[FIR]]\n",
    "Stone pine.md": "",
    "bark/moss.md": "[[fir]] and [up](../Fir.md), a Stone pine\n",
    "bark/.keep": "",
    "c.md": "[[needles/young/Green]] [[needles/Brown]] [[Cone]]",
    "a.md": "[[fir]] [[Fir]] [m](bark/moss.md), by a Stone pine\n",
    "b.md": "\ufeff[[Fir]] [[FIR|f]]\r\nno Stone pine and [m](bark/moss.md)",
}
FILES = {m.__file__ for m in (note_writer, note_journal, deferred_signals, files)}
"""Where notes are written."""


def command(name: str, root: Path) -> list[str]:
    words = COMMANDS[name]
    return [*words, str(root)] if name.startswith("rename") else [words[0], str(root), *words[1:]]


def plant(root: Path, name: str) -> None:
    """Write the notes that a command would change."""
    shutil.rmtree(root, ignore_errors=True)
    for path, text in NOTES.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    if name == "remove":
        assert run(command("backlinks", root)) == 0


def states(root: Path, name: str) -> tuple[Any, Any, int]:
    """What a vault is before and after a command, and how many operations are between."""
    plant(root, name)
    before = contents(root)
    count = At(0, lambda: None)
    with at_each_operation(root, count):
        assert run(command(name, root)) in (0, 1)
    after = contents(root)
    assert before != after
    assert not [path for path in after if "/." in f"/{path}" and not path.endswith(".keep")]
    return before, after, count.count


@pytest.mark.parametrize("name", COMMANDS)
def test_an_interrupt_at_any_moment_changes_all_or_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "wood"
    before, after, count = states(root, name)
    assert count > 5
    ends = set()
    for moment in range(1, count + 1):
        plant(root, name)
        with at_each_operation(root, At(moment, interrupt)):
            status = run(command(name, root))
        now = contents(root)
        assert now in (before, after), moment
        assert status == 130
        ends.add(now == before)
    assert True in ends
    assert "interrupted; no note was changed" in capsys.readouterr().err


def test_an_interrupt_at_any_line_changes_all_or_nothing(tmp_path: Path) -> None:
    root = tmp_path / "wood"
    before, after, _ = states(root, "rename")

    def run_until(moment: int) -> int:
        at = At(moment, interrupt)

        def trace(frame: FrameType, event: str, argument: object) -> Any:
            if frame.f_code.co_filename in FILES:
                if event == "line":
                    at()
                return trace
            return None

        measuring = sys.gettrace()  # coverage of the tests
        sys.settrace(trace)
        try:
            run(command("rename", root))
        finally:
            sys.settrace(measuring)
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL, "signals are as they were"
        return at.count

    plant(root, "rename")
    lines = run_until(0)
    assert lines > 200
    for moment in range(1, lines, 7):
        plant(root, "rename")
        run_until(moment)
        assert contents(root) in (before, after), moment


@pytest.mark.parametrize("name", COMMANDS)
def test_an_operation_that_fails_changes_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "wood"
    before, after, count = states(root, name)
    failed = 0
    for moment in range(1, count + 1):
        plant(root, name)
        capsys.readouterr()
        with at_each_operation(root, At(moment, no_room)):
            status = run(command(name, root))
        error = capsys.readouterr().err
        if status == 2:
            failed += 1
            assert contents(root) == before, moment
            assert "no space left on device" in error
            assert "with -o" not in error, "the command has no such option"
        else:  # what could not be removed is a temporary folder
            now = {p: c for p, c in contents(root).items() if ".noteweave-" not in p}
            assert now == after, moment
    assert failed > 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks there")
@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_kill_leaves_is_put_back_by_the_next_command(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "wood"
    before, after, count = states(root, name)
    half = 0
    for moment in range(1, count + 1):
        plant(root, name)
        child = os.fork()
        if not child:
            with at_each_operation(root, At(moment, lambda: os.kill(os.getpid(), signal.SIGKILL))):
                run(command(name, root))
            os._exit(0)
        os.waitpid(child, 0)
        now = contents(root)
        half += {p: c for p, c in now.items() if ".noteweave-" not in p} not in (before, after)
        capfd.readouterr()
        run([*command(name, root), "--diff"])
        assert contents(root) == now, "a diff changes nothing"
        said = capfd.readouterr().err
        recover(root, write=True)
        assert contents(root) in (before, after)
        assert ("was killed" in said) == ("put back" in capfd.readouterr().err)
        if contents(root) == before:
            assert run(command(name, root)) in (0, 1)
        assert contents(root) == after
    assert half, "nothing was half done: this test tests nothing"


def test_what_was_changed_after_a_kill_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "wood"
    root.mkdir()
    changes = [Change(f"{n}.md", root / f"{n}.md", b"old", b"new") for n in range(4)]
    note_journal.keep(root, note_writer._journal(changes, {}))
    (root / "0.md").write_bytes(b"new")
    (root / "1.md").write_bytes(b"old")
    (root / "2.md").write_bytes(b"new, and then written by its owner")
    recover(root, write=True)
    assert contents(root) == {
        "0.md": b"old", "1.md": b"old", "2.md": b"new, and then written by its owner"
    }  # fmt: skip
    said = capsys.readouterr().err
    assert "1 file put back" in said
    assert "2.md: changed since then, left as it is" in said
    recover(root, write=True)
    assert capsys.readouterr().err == ""


def test_clearing_the_cache_keeps_what_puts_notes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTEWEAVE_CACHE", str(tmp_path / "cache"))
    note = tmp_path / "a.md"
    note.write_bytes(b"new")
    note_journal.keep(tmp_path, note_writer._journal([Change("a.md", note, b"old", b"new")], {}))
    (tmp_path / "cache" / "other").write_bytes(b"x")
    assert run(["cache", "--clear"]) == 0
    recover(tmp_path, write=True)
    assert note.read_bytes() == b"old"
    assert run(["cache", "--clear"]) == 0
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["other"]


@pytest.mark.skipif(sys.platform == "win32", reason="the signal ends a process there")
def test_being_told_to_end_puts_everything_back_first(tmp_path: Path) -> None:
    root = tmp_path / "wood"
    before, _, count = states(root, "rename")
    for moment in (2, count // 2, count - 3):
        plant(root, "rename")
        child = os.fork()
        if not child:
            with at_each_operation(root, At(moment, lambda: signal.raise_signal(signal.SIGTERM))):
                run(command("rename", root))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGTERM
        assert contents(root) == before


def test_a_note_that_its_owner_saves_meanwhile_stops_all_changes(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.md").write_bytes(b"old")
    vault = Vault.open(tmp_path)
    changes = [Change(f"{n}.md", tmp_path / f"{n}.md", b"old", b"new") for n in "ab"]
    (tmp_path / "b.md").write_bytes(b"the owner's")
    with pytest.raises(RequestError, match=r"b\.md: changed while"):
        carry_out(vault, changes)
    assert contents(tmp_path) == {"a.md": b"old", "b.md": b"the owner's"}


def test_two_at_once_do_not_change_the_same_notes(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    plant(tmp_path / "wood", "fix")
    before = contents(tmp_path)
    with note_journal.locked(tmp_path / "wood"):
        assert run(command("fix", tmp_path / "wood")) == 2
    assert contents(tmp_path) == before


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links there")
def test_nothing_moves_onto_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"")
    (tmp_path / "b.md").symlink_to("nowhere")
    with pytest.raises(OutputError, match="there is such a file already"):
        carry_out(Vault.open(tmp_path), [], {tmp_path / "a.md": tmp_path / "b.md"})
    assert (tmp_path / "a.md").exists()
    assert (tmp_path / "b.md").is_symlink()


def _close_output() -> None:
    os.close(1)


@pytest.mark.skipif(sys.platform == "win32", reason="other streams there")
@pytest.mark.parametrize("name", ["rename", "backlinks", "mentions", "fix"])
@pytest.mark.parametrize("output", ["ascii", "closed", "nobody reads", "full"])
def test_what_is_printed_does_not_decide_what_is_written(
    name: str, output: str, tmp_path: Path
) -> None:
    root = tmp_path / "wood"
    plant(root, name)
    (root / "树.md").write_text("[[fir]] [[Fir]] by a Stone pine\n", encoding="utf-8")
    shutil.copytree(root, tmp_path / "other")
    run(command(name, tmp_path / "other"))
    read, nobody = os.pipe()
    os.close(read)
    streams = {"full": os.open("/dev/full", os.O_WRONLY) if os.path.exists("/dev/full") else None,
               "nobody reads": nobody, "ascii": subprocess.PIPE}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "noteweave", *command(name, root)],
        stdout=streams.get(output),
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        preexec_fn=_close_output if output == "closed" else None,
        check=False,
        timeout=60,
    )
    os.close(nobody)
    assert b"Traceback" not in done.stderr
    assert contents(root) == contents(tmp_path / "other"), done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks there")
def test_git_does_not_take_what_a_kill_leaves(tmp_path: Path) -> None:
    root = tmp_path / "wood"
    _, _, count = states(root, "fix")
    for moment in range(1, count + 1):
        plant(root, "fix")
        repository = Repo(root)
        child = os.fork()
        if not child:
            with at_each_operation(root, At(moment, lambda: os.kill(os.getpid(), signal.SIGKILL))):
                run(command("fix", root))
            os._exit(0)
        os.waitpid(child, 0)
        repository.git("add", "--all")
        assert set(repository.git("ls-files").splitlines()) == set(NOTES)


def test_a_new_note_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old")
    vault = Vault.open(tmp_path)
    changes = [
        create_note(vault, "new/b.md", b"b"),
        Change("a.md", tmp_path / "a.md", b"old", b"changed"),
    ]
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "b.md").write_text("b")
    with pytest.raises(RequestError, match=r"new/b\.md: is there already"):
        carry_out(vault, changes)
    assert contents(tmp_path) == {"a.md": b"old", "new": None, "new/b.md": b"b"}
    (tmp_path / "new" / "b.md").unlink()
    assert carry_out(vault, changes) == changes
    assert contents(tmp_path) == {"a.md": b"changed", "new": None, "new/b.md": b"b"}
