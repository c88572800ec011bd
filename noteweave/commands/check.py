"""`noteweave check`: what is wrong in a vault."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from noteweave.commands._vault import Gitignore, ProfileName, Root, UseCache, open_vault
from noteweave.graph.findings import Severity

EPILOG = "Exit status: 0 nothing as bad as `--fail-on`, 1 findings, 2 it could not be checked."

Words = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="RULE", help="Ask only these rules: codes, names, all."),
]
Without = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="RULE", help="Do not ask these rules.")
]
Exclude = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="PATTERN", help="Leave these files out."),
]
FormatName = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="text, json, sarif, github, gitlab, junit")
]
FailOn = Annotated[Severity, typer.Option("--fail-on", help="Fail when something is so bad.")]
Show = Annotated[
    Severity | None,
    typer.Option("--show", help="Show what is so bad.", show_default="all; warnings on a terminal"),
]


def check(
    vault: Root = Path(),
    format: FormatName = "text",
    select: Words = None,
    ignore: Without = None,
    fail_on: FailOn = Severity.ERROR,
    show: Show = None,
    exclude: Exclude = None,
    profile: ProfileName = None,
    gitignore: Gitignore = True,
    cache: UseCache = True,
) -> int:
    """Check every note: links, headings, frontmatter.

    Prints `path:line:column: CODE message`; `noteweave explain CODE` says what it means.
    """
    from noteweave.graph.check import Options, check
    from noteweave.graph.findings import at_least
    from noteweave.graph.resolve import resolve
    from noteweave.reports import Report, report_format
    from noteweave.verdict import remembered

    form = report_format(format)
    opened = open_vault(vault, profile, tuple(exclude or ()), gitignore, cache=cache)
    options = Options(select=tuple(select or ("default",)), ignore=tuple(ignore or ()))
    found = remembered(opened, repr(options), lambda: list(check(resolve(opened), options)))
    terminal = format == "text" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    least = show or (Severity.WARNING if terminal else Severity.INFO)
    shown = list(at_least(found, least))
    report = Report(
        shown, opened.text, place=_place(vault), terminal=terminal, hidden=len(found) - len(shown)
    )
    for piece in form.lines(report):
        sys.stdout.buffer.write(piece.encode("utf-8", "backslashreplace"))
    if format == "text" and not terminal:
        from noteweave.reports.text import summary

        print(f"noteweave: {summary(report)}", file=sys.stderr)
    return int(any(at_least(found, fail_on)))


def _place(vault: Path) -> str:
    return "" if vault == Path() else f"{vault.as_posix()}/"
