"""Every output is whole, whatever comes between: a kill, Ctrl-C, a full disk.

`FAULT_NOTES=1000 pytest tests/noteweave/writing/test_outputs_survive.py` does it with a vault of
that many notes, whose build has worker processes; the suite's has six.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from random import Random

import pytest
from file_operations import At, at_each_operation, contents, interrupt, killed_at, no_room
from generated_history import note

from noteweave.cli import run

NOTES = int(os.environ.get("FAULT_NOTES", "6"))
FORMATS = (
    "html", "graphml", "gexf", "csv", "json", "sqlite", "parquet", "png", "svg", "canvas", "dot",
    "mermaid", "cypher", "cyjs",
)  # fmt: skip
COMMANDS = {
    "build": ["build"],
    "report": ["backlinks", "--format", "html"],
    **{f"export {format}": ["export", format] for format in FORMATS},
}
EXTRAS = {"export parquet": "pyarrow", "export png": "resvg_py"}
"""Formats of an optional library."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks there")


@pytest.fixture(params=COMMANDS)
def work(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], int]:
    """Run a command that writes into `out`; the vault, the cache and `out` are in `tmp_path`."""
    name: str = request.param
    if name in EXTRAS:
        pytest.importorskip(EXTRAS[name])
    vault, out = tmp_path / "vault", tmp_path / "out"
    vault.mkdir()
    (tmp_path / "cache").mkdir(mode=0o700)  # few notes are not worth one
    chance = Random(7)
    for number in range(NOTES):
        (vault / f"{number}.md").write_text(f"[[{number // 2}]] {note(chance)}", encoding="utf-8")
    monkeypatch.setenv("NOTEWEAVE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    verb, *rest = COMMANDS[name]
    place = out if verb == "build" else out / ("report.html" if verb == "backlinks" else "")
    command = [verb, str(vault), *rest, "-o", f"{place}{'' if place.suffix else '/'}"]
    return lambda: run(command)


def old_and_new(
    top: Path, work: Callable[[], int]
) -> tuple[dict[str, bytes | None], dict[str, bytes | None]]:
    """Write outputs, then those of a changed vault; return both.

    `top / "start"` then holds everything as it was before the second run.
    """
    if work() == 2:
        pytest.skip("so many notes are not written in this format")
    old = contents(top / "out")
    (top / "vault" / "0.md").write_text("[[1]] [[2]] and [[nowhere]]\n", encoding="utf-8")
    for part in ("vault", "out", "cache"):
        shutil.copytree(top / part, top / "start" / part)
    with at_each_operation(top, At(0, lambda: None)) as opened:
        assert work() == 0
    assert not [p for p in opened if p.startswith(f"{top}/out") and ".tmp/" not in p], "no copy"
    new = contents(top / "out")
    assert old.keys() == new.keys()
    assert old != new
    return old, new


def back(top: Path) -> None:
    """Make everything as it was before the second run."""
    for part in ("vault", "out", "cache"):
        shutil.rmtree(top / part)
        shutil.copytree(top / "start" / part, top / part)


def whole(
    top: Path, old: dict[str, bytes | None], new: dict[str, bytes | None]
) -> tuple[bool, list[str]]:
    """Check that each output is the old or the new one; return whether all are old; leftovers."""
    now = contents(top / "out")
    rest = [path for path in now if re.match(r"\.noteweave-.*\.tmp", path)]
    files = {path: data for path, data in now.items() if path not in rest}
    assert files.keys() == old.keys()
    for path, data in files.items():
        assert data in (old[path], new[path]), path
    assert contents(top / "vault") == contents(top / "start" / "vault")
    return files == old, rest


def test_a_kill_leaves_each_output_whole(
    work: Callable[[], int], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    old, new = old_and_new(tmp_path, work)
    seen = set()
    for moment in count(1):  # how much is kept depends on the clock, so their number does
        back(tmp_path)
        if not killed_at(moment, tmp_path, work):
            break
        as_before, rest = whole(tmp_path, old, new)
        seen.add(as_before)
        for path in rest:
            ignored = f"{path.split('/')[0]}/.gitignore"
            assert "/" not in path or ignored in rest, "git would take it"
        assert work() == 0
        assert {path: contents(tmp_path / "out")[path] for path in new} == new, moment
    record_property("kills", moment - 1)
    assert True in seen


@pytest.mark.parametrize(("fault", "status"), [(interrupt, 130), (no_room, 2)])
def test_a_fault_leaves_each_output_whole_and_nothing_else(
    work: Callable[[], int],
    fault: Callable[[], None],
    status: int,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    old, new = old_and_new(tmp_path, work)
    failed = 0
    for moment in count(1):
        back(tmp_path)
        capfd.readouterr()
        at = At(moment, fault)
        with at_each_operation(tmp_path, at):
            ended = work()
        if at.count < moment:
            break
        _, rest = whole(tmp_path, old, new)
        assert ended in (0, status), moment  # a cache that cannot be written is no matter
        error = capfd.readouterr().err
        assert "Traceback" not in error
        if ended:
            failed += 1
            assert "no space left on device" in error or status == 130
            if fault is no_room:
                assert not rest
    assert failed
