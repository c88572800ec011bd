"""The skill for assistants: within its limits, true about the commands, never in anybody's way."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from paths import ROOT, SAMPLE

from noteweave.cli import command_names, run

SKILL = ROOT / "noteweave" / "skills" / "noteweave" / "SKILL.md"
TEXT = SKILL.read_text(encoding="utf-8")
ROWS = re.findall(r"^\| .*? \| `(noteweave [^`]+)` \| (.*) \|$", TEXT, re.MULTILINE)
NAMES = {"WORDS": "tea", "NOTE": "盖碗", "FROM": "盖碗", "TO": "Samovar"}


def test_it_is_within_the_limits_of_the_specification() -> None:
    _, head, body = TEXT.split("---\n", 2)
    fields = yaml.safe_load(head)
    assert fields["name"] == SKILL.parent.name
    assert len(fields["description"]) <= 1024
    assert len(body.encode()) / 3 <= 1500


@pytest.mark.parametrize(("command", "keys"), ROWS)
def test_each_command_of_the_table_gives_the_keys_it_states(
    command: str, keys: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(SAMPLE)
    words = [NAMES.get(word, word) for word in shlex.split(command)[1:]]
    assert run(words) == 0
    answer = capfd.readouterr().out
    for key in re.findall(r"`([\w.\[\]]+)`", keys):
        name = re.split(r"\W", key)[0]
        if name not in ("suggestion", "fix"):  # only where there is one
            assert f'"{name}":' in answer, key
    json.loads(answer.splitlines()[0] if "jsonl" in words else answer)


def test_the_table_has_six_commands() -> None:
    assert len(ROWS) == 6


def test_every_command_and_option_exists(capfd: pytest.CaptureFixture[str]) -> None:
    calls = re.findall(r"`noteweave ([a-z]+)([^`]*)`", TEXT)
    assert len(calls) > 10
    for command, rest in calls:
        assert command in command_names()
        run([command, "--help"])
        page = capfd.readouterr().out
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in page, f"{command} {option}"


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        ([], ".claude/skills/noteweave/SKILL.md"),
        (["--for", "codex"], ".agents/skills/noteweave/SKILL.md"),
        (["--for", "{}/mine"], "mine/noteweave/SKILL.md"),
    ],
)
def test_init_copies_it(tmp_path: Path, arguments: list[str], place: str) -> None:
    command = ["init", str(tmp_path), "--skill", *(word.format(tmp_path) for word in arguments)]
    assert run(command) == 0
    assert (tmp_path / place).read_bytes() == SKILL.read_bytes()
    assert run(command) == 0, "the same skill may be there"


def test_init_replaces_no_other_skill(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / ".claude/skills/noteweave/SKILL.md"
    other.parent.mkdir(parents=True)
    other.write_text("mine")
    assert run(["init", str(tmp_path), "--skill"]) == 2
    assert "is there already" in capfd.readouterr().err
    assert other.read_text() == "mine"
    assert run(["init", str(tmp_path / "nowhere"), "--skill"]) == 2


def test_the_loop_of_the_skill_repairs_a_note(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Fixes are characters of the decoded text, applied from the last to the first."""
    (tmp_path / "水壶.md").write_text("# Kettle\n", encoding="utf-8")
    note = tmp_path / "a.md"
    note.write_text("🍵 [[水壶.md|x]]\n\n#\xa0Leaves\n\n🍵 #\xa0no heading\n", encoding="utf-8")

    def findings() -> list[dict[str, Any]]:
        run(["check", str(tmp_path), str(note), "--format", "json"])
        found: list[dict[str, Any]] = json.loads(capfd.readouterr().out)["findings"]
        return found

    fixes = [one["fix"] for one in findings() if "fix" in one]
    assert fixes
    text = note.read_text(encoding="utf-8")
    for fix in sorted(fixes, key=lambda fix: -fix["start"]):
        text = text[: fix["start"]] + fix["text"] + text[fix["end"] :]
    note.write_text(text, encoding="utf-8")
    assert not [one for one in findings() if "fix" in one]
    assert text == "🍵 [[水壶.md|x]]\n\n# Leaves\n\n🍵 #\xa0no heading\n"
