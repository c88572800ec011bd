"""Work on many things in all processors at once, where processes can be forked."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from noteweave.vault.disk.note_reader import ALONE

if TYPE_CHECKING:
    from noteweave.graph.mentions.unlinked import Each


@contextmanager
def spread(notes: int, alone: int = ALONE) -> Iterator[Each]:
    """Give what applies a function to many values: `map`, or the same in several processes.

    A process sees what there was when it began: the function may hold on to whatever it likes.
    Work begins with the call, results come in order, and with the block all processes end.

    Args:
        notes: how many there are to work on.
        alone: how many of them one process works on sooner than several begin.
    """
    if notes <= alone or sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        yield map
        return
    from noteweave.vault.workers.pool import ForkPool

    with ExitStack() as crews:

        def each(function: Callable[[Any], Any], values: Sequence[Any], /) -> Iterable[Any]:
            gc.freeze()  # a collection would copy all that a process shares with its parent
            hands = min(len(os.sched_getaffinity(0)), len(values))
            crew = crews.enter_context(ForkPool(lambda n: function(values[n]), hands))
            for number in range(len(values)):
                crew.give(number)
            return crew.results()

        yield each
