"""Measure how the time of a function grows with what it is given."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import TypeVar

Given = TypeVar("Given")


def seconds(run: Callable[[Given], object], given: Given) -> float:
    """Return the least processor time of three runs."""
    times = []
    for _ in range(3):
        begun = process_time()
        run(given)
        times.append(process_time() - begun)
    return min(times)


def assert_linear(make: Callable[[int], Given], run: Callable[[Given], object], n: int) -> None:
    """Assert that four times as much takes less than eight times as long (quadratic: sixteen)."""
    small, large = make(n), make(4 * n)
    for _ in range(3):  # a machine with other work to do is slow now and then
        first, second = seconds(run, small), seconds(run, large)
        if second < 8 * max(first, 0.005):
            return
    raise AssertionError(f"{n}: {first:.3f} s, {4 * n}: {second:.3f} s")
