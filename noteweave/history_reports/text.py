"""The past of a graph for a terminal: a line for each period, or each change of one note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from noteweave.history_reports import Selection
from noteweave.terminal import plain
from noteweave.vault.messages import _, counted


def lines(selection: Selection) -> Iterator[str]:
    """Yield the text, the oldest first."""
    history = selection.history
    commits = history.lives.commits
    first, last = commits[0], commits[-1]
    states = f"{first.date} {first.id[:7]} … {last.date} {last.id[:7]}"
    states += f" ({counted(len(commits), 'commit')})"
    yield _("{states}, read with today's settings").format(states=states)
    if history.shallow:
        yield _("a shallow clone: what its first commit has was born then or before")
    if history.skipped:
        left = _("left out: {changes} of symbolic links and submodules")
        yield left.format(changes=counted(history.skipped, "change"))
    if history.missing:
        missing = _("read as empty: {count} contents that the repository does not hold")
        yield missing.format(count=f"{history.missing:,}")
    told = _totals if selection.nodes is None and selection.pair is None else _events
    yield from map(plain, told(selection))


def _totals(selection: Selection) -> Iterator[str]:
    lives = selection.lives
    changes: dict[str, Counter[str]] = {}
    for number, commit in enumerate(lives.commits):
        changes.setdefault(_label(selection, number, commit.date), Counter())
    for what, found in (("notes", lives.nodes), ("links", lives.edges)):
        for each, known in found.items():
            if what == "notes" and lives.kind(each) != "note":  # type: ignore[arg-type]
                continue
            for life in known:
                changes[_at(selection, life.born)][f"+{what}"] += 1
                if life.died is not None:
                    changes[_at(selection, life.died)][f"-{what}"] += 1
    total: Counter[str] = Counter()
    imports = {_at(selection, number) for number in selection.imports}
    started = _at(selection, selection.first) if selection.first else ""
    for label, counts in changes.items():
        for what in ("notes", "links"):
            total[what] += counts[f"+{what}"] - counts[f"-{what}"]
        started = "" if label == started else started
        if counts and not started:
            cells = [
                f"{word} {total[what]:,} (+{counts[f'+{what}']:,}, −{counts[f'-{what}']:,})"
                for what, word in (("notes", _("notes")), ("links", _("links")))
            ]
            older = _("   (an import: what it brought is older)") if label in imports else ""
            yield f"{label}  {'   '.join(cells)}{older}"


def _at(selection: Selection, number: int) -> str:
    return _label(selection, number, selection.lives.commits[number].date)


def _label(selection: Selection, number: int, date: str) -> str:
    if selection.by == "commit":
        return f"{date} {selection.lives.commits[number].id[:7]}"
    return date[:7] if selection.by == "month" else date


def _events(selection: Selection) -> Iterator[str]:
    lives = selection.lives
    events: list[tuple[int, int, str, str]] = []
    renamed = _("renamed")
    for node, life in selection.node_lives():
        here = lives.name_at(node, life.born)
        word = _("wanted") if isinstance(node, str) else _("written")
        events.append((life.born, 1, lives.date(node, life.born), f"{word}  {here}"))
        if life.died is not None:
            events.append((life.died, 4, lives.date(node, life.died), f"{_('gone')}  {here}"))
        if isinstance(node, int):
            known = lives.names[node]
            for (_since, old), (since, new) in pairwise(known):
                if life.born < since and (life.died is None or since < life.died):
                    events.append(
                        (since, 2, lives.commits[since].date, f"{renamed}  {old} → {new}")
                    )
    for edge, life in selection.edge_lives():
        ends = " → ".join(lives.name_at(end, life.born).removeprefix("topic:") for end in edge[:2])
        events.append((life.born, 3, lives.date(edge, life.born), f"{_('linked')}  {ends}"))
        if life.died is not None:
            events.append((life.died, 0, lives.date(edge, life.died), f"{_('unlinked')}  {ends}"))
    for number, _order, date, text in sorted(set(events)):
        if number >= selection.first:
            yield f"{date} {lives.commits[number].id[:7]}  {text}"
