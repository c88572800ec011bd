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

from noteweave.vault import __version__, messages
from noteweave.vault.cache import storage

TYPE_CHECKING = False  # as type checkers know it, without the time it takes to import typing
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from noteweave.vault.cache.fingerprint import Fingerprint

MAX_SIZE = 1 << 26
"""Maximum size of a stored answer, in bytes."""
_MAX_ANSWERS = 16
"""Number of answers that are kept, for all vaults together."""
_SUFFIX = ".answer"
_VARIABLES = ("NO_COLOR", *messages.VARIABLES)
"""Variables that change what is printed, besides those of git."""


def replay(arguments: Sequence[str]) -> int | None:
    """Print the stored answer to a command line and return its exit status; None if there is none.

    Raises:
        BrokenPipeError: standard output was closed.
    """
    question = _question(arguments)
    body = storage.read(_place(question))
    if body is None:
        return None
    from noteweave.vault.cache.fingerprint import unchanged

    try:
        stored, fingerprint, status, error, out = storage.unpack(body)
        message = bytes(error).decode("utf-8", "surrogatepass")
        if stored != question or not unchanged(fingerprint):
            return None
    except (ValueError, IndexError):  # not written by `store`
        return None
    sys.stdout.buffer.write(out)
    sys.stdout.flush()
    print(message, end="", file=sys.stderr)
    return int.from_bytes(status, "big")


class Answer:
    """The output of a command: printed at once, and stored for the next run."""

    def __init__(self, status: int, error: str = "") -> None:
        """`error` goes to standard error."""
        self.status = status
        self._error = error
        self._out = bytearray()

    def print(self, pieces: Iterable[str]) -> None:
        """Print to standard output, then the error."""
        stream = sys.stdout.buffer
        for piece in pieces:
            data = piece.encode("utf-8", "backslashreplace")
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
    ) -> None:
        """Store the answer for the next run of the same command line.

        Args:
            arguments: the command line.
            trace: the files that the answer was made from.
            outputs: files that the command wrote: the answer holds while they stay as they are.
        """
        from noteweave.vault.cache.stamped_records import TICK_NS

        trace.add_named(_code())
        trace.add_outputs(outputs)
        made_from = trace.encode(TICK_NS)
        if made_from is None or len(self._out) > MAX_SIZE:
            return
        question = _question(arguments)
        error = self._error.encode("utf-8", "surrogatepass")
        parts = (question, made_from, bytes([self.status]), error, self._out)
        storage.write(_place(question), storage.pack(*parts))
        storage.newest(__version__, _SUFFIX, _MAX_ANSWERS)


def _question(arguments: Sequence[str]) -> bytes:
    """Encode what an answer depends on besides files: arguments, folder, terminal, variables."""
    try:
        here = os.getcwd()
    except OSError:
        here = ""
    terminal = bool(sys.stdout and sys.stdout.isatty())
    variables = [v for v in os.environ.items() if v[0] in _VARIABLES or v[0].startswith("GIT_")]
    python = (sys.version, sys.getfilesystemencoding())
    return ascii((python, list(arguments), here, terminal, sorted(variables))).encode()


def _code() -> Iterator[str]:
    """Yield the files of all imported modules, and the catalogue: of others no answer is reused."""
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    yield from (file for file in files if file)
    if messages.language() != messages.ENGLISH:
        yield messages.catalogue_file(messages.language())


def _place(question: bytes) -> str:
    """Return the path of an answer. Questions may share it: each answer contains its question."""
    return storage.path(__version__, f"{zlib.crc32(question):08x}{_SUFFIX}")
