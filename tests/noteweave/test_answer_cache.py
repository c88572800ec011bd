"""What was said last time is said again only if a run from the beginning would say the same."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from git_repository import Repo
from random_edits import edit, rearrange

from noteweave.answer_cache import answered, replay
from noteweave.cli import run
from noteweave.vault import vault
from noteweave.vault.cache import fingerprint, stamped_records, storage
from noteweave.whole_check import run_again

Output = pytest.CaptureFixture[bytes]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NOTEWEAVE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(stamped_records, "TICK_NS", 20_000_000)
    monkeypatch.setattr(vault, "SMALLEST", 1)
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "garden" / "notes"
    for n in range(24):
        path = folder / f"bed {n % 3}" / f"笔记 {n}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {n}\n[[笔记 {n + 1}]] [pot](pot.md)\n[[bed 1/笔记 {n}]]", "utf-8")
    (folder / "seed.md").symlink_to("bed 0/笔记 0.md")
    (folder / "re\u0301colte.md").write_text("[[pot]]", "utf-8")  # not in normal form
    (folder / os.fsdecode(b"th\xe9.md")).write_text("[[pot]]", "utf-8")  # not in UTF-8
    (folder / "shed").symlink_to("bed 1")
    time.sleep(0.03)
    return folder


@pytest.fixture
def ask(root: Path, capfdbinary: Output) -> Callable[..., tuple[bool, tuple[int, bytes, bytes]]]:
    """Check as the console script does: was it known, and status, output and error."""

    def asked(*options: str) -> tuple[bool, tuple[int, bytes, bytes]]:
        arguments = ["check", str(root), *options]
        status, request = answered(arguments)
        known = status is not None
        if request:
            status = run_again(request, arguments)
        status = run(arguments) if status is None else status
        return known, (status, *capfdbinary.readouterr())

    return asked


Ask = Callable[..., tuple[bool, tuple[int, bytes, bytes]]]


@pytest.mark.parametrize("at_once", [0, 1 << 18])
def test_an_answer_is_given_again(ask: Ask, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(fingerprint, "_MANY", at_once)
    cold = ask("--no-cache")
    assert cold[1][0] == 1
    assert cold[1][1].count(b"NW001") > 20
    assert cold[1][2].startswith(b"noteweave: ")
    assert ask() == (False, cold[1])
    assert ask() == (True, cold[1])


def test_another_question_is_another_answer(
    ask: Ask, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask()
    assert not ask("--format", "json")[0]
    assert ask("--format", "json")[0]
    monkeypatch.setenv("GIT_DIR", str(root))
    assert not ask()[0]
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.chdir(root)
    assert not ask()[0]


def test_after_an_edit_the_command_line_is_not_parsed_again(root: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "noteweave", "check", str(root)]

    def imported() -> set[str]:
        time.sleep(2.1)  # older than the tick of the clock
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "NW001" in ran.stdout
        return {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}

    (root / os.fsdecode(b"th\xe9.md")).unlink()
    for n in range(50):
        (root / f"{n}.md").write_text("Leaves.")
    assert "typer" in imported()
    (root / "bed 1" / "笔记 1.md").write_text("[[kettle]] [[pot]]\n[x](gone.md)")
    modules = imported()
    assert "noteweave.whole_check" in modules
    slow = {"typer", "tomllib", "subprocess", "networkx", "noteweave.vault_change"} & modules
    assert not slow


def test_a_changed_baseline_counts(ask: Ask, root: Path) -> None:
    baseline = root.parent / "known.json"
    options = ("--baseline", str(baseline))
    ask(*options, "--update-baseline")
    time.sleep(0.03)
    ask(*options)
    known, answer = ask(*options)
    assert known
    assert answer[0] == 0
    text = baseline.read_text("utf-8")
    baseline.write_text(text.replace("NW001", "NW009"), "utf-8")
    known, answer = ask(*options)
    assert not known
    assert answer[0] == 1


def test_what_is_new_since_or_changes_notes_is_asked_anew(ask: Ask, root: Path) -> None:
    Repo(root).commit()
    for option in ("--no-cache", "--staged", "--new-only", "--fix", "--diff"):
        ask(option)
        assert not ask(option)[0], option


CHANGES: dict[str, Callable[[Path], object]] = {
    "a note is written": lambda r: (r / "bed 0" / "笔记 0.md").write_text("[[x]]"),
    "a note is there": lambda r: (r / "pot.md").write_text(""),
    "a note is gone": lambda r: (r / "bed 0" / "笔记 0.md").unlink(),
    "a note has another name": lambda r: (r / "bed 0" / "笔记 0.md").rename(r / "bed 0" / "pot.md"),
    "a note is elsewhere": lambda r: (r / "bed 0" / "笔记 0.md").rename(r / "pot.md"),
    "a folder has another name": lambda r: (r / "bed 0").rename(r / "bed 9"),
    "a folder is there": lambda r: (r / "bed 9").mkdir(),
    "a link to a note is a note": lambda r: replaced(r / "seed.md", "[[x]]"),
    "a link to a folder is a folder": lambda r: (r / "shed").unlink() or (r / "shed").mkdir(),
    "a folder is a link to it": lambda r: linked(r / "bed 2"),
    "a note is a link to it": lambda r: linked(r / "bed 0" / "笔记 0.md"),
    "a configuration": lambda r: (r.parent / "noteweave.toml").write_text("[check]\nignore=[]"),
    "a repository": lambda r: (r.parent / ".git").mkdir(),
    "an ignore file": lambda r: (r / ".noteweaveignore").write_text("bed*"),
    "an app": lambda r: (r / ".obsidian").mkdir(),
    "settings of an app": lambda r: (
        (r / ".vscode").mkdir() or (r / ".vscode" / "settings.json").write_text('{"foam.x": 1}')
    ),
}


def replaced(path: Path, text: str) -> None:
    path.unlink()
    path.write_text(text)


def linked(path: Path) -> None:
    """Put something out of the vault and a link in its place: the same file, by its inode."""
    away = path.parents[2] if path.suffix else path.parents[1]
    moved = path.rename(away / f"away{path.suffix}")
    path.symlink_to(moved)


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_an_answer_was_made_from_counts(ask: Ask, root: Path, what: str) -> None:
    ask()
    assert ask()[0]
    CHANGES[what](root)
    known, answer = ask()
    assert not known
    assert answer == ask("--no-cache")[1]


def test_ignore_files_and_settings_count_when_they_change(ask: Ask, root: Path) -> None:
    files = [root / ".noteweaveignore", root / ".obsidian/app.json", root / "noteweave.toml"]
    (root / ".obsidian").mkdir()
    for n, path in enumerate(files):
        path.write_text("{}" if path.suffix == ".json" else "")
        time.sleep(0.03)
        ask()
        assert ask()[0]
        path.write_text("{ }" if path.suffix == ".json" else "# 1")
        assert not ask()[0], n


def test_a_rename_that_git_learns_of_counts(root: Path, ask: Ask) -> None:
    repo = Repo(root.parent)
    repo.commit({"notes/bed 0/pot.md": "A pot of clay, made by hand on the wheel and fired twice."})
    (root / "bed 0" / "笔记 0.md").write_text("[pot](pot.md)", "utf-8")
    repo.commit()
    (root / "bed 0" / "pot.md").rename(root / "bed 0" / "jar.md")
    time.sleep(0.03)
    ask()
    known, before = ask()
    assert known
    repo.git("add", "-A")
    known, after = ask()
    assert not known
    assert before != after
    assert b"jar" in after[1]


def test_what_has_just_changed_is_asked_again(
    root: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamped_records, "TICK_NS", 60_000_000_000)
    ask()
    assert not ask()[0]


def test_random_changes_give_what_a_run_from_the_beginning_gives(root: Path, ask: Ask) -> None:
    chance = random.Random(11)
    known = 0
    for _ in range(60):
        for _ in range(chance.choice([0, 0, 1, 1, 2, 30])):
            (edit if chance.random() < 0.7 else rearrange)(root, chance)
        if chance.random() < 0.6:
            time.sleep(0.025)
        before, answer = ask()
        assert answer == ask("--no-cache")[1]
        known += before
    assert known > 5


@pytest.mark.parametrize("damage", [b"", b"noteweave-cache\n\0\0\0\0junk", None])
def test_a_damaged_answer_counts_as_none(ask: Ask, own_cache: Path, damage: bytes | None) -> None:
    cold = ask()
    [path] = own_cache.rglob("*.answer")
    data = path.read_bytes()
    path.write_bytes(data[:-9] + b"!" + data[-8:] if damage is None else damage)
    assert ask() == cold
    assert ask() == (True, cold[1])


def test_where_output_and_error_are_one_the_count_comes_last(root: Path) -> None:
    command = [sys.executable, "-m", "noteweave", "check", str(root)]
    for _ in range(2):
        ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        assert ran.stdout.splitlines()[-1].startswith(b"noteweave: ")
        assert ran.stdout.count(b"\n") > 30


def test_of_answers_only_the_newest_are_kept(ask: Ask, own_cache: Path) -> None:
    for n in range(20):
        ask("--ignore", f"NW0{n + 1:02}")
    assert len(list(own_cache.rglob("*.answer"))) == 16


def test_two_runs_may_meet(root: Path, own_cache: Path) -> None:
    command = [sys.executable, "-m", "noteweave", "check", str(root)]
    for _ in range(3):
        runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                for _ in range(3)]  # fmt: skip
        said = {run.communicate() for run in runs}
        assert len(said) == 1
        assert {run.returncode for run in runs} == {1}


def script(code: str, *arguments: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return ran.stdout


def test_an_answer_is_found_before_anything_slow_is_imported(root: Path, ask: Ask) -> None:
    code = """
import sys
before = set(sys.modules)
from noteweave.answer_cache import answered, replay
assert replay(["check", sys.argv[1]]) == 1
print("imported", *sorted(set(sys.modules) - before))
"""
    ask()
    imported = set(script(code, str(root)).split("imported")[1].split())
    slow = {"typing", "pathlib", "re", "enum", "msgspec", "typer", "platformdirs", "hashlib"}
    assert "noteweave.vault.cache.fingerprint" in imported
    assert not slow & imported


def test_every_file_that_is_opened_is_in_the_trace(root: Path, tmp_path: Path) -> None:
    """Python itself says which files a check opens: none may be missing in what is compared."""
    (root / ".obsidian").mkdir()
    (root / ".obsidian" / "app.json").write_text("{}")
    (root / ".obsidian" / "graph.json").write_text("{}")
    (root / "bed 1" / ".gitignore").write_text("x")
    (root / ".noteweaveignore").write_text("x")
    (root.parent / "pyproject.toml").write_text("[tool.noteweave]\n[tool.noteweave.check]\n")
    (root.parent / ".gitignore").write_text("x")
    (root.parent / ".git" / "info").mkdir(parents=True)
    (root.parent / ".git" / "info" / "exclude").write_text("x")
    code = r"""
import os, sys
opened = set()
def hear(event, details):
    if event == "open" and isinstance(details[0], str) and details[0].startswith(sys.argv[1]):
        opened.add(os.path.realpath(details[0]))
sys.addaudithook(hear)
from noteweave.vault.cache import fingerprint as trace
real = trace.Fingerprint.encode
def encode(self, tick, **options):
    known = b"\0".join([*self._named, *self._files[::2]]).split(b"\0")
    missing = opened - {os.path.realpath(os.fsdecode(path)) for path in known}
    print(len(opened), sorted(missing))
    return real(self, tick, **options)
trace.Fingerprint.encode = encode
from noteweave.vault import vault as read
read.SMALLEST = 1
from noteweave.cli import run
run(["check", sys.argv[2]])
"""
    count, _, missing = script(code, str(root.parent), str(root)).splitlines()[-1].partition(" ")
    assert int(count) > 30
    assert missing == "[]"


@pytest.mark.skipif(sys.platform != "linux", reason="only there it is not asked")
def test_the_cache_folder_is_the_one_that_platformdirs_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from platformdirs import user_cache_dir

    monkeypatch.delenv("NOTEWEAVE_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert storage.folder() == user_cache_dir("noteweave", appauthor=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert storage.folder() == os.path.join(tmp_path, "noteweave")


def test_what_is_packed_can_be_unpacked() -> None:
    parts = [b"", b"tea", bytes(range(256)), b""]
    assert storage.unpack(memoryview(b"".join(storage.pack(*parts)))) == parts


def test_a_query_is_answered_again_until_the_vault_changes(root: Path, capfdbinary: Output) -> None:
    questions = (["topics", str(root)], ["topics", str(root), "--format", "json"])
    for arguments in questions:
        assert replay(arguments) is None
        first = run(arguments), capfdbinary.readouterr().out
        assert (replay(arguments), capfdbinary.readouterr().out) == first
    (root / "bed 0" / "笔记 3.md").write_text("[[another topic]]", "utf-8")
    assert [replay(arguments) for arguments in questions] == [None, None]
    time.sleep(0.03)
    run(questions[0])
    assert b"another topic" in capfdbinary.readouterr().out
    (root / "noteweave.toml").write_text('[topics]\nfolders = ["bed 1"]\n')
    assert replay(questions[0]) is None
