"""What the text and the Markdown form both say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from noteweave.graph.history.diff_records import RetargetedLink
from noteweave.past.graph_changes import GraphChange

_WHY = {
    "deleted": "{} was deleted",
    "renamed": "its file is {} now",
    "written": "{} was written",
    "other": "it led to {}",
}


class Row(NamedTuple):
    """One change: where it is seen, and a sentence about it."""

    what: str
    where: str
    raw: str
    """The link as it is written; "" where the change is no link's."""
    sentence: str
    """With `{}` for the name."""
    name: str = ""


def header(change: GraphChange) -> str:
    """Return which two states are compared."""
    before, after = change.before, change.after
    one = f"{before.date} {before.label}"
    if not change.old_graph:
        one += " (has no notes in this folder)"
    other = f"{after.date} {after.label}".strip()
    commits = f" ({plural(change.commits, 'commit')})" if after.commit and change.commits else ""
    return f"{one} … {other}{commits}, read with today's settings"


def notices(change: GraphChange) -> Iterator[str]:
    """Yield what a reader should know about the two states."""
    if change.shallow:
        yield "a shallow clone: its oldest commit seems to add every file (git fetch --unshallow)"
    if change.merging and change.after.commit is None:
        version = "our version" if change.after.label == "index" else "the file on the disk"
        yield f"a merge is not finished: where it has conflicts, {version} is read"


def totals(change: GraphChange) -> list[str]:
    """Return the counts before and after, one phrase each."""
    diff, counts = change.diff, change.diff.counts
    notes, links, broken = counts.notes, counts.links, counts.broken
    parts = [f"+{len(diff.notes.added)}", f"−{len(diff.notes.removed)}"]
    if diff.notes.renamed:
        parts.append(f"{len(diff.notes.renamed)} renamed")
    if diff.notes.edited:
        parts.append(f"{len(diff.notes.edited)} edited")
    written = len({topic.topic for topic in diff.topics.written})
    return [
        f"notes {notes[0]:,} → {notes[1]:,} ({', '.join(parts)})",
        f"links {links[0]:,} → {links[1]:,} ({links[1] - links[0]:+,})".replace("-", "−"),
        f"topics +{len(diff.topics.new)}, −{len(diff.topics.gone)}, {written} written",
        f"broken {broken[0]:,} → {broken[1]:,}",
    ]


def rows(change: GraphChange) -> list[Row]:
    """Return what a reader should see first: links that broke or work again, lone notes."""
    diff = change.diff
    found = [_link("Broke", link) for link in diff.links.broken]
    found += [_link("Mended", link) for link in diff.links.mended]
    found += [Row("Orphaned", note, "", "no link joins it any more") for note in diff.orphaned]
    found += [Row("Connected", note, "", *_first_link(change, note)) for note in diff.connected]
    return found


def plural(count: int, word: str) -> str:
    """Return a count with its noun."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def _link(what: str, link: RetargetedLink) -> Row:
    name = link.target if link.why == "written" else link.was
    where = f"{link.source}:{link.line}"
    return Row(what, where, link.raw, _WHY[link.why], name.removeprefix("topic:"))


def _first_link(change: GraphChange, note: str) -> tuple[str, str]:
    """Say the first link that joins a note with another now."""
    for link in change.diff.links.added:
        if link.target == note:
            return "now linked from {}", link.source
        if link.source == note:
            return "now links to {}", link.target.removeprefix("topic:")
    return "a link joins it now", ""
