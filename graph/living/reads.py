"""What an answer was read from, written down while it is computed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Reads:
    """Collects the keys that are read, from one `begin` to the next.

    A key names something that a change of files may change: the files of a name, the notes with
    an alias, the outline of a note. The first letter tells its kind.
    """

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self._answers: list[dict[Any, tuple[Any, set[str]]]] = []

    def begin(self) -> set[str]:
        """Collect into a new set, and return it."""
        self.keys = set()
        return self.keys

    def remembered(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that remembers answers until `forget`, with what they were read from.

        An answer from memory counts as reading again what it was computed from.
        """
        answers: dict[Any, tuple[Any, set[str]]] = {}
        self._answers.append(answers)

        def ask(*arguments: Any) -> Any:
            known = answers.get(arguments)
            if known is None:
                outer, inner = self.keys, self.begin()
                try:
                    answer = function(*arguments)
                finally:
                    self.keys = outer
                known = answers[arguments] = (answer, inner)
            self.keys |= known[1]
            return known[0]

        return ask

    def forget(self) -> None:
        """Forget all answers: something that they were read from has changed."""
        for answers in self._answers:
            answers.clear()
