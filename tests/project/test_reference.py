"""Pages, man page and completions that are generated agree with the commands and rules."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from paths import ROOT

from noteweave.cli import command_names

SPEC = spec_from_file_location("reference", ROOT / ".ci" / "reference.py")
assert SPEC is not None
assert SPEC.loader is not None
reference = module_from_spec(SPEC)
SPEC.loader.exec_module(reference)


def test_generated_files_are_current(update: bool) -> None:
    made: dict[str, str] = reference.files()
    if update:
        reference.write(ROOT)
    stale = [
        name
        for name, text in made.items()
        if not (ROOT / name).exists() or (ROOT / name).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run: make reference"
    kept = {
        path.relative_to(ROOT).as_posix()
        for folder in ("docs/commands", "docs/rules")
        for path in (ROOT / folder).iterdir()
    }
    assert kept <= made.keys(), "a command or rule is no more: run make reference"


def test_the_man_page_names_every_command_and_is_valid() -> None:
    text = (ROOT / "packaging" / "noteweave.1").read_text(encoding="utf-8")
    for name in command_names():
        assert f".SS noteweave {name.replace('_', '-')}" in text.replace("\\-", "-")
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("no groff")
    command = [groff, "-man", "-Kutf8", "-Tutf8", "-ww", "-z"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_bash_completes_commands_and_options(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash")
    started = tmp_path / "noteweave"
    started.write_text(f'#!/bin/sh\nexec {sys.executable} -m noteweave "$@"\n', encoding="utf-8")
    started.chmod(0o755)
    script = f"""
        source {ROOT / "packaging" / "noteweave.bash"}
        for line in "noteweave ch" "noteweave check --fail"; do
            COMP_WORDS=($line)
            COMP_CWORD=$((${{#COMP_WORDS[@]}}-1))
            _noteweave_completion noteweave
            echo "${{COMPREPLY[@]}}"
        done
    """
    done = subprocess.run(
        [bash, "--noprofile", "--norc", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
    )
    assert done.stdout.splitlines() == ["check", "--fail-on"], done.stderr


def test_the_image_runs_the_declared_command_as_no_root() -> None:
    lines = (ROOT / "packaging" / "Containerfile").read_text(encoding="utf-8").splitlines()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (entry,) = (line for line in lines if line.startswith("ENTRYPOINT"))
    assert entry == f'ENTRYPOINT ["{next(iter(project["scripts"]))}"]'
    (user,) = (line.split()[1] for line in lines if line.startswith("USER"))
    assert int(user) > 0
    assert lines.index(f"USER {user}") > max(i for i, x in enumerate(lines) if x.startswith("RUN"))
