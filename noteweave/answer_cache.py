"""Say again what a command line said last time, if nothing has changed that it was made of.

An answer is kept with the question (the command line, and whatever else it depends on that is no
file) and with a fingerprint of the files it was made from (`vault.cache.fingerprint`). It is looked
for before anything is imported and before the command line is understood: the same question has
the same answer, as in ccache's direct mode (https://ccache.dev/manual/latest.html#_the_direct_mode).
"""

from __future__ import annotations

import os
import sys
import zlib

from noteweave.vault import __version__
from noteweave.vault.cache import storage

TYPE_CHECKING = False  # as type checkers know it, without the time it takes to import typing
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from noteweave.vault.cache.fingerprint import Fingerprint

LONGEST = 1 << 26
"""Bytes of the longest answer that is kept."""
_MOST = 16
"""Answers that are kept, whatever the number of vaults."""
_SUFFIX = ".answer"


def said_before(arguments: Sequence[str]) -> int | None:
    """Print the answer to a command line again and return its exit status; None: it is not known.

    Raises:
        BrokenPipeError: nobody reads what is printed.
    """
    question = _question(arguments)
    body = storage.read(_place(question))
    if body is None:
        return None
    from noteweave.vault.cache.fingerprint import unchanged

    asked, *answer = storage.unpack(body)
    if asked != question or not unchanged(answer[0]):
        return None
    _, status, error, out = answer
    sys.stdout.buffer.write(out)
    sys.stdout.flush()
    print(bytes(error).decode("utf-8", "surrogatepass"), end="", file=sys.stderr)
    return int.from_bytes(status, "big")


class Answer:
    """What a command says: printed as it comes, and kept if it may be said again."""

    def __init__(self, status: int, error: str = "") -> None:
        """`error` is what is said beside it, on standard error."""
        self.status = status
        self._error = error
        self._out = bytearray()

    def say(self, pieces: Iterable[str]) -> None:
        """Print the answer."""
        stream = sys.stdout.buffer
        for piece in pieces:
            data = piece.encode("utf-8", "backslashreplace")
            stream.write(data)
            if len(self._out) <= LONGEST:
                self._out += data
        sys.stdout.flush()  # both may lead to one place
        print(self._error, end="", file=sys.stderr)

    def keep(self, arguments: Sequence[str], fingerprint: Fingerprint) -> None:
        """Keep the answer for the next time that the same is asked.

        Args:
            arguments: the command line.
            fingerprint: of what the answer was made from.
        """
        from noteweave.vault.cache.note_cache import TICK_NS

        fingerprint.add_named(_code())
        made_from = fingerprint.encode(TICK_NS)
        if made_from is None or len(self._out) > LONGEST:
            return
        question = _question(arguments)
        error = self._error.encode("utf-8", "surrogatepass")
        parts = (question, made_from, bytes([self.status]), error, self._out)
        storage.write(_place(question), storage.pack(*parts))
        storage.newest(__version__, _SUFFIX, _MOST)


def _question(arguments: Sequence[str]) -> bytes:
    """Whatever an answer depends on that is no file: who asks, from where, and what."""
    try:
        here = os.getcwd()
    except OSError:
        here = ""
    person = bool(sys.stdout and sys.stdout.isatty())
    heard = [v for v in os.environ.items() if v[0] == "NO_COLOR" or v[0].startswith("GIT_")]
    python = (sys.version, sys.getfilesystemencoding())
    return ascii((python, list(arguments), here, person, sorted(heard))).encode()


def _code() -> Iterator[str]:
    """The files of all code that had a part in the answer: another version, another answer."""
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return (file for file in files if file)


def _place(question: bytes) -> str:
    """Where an answer is kept. Two questions may share a place: each answer holds its own."""
    return storage.path(__version__, f"{zlib.crc32(question):08x}{_SUFFIX}")
