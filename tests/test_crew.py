"""A crew of processes: results in order, errors where they belong, and nobody left behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from noteweave.vault.crew import POSSIBLE, Crew

pytestmark = pytest.mark.skipif(not POSSIBLE, reason="processes are forked")


@contextmanager
def nobody_left() -> Iterator[None]:
    """Check that no child lives on, and that no pipe stays open."""
    before = len(os.listdir("/dev/fd"))
    children = []
    fork = os.fork

    def watched() -> int:
        children.append(fork())
        return children[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fork", watched)
        yield
    assert len(os.listdir("/dev/fd")) == before
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


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
        with pytest.raises(ChildProcessError, match="ended before its work"):
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
