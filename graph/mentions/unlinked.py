"""Unlinked mentions of a whole vault: where a note is named without a link, best first.

How good a mention is follows Mihalcea and Csomai, "Wikify!" (CIKM 2007): a phrase is worth linking
as often as its writers do link it. A vault is small, so what the name looks like counts too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from noteweave.graph import names
from noteweave.graph.mentions.matcher import NameMatcher, is_dense
from noteweave.graph.resolve.resolved_vault import ResolvedVault, TargetKind
from noteweave.graph.schema import Occurrence
from noteweave.vault.context.prose import in_prose
from noteweave.vault.model import FileKind, Kind, Link, Note, Syntax
from noteweave.vault.parsing.positions import count_lines

if TYPE_CHECKING:
    import networkx as nx

WORTHWHILE = 0.35
"""The score from which a mention is worth a look."""

LINKED_ALREADY = 0.3
"""What is left of a score when the source links to the note elsewhere: once is enough."""

_GENERIC = frozenset(
    [
        "about", "archive", "base", "blog", "books", "contact", "daily", "draft", "drafts", "faq",
        "example", "examples", "home", "ideas", "inbox", "index", "info", "intro", "introduction",
        "journal", "links", "list", "lists", "log", "main", "memo", "misc", "name", "new", "note",
        "notes", "overview", "page", "people", "project", "projects", "readme", "reference",
        "references", "resources", "start", "summary", "tags", "task", "tasks", "template",
        "templates", "test", "title", "todo", "topic", "topics", "untitled", "usage", "welcome",
        "work"
    ]
)  # fmt: skip
"""Names of the furniture of a vault, which are everyday words in its text."""
_BEGINNING = re.compile(r"(?:^|[.!?:>*#|•-])[\s*_\"'“‘(\[]*\Z", re.MULTILINE)
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

_TOGETHER = 128
"""Notes that are searched in one piece of work."""

Texts = Callable[[str], str]
"""Gives the text of a note by its path."""
T = TypeVar("T")
R = TypeVar("R")


class Each(Protocol):
    """Applies a function to many values, as `map` does: here, or in several processes."""

    def __call__(self, function: Callable[[T], R], values: Sequence[T], /) -> Iterable[R]: ...


class Mention(NamedTuple):
    """A place that names a note without a link; the first in its source."""

    score: float
    """How much it is worth a link, 0 to 1."""
    source: str
    targets: tuple[str, ...]
    """Paths of the notes that have the name; several when it is ambiguous."""
    text: str
    """The name as it is written there."""
    start: int
    end: int
    line: int
    column: int
    times: int
    """How often the source names it."""


def unlinked(
    resolved: ResolvedVault,
    text: Texts,
    only: frozenset[str] | None = None,
    each: Each = map,
) -> list[Mention]:
    """Find the mentions of a vault that are no links, the best first.

    Args:
        resolved: the vault.
        text: gives the text of a note by its path.
        only: paths; mentions in these notes or of these notes.
        each: how to search many notes.
    """
    vault = resolved.vault
    files = (vault.files[path] for path in vault.notes)
    paths = [file.path for file in files if file.kind is FileKind.NOTE and not file.excluded]
    search = NameMatcher(_owners(resolved, paths))

    def in_notes(paths: Sequence[str]) -> list[_Seen]:
        return [one for path in paths for one in _in_note(vault.notes[path], text(path), search)]

    seeing = each(in_notes, [paths[n : n + _TOGETHER] for n in range(0, len(paths), _TOGETHER)])
    links = _Links(resolved, paths)  # while others search, if there are others
    seen = [one for some in seeing for one in some]
    weigh = _Scales(search, links, Counter(one.name for one in seen))
    found = [
        weigh(one)
        for one in seen
        if only is None or one.source in only or not only.isdisjoint(search.paths[one.name])
    ]
    return sorted(found, key=lambda mention: (-mention.score, mention.source, mention.start))


def _owners(resolved: ResolvedVault, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each name of each note, and its path."""
    others = {other.path: other for other in resolved.vault.other_names()}
    for path in paths:
        yield names.stem(path), path
        if path in others:
            yield others[path].title, path
            yield from ((alias, path) for alias in others[path].aliases)


class _Seen(NamedTuple):
    """A name in a note, before it is weighed."""

    source: str
    name: int
    text: str
    start: int
    end: int
    line: int
    column: int
    times: int
    inside: bool
    """Not at the beginning of a line or sentence, where any word has a capital."""


def _in_note(note: Note, text: str, search: NameMatcher) -> Iterator[_Seen]:
    """Find what a note names, without its own names; the first place of each name."""
    found = [one for one in search.find(text) if note.path not in search.paths[one.name]]
    prose = set(in_prose(text, note.links, [(one.start, one.end) for one in found]))
    kept = [one for one in found if (one.start, one.end) in prose]
    times = Counter(one.name for one in kept)
    line, last = 1, 0
    first = {one.name: one for one in reversed(kept)}
    for one in sorted(first.values()):
        line += count_lines(text[last : one.start])
        last = one.start
        begin = max(text.rfind("\n", 0, one.start), text.rfind("\r", 0, one.start)) + 1
        yield _Seen(
            note.path,
            one.name,
            text[one.start : one.end],
            one.start,
            one.end,
            line,
            one.start - begin + 1,
            times[one.name],
            _BEGINNING.search(text, max(0, one.start - 8), one.start) is None,
        )


class _Links:
    """What is linked already."""

    def __init__(self, resolved: ResolvedVault, paths: Iterable[str]) -> None:
        self.pairs: set[tuple[str, str]] = set()
        for path in paths:
            for found in resolved.links(resolved.vault.notes[path]):
                if found.target is not None and found.kind is TargetKind.NOTE:
                    self.pairs.add((path, found.target))
        self.notes = Counter(target for _, target in self.pairs)
        """How many notes link to one."""


class _Scales:
    """Weighs what was seen; what depends on the name alone, once for each name."""

    def __init__(self, search: NameMatcher, links: _Links, counts: Counter[int]) -> None:
        self.search = search
        self.links = links
        self.counts = counts
        """How many notes mention each name."""
        self.known: dict[int, tuple[tuple[str, ...], float]] = {}

    def __call__(self, seen: _Seen) -> Mention:
        known = self.known.get(seen.name)
        if known is None:
            known = self.known[seen.name] = self._name(seen.name)
        paths, often = known
        score = often * shape(self.search.spellings[seen.name], seen.text, seen.inside) / len(paths)
        if (seen.source, paths[0]) in self.links.pairs:
            score *= LINKED_ALREADY
        return Mention(
            round(score, 3),
            seen.source,
            paths,
            seen.text,
            seen.start,
            seen.end,
            seen.line,
            seen.column,
            seen.times,
        )

    def _name(self, name: int) -> tuple[tuple[str, ...], float]:
        """Return whose name it is, the most linked note first, and how often it is linked."""
        notes = self.links.notes
        paths = tuple(sorted(self.search.paths[name], key=lambda path: (-notes[path], path)))
        linked, mentioned = notes[paths[0]], self.counts[name]
        return paths, sqrt((linked + 1) / (linked + mentioned + 2))


def shape(name: str, written: str, inside: bool) -> float:
    """Return how much a name looks like one, 0 to 1: long, of several words, with capitals."""
    if names.key(name) in _GENERIC:
        return 0.1
    if is_dense(name):
        return (0.2, 0.2, 0.4, 0.7, 0.9, 1.0)[min(len(name), 5)]
    words = len(_WORDS.findall(name))
    if words > 2:
        return 1.0
    if words == 2:
        return 0.95 if written[:1].isupper() or not name[:1].isupper() else 0.8
    if written[1:] != written[1:].lower() or any(char.isdigit() for char in written):
        return 0.9  # PageRank, JSON, v2
    return 0.8 if inside and written[:1].isupper() else 0.35


def add_mentions(
    graph: nx.MultiDiGraph[str], found: Iterable[Mention], at_least: float = WORTHWHILE
) -> int:
    """Add edges of the kind `mention` to a graph; returns how many.

    Only mentions of one note, worth at least a score, between notes that the graph shows. They
    count for no degree and save no orphan.
    """
    from noteweave.graph.build.graph import node_key  # needs networkx, which listing does not

    added = 0
    for mention in sorted(found, key=lambda one: (one.source, one.targets, one.start)):
        source, target = node_key(mention.source), node_key(mention.targets[0])
        if mention.score < at_least or len(mention.targets) > 1:
            continue
        if source in graph and target in graph and not graph.has_edge(source, target, "mention"):
            place = Occurrence(mention.line, mention.column, mention.text)
            graph.add_edge(
                source,
                target,
                "mention",
                kind="mention",
                relation="",
                count=mention.times,
                places=(place,),
            )
            added += 1
    return added


def as_links(found: Iterable[Mention]) -> dict[str, list[Link]]:
    """Return the mentions of each source as links that show their own words, for their context."""
    links: dict[str, list[Link]] = {}
    for one in found:
        link = Link(
            one.text,
            one.targets[0],
            one.start,
            one.end,
            one.line,
            one.column,
            Syntax.MARKDOWN,
            Kind.MENTION,
            display=one.text,
        )
        links.setdefault(one.source, []).append(link)
    return links
