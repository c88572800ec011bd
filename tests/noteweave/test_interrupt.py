"""Ctrl-C stops at once, leaves nothing behind, and exits with 130."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

BEGUN = "from noteweave.__main__ import main; print('begun', flush=True); main()"
"""The command, which says when the machine has started Python."""
SLOW = "[[note]] words and `code` $x$ [m](a.md) #tag\n" * 60_000
"""A note that takes longer to read than the test waits."""


@pytest.mark.skipif(sys.platform == "win32", reason="no signals to a group of processes there")
@pytest.mark.parametrize("wait", [0.25, 0.4, 1.2])
def test_ctrl_c_stops_and_leaves_nothing(tmp_path: Path, wait: float) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    for n in range(400):  # enough for worker processes
        (vault / f"{n}.md").write_text("[[1]]", encoding="utf-8")
    for n in range(40):
        (vault / f"slow {n}.md").write_text(SLOW, encoding="utf-8")
    command = [sys.executable, "-c", BEGUN, "build", str(vault), "-o", str(tmp_path / "out")]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stdout
    assert process.stdout.readline() == b"begun\n"
    time.sleep(wait)
    assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)
    began = time.monotonic()
    _, error = process.communicate(timeout=30)
    assert process.returncode == 130, error.decode()
    assert time.monotonic() - began < 10
    assert b"Traceback" not in error
    assert not (tmp_path / "out").exists()
    with pytest.raises(ProcessLookupError):  # no worker lives on
        os.killpg(process.pid, 0)
