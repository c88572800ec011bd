"""What an answer was read from, written down while it is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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


class Readers:
    """Which notes have read which keys."""

    def __init__(self) -> None:
        self._keys: dict[str, tuple[str, ...]] = {}
        self._readers: dict[str, set[str]] = {}

    def put(self, path: str, keys: Iterable[str]) -> None:
        """Replace what a note has read."""
        self.drop(path)
        shared = self._readers
        for key in keys:
            shared.setdefault(key, set()).add(path)
        self._keys[path] = tuple(keys)

    def drop(self, path: str) -> None:
        """Forget what a note has read."""
        for key in self._keys.pop(path, ()):
            readers = self._readers[key]
            readers.discard(path)
            if not readers:
                del self._readers[key]

    def of(self, keys: Iterable[str]) -> set[str]:
        """Return the notes that have read any of some keys."""
        found: set[str] = set()
        for key in keys:
            found |= self._readers.get(key, set())
        return found
