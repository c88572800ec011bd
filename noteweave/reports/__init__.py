"""Output formats of the check: one file each; its name is the value of `--format`.

A report is any module with a docstring (its first line is the help text) and a function
`lines(report)` that yields the text to print.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Protocol, cast

import msgspec

from noteweave.graph.check.findings import Finding
from noteweave.vault.errors import UnknownNameError


class CheckReport(msgspec.Struct, frozen=True):
    """The findings, and what else a report may print."""

    findings: Sequence[Finding]
    """In the order of paths and positions."""
    text: Callable[[str], str]
    """Vault path -> the note's text, as it was checked."""
    prefix: str = ""
    """Prepended to a vault path to get the path in the repository: "" or `docs/`."""
    display_prefix: str = ""
    """Prepended to a vault path to get the path from the current folder."""
    interactive: bool = False
    """The output is a terminal: show the lines of the notes."""
    colour: bool = False
    hidden: int = 0
    """Number of findings that are not shown, because their severity is too low."""


class Format(Protocol):
    """The interface of a report module."""

    def lines(self, report: CheckReport) -> Iterator[str]:
        """Yield the text to print, line ends included."""
        ...


def formats() -> tuple[str, ...]:
    """Return the names of all reports, sorted."""
    found = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(name for name in found if not name.startswith("_")))


def report_format(name: str) -> Format:
    """Import a report.

    Raises:
        UnknownNameError: there is no report of that name.
    """
    if name not in formats():
        raise UnknownNameError(f"{name}: no such report", f"there are {', '.join(formats())}")
    return cast(Format, import_module(f"{__name__}.{name}"))
