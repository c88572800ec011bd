"""Whatever stands in the files of other apps, the vault opens; what cannot be used is a finding."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from noteweave.graph.check.check import check
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.vault import OpenOptions, Vault

ODD = (5, True, None, "x", [], {}, [5], [{}], {"a": {}}, "\ud800\0", 10**400, [[[]]])
DEEP = "[" * 100_000
FILES = [
    ".obsidian/app.json",
    ".obsidian/daily-notes.json",
    ".obsidian/graph.json",
    ".obsidian/templates.json",
    ".obsidian/plugins/templater-obsidian/data.json",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text("[[b]]\n")
    (tmp_path / "b.md").write_text("b\n")
    (tmp_path / ".obsidian").mkdir()
    return tmp_path


def write(folder: Path, path: str, text: str | bytes) -> None:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text if isinstance(text, bytes) else text.encode())


def opened(folder: Path) -> Vault:
    """Open the vault; its good notes are read, and its settings can be encoded."""
    vault = Vault.open(folder, OpenOptions(cache=False))
    assert [link.target for link in vault.notes["a.md"].links] == ["b"]
    msgspec.json.encode(vault.settings)
    return vault


def faults(folder: Path) -> list[tuple[str, str]]:
    """Return path and message of the findings about files that cannot be used."""
    found = check(resolve(opened(folder)))
    return [(f.path, f.message) for f in found if f.code == "NW049"]


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: json.dumps(odd)[:20])
def test_any_value_may_be_a_settings_file(folder: Path, path: str, odd: Any) -> None:
    write(folder, path, json.dumps(odd))
    found = faults(folder)
    assert found == ([] if isinstance(odd, dict) else [(path, "is not a JSON object")])


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: json.dumps(odd)[:20])
@pytest.mark.parametrize(
    ("path", "key"),
    [
        (FILES[0], "userIgnoreFilters"),
        (FILES[0], "newLinkFormat"),
        (FILES[1], "folder"),
        (FILES[1], "format"),
        (FILES[2], "colorGroups"),
        (FILES[2], "search"),
        (FILES[3], "folder"),
        (FILES[4], "templates_folder"),
    ],
)
def test_any_value_may_be_a_setting(folder: Path, path: str, key: str, odd: Any) -> None:
    write(folder, path, json.dumps({key: odd}))
    opened(folder)
    write(folder, path, json.dumps({key: [odd, {"query": odd, "color": {"rgb": odd}}]}))
    opened(folder)


@pytest.mark.parametrize(
    "broken", ["{", DEEP, '{"a":' * 50_000, b"\xff\xfe{", "{'a': 1}", "// c\n{}"]
)
def test_a_settings_file_that_is_no_json_is_a_finding(folder: Path, broken: str | bytes) -> None:
    write(folder, FILES[0], broken)
    ((path, message),) = faults(folder)
    assert path == FILES[0]
    assert message.startswith("is not JSON")


@pytest.mark.parametrize(
    "path", [*FILES[:2], *FILES[3:], ".gitignore", ".noteweaveignore", ".git/info/exclude"]
)
def test_a_fifo_in_place_of_a_file_is_a_finding(folder: Path, path: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / ".git").mkdir(exist_ok=True)
    os.mkfifo(folder / path)
    shown = path.removeprefix(".git/info/")
    assert faults(folder) == [(shown, "is not a regular file")]


def test_foam_is_detected_without_waiting(folder: Path) -> None:
    (folder / ".obsidian").rmdir()
    (folder / ".vscode").mkdir()
    os.mkfifo(folder / ".vscode/settings.json")
    assert faults(folder) == [(".vscode/settings.json", "is not a regular file")]


@pytest.mark.parametrize(
    "yaml",
    [
        "workspace: 5",
        "workspace: [vaults]",
        "workspace: {vaults: [5, [], x, null, {fsPath: []}, {fsPath: 5}, {name: [a]}]}",
        "vaults: {a: b}",
        "a: &a [*a]",
        "a: &a {x: 1}\nb: &b {<<: [*a, *a]}",
        "n: !!int x",
        "x: " + "9" * 5000,
        "a: " + "[" * 20_000,
        "? [a]\n: b",
        "",
    ],
)
def test_any_yaml_may_be_a_dendron_workspace(folder: Path, yaml: str) -> None:
    (folder / ".obsidian").rmdir()
    write(folder, "dendron.yml", yaml)
    opened(folder)


def test_merge_keys_do_not_unfold_without_end(folder: Path) -> None:
    (folder / ".obsidian").rmdir()
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 12)]
    write(folder, "dendron.yml", "\n".join(lines))
    opened(folder)


def test_a_dendron_workspace_is_read(folder: Path) -> None:
    (folder / ".obsidian").rmdir()
    write(folder, "dendron.yml", "workspace:\n  vaults:\n  - fsPath: ./tea\n    name: leaf\n")
    assert opened(folder).settings.vaults == {"leaf": "tea"}
    write(folder, "dendron.yml", "vaults: [")
    assert [path for path, _ in faults(folder)] == ["dendron.yml"]


BAD_EXPRESSIONS = ["(", "[", "*", "(?=a)", "(?<=a*)b", r"(a)\1", "a{99999}", "(" * 5000]


@pytest.mark.parametrize("expression", BAD_EXPRESSIONS)
def test_an_expression_that_cannot_be_used_is_a_finding(folder: Path, expression: str) -> None:
    write(folder, FILES[0], json.dumps({"userIgnoreFilters": [f"/{expression}/", "/^b/"]}))
    ((path, message),) = faults(folder)
    assert path == FILES[0]
    assert "cannot be used" in message
    assert opened(folder).files["b.md"].excluded


EXPONENTIAL = ["(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$", ".*a" * 9 + "z", "(a|aa)+$"]


@pytest.mark.parametrize("expression", EXPONENTIAL)
def test_an_expression_is_matched_in_linear_time(folder: Path, expression: str) -> None:
    write(folder, FILES[0], json.dumps({"userIgnoreFilters": [f"/{expression}/"]}))
    write(folder, "x" * 40 + "/" + "a" * 200 + "!.md", "")
    write(folder, "/".join(["a" * 60] * 12) + "/b.md", "")
    assert faults(folder) == []


@pytest.mark.parametrize("line", ["!", "\\", "a\\", "!!", "[", "[z-a]", "[]", "[!]", "[[:foo:]]"])
@pytest.mark.parametrize("name", [".gitignore", ".noteweaveignore", ".git/info/exclude"])
def test_a_line_that_is_no_pattern_is_passed_over(folder: Path, name: str, line: str) -> None:
    (folder / ".git").mkdir(exist_ok=True)
    write(folder, name, f"{line}\nb.*\n")
    assert opened(folder).files["b.md"].ignored
    assert not opened(folder).files["a.md"].ignored


@pytest.mark.parametrize("pattern", ["*a" * 25 + "*b", "**/a/" * 20 + "**/b", "a*" * 60 + "b"])
def test_patterns_are_matched_in_linear_time(folder: Path, pattern: str) -> None:
    write(folder, ".noteweaveignore", f"{pattern}\n")
    write(folder, "a/" * 30 + "x.md", "")
    write(folder, "a" * 200 + ".md", "")
    assert sum(file.ignored for file in opened(folder).files.values()) == 0


def test_a_name_that_is_not_utf_8_is_matched(folder: Path) -> None:
    write(folder, ".noteweaveignore", "x*\n")
    (Path(os.fsdecode(os.fsencode(folder) + b"/x\xff.md"))).write_text("")
    (Path(os.fsdecode(os.fsencode(folder) + b"/y\xff.md"))).write_text("")
    assert {p: f.ignored for p, f in opened(folder).files.items() if "\\" in p} == {
        "x\\xff.md": True,
        "y\\xff.md": False,
    }
