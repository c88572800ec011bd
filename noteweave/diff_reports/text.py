"""The change of a graph for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.diff_reports._facts import HEADINGS, Row, header, notices, rows, totals, ways
from noteweave.past.graph_changes import GraphChange
from noteweave.reports._width import cells
from noteweave.terminal import plain
from noteweave.vault.messages import _, counted


def lines(change: GraphChange, top: int) -> Iterator[str]:
    """Yield the text: the counts, then the most important first."""
    yield plain(header(change))
    yield from notices(change)
    if change.diff.empty:
        yield _("Nothing changed in the graph.")
        return
    yield "   ".join(totals(change))
    found = rows(change)
    for what in HEADINGS:
        yield from _table([row for row in found if row.what == what], top)
    diff = change.diff
    yield from _list(
        _("New notes"), [_note(n.id, n.in_links, n.out_links) for n in diff.notes.added], top
    )
    yield from _list(_("Gone notes"), diff.notes.removed, top)
    yield from _list(_("Renamed"), [f"{r.was} → {r.id}" for r in diff.notes.renamed], top)
    yield from _list(
        _("Written"), [_("{topic} by {note} ({links})").format(
            topic=t.topic.removeprefix("topic:"), note=t.note, links=counted(t.links, "link"))
            for t in diff.topics.written], top,
    )  # fmt: skip
    yield from _list(_("New topics"), [t.removeprefix("topic:") for t in diff.topics.new], top)
    yield from _list(_("Communities"), _communities(change), top)


def _note(path: str, links_in: int, links_out: int) -> str:
    return f"{path} ({ways(links_in, links_out)})"


def _communities(change: GraphChange) -> list[str]:
    found = change.diff.communities
    joined = [
        _("“{one}” joined “{other}”: {notes} moved").format(
            one=j.community, other=j.into, notes=counted(j.notes, "note")
        )
        for j in found.joined
    ]
    split = [
        _("“{one}” left “{other}”: {notes}").format(
            one=s.off, other=s.community, notes=counted(s.notes, "note")
        )
        for s in found.split
    ]
    return joined + split


def _table(found: list[Row], top: int) -> Iterator[str]:
    """Yield rows in columns; wide characters count as two."""
    shown = found[:top]
    columns = [
        (plain(row.where), plain(row.raw), plain(row.sentence.format(row.name))) for row in shown
    ]
    wide = [max(map(cells, column)) for column in zip(*columns, strict=True)]
    for number, (where, raw, why) in enumerate(columns):
        head = _(HEADINGS[shown[0].what]) if number == 0 else ""
        pads = (" " * (wide[n] - cells(text)) for n, text in enumerate((where, raw)))
        first, second = pads
        middle = f"{raw}{second}  " if wide[1] else ""
        yield f"{_padded(head)}{where}{first}  {middle}{why}".rstrip()
    yield from _more(len(found), top)


def _list(title: str, found: list[str], top: int) -> Iterator[str]:
    for number, entry in enumerate(found[:top]):
        yield f"{_padded(title if number == 0 else '')}{plain(entry)}"
    yield from _more(len(found), top)


def _more(count: int, top: int) -> Iterator[str]:
    if count > top:
        yield _padded("") + _("… and {count} more").format(count=f"{count - top:,}")


def _padded(title: str) -> str:
    """Return a title in a column of 12 cells; wide characters count as two."""
    return title + " " * (12 - cells(title))
