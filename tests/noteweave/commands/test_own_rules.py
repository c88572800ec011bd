"""A vault's own rules, as an owner meets them on the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from git_repository import Repo

from noteweave.cli import run

Output = pytest.CaptureFixture[str]
RULES = """\
[[rules.sections]]
heading = "Topics"
notes = ["clips/"]
why = "A clipping without topics is never found again."
least = 2

[[rules.topics]]
same = { "teas" = "Tea" }
"""
POOR = "## Topics\n\n- [[teas]]\n"
GOOD = "## Topics\n\n- [[Tea]]\n- [[Water]]\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    repo = Repo(tmp_path / "clippings")
    repo.write({"noteweave.toml": RULES, "clips/good.md": GOOD, "clips/poor.md": POOR})
    return repo


def checked(repo: Repo, capfd: Output, *options: str, status: int) -> list[str]:
    assert run(["check", str(repo.top), "--show", "warning", *options]) == status
    return capfd.readouterr().out.splitlines()


def test_they_are_checked_with_all_others_and_can_be_turned_off(repo: Repo, capfd: Output) -> None:
    assert checked(repo, capfd, status=1) == [
        "clips/poor.md:1:1: NW108 `Topics` has 1 item; it should have at least 2"
        " (A clipping without topics is never found again.)",
        "clips/poor.md:3:3: NW111 write `Tea` instead of `teas`",
    ]
    assert checked(repo, capfd, "--ignore", "NW108", "--ignore", "topic-synonym", status=0) == []
    assert checked(repo, capfd, "--select", "NW001", status=0) == []


def test_what_is_certain_is_fixed(repo: Repo, capfd: Output) -> None:
    assert len(checked(repo, capfd, "--fix", status=1)) == 1
    assert (repo.top / "clips/poor.md").read_text() == "## Topics\n\n- [[Tea]]\n"


def test_a_baseline_and_a_comment_excuse_them(repo: Repo, capfd: Output, tmp_path: Path) -> None:
    known = ("--baseline", str(tmp_path / "known.json"))
    assert checked(repo, capfd, *known, "--update-baseline", status=0) == []
    assert checked(repo, capfd, *known, status=0) == []
    text = POOR.replace("Topics\n", "Topics <!-- noteweave: ignore section-length -->\n")
    repo.write({"clips/poor.md": text.replace("teas", "Tea")})
    assert checked(repo, capfd, status=0) == []


def test_a_commit_is_held_to_them_in_what_it_changes(repo: Repo, capfd: Output) -> None:
    repo.commit()
    repo.write({"clips/new.md": "## Topics\n", "clips/later.md": "## Topics\n"})
    repo.git("add", "clips/new.md")
    (found,) = checked(repo, capfd, "--staged", status=1)
    assert found.startswith("clips/new.md:1:1: NW108 `Topics` has 0 items")


def test_the_findings_follow_the_rules(repo: Repo, capfd: Output) -> None:
    """Found with the findings of the last check: rules are part of what they depend on."""
    assert len(checked(repo, capfd, status=1)) == 2
    repo.write({"noteweave.toml": RULES.replace("least = 2", "least = 1")})
    assert len(checked(repo, capfd, status=1)) == 1


def test_a_vault_without_them_loads_none_of_their_code(repo: Repo) -> None:
    (repo.top / "noteweave.toml").unlink()
    code = (
        "import sys; from noteweave.cli import run; run(sys.argv[1:]); "
        "own = ('.own_rules.', 'own_note', 'compiled_rules'); "
        "print([m for m in sys.modules if any(part in m for part in own)])"
    )
    command = [sys.executable, "-c", code, "check", str(repo.top), "--ignore", "NW002"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_they_are_explained_in_the_owners_words(repo: Repo, capfd: Output) -> None:
    assert run(["explain", "NW108", "--vault", str(repo.top)]) == 0
    printed = capfd.readouterr().out
    assert "[[rules.sections]] number 1, for `clips/`" in printed
    assert "  A clipping without topics is never found again.\n" in printed
    assert "  NW108 `Topics` has at least 2 items\n" in printed
    assert "NW111" not in printed
    assert run(["explain", "--vault", str(repo.top)]) == 0
    assert "  NW111 `Tea` instead of `teas`\n" in capfd.readouterr().out


def test_rules_above_the_vault_are_named_from_it(repo: Repo, capfd: Output) -> None:
    repo.write({"noteweave.toml": RULES.replace("clips/", "clps/")})
    assert run(["check", str(repo.top / "clips"), "--show", "warning"]) == 1
    first = capfd.readouterr().out.splitlines()[0]
    assert first == "../noteweave.toml:1:1: NW116 `notes`: no note matches `clps/`"


@pytest.mark.parametrize(
    ("rules", "what"),
    [
        (
            RULES.replace("least = 2", 'pattern = "(a"'),
            "is not a regular expression of RE2: missing )",
        ),
        (RULES.replace("least = 2", "pattern = '(?=a)'"), "look-around such as `(?=…)`"),
        (RULES.replace("least", "lest"), "`[[rules.sections]]` number 1: no setting `lest`"),
        (RULES.replace("2", '"two"'), "`[[rules.sections]]` number 1: least: expected `int"),
        ('[rules.text]\nwords = "x"\n', "begins with two brackets, as in `[[rules.sections]]`"),
        ('[[rules.text]]\nwords = ["*"]\n', "number 1: `*` holds no word"),
        ('[[rules.properties]]\nrequired = { d = "day" }\n', "a type is text, number, date,"),
        (RULES.replace('"teas"', "茶"), "a name that is not only ASCII letters stands in quotes"),
    ],
)
def test_what_cannot_be_checked_is_one_sentence(
    repo: Repo, capfd: Output, rules: str, what: str
) -> None:
    repo.write({"noteweave.toml": rules, "clips/long.md": f"## Topics\n\n- {'a' * 60}b\n"})
    assert run(["check", str(repo.top)]) == 2
    error = capfd.readouterr().err
    assert what in error
    assert "Traceback" not in error
