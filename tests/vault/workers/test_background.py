"""A task in the background: its result, what goes wrong in it, and that nothing of it is left."""

import os
import signal
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
from child_processes import nobody_left

from noteweave.vault.errors import OutputError, ProcessLostError
from noteweave.vault.workers.background import BackgroundTask
from noteweave.writing.atomic_write import replacing

CONTEXTS = [None] + ([get_context("fork")] if hasattr(os, "fork") else [])


@pytest.mark.parametrize("context", CONTEXTS)
def test_its_result_is_had_when_asked_for(context: object) -> None:
    with BackgroundTask(lambda: sorted("tea"), context) as task:  # type: ignore[arg-type]
        assert task.result() == ["a", "e", "t"]


@pytest.mark.parametrize("context", CONTEXTS)
def test_what_it_raises_is_raised_where_it_is_asked_for(context: object) -> None:
    def spill() -> None:
        raise OutputError("the pot is full", "drink")

    with (
        pytest.raises(OutputError, match="full") as caught,
        BackgroundTask(spill, context) as task,  # type: ignore[arg-type]
    ):
        task.result()
    assert caught.value.hint == "drink"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks there")
def test_it_stops_when_the_block_fails_and_leaves_no_file(tmp_path: Path) -> None:
    def write() -> None:
        with replacing(tmp_path / "out" / "map.html") as stream:
            stream.write(b"half")
            time.sleep(60)

    def interrupted() -> None:
        with BackgroundTask(write, get_context("fork")):
            while not list(tmp_path.rglob("*map.html*")):
                time.sleep(0.01)
            raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert time.monotonic() - began < 30
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks there")
def test_a_process_that_misses_the_signal_is_told_again(tmp_path: Path) -> None:
    def deaf() -> None:
        signal.signal(signal.SIGTERM, lambda *_: signal.signal(signal.SIGTERM, signal.SIG_DFL))
        (tmp_path / "ready").touch()
        time.sleep(60)

    began = time.monotonic()
    with nobody_left(), BackgroundTask(deaf, get_context("fork")):
        while not (tmp_path / "ready").exists():
            time.sleep(0.01)
    assert time.monotonic() - began < 20


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks there")
def test_one_that_ends_before_its_work_is_an_error() -> None:
    with (
        pytest.raises(ProcessLostError),
        BackgroundTask(lambda: os._exit(3), get_context("fork")) as task,
    ):
        task.result()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no other process")
def test_work_waits_for_other_work_even_if_that_fails(tmp_path: Path) -> None:
    fork, kettle = get_context("fork"), tmp_path / "kettle"

    def boil() -> None:
        time.sleep(0.2)
        kettle.touch()
        raise ValueError("boiled over")

    with (
        BackgroundTask(boil, fork) as boiling,
        BackgroundTask(kettle.exists, fork, boiling) as pouring,
    ):
        assert pouring.result()
        with pytest.raises(ValueError, match="boiled over"):
            boiling.result()


ARMED: list[int] = []
"""The process that is to be interrupted at its next fork."""


def interrupt() -> None:
    if [os.getpid()] == ARMED:
        ARMED.clear()
        signal.raise_signal(signal.SIGINT)


@pytest.fixture
def interrupted_fork() -> Iterator[None]:
    if not CONTEXTS[1:]:
        pytest.skip("processes are forked")
    if not hasattr(os, "interrupts_tests"):  # what was registered stays so
        os.register_at_fork(after_in_parent=interrupt)
        os.interrupts_tests = True  # type: ignore[attr-defined]
    ARMED[:] = [os.getpid()]
    yield
    ARMED.clear()


@pytest.mark.usefixtures("interrupted_fork")
def test_an_interrupt_while_a_process_is_forked_is_heard() -> None:
    """Python passes over what is raised there, and the build went on as if nothing had been."""
    work = BackgroundTask(lambda: time.sleep(60), CONTEXTS[-1])
    with nobody_left(), pytest.raises(KeyboardInterrupt), work:
        pass
    assert not ARMED
