"""action.yml: its script gets every input whole, runs nothing of it, and keeps the exit status."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from export_graphs import require
from git_repository import Repo
from paths import ROOT

ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEP = ACTION["runs"]["steps"][-1]
WORKFLOWS = sorted(ROOT.glob(".github/workflows/*.yml"))
STUB = """#!{python}
import json, os, sys
with open("calls.jsonl", "a") as calls:
    print(json.dumps(sys.argv[1:]), file=calls)
print("a finding")
sys.exit(int(os.environ.get("STUB_STATUS", "0")))
"""


def run(folder: Path, status: int = 0, **inputs: str) -> tuple[list[list[str]], str, str]:
    """Run the action's script with a stub for uvx; return its calls, its output, and `status`."""
    tools = folder / "tools"
    tools.mkdir()
    (tools / "uvx").write_text(STUB.format(python=sys.executable), encoding="utf-8")
    (tools / "uvx").chmod(0o755)
    values = {name: setting["default"] for name, setting in ACTION["inputs"].items()} | inputs
    names = {k: re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", v) for k, v in STEP["env"].items()}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEP["run"]],
        env={
            **{variable: values[match[1]] for variable, match in names.items() if match},
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_OUTPUT": str(folder / "output"),
            "GITHUB_ACTION_PATH": "/the/action",
            "STUB_STATUS": str(status),
        },
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    calls = folder / "calls.jsonl"
    lines = calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []
    output = (folder / "output").read_text(encoding="utf-8")
    assert output == f"status={done.returncode}\n", done.stderr
    return [json.loads(line) for line in lines], done.stdout, output.strip()


def test_by_default_it_checks_the_folder_with_its_own_revision(tmp_path: Path) -> None:
    (call,), printed, status = run(tmp_path)
    assert call == [
        *("--from", "/the/action", "noteweave", "check"),
        *("--show=warning", "--format=github", "--", "."),
    ]
    assert (printed, status) == ("a finding\n", "status=0")


@pytest.mark.parametrize("status", [0, 1, 2])
def test_the_exit_status_is_kept(tmp_path: Path, status: int) -> None:
    assert run(tmp_path, status)[2] == f"status={status}"


NASTY = 'my "notes"; $(touch harmed) `touch harmed` && touch harmed #'


def test_nothing_of_an_input_is_run(tmp_path: Path) -> None:
    arguments = f"--exclude={NASTY}\n\n--ignore=NW00*\n  --exclude=two words  "
    (call,), _, _ = run(tmp_path, path=NASTY, version=NASTY, show=NASTY, args=arguments)
    assert call == [
        *("--from", f"noteweave=={NASTY}", "noteweave", "check", f"--show={NASTY}"),
        *(f"--exclude={NASTY}", "--ignore=NW00*", "  --exclude=two words  "),
        *("--format=github", "--", NASTY),
    ]
    assert not (tmp_path / "harmed").exists()


def test_a_revision_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    Repo(tmp_path)
    calls, printed, status = run(tmp_path, since="origin/main\n::set-env::")
    assert (calls, status) == ([], "status=2")
    assert printed.startswith("::error::noteweave: this checkout has no revision origin/main ")
    assert "fetch-depth: 0" in printed
    assert printed.count("\n") == 1


def test_since_and_sarif(tmp_path: Path) -> None:
    Repo(tmp_path).git("commit", "--quiet", "--allow-empty", "--message", "first")
    options = {"since": "HEAD", "new-only": "true", "sarif": "found.sarif"}
    (check, sarif), _, status = run(tmp_path, 1, **options)
    assert check[4:7] == ["--show=warning", "--since=HEAD", "--new-only"]
    assert sarif == [word.replace("=github", "=sarif") for word in check]
    assert (tmp_path / "found.sarif").read_text(encoding="utf-8") == "a finding\n"
    assert status == "status=1"


def test_the_change_of_the_graph_is_written_for_a_comment(tmp_path: Path) -> None:
    Repo(tmp_path).commit({"a.md": ""})
    check, diff = run(tmp_path, since="HEAD", diff="out put.md", path=".")[0]
    assert check[3] == "check"
    assert diff[2:] == [
        *("noteweave", "diff", "--vault=.", "--format=markdown", "--output=out put.md"),
        *("--", "HEAD...HEAD"),
    ]


COMMENT: Any = yaml.safe_load(
    (ROOT / "docs/history.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
)
GH = """#!/bin/sh
echo "$@" >> calls
case "$*" in *--jq*) cat known;; esac
"""


@pytest.mark.parametrize(
    ("known", "fork", "expected"),
    [
        ("", "false", ["--method POST C"]),
        ("7\n8\n", "false", ["--method PATCH O/7"]),
        ("", "true", []),
    ],
)
def test_the_ready_workflow_keeps_one_comment(
    tmp_path: Path, known: str, fork: str, expected: list[str]
) -> None:
    for name, text in {"gh": GH, "known": known, "change.md": "changed", "calls": ""}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    subprocess.run(
        ["bash", "-eo", "pipefail", "-c", COMMENT["jobs"]["graph"]["steps"][-1]["run"]],
        env={
            "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
            "COMMENTS": "C",
            "OWN": "O",
            "FORK": fork,
            "GITHUB_STEP_SUMMARY": "summary",
        },
        cwd=tmp_path,
        check=True,
    )
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert [call for call in calls if "--method" in call] == [
        f"api {call} --field body=@change.md --silent" for call in expected
    ]
    assert (tmp_path / "summary").read_text(encoding="utf-8") == "changed"


def test_the_ready_workflow_uses_inputs_of_the_action() -> None:
    steps = COMMENT["jobs"]["graph"]["steps"]
    assert steps[1]["with"].keys() <= ACTION["inputs"].keys()
    assert "${{" not in steps[-1]["run"]


def test_its_arguments_are_those_of_the_command() -> None:
    from noteweave.cli import run

    words = ["check", "--show=warning", "--new-only", "--format=github", "--since=HEAD", "--help"]
    assert run(words) == 0


@pytest.mark.parametrize("path", [ROOT / "action.yml", *WORKFLOWS], ids=lambda path: path.name)
def test_scripts_hold_no_expression_and_actions_are_pinned(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    steps = list(found(yaml.safe_load(text)))
    assert steps
    for step in steps:
        assert "${{" not in step.get("run", "")
    for used in re.findall(r"uses: (\S+)(.*)", text):
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", used[0]), used
        assert re.fullmatch(r" # v\d+(\.\d+)*", used[1]), used


def found(value: Any) -> Any:
    """Yield every step of an action or a workflow."""
    for inner in value.values() if isinstance(value, dict) else ():
        if isinstance(inner, list):
            yield from (step for step in inner if isinstance(step, dict))
        yield from found(inner)


def test_zizmor_finds_nothing() -> None:
    zizmor = shutil.which("zizmor") or ""
    require("zizmor", bool(zizmor), "zizmor")
    subprocess.run(
        [zizmor, "--offline", str(ROOT / "action.yml"), *map(str, WORKFLOWS)], check=True
    )
