"""Topics: how many notes link to each, since when, which grow, and which occur together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

from noteweave.graph.build.degrees import NOT_LINKS
from noteweave.graph.schema import NodeKind

if TYPE_CHECKING:
    import networkx as nx

RECENT = 90
"""Days up to the newest dated note that count as recent."""
CHANGE = 1.5
"""A topic rises if its share of the recent notes is this many times its share of those before."""
MIN_NOTES = 3
"""Notes that a topic needs in the larger of the two times to rise or fall."""
MIN_TOGETHER = 3
"""Notes that must link to two topics before they count as occurring together."""
AUTHORS = ("author", "authors", "作者", "creator")
"""Properties that name an author, if no other is asked for."""


class Topic(NamedTuple):
    """A topic and the notes that link to it."""

    key: str
    label: str
    exists: bool
    """Whether there is a note for it."""
    notes: tuple[str, ...]
    """Keys of the notes that link to it, other topics left out; by date, the newest last."""
    since: str
    """Date of the first dated one of them; "" if none has a date."""
    recent: int
    """How many of them are from the last `RECENT` days; see `Topics.newest`."""
    trend: str
    """`rising`, `falling` or `steady`."""


class Together(NamedTuple):
    """Two topics that occur together."""

    one: str
    other: str
    notes: int
    """Notes that link to both."""
    npmi: float
    """Normalised pointwise mutual information, -1 to 1; 0 is chance; see `npmi`."""


class Topics(NamedTuple):
    """All topics of a graph."""

    topics: dict[str, Topic]
    """By key, those with most notes first."""
    notes: int
    """Notes that link to a topic."""
    newest: str
    """Date of the newest note of the vault."""

    def together(self, key: str) -> list[Together]:
        """Return the topics that occur together with one more often than by chance, best first."""
        own = set(self.topics[key].notes)
        pairs = (
            self._pair(key, other.key, len(own.intersection(other.notes)))
            for other in self.topics.values()
            if other.key != key
        )
        return _ranked(pair for pair in pairs if pair.notes >= MIN_TOGETHER and pair.npmi > 0)

    def pairs(self) -> list[Together]:
        """Return all pairs of topics that occur together more often than by chance, best first."""
        of_note: defaultdict[str, list[str]] = defaultdict(list)
        for topic in self.topics.values():
            for note in topic.notes:
                of_note[note].append(topic.key)
        counts: Counter[tuple[str, str]] = Counter()
        for keys in of_note.values():
            counts.update(combinations(sorted(keys), 2))
        pairs = (self._pair(*ends, count) for ends, count in counts.items())
        return _ranked(pair for pair in pairs if pair.notes >= MIN_TOGETHER and pair.npmi > 0)

    def _pair(self, one: str, other: str, both: int) -> Together:
        counts = len(self.topics[one].notes), len(self.topics[other].notes)
        return Together(one, other, both, npmi(both, *counts, self.notes))


def _ranked(pairs: Iterable[Together]) -> list[Together]:
    return sorted(pairs, key=lambda pair: (-pair.npmi, -pair.notes, pair.one, pair.other))


def npmi(both: int, one: int, other: int, total: int) -> float:
    """Return the normalised pointwise mutual information of two events, rounded.

    It is ln(p(x, y) / p(x)p(y)) / -ln p(x, y): -1 if they never occur together, 0 if they are
    independent, 1 if they always do (Bouma: "Normalized (pointwise) mutual information in
    collocation extraction", 2009).

    Args:
        both: how often both occur.
        one: how often the first occurs.
        other: how often the second occurs.
        total: of all cases.
    """
    if not both:
        return -1.0
    if both == total:
        return 1.0
    return round(log(both * total / (one * other)) / -log(both / total), 4)


def topics(graph: nx.MultiDiGraph[str]) -> Topics:
    """Return the topics of a graph: nodes with the attribute `topic`."""
    nodes = graph.nodes
    linking: dict[str, set[str]] = {}
    for key, node in nodes(data=True):
        if node["topic"]:
            linking[key] = {
                source
                for source, _, edge in graph.in_edges(key, data=True)
                if edge["kind"] not in NOT_LINKS and not nodes[source]["topic"]
            }
    dates = {key: str(node["created"]) for key, node in nodes(data=True) if not node["topic"]}
    noted: set[str] = set().union(*linking.values())
    newest = max((dates[key] for key in noted), default="")
    since = _days_before(newest, RECENT)
    dated = Counter(dates[key] > since for key in noted if dates[key])
    found = [
        _topic(key, nodes[key], sources, dates, since, dated) for key, sources in linking.items()
    ]
    found.sort(key=lambda topic: (-len(topic.notes), topic.key))
    return Topics({topic.key: topic for topic in found}, len(noted), newest)


def _topic(
    key: str,
    node: Mapping[str, Any],
    sources: Iterable[str],
    dates: Mapping[str, str],
    since: str,
    dated: Counter[bool],
) -> Topic:
    notes = tuple(sorted(sources, key=lambda source: (dates[source], source)))
    days = [dates[source] for source in notes if dates[source]]
    recent = sum(day > since for day in days)
    trend = _trend(recent, len(days) - recent, dated)
    exists = node["kind"] != NodeKind.TOPIC
    return Topic(key, str(node["label"]), exists, notes, days[0] if days else "", recent, trend)


def _trend(recent: int, before: int, dated: Counter[bool]) -> str:
    """Compare a topic's share of the recent notes with its share of those before."""
    if not dated[True] or not dated[False]:
        return "steady"
    now, then = recent / dated[True], before / dated[False]
    if now >= CHANGE * then and recent >= MIN_NOTES:
        return "rising"
    return "falling" if then >= CHANGE * now and before >= MIN_NOTES else "steady"


def _days_before(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) - timedelta(days)).isoformat()
    except (ValueError, OverflowError):
        return ""


def by_property(
    graph: nx.MultiDiGraph[str], notes: Iterable[str], wanted: Sequence[str] = AUTHORS
) -> list[tuple[str, int]]:
    """Return the values of a property of some notes with their numbers, the most frequent first.

    Args:
        graph: the graph.
        notes: keys of the notes.
        wanted: names of the property; the first that a note has counts; case does not matter.
    """
    names = [name.casefold() for name in wanted]
    counts: Counter[str] = Counter()
    for key in notes:
        folded = {n.casefold(): v for n, v in graph.nodes[key]["properties"].items()}
        value = next((folded[name] for name in names if folded.get(name)), None)
        values = value if isinstance(value, list) else [] if value is None else [value]
        counts.update({str(one) for one in values})
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def naming(
    graph: nx.MultiDiGraph[str], topic: Topic, names_in: Callable[[str], Iterable[str]]
) -> list[str]:
    """Return the keys of the notes that name a topic in running text but do not link to it.

    Args:
        graph: the graph.
        topic: the topic.
        names_in: yields the text of each place that names the topic in a note, by its path.
    """
    linked = {*topic.notes, topic.key}
    return [
        key
        for key, node in graph.nodes(data=True)
        if node["kind"] == NodeKind.NOTE
        and not node["topic"]
        and key not in linked
        and next(iter(names_in(node["path"])), None) is not None
    ]
