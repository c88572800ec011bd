"""Answers about notes: search, read, stats, check, persona."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from noteweave.graph.check.findings import Finding, Severity, at_least
from noteweave.graph.names import heading_key
from noteweave.graph.query.persona_notes import story_links
from noteweave.graph.query.quoted import exact, marked, quoted
from noteweave.graph.query.search import Hit, Scope, Where
from noteweave.serving.link_answers import named, subject
from noteweave.serving.receipts import Answer, Receipt, clipped, sentence_around
from noteweave.serving.vault_view import VaultView
from noteweave.vault.errors import RequestError, UnknownNameError
from noteweave.vault.model import Note
from noteweave.vault.parsing.positions import with_newlines

_PIECE = 400
"""Characters of a line that are one item: longer lines are shown in pieces."""
_SHORT = 400
"""Bytes of the outline and of the properties of a note."""


def search(
    view: VaultView, query: str, where: str = "both", folder: str = "", tag: str = "",
    type: str = "",
) -> Answer:  # fmt: skip
    """Return notes, topics and tags that fit some words, the best first."""
    index = view.search_index
    hits = index.find(query, Where(where), Scope(folder, tag, type))

    def receipt(hit: Hit) -> Receipt:
        shown = sentence_around(index.sentence(query, hit))
        name = f"{exact(hit.path)}:{hit.line}:{hit.column}" if hit.path else quoted(hit.label)
        name = f"[[{name}]]" if hit.kind == "topic" else name
        line = f"{name} ⟦{shown}⟧ ({hit.why}, {hit.match})"
        told = {
            "path": exact(hit.path), "line": hit.line, "column": hit.column, "sentence": shown,
            "target": quoted(hit.label), "target_kind": hit.kind, "kind": hit.why,
            "match": hit.match, "hash": view.hash(hit.path) if hit.path else "",
        }  # fmt: skip
        return Receipt(line, told)

    return Answer(f"results for {quoted(query)}", hits, receipt)


class _Piece(NamedTuple):
    line: int
    column: int
    text: str


def read(view: VaultView, note: str, section: str = "") -> Answer:
    """Return the text of a note, or of a section or block of it, line by line."""
    path = view.find_note(note)
    found = view.note(path)
    lines = _lines(view.vault.text(path))
    begin, end = _range(found, section, len(lines)) if section else (1, len(lines))
    pieces = [
        _Piece(number, column + 1, line[column : column + _PIECE])
        for number, line in enumerate(lines[begin - 1 : end], begin)
        for column in range(0, max(1, len(line)), _PIECE)
    ]

    def receipt(piece: _Piece) -> Receipt:
        place = f"{piece.line}" + f":{piece.column}" * (piece.column > 1)
        shown = _indented(piece.text)
        told = {"path": exact(path), "line": piece.line, "column": piece.column}
        return Receipt(f"{place}: {shown}", told | {"sentence": shown})

    part = f" under {quoted(section)}" if section else ""
    what = f"lines of {named(view, path)}{part}, L{begin}-L{end}"
    notes = [] if section else list(_about(view, found))
    return Answer(what, pieces, receipt, subject(view, path), notes, ("⟦", "⟧"))


def _lines(text: str) -> list[str]:
    """Return lines as places count them: no other character than a line end begins one."""
    lines = [line.removesuffix("\r") for line in with_newlines(text).split("\n")]
    return lines if lines[-1] else lines[:-1]


def _indented(text: str) -> str:
    indent = len(text) - len(text.lstrip(" \t"))
    return text[:indent].replace("\t", "    ") + quoted(text)


def _about(view: VaultView, note: Note) -> Iterator[str]:
    """Yield lines about a note: how much it is linked, its outline, its properties."""
    into = view.incoming.get(note.path, ())
    yield f"{len(view.outgoing[note.path])} links out, {len(into)} links in"
    if note.headings:
        outline = " | ".join(f"L{one.line} {marked(one.text)}" for one in note.headings)
        yield clipped(f"outline: {outline}", _SHORT)
    if note.properties:
        told = "; ".join(f"{name}: {value}" for name, value in note.properties.items())
        yield clipped(f"properties: {marked(told)}", _SHORT)


def _range(note: Note, section: str, last: int) -> tuple[int, int]:
    """Return the first and last line of a heading's section, or of a block.

    Raises:
        UnknownNameError: the note has no such heading or block.
    """
    wanted = section.strip().lstrip("#").strip()
    if wanted.startswith("^"):
        for block in note.blocks:
            if heading_key(block.id) == heading_key(wanted[1:]):
                return block.line, block.line
    name = heading_key(wanted.rpartition("#")[2])
    for place, one in enumerate(note.headings):
        if heading_key(one.text) == name:
            later = (h.line - 1 for h in note.headings[place + 1 :] if h.level <= one.level)
            return one.line, next(later, last)
    known = ", ".join(marked(one.text) for one in note.headings[:8]) or "it has none"
    raise UnknownNameError(f"{quoted(section)}: no such section", f"its headings: {known}")


def stats(view: VaultView, section: str = "overview") -> Answer:
    """Return figures of the vault, or one of its lists."""
    rows = _STATS[section](view)

    def receipt(row: tuple[str, Any]) -> Receipt:
        return Receipt(f"{row[0]}: {row[1]}", {"label": row[0], "value": row[1]})

    return Answer(f"rows of {section}", rows, receipt)


def _measured(view: VaultView) -> Any:
    from noteweave.graph.metrics.measure import measure
    from noteweave.graph.query.statistics import statistics

    measure(view.graph)
    return statistics(view.graph)


def _overview(view: VaultView) -> list[tuple[str, Any]]:
    return [
        ("notes", len(view.paths)),
        ("links", sum(len(view.outgoing[path]) for path in view.paths)),
        ("unwritten topics", len(_wanted(view))),
        ("tags", len({tag.name for path in view.paths for tag in view.note(path).tags})),
        ("personas", len(_personas(view))),
        ("files", sum(not file.excluded for file in view.vault.files.values())),
    ]


def _wanted(view: VaultView) -> list[tuple[str, Any]]:
    counts = {
        key: len({row.path for row in rows})
        for key, rows in view.incoming.items()
        if key in view.topics
    }
    order = sorted(counts, key=lambda key: (-counts[key], key))
    return [(view.label(key), counts[key]) for key in order]


def _tags(view: VaultView) -> list[tuple[str, Any]]:
    tags: dict[str, int] = {}
    for path in view.paths:
        for name in {tag.name for tag in view.note(path).tags}:
            tags[name] = tags.get(name, 0) + 1
    return [(f"#{quoted(t)}", tags[t]) for t in sorted(tags, key=lambda t: (-tags[t], t))]


def _personas(view: VaultView) -> list[tuple[str, Any]]:
    return [(exact(path), f"{len(story_links(view.note(path)))} links") for path in view.personas]


def _changes(view: VaultView) -> list[tuple[str, Any]]:
    """Return what changed since the server was started, the last change first."""
    rows: list[tuple[str, Any]] = []
    for seen, change, were in reversed(view.changes):
        when = time.strftime("%H:%M:%S", time.localtime(seen))
        shown = view.visible | were
        for what, paths in (
            ("added", change.added), ("changed", change.changed), ("removed", change.removed),
        ):  # fmt: skip
            rows += [(exact(path), f"{what}, {when}") for path in paths if path in shown]
        for old, new in change.renamed.items():
            if {old, new} <= shown:
                rows.append((exact(new), f"moved from {exact(old)}, {when}"))
    return rows


_STATS: dict[str, Any] = {
    "overview": _overview,
    "hubs": lambda view: [
        (view.label(hub.key), f"{hub.neighbors} neighbors") for hub in _measured(view).hubs
    ],
    "wanted": _wanted,
    "orphans": lambda view: [(exact(key), "orphan") for key in _measured(view).orphans],
    "islands": lambda view: [
        (quoted(one.name), f"{one.notes} notes") for one in _measured(view).islands
    ],
    "communities": lambda view: [
        (quoted(one.name), f"{one.notes} notes") for one in _measured(view).communities
    ],
    "tags": _tags,
    "personas": _personas,
    "changes": _changes,
}
STATS = tuple(_STATS)
"""The sections of `stats`."""


def check(
    view: VaultView, note: str = "", folder: str = "", since: str = "", severity: str = "warning"
) -> Answer:
    """Return the findings of the check: all, or those of a note or folder.

    `since`: only those of notes that changed since a commit of git, and those that the change
    caused in other notes.
    """
    subject_of: dict[str, Any] = {}
    path = view.find_note(note) if note else None
    found: Sequence[Finding]
    if since:
        found = [one for one in _since(view, since) if path in (None, one.path)]
    else:
        found = view.findings(path)
    if path:
        subject_of = subject(view, path)
    below = f"{folder.strip('/')}/" if folder.strip("/") else ""
    shown = [
        one
        for one in at_least(found, Severity(severity))
        if one.path.startswith(below) and not _is_hidden(view, one)
    ]
    shown.sort(key=lambda one: (-one.severity.rank, one.path, one.line, one.column, one.code))
    where = quoted(note or folder) or "the vault"
    after = f" since {quoted(since)}" if since else ""
    return Answer(f"findings in {where}{after}", shown, lambda one: _finding(view, one), subject_of)


def _since(view: VaultView, commit: str) -> list[Finding]:
    from noteweave.git_check import Scope, run_check

    reading = msgspec.structs.replace(view.loaded.config.open_options(), jobs=1)
    try:
        return run_check(view.vault.root, reading, view.checking, Scope(since=commit)).findings
    except RequestError as error:
        raise RequestError(quoted(error.message), quoted(error.hint)) from None


def _is_hidden(view: VaultView, one: Finding) -> bool:
    file = view.vault.files.get(one.path)
    return file is not None and file.excluded


def _finding(view: VaultView, one: Finding) -> Receipt:
    message, fix = sentence_around(one.message), one.fix if one.fix and one.fix.sure else None
    if view.tells_of_hidden(one):
        message, fix = f"{one.name.replace('-', ' ')}: about a file that is not shown", None
    place = f"{exact(one.path)}:{one.line}:{one.column}"
    line = f"{place} {one.severity} {one.code} ⟦{message}⟧"
    told: dict[str, Any] = {
        "path": exact(one.path), "line": one.line, "column": one.column, "sentence": message,
        "kind": one.code, "relation": str(one.severity), "hash": view.hash(one.path),
    }  # fmt: skip
    if fix:
        told["fix"] = {
            "path": exact(fix.path), "start": fix.start, "end": fix.end, "text": exact(fix.text),
        }  # fmt: skip
        line += f" fix: characters {fix.start}-{fix.end} become ⟦{exact(fix.text)}⟧"
    return Receipt(line, told)


def persona_text(
    view: VaultView, name: str, about: str, speaker: str, budget: int | None, *, tools: bool = True
) -> str:
    """Return how a language model is to be a character; `tools`: it can call those of the server.

    Raises:
        RequestError: the note is no persona, or the budget is out of range.
    """
    from noteweave.graph.query.persona import persona
    from noteweave.graph.query.persona_memory import notes_about, said_of

    path = view.find_note(name)
    note = view.note(path)
    found = notes_about(view.search_index, note, about) if about else None
    links = [(row.path, row.link) for row in view.incoming.get(path, ())]
    others = said_of(view.resolved, path, links)
    try:
        return persona(
            view.resolved, view.vault.text, path, budget=budget, speaker=speaker, about=found,
            others=others, tools=tools,
        ).text  # fmt: skip
    except RequestError as error:
        raise RequestError(quoted(error.message), quoted(error.hint)) from None
