"""The change of a graph as Markdown for a pull request.

A comment on GitHub ends at 65,536 characters and a longer one is refused whole: the text is cut
before. Names are code, so that none is markup, mentions a person or links an issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteweave.diff_reports._facts import HEADINGS, header, notices, rows, totals, ways
from noteweave.past.graph_changes import GraphChange
from noteweave.terminal import plain
from noteweave.vault.messages import _

MARK = "<!-- noteweave diff -->"
"""The first line: by it an action finds its own comment to replace it."""
LIMIT = 60_000
_TICKS = re.compile(r"`+")


def lines(change: GraphChange, top: int) -> Iterator[str]:
    """Yield the Markdown, at most `LIMIT` characters."""
    size = 0
    for line in _lines(change, top):
        size += len(line) + 1
        if size > LIMIT:
            yield ""
            yield _("… the rest is left out: a comment has a limited length.")
            return
        yield line


def _lines(change: GraphChange, top: int) -> Iterator[str]:
    yield MARK
    yield f"### {_('What changed in the graph')}"
    yield ""
    for notice in notices(change):
        yield f"{notice}  "
    if change.diff.empty:
        yield _("Nothing changed in the graph.")
        return
    yield " · ".join(totals(change))
    found = rows(change)[:top]
    if found:
        yield from ("", f"| | {_('where')} | {_('link')} | {_('why')} |", "|---|---|---|---|")
        for row in found:
            where, raw, name = (code(t, cell=True) for t in (row.where, row.raw, row.name))
            yield f"| {_(HEADINGS[row.what])} | {where} | {raw} | {row.sentence.format(name)} |"
        yield from _more(len(rows(change)), top)
    diff = change.diff
    added = [f"{code(n.id)} ({ways(n.in_links, n.out_links)})" for n in diff.notes.added]
    yield from _details(_("New notes"), added, top)
    yield from _details(_("Gone notes"), [code(path) for path in diff.notes.removed], top)
    renamed = [f"{code(r.was)} → {code(r.id)}" for r in diff.notes.renamed]
    yield from _details(_("Renamed notes"), renamed, top)
    for title, links in ((_("New links"), diff.links.added), (_("Gone links"), diff.links.removed)):
        shown = [f"{code(k.source)} → {code(k.target.removeprefix('topic:'))}" for k in links]
        yield from _details(title, shown, top)
    yield ""
    yield header(change)


def code(name: str, *, cell: bool = False) -> str:
    """Return a name as a code span, in which nothing is markup, a mention or an issue's number.

    Args:
        name: whatever a file is called.
        cell: escape pipes, as in the cell of a table (GitHub Flavored Markdown 4.10).
    """
    shown = plain(name).replace("|", "\\|") if cell else plain(name)
    longest = max(map(len, _TICKS.findall(shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown[:1] == "`" or shown[-1:] == "`" else ""
    return f"{fence}{pad}{shown}{pad}{fence}" if shown else ""


def _details(title: str, entries: list[str], top: int) -> Iterator[str]:
    if not entries:
        return
    yield from ("", f"<details><summary>{title}: {len(entries):,}</summary>", "")
    yield from (f"- {entry}" for entry in entries[:top])
    yield from _more(len(entries), top)
    yield from ("", "</details>")


def _more(count: int, top: int) -> Iterator[str]:
    if count > top:
        yield from ("", _("… and {count} more").format(count=f"{count - top:,}"))
