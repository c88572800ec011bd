"""Answers about the links of a vault: links, backlinks, neighbors, path, related."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from noteweave.graph.query.quoted import exact, quoted
from noteweave.graph.resolve.resolved_vault import TargetKind
from noteweave.serving.receipts import Answer, Receipt, sentence_around
from noteweave.serving.vault_view import LinkRow, VaultView
from noteweave.vault.model import Kind

_BROKEN = frozenset({TargetKind.TOPIC.value})


def subject(view: VaultView, key: str) -> dict[str, Any]:
    """Return what an answer is about, for programs."""
    is_topic = key not in view.vault.files
    kind = "topic" if is_topic else str(view.vault.files[key].kind)
    path = "" if is_topic else exact(key)
    return {"path": path, "label": view.label(key), "kind": kind, "hash": view.hash(key)}


def named(view: VaultView, key: str) -> str:
    """Return a note with its hash, or a topic, for the head of an answer."""
    hash = view.hash(key)
    return f"{view.label(key)} ({hash})" if hash else view.label(key)


def link_receipt(view: VaultView, row: LinkRow, *, target: bool, before: str = "") -> Receipt:
    """Return the receipt of a link; `target` adds what it leads to."""
    link = row.link
    around = view.context(row.path, link.line, link.column)
    text, start, end = (around.text, around.start, around.end) if around else (link.raw, 0, 0)
    shown = sentence_around(text, start, end)
    place = f"{exact(row.path)}:{link.line}:{link.column}"
    why = quoted(": ".join(filter(None, (link.relation, link.reason))))
    leads = view.label(row.key) if row.key else row.kind
    line = f"{before}{place} ⟦{shown}⟧"
    line += f" -> {leads}" * target + f" ({why})" * bool(why)
    fields = {
        "path": exact(row.path),
        "line": link.line,
        "column": link.column,
        "sentence": shown,
        "target": view.label(row.key) if row.key else None,
        "target_kind": str(row.kind),
        "kind": str(link.kind),
        "relation": quoted(link.relation) if link.relation else None,
        "raw": exact(link.raw),
        "hash": view.hash(row.path),
    }
    return Receipt(line, fields)


def links(view: VaultView, note: str, kind: str = "", broken: bool = False) -> Answer:
    """Return what a note links to, in order."""
    path = view.find_note(note)
    rows = [row for row in view.rows(path) if not kind or row.link.kind == kind]
    if broken:
        rows = [row for row in rows if row.kind in _BROKEN]
    what = f"{'broken ' * broken}links from {named(view, path)}"
    return Answer(what, rows, lambda row: link_receipt(view, row, target=True), subject(view, path))


def backlinks(view: VaultView, note: str, kind: str = "", mentions: bool = False) -> Answer:
    """Return who links to a note or topic; with `mentions`, also who names it without a link."""
    key = view.find(note)
    rows: list[Any] = [
        row for row in view.incoming.get(key, ()) if not kind or row.link.kind == kind
    ]
    what, notes = f"links to {named(view, key)}", []
    if mentions:
        named_in = view.mentions.get(key, [])
        what = f"links to, and mentions of, {named(view, key)}"
        notes.append(f"{len(rows)} links, then {len(named_in)} notes that name it without a link")
        rows += sorted(named_in, key=lambda one: (-one.score, one.source))
    elif not rows:
        notes.append("backlinks(mentions=true) looks for places that name it without a link")

    def receipt(row: Any) -> Receipt:
        if isinstance(row, LinkRow):
            return link_receipt(view, row, target=False)
        return _mention_receipt(view, row)

    return Answer(what, rows, receipt, subject(view, key), notes)


def _mention_receipt(view: VaultView, one: Any) -> Receipt:
    text = view.vault.text(one.source)
    begin = text.rfind("\n", 0, one.start) + 1
    end = text.find("\n", one.end)
    line = text[begin : end if end >= 0 else len(text)]
    shown = sentence_around(line, one.start - begin, one.end - begin)
    place = f"{exact(one.source)}:{one.line}:{one.column}"
    fields = {
        "path": exact(one.source), "line": one.line, "column": one.column, "sentence": shown,
        "kind": Kind.MENTION.value, "raw": exact(one.text), "hash": view.hash(one.source),
    }  # fmt: skip
    return Receipt(f"{place} ⟦{shown}⟧ (mention)", fields)


def between(view: VaultView, one: str, other: str) -> list[LinkRow]:
    """Return the links between two nodes, first those in the direction given."""
    there = [row for row in view.outgoing.get(one, ()) if row.key == other]
    return there + [row for row in view.outgoing.get(other, ()) if row.key == one]


def neighbors(view: VaultView, note: str, depth: int = 1, direction: str = "both") -> Answer:
    """Return what is at most `depth` links away, the nearest and best linked first."""
    key = view.find(note)
    out, into = view.linked

    def around(one: str) -> set[str]:
        found = out.get(one, set()) if direction != "in" else set()
        return found | (into.get(one, set()) if direction != "out" else set())

    distance, frontier = {key: 0}, [key]
    for number in range(1, depth + 1):
        reached = {other for one in frontier for other in around(one)}.difference(distance)
        distance |= dict.fromkeys(reached, number)
        frontier = sorted(reached)
    del distance[key]

    def worth(one: str) -> tuple[int, int, str]:
        return distance[one], -len(out.get(one, ())) - len(into.get(one, ())), one

    def receipt(one: str) -> Receipt:
        points, back = one in out.get(key, ()), key in out.get(one, ())
        arrow = "<->" if points and back else "->" if points else "<-" if back else "..."
        line = f"{arrow} {view.label(one)}" + f" (distance {distance[one]})" * (distance[one] > 1)
        told = {"target": view.label(one), "direction": arrow, "distance": distance[one]}
        return Receipt(line, told | {"hash": view.hash(one)})

    which = {"both": "neighbors", "out": "neighbors reached from", "in": "neighbors that reach"}
    what = f"{which[direction]}{' of' * (direction == 'both')} {named(view, key)}"
    return Answer(what, sorted(distance, key=worth), receipt, subject(view, key))


def path(
    view: VaultView, source: str, target: str, forward: bool = False, count: int = 3
) -> Answer:
    """Return the shortest chains of links between two notes, with a sentence for each step."""
    from noteweave.graph.query.paths import shortest_paths

    one, other = view.find(source), view.find(target)
    graph = view.link_graph
    chains: list[list[str]] = []
    if one in graph and other in graph:
        chains = shortest_paths(graph, one, other, forward=forward, limit=count)

    def receipt(chain: Sequence[str]) -> Receipt:
        lines, steps = [" - ".join(map(view.label, chain))], []
        for a, b in pairwise(chain):
            rows = between(view, a, b)
            if forward:
                rows = [row for row in rows if row.path == a]
            step = link_receipt(view, rows[0], target=True, before="  ")
            lines.append(step.line)
            steps.append(step.fields)
        return Receipt("\n".join(lines), {"nodes": [*map(view.label, chain)], "steps": steps})

    how = "forward " * forward
    what = f"{how}chains of links from {view.label(one)} to {view.label(other)}"
    return Answer(what, chains, receipt, subject(view, one))


def related(view: VaultView, note: str) -> Answer:
    """Return notes that have much in common with a note but are not linked with it."""
    from noteweave.graph.query.related import Related, related_by_text
    from noteweave.vault.text_index import body_of

    key, graph = view.find_note(note), view.graph
    text = body_of(view.vault, key)
    similar = view.text_index.similar(text, 100)
    found = []
    if key in graph:
        found = related_by_text(view.link_index, key, text, similar)

    def receipt(one: Related) -> Receipt:
        shared = [view.label(other) for other in one.shared if other in graph][:3]
        why = f"both linked with {', '.join(shared)}" if shared else f"by {one.way}"
        told = {"target": view.label(one.key), "shared": shared, "way": one.way}
        return Receipt(f"{view.label(one.key)}: {why}", told | {"hash": view.hash(one.key)})

    shown = [one for one in found if one.key in view.visible or one.key in view.topics]
    what = f"notes related to {named(view, key)}, not linked with it"
    return Answer(what, shown, receipt, subject(view, key))
