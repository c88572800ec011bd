"""Keep a value in the cache folder until any file changes that it was made from.

A value is stored with its question (everything it depends on that is not a file) and with a
fingerprint of the files it was made from, the modules of noteweave among them.
"""

from __future__ import annotations

import os
import sys

from noteweave.vault import messages
from noteweave.vault.cache import storage

TYPE_CHECKING = False  # as type checkers know it, without the time it takes to import typing
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from noteweave.vault.cache.fingerprint import Fingerprint


class Found:
    """What was kept for a question."""

    def __init__(
        self, parts: list[memoryview], written: list[bytes], made_from: memoryview
    ) -> None:
        self.parts = parts
        """As they were given to `keep`."""
        self.written = written
        """The paths of the listed files that were written since; nothing else has changed."""
        self._made_from = made_from

    def trace(self) -> Fingerprint:
        """Return the files that it was made from, for what is made from it.

        Raises:
            OSError: a file is gone.
        """
        from noteweave.vault.cache.fingerprint import Fingerprint

        trace = Fingerprint()
        trace.resume(self._made_from, self.written)
        return trace


def load(place: str, question: bytes) -> list[memoryview] | None:
    """Return the parts kept for a question; None if there are none, or a file has changed.

    Args:
        place: the path of the cache file; questions may share it.
        question: as it was given to `keep`.
    """
    found = find(place, question, leave=False)
    return found.parts if found and not found.written else None


def find(place: str, question: bytes, *, leave: bool = True) -> Found | None:
    """Return what is kept for a question; None if anything but listed files has changed.

    Args:
        place: see `load`.
        question: see `load`.
        leave: see `fingerprint.changed`.
    """
    body = storage.read(place)
    if body is None:
        return None
    from noteweave.vault.cache.fingerprint import changed

    try:
        stored, made_from, *parts = storage.unpack(body)
        written = changed(made_from, leave=leave) if stored == question else None
    except (ValueError, IndexError):  # not written by `keep`
        return None
    return None if written is None else Found(parts, written, made_from)


def keep(
    place: str, question: bytes, trace: Fingerprint, parts: Sequence[bytes | bytearray]
) -> bool:
    """Keep parts for a question; return False if a change could remain undetected.

    Args:
        place: the path of the cache file.
        question: everything the parts depend on that is not a file.
        trace: the files that they were made from.
        parts: what `load` returns.
    """
    from noteweave.vault.cache.stamped_records import TICK_NS

    trace.add_named(_code())
    made_from = trace.encode(TICK_NS)
    if made_from is None:
        return False
    storage.write(place, storage.pack(question, made_from, *parts))
    return True


def surroundings(variables: Sequence[str] = ()) -> tuple[object, ...]:
    """Return what every value depends on besides files: Python, and git's and some variables."""
    found = (v for v in os.environ.items() if v[0] in variables or v[0].startswith("GIT_"))
    return (sys.version, sys.getfilesystemencoding(), sorted(found))


def _code() -> Iterator[str]:
    """Yield the files of all imported modules, and the catalogue: of others nothing is reused."""
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    yield from (file for file in files if file)
    if messages.language() != messages.ENGLISH:
        yield messages.catalogue_file(messages.language())
