"""Print the output of an earlier run again, if nothing has changed that it depends on.

An answer is stored with its question (the command line, and everything else it depends on that is
not a file) and with a fingerprint of the files it was made from; see `vault.cache.fingerprint`. It
is looked up before anything else is imported and before the command line is parsed, as in ccache's
direct mode (https://ccache.dev/manual/latest.html#_the_direct_mode).
"""

from __future__ import annotations

import os
import sys
import zlib
from itertools import islice

from noteweave.vault import __version__, messages
from noteweave.vault.cache import kept_value, storage

TYPE_CHECKING = False  # as type checkers know it, without the time it takes to import typing
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from noteweave.vault.cache.fingerprint import Fingerprint

MAX_SIZE = 1 << 26
"""Maximum size of a stored answer, in bytes."""
_MAX_ANSWERS = 16
"""Number of answers that are kept, for all vaults together."""
_TOGETHER = 1000
"""Pieces of output that are written together."""
_SUFFIX = ".answer"
_VARIABLES = ("NO_COLOR", *messages.VARIABLES)
"""Variables that change what is printed, besides those of git."""


def replay(arguments: Sequence[str]) -> int | None:
    """Print the stored answer to a command line and return its exit status; None if there is none.

    Raises:
        BrokenPipeError: standard output was closed.
    """
    return answered(arguments)[0]


def answered(arguments: Sequence[str]) -> tuple[int | None, bytes]:
    """Do as `replay`; if nothing but listed files was written, return what `Answer` has stored.

    That is b"" where anything else has changed: a configuration, a setting, the names in a folder.

    Raises:
        BrokenPipeError: standard output was closed.
    """
    question = _question(arguments)
    found = kept_value.find(_place(question), question)
    if found is None or len(found.parts) != 4:
        return None, b""
    status, error, out, request = found.parts
    if found.written:
        return None, bytes(request)
    try:
        message = bytes(error).decode("utf-8", "surrogatepass")
    except ValueError:  # not written by `store`
        return None, b""
    sys.stdout.buffer.write(out)
    sys.stdout.flush()
    print(message, end="", file=sys.stderr)
    return int.from_bytes(status, "big"), b""


class Answer:
    """The output of a command: printed at once, and stored for the next run."""

    def __init__(self, status: int, error: str = "") -> None:
        """`error` goes to standard error."""
        self.status = status
        self._error = error
        self._out = bytearray()

    def print(self, pieces: Iterable[str]) -> None:
        """Print to standard output, then the error."""
        stream, rest = sys.stdout.buffer, iter(pieces)
        while several := list(islice(rest, _TOGETHER)):
            data = "".join(several).encode("utf-8", "backslashreplace")
            stream.write(data)
            if len(self._out) <= MAX_SIZE:
                self._out += data
        sys.stdout.flush()  # both streams may be the same terminal
        print(self._error, end="", file=sys.stderr)

    def store(
        self,
        arguments: Sequence[str],
        trace: Fingerprint,
        outputs: Sequence[os.PathLike[str]] = (),
        request: bytes = b"",
    ) -> None:
        """Store the answer for the next run of the same command line.

        Args:
            arguments: the command line.
            trace: the files that the answer was made from.
            outputs: files that the command wrote: the answer holds while they stay as they are.
            request: what `answered` returns.
        """
        if len(self._out) > MAX_SIZE:
            return
        trace.add_outputs(outputs)
        question = _question(arguments)
        error = self._error.encode("utf-8", "surrogatepass")
        parts = (bytes([self.status]), error, self._out, request)
        if kept_value.keep(_place(question), question, trace, parts):
            storage.newest(__version__, _SUFFIX, _MAX_ANSWERS)


def _question(arguments: Sequence[str]) -> bytes:
    """Encode what an answer depends on besides files: arguments, folder, terminal, variables."""
    try:
        here = os.getcwd()
    except OSError:
        here = ""
    terminal = bool(sys.stdout and sys.stdout.isatty())
    around = kept_value.surroundings(_VARIABLES)
    return ascii((around, list(arguments), here, terminal)).encode()


def _place(question: bytes) -> str:
    """Return the path of an answer. Questions may share it: each answer contains its question."""
    return storage.path(__version__, f"{zlib.crc32(question):08x}{_SUFFIX}")
