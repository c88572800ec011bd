"""How findings are printed: one way is one file here; its name is what `--format` takes.

A report is any module with a docstring (its first line is the help text) and a function
`lines(report)` that yields the text to print.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from noteweave.graph.check.findings import Finding
from noteweave.vault.errors import UnknownNameError


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found, and what a report may want to know beside it."""

    findings: Sequence[Finding]
    """In the order of paths and positions."""
    text: Callable[[str], str]
    """Vault path -> the note's text, as it was checked."""
    prefix: str = ""
    """What to put before a vault path to name the file in the repository: "" or `docs/`."""
    display_prefix: str = ""
    """What to put before a vault path to name the file from the current folder."""
    interactive: bool = False
    """A person reads it on a terminal: show the lines themselves."""
    colour: bool = False
    hidden: int = 0
    """Findings too slight to be shown."""


class Format(Protocol):
    """What a module must have to be a report."""

    def lines(self, report: CheckReport) -> Iterator[str]:
        """Yield what is printed, line ends included."""
        ...


def formats() -> tuple[str, ...]:
    """Return the names of all reports, sorted."""
    found = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(name for name in found if not name.startswith("_")))


def report_format(name: str) -> Format:
    """Import a report.

    Raises:
        UnknownNameError: there is none of that name.
    """
    if name not in formats():
        raise UnknownNameError(f"{name}: no such report", f"there are {', '.join(formats())}")
    return cast(Format, import_module(f"{__name__}.{name}"))
