"""What the text and the Markdown form both say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from noteweave.graph.history.diff_records import RetargetedLink
from noteweave.past.graph_changes import GraphChange
from noteweave.vault.messages import _, counted, translatable

HEADINGS = {
    "Broke": translatable("Broke"),
    "Mended": translatable("Mended"),
    "Orphaned": translatable("Orphaned"),
    "Connected": translatable("Connected"),
}
"""`Row.what` -> the word for it."""
_WHY = {
    "deleted": translatable("{} was deleted"),
    "renamed": translatable("its file is {} now"),
    "written": translatable("{} was written"),
    "other": translatable("it led to {}"),
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
        one += _(" (has no notes in this folder)")
    other = f"{after.date} {after.label}".strip()
    commits = f" ({counted(change.commits, 'commit')})" if after.commit and change.commits else ""
    return _("{states}, read with today's settings").format(states=f"{one} … {other}{commits}")


def notices(change: GraphChange) -> Iterator[str]:
    """Yield what a reader should know about the two states."""
    if change.shallow:
        shallow = _("a shallow clone: its oldest commit seems to add every file")
        yield f"{shallow} (git fetch --unshallow)"
    if change.merging and change.after.commit is None:
        if change.after.label == "index":
            yield _("a merge is not finished: where it has conflicts, our version is read")
        else:
            yield _("a merge is not finished: where it has conflicts, the file on the disk is read")


def totals(change: GraphChange) -> list[str]:
    """Return the counts before and after, one phrase each."""
    diff, counts = change.diff, change.diff.counts
    notes, links, broken = counts.notes, counts.links, counts.broken
    parts = [f"+{len(diff.notes.added)}", f"−{len(diff.notes.removed)}"]
    if diff.notes.renamed:
        parts.append(_("{count} renamed").format(count=len(diff.notes.renamed)))
    if diff.notes.edited:
        parts.append(_("{count} edited").format(count=len(diff.notes.edited)))
    written = len({topic.topic for topic in diff.topics.written})
    topics = _("topics +{new}, −{gone}, {written} written")
    return [
        f"{_('notes')} {notes[0]:,} → {notes[1]:,} ({', '.join(parts)})",
        f"{_('links')} {links[0]:,} → {links[1]:,} ({links[1] - links[0]:+,})".replace("-", "−"),
        topics.format(new=len(diff.topics.new), gone=len(diff.topics.gone), written=written),
        f"{_('broken')} {broken[0]:,} → {broken[1]:,}",
    ]


def rows(change: GraphChange) -> list[Row]:
    """Return what a reader should see first: links that broke or work again, lone notes."""
    diff = change.diff
    found = [_link("Broke", link) for link in diff.links.broken]
    found += [_link("Mended", link) for link in diff.links.mended]
    found += [Row("Orphaned", note, "", _("no link joins it any more")) for note in diff.orphaned]
    found += [Row("Connected", note, "", *_first_link(change, note)) for note in diff.connected]
    return found


def ways(links_in: int, links_out: int) -> str:
    """Return how many links a note has to it and from it."""
    both = _("{links} in, {count} out")
    return both.format(links=counted(links_in, "link"), count=links_out)


def _link(what: str, link: RetargetedLink) -> Row:
    name = link.target if link.why == "written" else link.was
    where = f"{link.source}:{link.line}"
    return Row(what, where, link.raw, _(_WHY[link.why]), name.removeprefix("topic:"))


def _first_link(change: GraphChange, note: str) -> tuple[str, str]:
    """Say the first link that joins a note with another now."""
    for link in change.diff.links.added:
        if link.target == note:
            return _("now linked from {}"), link.source
        if link.source == note:
            return _("now links to {}"), link.target.removeprefix("topic:")
    return _("a link joins it now"), ""
