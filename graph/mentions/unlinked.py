"""Find and score unlinked mentions: places where a note is named without a link.

The score follows Mihalcea and Csomai, "Wikify!" (CIKM 2007): the share of a phrase's occurrences
that are links. A vault is small, so the form of the name counts too.
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
"""The score from which a mention is listed by default."""

LINKED_ALREADY = 0.3
"""Factor of the score if the source already links to the note elsewhere."""

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
"""Usual names of index notes and folders, which are everyday words in running text."""
_BEGINNING = re.compile(r"(?:^|[.!?:>*#|•-])[\s*_\"'“‘(\[]*\Z", re.MULTILINE)
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

_BATCH = 128
"""Notes that are searched in one call of a worker."""

Texts = Callable[[str], str]
"""Returns the text of a note by its path."""
T = TypeVar("T")
R = TypeVar("R")


class Each(Protocol):
    """Applies a function to many values, as `map` does: in this process or in others."""

    def __call__(self, function: Callable[[T], R], values: Sequence[T], /) -> Iterable[R]: ...


class Mention(NamedTuple):
    """The first place in a note that names another note without a link."""

    score: float
    """How likely it should be a link, 0 to 1."""
    source: str
    targets: tuple[str, ...]
    """Paths of the notes that have the name; more than one if it is ambiguous."""
    text: str
    """The name as written there."""
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
    """Return the unlinked mentions in a vault, those with the highest score first.

    Args:
        resolved: the vault.
        text: returns the text of a note by its path.
        only: paths; only mentions in these notes or of these notes.
        each: applies the search to batches of notes.
    """
    vault = resolved.vault
    files = (vault.files[path] for path in vault.notes)
    paths = [file.path for file in files if file.kind is FileKind.NOTE and not file.excluded]
    search = NameMatcher(_owners(resolved, paths))

    def in_notes(paths: Sequence[str]) -> list[_Seen]:
        return [one for path in paths for one in _in_note(vault.notes[path], text(path), search)]

    batches = each(in_notes, [paths[n : n + _BATCH] for n in range(0, len(paths), _BATCH)])
    links = _LinkedPairs(resolved, paths)  # while workers search, if there are any
    seen = [one for batch in batches for one in batch]
    score = _Scorer(search, links, Counter(one.name for one in seen))
    found = [
        score(one)
        for one in seen
        if only is None or one.source in only or not only.isdisjoint(search.paths[one.name])
    ]
    return sorted(found, key=lambda mention: (-mention.score, mention.source, mention.start))


def _owners(resolved: ResolvedVault, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each name of each note with the note's path."""
    others = {other.path: other for other in resolved.vault.other_names()}
    for path in paths:
        yield names.stem(path), path
        if path in others:
            yield others[path].title, path
            yield from ((alias, path) for alias in others[path].aliases)


class _Seen(NamedTuple):
    """A name found in a note, without a score."""

    source: str
    name: int
    text: str
    start: int
    end: int
    line: int
    column: int
    times: int
    inside: bool
    """Not at the beginning of a line or sentence, where any word may have a capital letter."""


def _in_note(note: Note, text: str, search: NameMatcher) -> Iterator[_Seen]:
    """Yield the first place of each name in a note, except the note's own names."""
    found = [one for one in search.find(text) if note.path not in search.paths[one.name]]
    prose = set(in_prose(text, note.links, [(one.start, one.end) for one in found]))
    in_text = [one for one in found if (one.start, one.end) in prose]
    times = Counter(one.name for one in in_text)
    line, last = 1, 0
    first = {one.name: one for one in reversed(in_text)}
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


class _LinkedPairs:
    """The pairs of notes that are linked."""

    def __init__(self, resolved: ResolvedVault, paths: Iterable[str]) -> None:
        self.pairs: set[tuple[str, str]] = set()
        for path in paths:
            for found in resolved.links(resolved.vault.notes[path]):
                if found.target is not None and found.kind is TargetKind.NOTE:
                    self.pairs.add((path, found.target))
        self.notes = Counter(target for _, target in self.pairs)
        """The number of notes that link to each."""


class _Scorer:
    """Computes scores; the part that depends only on the name is computed once per name."""

    def __init__(self, search: NameMatcher, links: _LinkedPairs, counts: Counter[int]) -> None:
        self.search = search
        self.links = links
        self.counts = counts
        """The number of notes that mention each name."""
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
        """Return the notes with this name, the most linked first, and the share of links."""
        notes = self.links.notes
        paths = tuple(sorted(self.search.paths[name], key=lambda path: (-notes[path], path)))
        linked, mentioned = notes[paths[0]], self.counts[name]
        return paths, sqrt((linked + 1) / (linked + mentioned + 2))


def shape(name: str, written: str, inside: bool) -> float:
    """Score the form of a name, 0 to 1: long names, of many words, with capitals are best."""
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
    """Add edges of the kind `mention` to a graph; return their number.

    Only for unambiguous mentions with at least this score, between nodes of the graph. They do
    not count as links.
    """
    from noteweave.graph.build.targets import node_key  # needs networkx, which listing does not

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
                section="",
                reason="",
                count=mention.times,
                places=(place,),
                score=mention.score,
            )
            added += 1
    return added


def as_links(found: Iterable[Mention]) -> dict[str, list[Link]]:
    """Return the mentions in each note as links, to find their contexts."""
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
