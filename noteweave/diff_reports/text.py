"""The change of a graph for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.diff_reports._facts import Row, header, notices, plural, rows, totals
from noteweave.past.graph_changes import GraphChange
from noteweave.reports._width import cells
from noteweave.terminal import plain


def lines(change: GraphChange, top: int) -> Iterator[str]:
    """Yield the text: the counts, then the most important first."""
    yield plain(header(change))
    yield from notices(change)
    if change.diff.empty:
        yield "Nothing changed in the graph."
        return
    yield "   ".join(totals(change))
    found = rows(change)
    for what in ("Broke", "Mended", "Orphaned", "Connected"):
        yield from _table([row for row in found if row.what == what], top)
    diff = change.diff
    yield from _list(
        "New notes", [_note(n.id, n.in_links, n.out_links) for n in diff.notes.added], top
    )
    yield from _list("Gone notes", diff.notes.removed, top)
    yield from _list("Renamed", [f"{r.was} → {r.id}" for r in diff.notes.renamed], top)
    yield from _list(
        "Written", [f"{t.topic.removeprefix('topic:')} by {t.note} ({plural(t.links, 'link')})"
                    for t in diff.topics.written], top,
    )  # fmt: skip
    yield from _list("New topics", [t.removeprefix("topic:") for t in diff.topics.new], top)
    yield from _list("Communities", _communities(change), top)


def _note(path: str, links_in: int, links_out: int) -> str:
    return f"{path} ({plural(links_in, 'link')} in, {links_out} out)"


def _communities(change: GraphChange) -> list[str]:
    found = change.diff.communities
    joined = [
        f"“{j.community}” joined “{j.into}”: {plural(j.notes, 'note')} moved" for j in found.joined
    ]
    split = [f"“{s.off}” left “{s.community}”: {plural(s.notes, 'note')}" for s in found.split]
    return joined + split


def _table(found: list[Row], top: int) -> Iterator[str]:
    """Yield rows in columns; wide characters count as two."""
    shown = found[:top]
    columns = [
        (plain(row.where), plain(row.raw), plain(row.sentence.format(row.name))) for row in shown
    ]
    wide = [max(map(cells, column)) for column in zip(*columns, strict=True)]
    for number, (where, raw, why) in enumerate(columns):
        head = shown[0].what if number == 0 else ""
        pads = (" " * (wide[n] - cells(text)) for n, text in enumerate((where, raw)))
        first, second = pads
        middle = f"{raw}{second}  " if wide[1] else ""
        yield f"{head:<12}{where}{first}  {middle}{why}".rstrip()
    yield from _more(len(found), top)


def _list(title: str, found: list[str], top: int) -> Iterator[str]:
    for number, entry in enumerate(found[:top]):
        yield f"{title if number == 0 else '':<12}{plain(entry)}"
    yield from _more(len(found), top)


def _more(count: int, top: int) -> Iterator[str]:
    if count > top:
        yield f"{'':<12}… and {count - top:,} more"
