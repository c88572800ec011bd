"""No setting of a repository runs a program or opens a connection.

Each case has a control: a plain git command that does run the program, so that a trap that git
does not know cannot make a test pass.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from git_repository import CLEAN, Repo

from noteweave.vault.errors import RequestError
from noteweave.vault.git import isolation
from noteweave.vault.git.renames import logged_renames
from noteweave.vault.git.repository import Repository
from noteweave.vault.git.snapshot import committed, staged


class Trap(Repo):
    """A repository with a past, whose settings can name a program that leaves a trace."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "vault")
        self.trace = folder / "trace"
        self.program = folder / "program.sh"
        self.program.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{self.trace}'\nexit 1\n")
        self.program.chmod(0o755)
        text = "".join(f"leaf {n} of a plant\n" for n in range(20))
        self.write({".gitattributes": "*.md filter=trap diff=trap merge=trap\n"})
        self.commit({"Fern.md": f"{text}[[Moss]]\n", "Moss.md": "wet\n"})
        self.git("mv", "Fern.md", "Farn.md")
        self.commit({"Farn.md": f"{text}[[Moss]] again\n"})

    def change(self) -> None:
        """Leave changes in the index and in the work tree, and new files."""
        self.git("mv", "Moss.md", "Moos.md")
        self.write({"Farn.md": "[[Moos]]\n", "new.md": "[[Farn]]\n"})

    def set(self, **values: str) -> None:
        """Set values of the configuration; `_` in a name is a dot, PROGRAM is the program."""
        for name, value in values.items():
            self.git("config", name.replace("_", "."), value.replace("PROGRAM", str(self.program)))

    def ran(self, *arguments: str) -> bool:
        """Whether a plain git command runs the program."""
        self.trace.unlink(missing_ok=True)
        subprocess.run(
            ("git", *arguments),
            cwd=self.top, env=CLEAN, capture_output=True, check=False, timeout=30,
        )  # fmt: skip
        found = self.trace.exists()
        self.trace.unlink(missing_ok=True)
        return found

    def assert_quiet(self) -> None:
        """Ask everything that noteweave asks git; the program does not run."""
        git = Repository(self.top)
        assert git.head
        for change in [*git.staged(), *git.since(git.merge_base("HEAD~1"))]:
            list(git.read([change.oid]))
        git.untracked()
        git.unstaged()
        list(git.filtered(entry.path for entry in git.index()))
        git.between(git.merge_base("HEAD~1"), git.head)
        logged_renames(git, seconds=10)
        for snapshot in (staged(git), committed(git, "HEAD~1")):
            assert snapshot.vault.notes
            list(snapshot.vault.other_names())
        git.head_files()
        assert not self.trace.exists(), self.trace.read_text()


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trap:
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return Trap(tmp_path)


STATUS = ("status",)
IN_THE_WORK_TREE: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "file system monitor": ({"core_fsmonitor": "PROGRAM"}, STATUS),
    "clean filter": ({"filter_trap_clean": "PROGRAM"}, ("diff",)),
    "filter process": ({"filter_trap_process": "PROGRAM"}, ("diff",)),
    "smudge filter": ({"filter_trap_smudge": "PROGRAM"}, ("cat-file", "--filters", "HEAD:Farn.md")),
    "external diff": ({"diff_external": "PROGRAM"}, ("diff",)),
    "diff driver": ({"diff_trap_command": "PROGRAM"}, ("diff",)),
    "text conversion": ({"diff_trap_textconv": "PROGRAM"}, ("diff",)),
    "pager": ({"pager_diff": "PROGRAM"}, ("-p", "diff")),
    "alias": ({"alias_look": "!PROGRAM"}, ("look",)),
    "editor": ({"core_editor": "PROGRAM"}, ("commit", "--allow-empty")),
    "merge driver": (
        {"merge_trap_driver": "PROGRAM"},
        ("merge-file", "-p", "Farn.md", "Farn.md", "Farn.md"),
    ),
}
NO_CONTROL = {"merge driver", "pager"}
"""A merge with conflicts and a terminal are not at hand; noteweave never merges."""


@pytest.mark.parametrize("name", IN_THE_WORK_TREE)
def test_a_setting_runs_no_program(trap: Trap, name: str) -> None:
    settings, control = IN_THE_WORK_TREE[name]
    trap.change()
    trap.set(**settings)
    assert trap.ran(*control) or name in NO_CONTROL
    trap.assert_quiet()


HOOKS = {
    "post-index-change": ("read-tree", "HEAD"),
    "reference-transaction": ("tag", "now"),
    "pre-commit": ("commit", "--allow-empty", "-m", "next"),
}


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_not_run(trap: Trap, hook: str) -> None:
    folder = trap.top.parent / "hooks"
    folder.mkdir()
    (folder / hook).write_bytes(trap.program.read_bytes())
    (folder / hook).chmod(0o755)
    trap.change()
    trap.set(core_hooksPath=str(folder))
    assert trap.ran(*HOOKS[hook])
    trap.assert_quiet()


SIGNATURES = {
    "gpg_program": "PGP SIGNATURE",
    "gpg_openpgp_program": "PGP SIGNATURE",
    "gpg_ssh_program": "SSH SIGNATURE",
    "gpg_x509_program": "SIGNED MESSAGE",
}


@pytest.mark.parametrize("setting", SIGNATURES)
def test_no_signature_is_verified(trap: Trap, setting: str) -> None:
    version = trap.git("version").split()[2].split(".")
    if setting == "gpg_ssh_program" and (int(version[0]), int(version[1])) < (2, 34):
        pytest.skip("this git knows no signatures by ssh")
    kind = SIGNATURES[setting]
    head, _, body = trap.git("cat-file", "commit", "HEAD").partition("\n\n")
    signature = f"gpgsig -----BEGIN {kind}-----\n \n iQ==\n -----END {kind}-----\n"
    (trap.top / "commit").write_text(f"{head}\n{signature}\n{body}")
    trap.git("reset", "-q", trap.git("hash-object", "-t", "commit", "-w", "commit").strip())
    (trap.top / "signers").write_text("ada@example.org ssh-ed25519 AAAA\n")
    trap.set(gpg_ssh_allowedSignersFile=str(trap.top / "signers"), log_showSignature="true")
    trap.set(**{setting: "PROGRAM"})
    assert trap.ran("log", "-1")
    trap.assert_quiet()


def included(trap: Trap, text: str) -> None:
    """Name the program in a file that the configuration includes."""
    (trap.top / ".git/more").write_text(text)
    trap.set(include_path="more")


def included_if(trap: Trap, text: str) -> None:
    """Name it in a file that is included on a condition."""
    (trap.top / ".git/more").write_text(text)
    trap.git("config", f"includeIf.gitdir:{trap.top}/.path", "more")


def of_the_work_tree(trap: Trap, text: str) -> None:
    """Name it in the configuration of one work tree."""
    trap.set(extensions_worktreeConfig="true")
    (trap.top / ".git/config.worktree").write_text(text)


def elsewhere(trap: Trap, text: str) -> None:
    """Name it in a git folder that a `.git` file points to."""
    folder = trap.top.parent / "elsewhere"
    (trap.top / ".git").rename(folder)
    (trap.top / ".git").write_text(f"gitdir: {folder}\n")
    with (folder / "config").open("a") as config:
        config.write(text)


@pytest.mark.parametrize("way", [included, included_if, of_the_work_tree, elsewhere])
def test_a_setting_counts_by_no_way(trap: Trap, way: Callable[[Trap, str], None]) -> None:
    trap.change()
    way(trap, f'[core]\n\tfsmonitor = {trap.program}\n[filter "trap"]\n\tclean = {trap.program}\n')
    assert trap.ran(*STATUS)
    trap.assert_quiet()


def test_the_settings_of_a_submodule_do_not_count(trap: Trap, tmp_path: Path) -> None:
    shared = Repo(tmp_path / "shared")
    shared.commit({"s.md": "shared\n", ".gitattributes": "*.md filter=trap\n"})
    trap.git("submodule", "add", "-q", str(shared.top), "words")
    trap.commit()
    inside = trap.top / "words"
    for name in ("core.fsmonitor", "filter.trap.clean"):
        subprocess.run(
            ("git", "config", name, str(trap.program)), cwd=inside, env=CLEAN, check=True
        )
    (inside / "s.md").write_text("changed\n")
    assert trap.ran(*STATUS)
    trap.assert_quiet()
    assert "words/s.md" in staged(Repository(trap.top)).vault.notes


REMOTES = {
    "ssh": {"remote_o_url": "ssh://host.invalid/x", "core_sshCommand": "PROGRAM"},
    "upload-pack": {"remote_o_url": "/nowhere/x.git", "remote_o_uploadpack": "PROGRAM"},
    "ext": {"remote_o_url": "ext::PROGRAM", "protocol_ext_allow": "always"},
    "proxy": {"remote_o_url": "git://host.invalid/x", "core_gitProxy": "PROGRAM"},
}


@pytest.mark.parametrize("name", REMOTES)
def test_a_partial_clone_fetches_nothing(trap: Trap, name: str) -> None:
    old = trap.git("rev-parse", "HEAD~1:Fern.md").strip()
    trap.change()
    trap.set(**{
        "core_repositoryFormatVersion": "1", "extensions_partialClone": "o",
        "remote_o_promisor": "true", "remote_o_fetch": "+refs/heads/*:refs/remotes/o/*",
        **REMOTES[name],
    })  # fmt: skip
    (trap.top / ".git/objects" / old[:2] / old[2:]).unlink()
    assert trap.ran("cat-file", "blob", old)
    trap.assert_quiet()
    assert list(Repository(trap.top).read([old])) == [b""]
    before = [("R", "Moos.md", "Moss.md")]
    assert [change[:3] for change in Repository(trap.top).staged()] == before


def test_settings_that_say_how_files_are_compared_still_count(trap: Trap) -> None:
    trap.set(core_fileMode="false")
    (trap.top / "Moss.md").chmod(0o755)
    trap.git("update-index", "-q", "--refresh")
    head = trap.git("rev-parse", "HEAD").strip()
    assert Repository(trap.top).since(head) == []
    trap.set(core_fileMode="true")
    assert [change.path for change in Repository(trap.top).since(head)] == ["Moss.md"]


def test_a_split_index_is_read(trap: Trap) -> None:
    trap.git("update-index", "--split-index")
    trap.write({"late.md": "\n"})
    trap.git("add", "late.md")
    assert set(staged(Repository(trap.top)).vault.notes) == {"Farn.md", "Moss.md", "late.md"}


def test_a_shallow_clone_has_the_history_it_has(trap: Trap, tmp_path: Path) -> None:
    trap.git("mv", "Moss.md", "Moos.md")
    trap.commit()
    trap.git("clone", "-q", "--depth=2", f"file://{trap.top}", str(tmp_path / "shallow"))
    renames = logged_renames(Repository(tmp_path / "shallow"))
    assert renames.complete
    assert [rename.new for rename in renames.found] == ["Moos.md"]


def test_a_fifo_in_place_of_what_git_reads_first_is_refused(trap: Trap) -> None:
    (trap.top / ".git/HEAD").unlink()
    os.mkfifo(trap.top / ".git/HEAD")
    with pytest.raises(RequestError, match="not a regular file"):
        Repository(trap.top)


def test_a_command_that_does_not_end_is_ended(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "SECONDS", 0.5)
    os.mkfifo(trap.top / ".gitignore")
    trap.write({"new.md": ""})
    with pytest.raises(RequestError, match="did not end"):
        Repository(trap.top).untracked()


def test_what_a_partial_clone_lacks_is_not_remembered_as_empty(trap: Trap) -> None:
    trap.commit({"named.md": "---\naliases: [Adder]\n---\n"})
    oid = trap.git("rev-parse", "HEAD:named.md").strip()
    place = trap.top / ".git/objects" / oid[:2] / oid[2:]
    data = place.read_bytes()
    place.unlink()
    assert list(staged(Repository(trap.top)).vault.other_names()) == []
    place.write_bytes(data)
    (names,) = staged(Repository(trap.top)).vault.other_names()
    assert names.aliases == ("Adder",)
