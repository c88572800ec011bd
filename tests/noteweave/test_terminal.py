"""Nothing that notes contain can control a terminal or forge a line, whatever the command."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from pathlib import Path

import pytest
from paths import ROOT

from noteweave.cli import run
from noteweave.terminal import plain, plain_json

EVIL = "\x1b]0;title\x07\x1b[2J\x9b1A\u202e"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]")
COMMANDS = [
    ["links"],
    ["links", "--format", "jsonl"],
    ["links", "--format", "csv"],
    ["check", "--show", "info"],
    *(["check", "--format", f] for f in ("json", "sarif", "gitlab", "github", "junit")),
    *(["backlinks", "--format", f] for f in ("md", "html", "json", "csv")),
    ["stats"],
    ["orphans"],
    ["wanted"],
    ["wanted", "--format", "json"],
    ["mentions", "--top", "0", "--all"],
    ["mentions", "--top", "0", "--all", "--format", "jsonl"],
    ["neighbors", "good"],
    ["path", "good", "other"],
    ["related", "good"],
    ["related", "good", "--format", "json"],
    ["rename", "good", f"be{EVIL}tter", "--dry-run"],
    ["backlinks", "--write", "--dry-run"],
    ["explain", EVIL],
    ["export", EVIL],
    ["backlinks", ".", EVIL],
    ["path", EVIL, "good"],
    ["check", EVIL],
    ["check", "--baseline", EVIL],
    ["check", "--select", EVIL],
    ["check", "--format", EVIL],
    ["init", EVIL],
]


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        f"ev{EVIL}il.md": f"# A{EVIL}\n\n[[good|{EVIL}]] [[other]] [[no{EVIL}where]] #t{EVIL}\n",
        "good.md": f'---\ntitle: "{EVIL.encode("unicode_escape").decode()}"\n---\n[[ev{EVIL}il]]\n',
        "other.md": f"Kidney stone, {EVIL} and more. [x](gone{EVIL}.md)\n",
        "two\nlines.md": "Kidney stone and [[good]].\n",
        "Kidney stone.md": "two\nlines\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_no_control_character_is_printed(
    vault: Path, command: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    run(command)
    printed = capfd.readouterr()
    assert not CONTROL.search((printed.out + printed.err).replace("\r\n", "\n"))
    assert printed.out + printed.err


def test_a_key_of_the_configuration_is_shown_plain(
    vault: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (vault / "noteweave.toml").write_text('"a\\u001b[2J" = 1', encoding="utf-8")
    assert run(["check"]) == 2
    assert "a\\x1b[2J" in capfd.readouterr().err


def test_a_line_break_in_a_name_makes_no_line(
    vault: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["mentions", "--top", "0", "--all"]) == 0
    assert not any(line.startswith("lines") for line in capfd.readouterr().out.splitlines())


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1"])
def test_no_cell_of_the_links_is_a_formula(
    tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text(f"[[{name}|=x]]\n", encoding="utf-8")
    (tmp_path / f"{name}.md").touch()
    assert run(["links", str(tmp_path), "--format", "csv"]) == 0
    row = next(csv.DictReader(io.StringIO(capfd.readouterr().out, newline="")))
    assert row["display"] == "'=x"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row.values())


def test_what_was_made_plain_says_what_it_was() -> None:
    assert plain("a\x1b\n\u2028茶🍵") == "a\\x1b\\x0a\\x2028茶🍵"
    text = json.dumps(["\x7f\x9b\u202e茶"], ensure_ascii=False)
    assert plain_json(text).isascii() is False
    assert json.loads(plain_json(text)) == ["\x7f\x9b\u202e茶"]


def test_commands_print_through_one_module() -> None:
    """`print` and the standard streams are used by the modules here and by no other."""
    allowed = {"terminal.py", "__main__.py", "cli.py", "progress.py", "answer_cache.py"}
    allowed |= {"links.py", "note_writer.py", "export.py"}  # bytes, made plain or for programs
    for path in sorted((ROOT / "noteweave").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "print" or path.name in allowed, path
            if isinstance(node, ast.Attribute) and node.attr == "buffer":
                assert path.name in allowed, path
