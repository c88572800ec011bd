"""What a page shows of the past: the change between two states, and the life of each link.

A graph has a past when its attribute `past` says so (a `Past`); its nodes and edges then may have
`state` (see `noteweave.graph.history.union_graph`), nodes `born`, and edges `lives`: pairs of days,
the second None while the link is there. The columns are a pack of their own, `past`; a page without
a past has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from noteweave.exporters.html.packed_columns import PackedColumns

if TYPE_CHECKING:
    from noteweave.exporters.html.page_data import Page

EPOCH = date(1000, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the list beside the map."""

    what: str
    """What happened, such as `broke` or `newNote`; the page has the words for it."""
    nodes: Sequence[str]
    """The keys of the nodes that it happened to, the one to select first."""
    values: Sequence[str | int] = ()
    """What the words need besides: numbers and names."""


@dataclass(frozen=True, slots=True)
class Past:
    """What a graph knows of its past."""

    shown: bool
    """Whether the states are shown at first; else only when the reader asks for them."""
    before: str
    """The older state, as a person knows it: a day and a commit."""
    after: str = ""
    changes: Sequence[Change] = ()
    has_lives: bool = False
    """Whether nodes have `born` and edges `lives`."""
    last_day: str = ""
    """The day of the last commit, ISO 8601."""
    shallow: bool = False
    """Whether the repository has only a part of its history."""


def past_of(page: Page) -> Past | None:
    """Return what the graph of a page knows of its past; None for an ordinary graph."""
    past = page.graph.graph.get("past")
    return past if isinstance(past, Past) else None


def past_data(page: Page) -> dict[str, Any]:
    """Return what the page's script is given as JSON values; empty without a past."""
    past = past_of(page)
    if past is None:
        return {}
    number = {key: n for n, key in enumerate(page.keys)}
    changes = [
        [change.what, [number[key] for key in change.nodes], list(change.values)]
        for change in past.changes
        if all(key in number for key in change.nodes)
    ]
    return {
        "past": {
            "shown": past.shown,
            "before": past.before,
            "after": past.after,
            "changes": changes,
            "lives": past.has_lives,
            "lastDay": day_number(past.last_day),
            "shallow": past.shallow,
        }
    }


def past_pack(page: Page) -> PackedColumns | None:
    """Return the columns of states and lives; None without a past."""
    past = past_of(page)
    if past is None:
        return None
    pack, edges = PackedColumns(), page.edges.data
    pack.numbers("nodeState", "u8", [int(node.get("state") or 0) for node in page.nodes])
    pack.numbers("edgeState", "u8", [int(edge.get("state") or 0) for edge in edges])
    if past.has_lives:
        pack.varints("nodeBorn", [day_number(node.get("born")) for node in page.nodes])
        lives = [list(edge.get("lives") or ()) for edge in edges]
        pack.varints("lifeCount", [len(of_edge) for of_edge in lives])
        days = [life for of_edge in lives for life in of_edge]
        pack.varints("born", _days(born for born, _ in days))
        pack.varints("died", _days(died for _, died in days))
    return pack


def _days(values: Iterable[object]) -> list[int]:
    return [day_number(value) for value in values]


def day_number(value: object) -> int:
    """Return days since the year 1000; 0 for none and for invalid days."""
    try:
        return max(0, date.fromisoformat(str(value)[:10]).toordinal() - EPOCH)
    except ValueError:
        return 0
