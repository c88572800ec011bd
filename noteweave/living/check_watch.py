"""`noteweave check --watch`: print findings as they come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event

from noteweave.graph.check.findings import Finding
from noteweave.living.session import Session
from noteweave.terminal import plain
from noteweave.vault.disk.watch import Batch, watch
from noteweave.vault.errors import NoteweaveError
from noteweave.vault.messages import _, translated


def watch_check(
    session: Session,
    keep: Callable[[Iterable[Finding]], list[Finding]],
    say: Callable[[str], None],
    warn: Callable[[str], None],
    batches: Iterable[Batch] | None = None,
) -> None:
    """Print the findings of a session, then those that come and go, until it is interrupted.

    Args:
        session: the vault.
        keep: selects the findings that are printed.
        say: prints a line to standard output.
        warn: prints a line to standard error.
        batches: the paths that changed; None: the vault is watched.
    """
    for line in _lines("  ", keep(session.findings())):
        say(line)
    warn(f"noteweave: {_('watching; Ctrl-C ends it')}")
    stop = Event()
    failure = ""
    for batch in watch(session.root, stop, report=_prefixed(warn)) if batches is None else batches:
        try:
            delta = session.refresh(None if failure else batch).delta
        except (NoteweaveError, OSError) as error:  # settings half written, a folder gone
            why = message_of(error, session.root)
            if failure != why:
                warn(f"noteweave: {translated(why)}")
            failure = why
            continue
        failure = ""
        for line in _lines("- ", keep(delta.findings_gone)):
            say(line)
        for line in _lines("+ ", keep(delta.findings_new)):
            say(line)


def message_of(error: NoteweaveError | OSError, root: Path) -> str:
    """Return why a vault could not be compared with the disk, in one sentence."""
    if isinstance(error, NoteweaveError):
        return error.message
    return f"{error.filename or root}: {(error.strerror or str(error)).lower()}"


def _lines(mark: str, findings: Iterable[Finding]) -> Iterator[str]:
    for f in findings:
        yield f"{mark}{plain(f.path)}:{f.line}:{f.column}: {f.code} {plain(f.local or f.message)}"


def _prefixed(warn: Callable[[str], None]) -> Callable[[str], None]:
    return lambda message: warn(f"noteweave: {message}")
