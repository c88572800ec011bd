"""A pool of processes: results in order, errors where they belong, and nobody left behind."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from child_processes import nobody_left

from noteweave.cli import run
from noteweave.vault.disk import decode, note_reader
from noteweave.vault.errors import ProcessLostError
from noteweave.vault.workers.pool import CAN_FORK, SERIAL_LIMIT, ForkPool

T = TypeVar("T")
R = TypeVar("R")

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="processes are forked")


@contextmanager
def pool_at(work: Callable[[T], R], things: Sequence[T], processes: int) -> Iterator[ForkPool[R]]:
    with nobody_left(), ForkPool(lambda number: work(things[number]), processes) as pool:
        for number in range(len(things)):
            pool.submit(number)
        yield pool


@pytest.mark.parametrize("processes", [1, 2, 7])
def test_results_come_in_the_order_of_the_things(processes: int) -> None:
    def late(n: int) -> tuple[int, str]:
        time.sleep(0.02 if n % 3 == 0 else 0)
        return n, "茶" * n * 10_000  # more than a pipe holds

    with pool_at(late, range(20), processes) as pool:
        assert list(pool.results()) == [(n, "茶" * n * 10_000) for n in range(20)]


def test_more_can_be_given_than_pipes_hold() -> None:
    """Who gives does not wait, though nobody takes the results yet."""
    with pool_at(lambda n: bytes([n % 7]) * 3000, range(2500), 2) as pool:
        assert list(pool.results()) == [bytes([n % 7]) * 3000 for n in range(2500)]


def test_what_is_given_is_begun_at_once() -> None:
    reader, writer = os.pipe()
    with nobody_left(), ForkPool(lambda n: os.write(writer, bytes([n])), 1) as pool:
        pool.submit(7)
        assert os.read(reader, 1) == b"\7"  # nobody has asked for results
        pool.submit(8)
        assert list(pool.results()) == [1, 1]
    os.close(reader)
    os.close(writer)


def test_who_gives_takes_what_is_ready() -> None:
    """Else the processes stand still while a large vault is listed: their pipes are full."""
    reader, writer = os.pipe()

    def work(n: int) -> bytes:
        os.write(writer, bytes([n]))
        return bytes(30_000)

    with nobody_left(), ForkPool(work, 1) as pool:
        for n in range(60):
            pool.submit(n)
            assert select.select([reader], [], [], 20)[0], f"{n} results fill the pipe"
            assert os.read(reader, 1) == bytes([n])
        assert len(list(pool.results())) == 60
    os.close(reader)
    os.close(writer)


def test_nothing_to_do_is_done_at_once() -> None:
    with pool_at(str, [], 4) as pool:
        assert list(pool.results()) == []


def test_an_error_is_raised_in_its_turn() -> None:
    results = []
    with pool_at(lambda n: 6 // n, [3, 2, 0, 1], 2) as pool:
        found = pool.results()
        with pytest.raises(ZeroDivisionError):
            results.extend(found)
    assert results == [2, 3]


def test_a_process_that_is_killed_is_said_to_be() -> None:
    def work(n: int) -> int:
        if n == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    with pool_at(work, range(9), 2) as pool:
        found = pool.results()
        with pytest.raises(ProcessLostError):
            list(found)


def test_who_stops_waiting_stops_the_work() -> None:
    began = time.monotonic()
    with pool_at(time.sleep, [0, 60, 60], 2) as pool:
        next(pool.results())
    assert time.monotonic() - began < 20


def test_processes_end_when_their_parent_is_gone() -> None:
    reader, writer = os.pipe()
    parent = os.fork()
    if not parent:
        os.close(reader)
        pool = ForkPool(lambda _: time.sleep(0.2), 2)  # its processes hold `writer`, too
        for number in range(5):
            pool.submit(number)
        os._exit(0)
    os.close(writer)
    os.waitpid(parent, 0)
    assert os.read(reader, 1) == b""  # all of them are gone
    os.close(reader)


def test_an_interrupt_is_the_parents_to_hear() -> None:
    def interrupted(n: int) -> int:
        signal.raise_signal(signal.SIGINT)
        return n

    with pool_at(interrupted, [1, 2], 2) as pool:
        assert list(pool.results()) == [1, 2]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_a_killed_process_is_one_clear_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for n in range(SERIAL_LIMIT + 1):
        (tmp_path / f"{n}.md").write_text("[[1]]", encoding="utf-8")
    parent = os.getpid()

    def killed(*_: object) -> None:
        assert os.getpid() != parent
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(decode, "read_file", killed)
    monkeypatch.setattr(note_reader, "_processors", lambda: 2)
    assert run(["links", str(tmp_path), "--no-cache"]) == 2
    said = capfd.readouterr().err
    assert "a process of noteweave was killed before its work was done" in said
    assert "Traceback" not in said
