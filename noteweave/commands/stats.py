"""`noteweave stats`: what a vault is made of, on one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noteweave.commands._query import AsFormat, Format, ask
from noteweave.commands._vault_options import Root, Sections

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from noteweave.graph.query.statistics import Hub, Month, Statistics

EPILOG = """Examples:

`noteweave stats` · `noteweave stats ~/notes --top 20` ·
`noteweave stats --format json | jq '.hubs[:5][].label'`
"""
MONTHS = 24
"""With more of them growth is told by the year."""
LONGEST = 44
"""Cells of a name; longer ones are cut."""


def stats(
    vault: Root = Path(),
    top: Annotated[
        int, typer.Option("--top", metavar="N", min=1, help="Lines in each of the lists.")
    ] = 8,
    backend: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A networkx backend to measure with, such as parallel."),
    ] = None,
    section: Sections = None,
    format: AsFormat = Format.TEXT,
) -> None:
    """Print a vault's size, hubs, wanted topics, communities, orphans, islands and growth.

    `--format json` has all of it, whole lists included.
    """
    from dataclasses import asdict

    from noteweave.graph.metrics.measure import measure
    from noteweave.graph.query.statistics import statistics
    from noteweave.terminal import say_json, show

    graph = ask(vault, sections=section).graph
    measure(graph, backend=backend)
    found = statistics(graph)
    if format is Format.JSON:
        say_json(asdict(found))
    else:
        show(*_page(found, top))


def _page(found: Statistics, top: int) -> Iterable[RenderableType]:
    yield from _size(found)
    yield from _bars(
        "Hubs",
        "neighbours, links to and from",
        [(hub.label, hub.neighbors, _ways(hub)) for hub in found.hubs[:top]],
    )
    yield from _bars(
        "Bridges",
        "share of the shortest ways between others that lead through them",
        [(hub.label, hub.betweenness, f"{hub.betweenness:.1%}") for hub in found.between[:top]],
    )
    yield from _bars(
        "Wanted",
        "notes that link to them, though nobody has written them",
        [(one.label, one.notes, f"{one.notes}") for one in found.wanted[:top]],
    )
    yield from _bars(
        "Communities",
        "notes, under the name of the most central",
        [(group.name, group.notes, f"{group.notes}") for group in found.communities[:top]],
    )
    yield from _bars(
        "Tags",
        "notes that have them",
        [(f"#{tag}", count, f"{count}") for tag, count in found.most_tagged[:top]],
    )
    yield from _growth(found)
    yield from _apart(found, top)


def _size(found: Statistics) -> Iterable[RenderableType]:
    from rich.table import Table

    from noteweave.terminal import words

    yield words(found.vault, "bold")
    columns = [
        [_count("note", found.notes), _count("word", found.words), _count("tag", found.tags)],
        [
            _count("link", found.links),
            _count("wanted topic", found.topics),
            _count("broken link", found.broken),
        ],
        [
            (f"{found.links_per_note:.1f}", "links a note"),
            (f"{found.median_neighbors:g}", "neighbours, median"),
            (f"{found.density:.2%}", "of all pairs linked"),
        ],
        [
            _count("file", found.attachments),
            _count("orphan", len(found.orphans)),
            (f"{found.reachable:.0%}", "in one piece"),
        ],
    ]
    table = Table.grid(padding=(0, 1))
    for _ in columns:
        table.add_column(justify="right", style="bold")
        table.add_column(style="dim", min_width=14)
    for row in zip(*columns, strict=True):
        table.add_row(*(cell for pair in row for cell in pair))
    yield table


def _count(name: str, number: int) -> tuple[str, str]:
    return f"{number:,}", name if number == 1 else f"{name}s"


def _bars(
    title: str, meaning: str, rows: Sequence[tuple[str, float, str]]
) -> Iterable[RenderableType]:
    """Draw a list of names, each with a bar as long as its number and a note beside it."""
    from noteweave.terminal import bar, words

    if not rows:
        return
    yield from _heading(title, meaning)
    table = _table()
    most = max(value for _, value, _ in rows)
    for name, value, said in rows:
        table.add_row(words(name), bar(value, most), said)
    yield table


def _heading(title: str, meaning: str) -> Iterable[RenderableType]:
    from rich.text import Text

    yield Text.assemble("\n", (title, "bold cyan"), "  ", (meaning, "dim"))


def _table() -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    table.add_column(max_width=LONGEST, min_width=16)
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(style="dim", no_wrap=True)
    return table


def _ways(hub: Hub) -> str:
    return f"{hub.neighbors}  →{hub.in_links} {hub.out_links}→"


def _growth(found: Statistics) -> Iterable[RenderableType]:
    """Draw how many notes were created, by month or by year, if enough of them say when."""
    if found.dated < 2 or found.dated * 4 < found.notes:
        return
    months = found.months
    rows = (
        [(month.month, month.created, f"{month.created}") for month in months]
        if len(months) <= MONTHS
        else _years(months)
    )
    share = f"by the {found.dated:,} notes that say when they were created"
    yield from _bars("Growth", share, rows)


def _years(months: Sequence[Month]) -> list[tuple[str, float, str]]:
    created: dict[str, int] = {}
    for month in months:
        created[month.month[:4]] = created.get(month.month[:4], 0) + month.created
    return [(year, count, f"{count}") for year, count in created.items()]


def _apart(found: Statistics, top: int) -> Iterable[RenderableType]:
    """Name what hangs together with nothing, or only with a few others."""
    from noteweave.terminal import words

    lists = [
        ("Islands", "linked among themselves only", [group.name for group in found.islands]),
        ("Orphans", "linked with nothing: noteweave orphans", found.orphans),
        ("Dead ends", "linked to, but linking nowhere", found.dead_ends),
    ]
    for title, meaning, names in lists:
        if names:
            yield from _heading(f"{title}  {len(names):,}", meaning)
            for name in names[:top]:
                yield words(name)
            if len(names) > top:
                yield words(f"and {len(names) - top:,} more", "dim")
