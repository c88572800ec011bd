"""A crew of processes: results in order, errors where they belong, and nobody left behind."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from forked import nobody_left

from noteweave.cli import run
from noteweave.vault import decode, read
from noteweave.vault.crew import POSSIBLE, Crew
from noteweave.vault.errors import ProcessLostError
from noteweave.vault.read import ALONE

pytestmark = pytest.mark.skipif(not POSSIBLE, reason="processes are forked")


@pytest.mark.parametrize("hands", [1, 2, 7])
def test_results_come_in_the_order_of_the_things(hands: int) -> None:
    def late(n: int) -> tuple[int, str]:
        time.sleep(0.02 if n % 3 == 0 else 0)
        return n, "茶" * n * 10_000  # more than a pipe holds

    with nobody_left(), Crew(late, range(20), hands) as crew:
        assert list(crew.results()) == [(n, "茶" * n * 10_000) for n in range(20)]


def test_nothing_to_do_takes_nobody() -> None:
    with nobody_left(), Crew(str, [], 4) as crew:
        assert list(crew.results()) == []


def test_an_error_is_raised_in_its_turn() -> None:
    results = []
    with nobody_left(), Crew(lambda n: 6 // n, [3, 2, 0, 1], 2) as crew:
        found = crew.results()
        with pytest.raises(ZeroDivisionError):
            results.extend(found)
    assert results == [2, 3]


def test_a_process_that_is_killed_is_said_to_be() -> None:
    def work(n: int) -> int:
        if n == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    with nobody_left(), Crew(work, range(9), 2) as crew:
        found = crew.results()
        with pytest.raises(ProcessLostError):
            list(found)


def test_who_stops_waiting_stops_the_work() -> None:
    began = time.monotonic()
    with nobody_left(), Crew(time.sleep, [0, 60, 60], 2) as crew:
        next(crew.results())
    assert time.monotonic() - began < 20


def test_processes_end_when_their_parent_is_gone() -> None:
    reader, writer = os.pipe()
    parent = os.fork()
    if not parent:
        os.close(reader)
        Crew(time.sleep, [0.2, 0.2, 0.2, 0.2, 0.2], 2)  # its processes hold `writer`, too
        os._exit(0)
    os.close(writer)
    os.waitpid(parent, 0)
    assert os.read(reader, 1) == b""  # all of them are gone
    os.close(reader)


def test_an_interrupt_is_the_parents_to_hear() -> None:
    def interrupted(n: int) -> int:
        signal.raise_signal(signal.SIGINT)
        return n

    with nobody_left(), Crew(interrupted, [1, 2], 2) as crew:
        assert list(crew.results()) == [1, 2]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_a_killed_process_is_one_clear_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for n in range(ALONE + 1):
        (tmp_path / f"{n}.md").write_text("[[1]]", encoding="utf-8")
    parent = os.getpid()

    def killed(*_: object) -> None:
        assert os.getpid() != parent
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(decode, "read_file", killed)
    monkeypatch.setattr(read, "_processors", lambda: 2)
    assert run(["links", str(tmp_path), "--no-cache"]) == 2
    said = capfd.readouterr().err
    assert "a process of noteweave was killed before its work was done" in said
    assert "Traceback" not in said
