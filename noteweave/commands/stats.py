"""`noteweave stats`: statistics of a vault on one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noteweave.commands._options import ReadOptions, Root, Sections, TextOrJson
from noteweave.commands._query import query
from noteweave.vault.messages import _, ngettext

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from noteweave.graph.query.statistics import Hub, Month, Statistics

EPILOG = """Examples:

`noteweave stats` · `noteweave stats ~/notes --top 20` ·
`noteweave stats --format json | jq '.hubs[:5][].label'`
"""
MONTHS = 24
"""With more months than this, growth is shown by year."""
LONGEST = 44
"""Width of a name in terminal cells; longer ones are cut."""


def stats(
    vault: Root = Path(),
    top: Annotated[
        int, typer.Option("--top", metavar="N", min=1, help="Number of lines in each list.")
    ] = 8,
    backend: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A networkx backend to measure with, such as parallel."),
    ] = None,
    section: Sections = None,
    format: TextOrJson = "text",
    *,
    read: ReadOptions,
) -> None:
    """Print a vault's size, hubs, wanted topics, communities, orphans, islands and growth.

    `--format json` prints all of it, with complete lists.
    """
    from dataclasses import asdict

    from noteweave.graph.metrics.measure import measure
    from noteweave.graph.query.statistics import statistics
    from noteweave.terminal import say_json, show

    graph = query(vault, read, sections=section).graph
    measure(graph, backend=backend)
    found = statistics(graph)
    if format == "json":
        say_json(asdict(found))
    else:
        show(*_page(found, top))


def _page(found: Statistics, top: int) -> Iterable[RenderableType]:
    yield from _size(found)
    yield from _bars(
        _("Hubs"),
        _("neighbors, links to and from"),
        [(hub.label, hub.neighbors, _ways(hub)) for hub in found.hubs[:top]],
    )
    yield from _bars(
        _("Bridges"),
        _("share of the shortest paths between others that go through them"),
        [(hub.label, hub.betweenness, f"{hub.betweenness:.1%}") for hub in found.between[:top]],
    )
    yield from _bars(
        _("Wanted"),
        _("topics without a note, by the number of notes that link to them"),
        [(one.label, one.notes, f"{one.notes}") for one in found.wanted[:top]],
    )
    yield from _bars(
        _("Communities"),
        _("number of notes, named after the topic that sets it apart, or its most central note"),
        [(group.name, group.notes, f"{group.notes}") for group in found.communities[:top]],
    )
    yield from _bars(
        _("Tags"),
        _("number of notes"),
        [(f"#{tag}", count, f"{count}") for tag, count in found.most_tagged[:top]],
    )
    yield from _growth(found)
    yield from _unconnected(found, top)


def _size(found: Statistics) -> Iterable[RenderableType]:
    from rich.table import Table

    from noteweave.terminal import words

    yield words(found.vault, "bold")
    columns = [
        [
            _count(found.notes, ngettext("note", "notes", found.notes)),
            _count(found.words, ngettext("word", "words", found.words)),
            _count(found.tags, ngettext("tag", "tags", found.tags)),
        ],
        [
            _count(found.links, ngettext("link", "links", found.links)),
            _count(found.topics, ngettext("wanted topic", "wanted topics", found.topics)),
            _count(found.broken, ngettext("broken link", "broken links", found.broken)),
        ],
        [
            (f"{found.links_per_note:.1f}", _("links a note")),
            (f"{found.median_neighbors:g}", _("neighbors, median")),
            (f"{found.density:.2%}", _("of all pairs linked")),
        ],
        [
            _count(found.attachments, ngettext("file", "files", found.attachments)),
            _count(len(found.orphans), ngettext("orphan", "orphans", len(found.orphans))),
            (f"{found.reachable:.0%}", _("in one piece")),
        ],
    ]
    table = Table.grid(padding=(0, 1))
    for _column in columns:
        table.add_column(justify="right", style="bold")
        table.add_column(style="dim", min_width=14)
    for row in zip(*columns, strict=True):
        table.add_row(*(cell for pair in row for cell in pair))
    yield table


def _count(number: int, name: str) -> tuple[str, str]:
    return f"{number:,}", name


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
    for name, value, note in rows:
        table.add_row(words(name), bar(value, most), note)
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
    """Draw how many notes were created, by month or year, if at least a quarter has a date."""
    if found.dated < 2 or found.dated * 4 < found.notes:
        return
    months = found.months
    rows = (
        [(month.month, month.created, f"{month.created}") for month in months]
        if len(months) <= MONTHS
        else _years(months)
    )
    share = ngettext(
        "the {n:,} note that has a creation date",
        "the {n:,} notes that have a creation date",
        found.dated,
    )
    yield from _bars(_("Growth"), share, rows)


def _years(months: Sequence[Month]) -> list[tuple[str, float, str]]:
    created: dict[str, int] = {}
    for month in months:
        created[month.month[:4]] = created.get(month.month[:4], 0) + month.created
    return [(year, count, f"{count}") for year, count in created.items()]


def _unconnected(found: Statistics, top: int) -> Iterable[RenderableType]:
    """List the parts of the vault with no or few connections."""
    from noteweave.terminal import words

    lists = [
        (
            _("Islands"),
            _("connected only among themselves"),
            [group.name for group in found.islands],
        ),
        (_("Orphans"), _("no links; see noteweave orphans"), found.orphans),
        (_("Dead ends"), _("have links to them but none of their own"), found.dead_ends),
    ]
    for title, meaning, names in lists:
        if names:
            yield from _heading(f"{title}  {len(names):,}", meaning)
            for name in names[:top]:
                yield words(name)
            if len(names) > top:
                more = _("and {count} more").format(count=f"{len(names) - top:,}")
                yield words(more, "dim")
