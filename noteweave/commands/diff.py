"""`noteweave diff`: what changed in the graph between two commits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from noteweave.commands._options import FORMAT, GraphOptions, ReadOptions
from noteweave.config import load

if TYPE_CHECKING:
    from noteweave.past.graph_changes import GraphChange

EPILOG = """Examples:

`noteweave diff` · `noteweave diff HEAD~5` · `noteweave diff main...` ·
`noteweave diff v1..v2 --format html -o change.html` ·
`noteweave diff --staged --fail-on broken,orphaned`

Exit status 1: only with --fail-on, when such a change was found.
"""
_FAILURES = ("broken", "orphaned")


def diff(
    revisions: Annotated[
        str | None,
        typer.Argument(
            metavar="REV", help="A commit, A..B, or A...B (since B left A).", show_default="HEAD"
        ),
    ] = None,
    vault: Annotated[
        Path, typer.Option("--vault", metavar="DIR", help="The folder of notes.")
    ] = Path(),
    staged: Annotated[
        bool, typer.Option("--staged", help="Compare with what the next commit will hold.")
    ] = False,
    format: Annotated[Literal["text", "json", "markdown", "html"], FORMAT] = "text",
    out: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")
    ] = None,
    top: Annotated[
        int,
        typer.Option(metavar="N", min=1, help="Longest list; not of JSON and HTML."),
    ] = 10,
    fail_on: Annotated[
        str | None,
        typer.Option(metavar="KINDS", help="Fail when there are such changes: broken,orphaned."),
    ] = None,
    renames: Annotated[
        bool, typer.Option("--renames/--no-renames", help="Look for renamed files.")
    ] = True,
    *,
    read: ReadOptions,
    show: GraphOptions,
) -> int:
    """Print what changed in the graph: notes, links, topics, links that broke or work again.

    Without REV the work tree is compared with the last commit, as git sees it: files that git
    ignores make no difference. Both sides are read with today's settings.
    """
    from noteweave.diff_reports import diff_format
    from noteweave.past.graph_changes import graph_change
    from noteweave.woven import without_collecting
    from noteweave.writing.text_output import write_text

    kinds = _failures(fail_on)
    config = load(vault).config
    with without_collecting():
        change = graph_change(
            vault,
            revisions,
            staged_only=staged,
            options=read.merged(config),
            show=show.merged(config),
            renames=renames,
        )
        if format == "html":
            _write_page(change, out, vault)
        else:
            write_text(
                "\n".join(diff_format(format).lines(change, top)), out, json=format == "json"
            )
    return int(any(_found(change, kind) for kind in kinds))


def _write_page(change: GraphChange, out: Path | None, vault: Path) -> None:
    """Write the page, with the positions of the last build into the usual folder."""
    from noteweave import saved_layout
    from noteweave.diff_reports import html
    from noteweave.vault.errors import RequestError
    from noteweave.writing.atomic_write import relative_path, replacing

    if out is None:
        raise RequestError("--format html: a page needs a file", "name it with --output FILE")
    last = saved_layout.load(saved_layout.output_folder(None))
    with replacing(out) as stream:
        html.write(change, stream, last, settings={"root": relative_path(vault, out.parent)})


def _failures(text: str | None) -> list[str]:
    from noteweave.vault.errors import RequestError

    kinds = [word.strip() for word in text.split(",")] if text else []
    for kind in kinds:
        if kind not in _FAILURES:
            raise RequestError(
                f"--fail-on {kind}: no such kind of change", f"there are {' and '.join(_FAILURES)}"
            )
    return kinds


def _found(change: GraphChange, kind: str) -> bool:
    return bool(change.diff.links.broken if kind == "broken" else change.diff.orphaned)
