"""What `noteweave init` sets up works in a real repository, and takes nobody's place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from git_repository import CLEAN, Repo
from paths import ROOT

from noteweave.cli import run
from noteweave.config import Config, load


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return Repo(tmp_path / "a garden")


def commit(repo: Repo, status: int) -> str:
    """Stage everything and commit, with nothing of ours on the PATH; what was said."""
    repo.git("add", "-A")
    done = subprocess.run(
        ("git", "commit", "-q", "-m", "Tend the garden"),
        cwd=repo.top, env=CLEAN | {"PATH": "/usr/bin:/bin"}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stderr.decode()
    return (done.stdout + done.stderr).decode()


def test_the_hook_stops_a_broken_commit(repo: Repo) -> None:
    vault = repo.top / "my 笔记"
    vault.mkdir()
    assert run(["init", "--hook", str(vault)]) == 0
    repo.write({"my 笔记/a.md": "[x](b.md)"})
    assert "a.md:1:1: NW001 there is no note `b.md`" in commit(repo, 1)
    repo.write({"my 笔记/b.md": ""})
    commit(repo, 0)
    (vault / "b.md").unlink()
    assert "a.md:1:1: NW001" in commit(repo, 1)
    assert run(["init", "--hook", str(vault)]) == 0  # ours may be written anew


def test_the_hook_judges_a_commit_of_some_files(repo: Repo) -> None:
    repo.commit({"a.md": "", "b.md": ""})
    assert run(["init", "--hook", str(repo.top)]) == 0
    repo.write({"a.md": "[x](x.md)", "b.md": "[y](y.md)"})
    repo.git("add", "b.md")
    said = subprocess.run(
        ("git", "commit", "-q", "-m", "only a", "--", "a.md"),
        cwd=repo.top, env=CLEAN, capture_output=True, check=False,
    ).stderr.decode()  # fmt: skip
    assert "x.md" in said
    assert "y.md" not in said


def test_the_hook_goes_where_git_looks_for_it(repo: Repo) -> None:
    repo.git("config", "core.hooksPath", "tools/hooks")
    (repo.top / "notes").mkdir()
    assert run(["init", "--hook", str(repo.top / "notes")]) == 0
    assert os.access(repo.top / "tools/hooks/pre-commit", os.X_OK)


def test_a_hook_of_somebody_else_stays(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    hook = repo.top / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho mine\n")
    assert run(["init", "--hook", str(repo.top)]) == 2
    assert "noteweave check --staged" in capsys.readouterr().err
    assert hook.read_text() == "#!/bin/sh\necho mine\n"


def test_hooks_of_other_repositories_stay(
    repo: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = tmp_path / "everybody's hooks"
    shared.mkdir()
    repo.git("config", "core.hooksPath", str(shared))
    assert run(["init", "--hook", str(repo.top)]) == 2
    assert "core.hooksPath" in capsys.readouterr().err
    assert list(shared.iterdir()) == []


def test_the_hook_ignores_commits_that_do_not_touch_the_vault(repo: Repo) -> None:
    repo.commit({"notes/a.md": "[x](x.md)", "code.py": "1"})
    assert run(["init", "--hook", str(repo.top / "notes")]) == 0
    repo.write({"notes/noteweave.toml": "no [ configuration"})
    repo.git("add", "notes")
    repo.git("commit", "-q", "--no-verify", "-m", "Break the configuration")
    repo.write({"code.py": "2"})
    commit(repo, 0)
    repo.git("rm", "-r", "-q", "notes")
    commit(repo, 0)
    repo.write({"code.py": "3"})
    commit(repo, 0)


def test_a_clean_merge_is_checked(repo: Repo) -> None:
    repo.commit({"a.md": "a", "b.md": "b"})
    assert run(["init", "--hook", str(repo.top)]) == 0
    repo.git("checkout", "-q", "-b", "work")
    repo.git("rm", "-q", "b.md")
    repo.git("commit", "-q", "-m", "Remove b")
    repo.git("checkout", "-q", "main")
    repo.commit({"a.md": "[b](b.md)"})
    repo.git("merge", "-q", "work", status=1)
    repo.git("merge", "--abort")
    hook = repo.top / ".git/hooks/pre-merge-commit"
    hook.write_text("#!/bin/sh\nexit 0\n")
    assert run(["init", "--hook", str(repo.top)]) == 0
    assert hook.read_text() == "#!/bin/sh\nexit 0\n"


def test_the_hook_calls_the_noteweave_that_wrote_it(repo: Repo) -> None:
    assert run(["init", "--hook", str(repo.top)]) == 0
    text = (repo.top / ".git/hooks/pre-commit").read_text()
    assert str(Path(sys.executable).parent / "noteweave") in text


def test_a_configuration_to_begin_with_changes_nothing(tmp_path: Path) -> None:
    before = load(tmp_path).config
    assert run(["init", str(tmp_path)]) == 0
    assert load(tmp_path).config == before
    assert run(["init", str(tmp_path)]) == 2


def test_every_comment_of_it_can_be_taken_away(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path)]) == 0
    lines = (tmp_path / "noteweave.toml").read_text().splitlines()
    settings = "\n".join(line.removeprefix("# ") for line in lines[3:])
    assert tomllib.loads(settings)["check"]["fail-on"] == "error"
    (tmp_path / "noteweave.toml").write_text(settings)
    assert load(tmp_path).config.check.baseline == "known.json"


def test_no_repository_no_hook(tmp_path: Path) -> None:
    assert run(["init", "--hook", str(tmp_path)]) == 2
    assert run(["init", str(tmp_path / "nowhere")]) == 2


def test_our_hooks_for_pre_commit_are_ones_it_accepts() -> None:
    manifest = ROOT / ".pre-commit-hooks.yaml"
    done = subprocess.run(
        (sys.executable, "-m", "pre_commit", "validate-manifest", manifest), check=False
    )
    assert done.returncode == 0
    for hook in yaml.safe_load(manifest.read_text()):
        words = hook["entry"].split()[1:]
        assert run([*words, "--help"]) == 0


@pytest.mark.skipif(
    "NOTEWEAVE_SLOW" not in os.environ, reason="installs everything: NOTEWEAVE_SLOW=1"
)
def test_pre_commit_runs_it(repo: Repo, tmp_path: Path) -> None:
    """As its users do: pre-commit clones the repository, installs it and runs the hook."""
    repo.write({"a.md": "[x](b.md)"})
    repo.git("add", ".")
    done = subprocess.run(
        (sys.executable, "-m", "pre_commit", "try-repo", ROOT, "noteweave", "--verbose"),
        cwd=repo.top, env=CLEAN | {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit")},
        capture_output=True, check=False,
    )  # fmt: skip
    said = done.stdout.decode()
    assert done.returncode == 1, said + done.stderr.decode()
    assert "a.md:1:1: NW001 there is no note `b.md`" in said


def test_init_reads_the_vault_and_sets_what_it_does(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for n in range(40):
        kind = ("supports", "contradicts", "continues")[n % 3]
        why = f"; relation: {kind}; because: point {n}" if n != 7 else ""
        (tmp_path / f"{n}.md").write_text(
            f"A text.\n\n# Related\n- [[{(n + 1) % 40}]]{why}\n\n# Topics\n"
            f"- [[topics/Tea]]\n- [[topics/Pot {n % 4}]]\n"
        )
    assert run(["init", "--yes", str(tmp_path)]) == 0
    said = capfd.readouterr().out.splitlines()
    assert said[3] == "nearly all notes keep these rules:"
    assert said[:3] == [
        "120 links in 40 notes: 67% under Topics, 33% under Related",
        "Topics: 80 links, all into topics/: its notes, written or not, are topics",
        "Related: 39 of 40 links end with ; relation: …; because: …, 3 kinds: "
        "supports (14), continues (13), contradicts (12)",
    ]
    config = load(tmp_path).config
    assert config.topics.folders == ("topics",)
    assert run(["links", str(tmp_path), "--section", "Related", "--format", "jsonl"]) == 0
    links = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [link["relation"] for link in links].count(None) == 1
    assert {"supports", "contradicts", "continues", None} == {link["relation"] for link in links}
    assert links[0]["reason"].startswith("point ")


def test_init_proposes_the_rules_that_nearly_all_notes_keep(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "clips").mkdir()
    for n in range(40):
        published = f"published: 2024-02-{n % 28 + 1:02}" if n != 7 else "author: Nobody"
        related = "" if n == 8 else f"; relation: {('cause', 'answer')[n % 2]}; because: point {n}"
        topics = "" if n == 9 else "\n- [[topics/Pots]]" if n == 10 else "\n- [[topics/Pot]]"
        (tmp_path / f"clips/{n}.md").write_text(
            f"---\n{published}\n---\n# Related\n\n- [[clips/{(n + 1) % 40}]]{related}\n\n"
            f"# Topics\n\n- [[topics/Tea]]{topics}\n"
        )
    assert run(["init", "--yes", str(tmp_path)]) == 0
    said = capfd.readouterr().out.splitlines()
    start = said.index("nearly all notes keep these rules:")
    assert said[start + 1 : -2] == [
        "  Topics: in 40 of 40 notes of clips/; 39 of 40 have 2 items or more; "
        "79 of 79 links lead into topics/; 40 of 40 have no tag in it",
        "  Related: in 40 of 40 notes of clips/; 39 of 40 items are written "
        "[[*]]; relation: {relation}; because: {reason}; 2 relations; "
        "40 of 40 links lead to notes that are written",
        "  links to Pots (1) for Pot (38)",
        "  40 notes of clips/: published (date) in 39",
    ]
    assert said[-1].startswith("4 places do not keep these rules")
    assert run(["check", "--format", "json", str(tmp_path)]) == 1
    findings = json.loads(capfd.readouterr().out)["findings"]
    assert sorted((f["code"], f["path"]) for f in findings) == [
        ("NW104", "clips/8.md"),
        ("NW108", "clips/9.md"),
        ("NW111", "clips/10.md"),
        ("NW112", "clips/7.md"),
    ]


def test_init_of_other_vaults_sets_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for n in range(60):
        heading = f"# Log {n}\n" if n % 3 else "# Log\n"
        (tmp_path / f"{n}.md").write_text(f"{heading}- [[{n * 7 % 60}]]: seen at {n} o'clock\n")
    assert run(["init", str(tmp_path)]) == 0
    assert "every line is a comment" in capfd.readouterr().out
    assert load(tmp_path).config == Config()
