"""The past of a graph as GEXF 1.3 with intervals, for the timeline of Gephi.

GEXF has days, not commits, and an interval includes its last day: what died on a day has the day
before as its end, and what came and went within one day is left out. An author's clock may run
backwards, so a commit is never earlier than one before it. Every spell of an edge lies within
those of its ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import accumulate

from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.xml_text import xml_attribute
from noteweave.graph.history.lives import Life
from noteweave.history_reports import Selection

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
<graph mode="dynamic" defaultedgetype="directed" timeformat="date" timerepresentation="interval">
<attributes class="node"><attribute id="kind" title="kind" type="string"/></attributes>
<attributes class="edge"><attribute id="relation" title="relation" type="string"/></attributes>"""
_Spell = tuple[str, str]
"""First and last day, ISO 8601; "" as the last: still there."""


def lines(selection: Selection) -> Iterator[str]:
    """Yield the XML document."""
    lives = selection.lives
    days = list(accumulate((commit.date for commit in lives.commits), max))
    nodes = list(dict.fromkeys(node for node, _ in selection.node_lives()))
    edges = list(dict.fromkeys(edge for edge, _ in selection.edge_lives()))
    ends = [end for edge in edges for end in edge[:2]]
    spells = {
        node: found
        for node in dict.fromkeys([*nodes, *ends])
        if (found := _spells(lives.nodes[node], days))
    }
    numbers = {node: number for number, node in enumerate(spells)}
    yield _HEAD
    yield "<nodes>"
    for node, found in spells.items():
        name = _attribute(lives.name(node))
        yield f'<node id="{numbers[node]}" label="{name}">'
        yield _value("kind", lives.kind(node))
        yield from _xml(found)
        yield "</node>"
    yield "</nodes>"
    yield "<edges>"
    for number, edge in enumerate(edges):
        found = _spells(lives.edges[edge], days)
        if found:
            source, target, (kind, _, relation) = edge[0], edge[1], edge[2].partition(":")
            yield (
                f'<edge id="{number}" source="{numbers[source]}" target="{numbers[target]}"'
                f' kind="{_attribute(kind)}">'
            )
            yield _value("relation", relation)
            yield from _xml(found)
            yield "</edge>"
    yield "</edges>"
    yield "</graph>\n</gexf>"


def _spells(lives: Iterable[Life], days: list[str]) -> list[_Spell]:
    found: list[_Spell] = []
    for born, died in lives:
        start = days[born]
        end = "" if died is None else _day_before(days[died])
        if end and end < start:
            continue
        if found and found[-1][1] >= _day_before(start):  # they touch
            start = found.pop()[0]
        found.append((start, end))
    return found


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _xml(spells: Iterable[_Spell]) -> Iterator[str]:
    yield "<spells>"
    for start, end in spells:
        last = f' end="{end}"' if end else ""
        yield f'<spell start="{start}"{last}/>'
    yield "</spells>"


def _value(column: str, text: str) -> str:
    value = f'<attvalue for="{column}" value="{_attribute(text)}"/>'
    return f"<attvalues>{value}</attvalues>"


def _attribute(text: str) -> str:
    return xml_attribute(text, Losses())
