"""A run ends at once, but all that it began is done by then."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import atexit, sys
from noteweave.__main__ import main
if sys.argv.pop(1) == "fail":
    import noteweave.cli
    noteweave.cli.command_names = None
sys.argv[0] = "noteweave"
class Tea:
    def __del__(self):
        print("cups washed one by one", file=sys.stderr)
tea = Tea()
tea.itself = tea
import noteweave.answer_cache
real = noteweave.answer_cache.answered
def registering(arguments):
    atexit.register(print, "the fire is out", file=sys.stderr)
    return real(arguments)
noteweave.answer_cache.answered = registering
main()
"""


def ended(*arguments: str) -> tuple[int, str, str]:
    ran = subprocess.run(
        [sys.executable, "-c", CODE, *arguments], capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stdout, ran.stderr


@pytest.mark.parametrize(
    ("text", "status", "out"),
    [("[[tea]]", 0, "a.md:1:1: NW002"), ("[a](b.md)", 1, "a.md:1:1: NW001")],
)
def test_output_is_whole_and_handlers_run(tmp_path: Path, text: str, status: int, out: str) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    ending = ended("go", "check", str(tmp_path))
    assert ending[0] == status
    assert ending[1].startswith(out)
    assert ending[1].endswith("\n")
    assert "the fire is out" in ending[2]
    assert "cups" not in ending[2]


def test_a_request_that_cannot_be_met_and_an_error_of_ours_end_as_ever(tmp_path: Path) -> None:
    assert ended("go", "check", str(tmp_path / "nowhere"))[0] == 2
    status, _, error = ended("fail", "check", str(tmp_path))
    assert status == 1
    assert "TypeError" in error
    assert "cups" in error


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk is always full")
@pytest.mark.parametrize("asked", [["--version"], ["--help"], ["links"], ["check"]])
def test_a_full_disk_is_one_sentence(asked: list[str], tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text("[[Kettle]] [[tea\\n")
    with open("/dev/full", "wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "noteweave", *asked],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=tmp_path,
        )  # fmt: skip
    assert ran.returncode == 2
    assert "cannot be written" in ran.stderr
    assert "Traceback" not in ran.stderr
