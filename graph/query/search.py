"""Search a vault: by names, headings, tags and properties, and in the text of its notes.

Names are compared as in the search of the graph page (`data/search.js`): every word must be in a
name, title or alias, or begin a word of a tag or folder. Headings, properties and texts hold a
word if one of their words begins with it; in scripts without spaces it may stand anywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from noteweave.graph import names
from noteweave.graph.build.targets import tag_node, topic_node
from noteweave.graph.query.persona_notes import has_type
from noteweave.graph.query.text_search import Words, search_text
from noteweave.graph.resolve.resolved_vault import ResolvedVault, TargetKind, checked
from noteweave.graph.schema import NodeKind
from noteweave.vault.context.contexts import context_at
from noteweave.vault.errors import RequestError
from noteweave.vault.model import FileKind, Note
from noteweave.vault.text_index import fold

SIMILAR = 60
"""Out of 100, by rapidfuzz: names at least this similar are listed where nothing else fits."""
SIMILAR_NAMES = 5
NAME, ALIAS, HEADING, TAG, PROPERTY, TEXT, FOLDER = 4, 5, 6, 7, 8, 10, 11
"""Ranks of what fits, after 0 to 3 for the whole query in a name; 9 is the words side by side."""
_NAMES = frozenset(("aliases", "alias", "title", "tags", "tag"))
"""Properties that are searched as names and tags."""
_QUERY = re.compile(r'"([^"]*)"?|(\S+)')


class Where(StrEnum):
    """What is searched."""

    NAMES = "names"
    """Names, titles, aliases, headings, tags, folders, properties."""
    TEXT = "text"
    BOTH = "both"


class Hit(NamedTuple):
    """One note, topic or tag that fits a query, with the best reason."""

    key: str
    """The key of its node: a vault path, `topic:…` or `tag:…`."""
    kind: str
    label: str
    path: str
    """Its file; "" for a topic or tag."""
    why: str
    """name, title, alias, tag, folder, heading, property, text, or similar (a similar name)."""
    match: str
    """exact, prefix, word, contained or near: how the words and the reason compare."""
    line: int
    """From 1; of a name it is 1."""
    column: int
    shown: str
    """The name, heading … that fits; "" for a text, whose sentence is read when it is shown."""
    places: int = 1
    """In how many lines of the text a word stands."""


@dataclass(frozen=True)
class Scope:
    """Which notes are searched; with any of these, topics and tags are left out."""

    folder: str = ""
    tag: str = ""
    """Only notes with this tag, or one below it; with or without `#`."""
    type: str = ""
    """Only notes whose property `type` is this, or holds it."""

    def holds(self, note: Note) -> bool:
        """Whether a note is searched."""
        folder = names.key(self.folder.strip("/"))
        if folder and not names.key(note.path).startswith(f"{folder}/"):
            return False
        tag = names.key(self.tag.strip("#/ "))
        if tag and not any(f"{names.key(own.name)}/".startswith(f"{tag}/") for own in note.tags):
            return False
        return not self.type or has_type(note, self.type)


def words_of(query: str) -> Words:
    """Return what a query looks for: words, `"several words"` as one, `#tags`.

    Raises:
        RequestError: there is nothing to look for.
    """
    tags, words = [], []
    for quoted, word in _QUERY.findall(query):
        if word.startswith("#") and len(word) > 1:
            tags.append(fold(word[1:]))
        elif folded := " ".join(fold(quoted or word).split()):
            words.append(folded)
    if not (tags or words):
        raise RequestError("nothing to search for", "name a word, or a few")
    return Words(tuple(words), tuple(tags))


class _Named(NamedTuple):
    """A note, canvas, topic or tag with its names, folded as in `fold`."""

    key: str
    kind: str
    label: str
    path: str
    name: str
    title: str
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    folder: str
    others: tuple[str, tuple[str, ...], tuple[str, ...], str] = ("", (), (), "")
    """Title, aliases, tags and folder, folded."""

    def folded(self) -> _Named:
        """Return the same with `others`."""
        aliases, tags = tuple(map(fold, self.aliases)), tuple(map(fold, self.tags))
        return self._replace(others=(fold(self.title), aliases, tags, fold(self.folder)))


@dataclass
class SearchIndex:
    """The names of a vault, and its texts as far as they are needed."""

    resolved: ResolvedVault
    text: Callable[[str], str]
    """Returns the text of a note by its path."""
    holding: Callable[[Sequence[str]], Sequence[str] | None] = lambda words: None
    """Returns the notes whose text may hold some words; None: any note may."""
    _named: list[_Named] = field(default_factory=list)
    _topics: list[_Named] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._parts: dict[str, str] = {}
        self._tags: Counter[str] = Counter()
        topics: dict[str, Counter[str]] = {}
        for path in checked(self.resolved):
            note = self.resolved.vault.notes[path]
            self._named.append(self._note(note))
            for name in {tag.name for tag in note.tags}:
                self._tags[name] += 1
            for found in self.resolved.links(note):
                if found.kind is TargetKind.TOPIC:
                    name = self.resolved.topic_name(found.link)
                    topics.setdefault(topic_node(name), Counter())[name] += 1
        for key, spellings in sorted(topics.items()):
            label = spellings.most_common(1)[0][0].rpartition("/")[2] or key
            name = fold(label)
            self._topics.append(_Named(key, NodeKind.TOPIC, label, "", name, "", (), (), ""))

    def find(
        self,
        query: str,
        where: Where = Where.BOTH,
        scope: Scope = Scope(),
    ) -> list[Hit]:
        """Return what fits a query, the best first.

        First what is named so, the whole query before its words; then headings and properties,
        then texts. Each note is returned once. Where nothing fits, similar names are.

        Raises:
            RequestError: there is nothing to look for.
        """
        words = words_of(query)
        notes = self.resolved.vault.notes
        every = scope == Scope()
        among = [one for one in self._named if every or scope.holds(notes[one.path])]
        found: dict[str, tuple[Any, Hit]] = {}
        if where is not Where.TEXT:
            for one in [*among, *(self._topics if every else ())]:
                _keep(found, _by_name(one, words))
            for one in among:
                if one.key not in found:
                    _keep(found, self._by_part(one, words))
            if every:
                for hit in self._tags_named(words):
                    _keep(found, hit)
        if where is not Where.NAMES and words.plain:
            self._add_texts(found, among, words)
        hits = [hit for _, hit in sorted(found.values(), key=lambda pair: (pair[0], pair[1].key))]
        if not hits and where is not Where.TEXT:
            return list(_similar([*among, *(self._topics if every else ())], words))
        return hits

    def sentence(self, query: str, hit: Hit) -> str:
        """Return the name, heading or property that fits, or the text around the words."""
        if hit.why != "text":
            return hit.shown
        text = self.text(hit.path)
        best = search_text(text, words_of(query))
        if best is None:  # changed meanwhile
            return ""
        links = self.resolved.vault.notes[hit.path].links
        return context_at(text, links, best.start, best.end).text

    def _note(self, note: Note) -> _Named:
        file = self.resolved.vault.files[note.path]
        label = names.stem(note.path) if file.kind is FileKind.NOTE else _file_name(note.path)
        tags = dict.fromkeys(tag.name for tag in note.tags)
        return _Named(
            note.path, str(file.kind), label, note.path, fold(label), note.title, note.aliases,
            tuple(tags), names.folder(note.path),
        ).folded()  # fmt: skip

    def _parts_of(self, path: str) -> str:
        """Return the headings and properties of a note as one folded text."""
        if path not in self._parts:
            note = self.resolved.vault.notes[path]
            values = (text for value in _searched(note).values() for text in _texts(value))
            texts = (*(heading.text for heading in note.headings), *values)
            self._parts[path] = "\n".join(" ".join(fold(text).split()) for text in texts)
        return self._parts[path]

    def _by_part(self, one: _Named, words: Words) -> tuple[Any, Hit] | None:
        """Return the heading or property of a note that holds all words."""
        if not words.plain or not _has_tags(one, words.tags):
            return None
        parts = self._parts_of(one.path)
        if not all(word in parts for word in words.plain):
            return None
        note = self.resolved.vault.notes[one.path]
        for heading in note.headings:
            if found := words.all_in(heading.text):
                shown = heading.text.strip()
                hit = _hit(one, "heading", found, shown)._replace(line=heading.line)
                return (HEADING, 0, 0), hit
        for name, value in _searched(note).items():
            for text in _texts(value):
                if found := words.all_in(text):
                    hit = _hit(one, "property", found, f"{name}: {text}")
                    return (PROPERTY, 0, 0), hit._replace(line=note.property_lines.get(name, 1))
        return None

    def _tags_named(self, words: Words) -> Iterator[tuple[Any, Hit]]:
        wanted = (*words.plain, *words.tags)
        for name, count in sorted(self._tags.items()):
            if len(wanted) == 1 and Words.begins(fold(name), wanted[0]):
                match = "exact" if fold(name) == wanted[0] else "word"
                label = f"#{name}"
                hit = Hit(tag_node(name), NodeKind.TAG, label, "", "tag", match, 1, 1, label, count)
                yield (0 if match == "exact" else TAG, 0, 0), hit

    def _add_texts(
        self, found: dict[str, tuple[Any, Hit]], among: Iterable[_Named], words: Words
    ) -> None:
        """Add the notes whose text holds all words, with the line that holds most of them."""
        paths = self.holding(words.plain)
        possible = None if paths is None else frozenset(paths)
        for one in among:
            if one.kind != FileKind.NOTE or not (possible is None or one.path in possible):
                continue
            if not _has_tags(one, words.tags):
                continue
            if one.key in found and found[one.key][1].why != "folder":
                continue
            if best := search_text(self.text(one.path), words):
                hit = _hit(one, "text", "exact" if best.together else "word", "")
                hit = hit._replace(line=best.line, column=best.column, places=best.places)
                found[one.key] = (TEXT - best.together, -best.words, -best.places), hit


def _keep(found: dict[str, tuple[Any, Hit]], hit: tuple[Any, Hit] | None) -> None:
    if hit is not None:
        found.setdefault(hit[1].key, hit)


def _hit(one: _Named, why: str, match: str, shown: str) -> Hit:
    return Hit(one.key, one.kind, one.label, one.path, why, match, 1, 1, shown)


def _has_tags(one: _Named, tags: Sequence[str]) -> bool:
    return all(any(Words.begins(own, tag) for own in one.others[2]) for tag in tags)


def _by_name(one: _Named, words: Words) -> tuple[Any, Hit] | None:
    """Return how a name, title, alias, tag or folder fits, as the page's search does."""
    whole = words.whole
    at = one.name.find(whole) if whole and not words.tags else -1
    if at == 0:
        exact = len(one.name) == len(whole)
        return (0 if exact else 1, 0, 0), _hit(
            one, "name", "exact" if exact else "prefix", one.label
        )
    if at > 0:
        is_word = Words.begins(one.name, whole)
        return (2 if is_word else 3, 0, 0), _hit(
            one, "name", "word" if is_word else "contained", one.label
        )
    rank, reason = 0, ("name", one.label)
    for number, word in enumerate((*words.plain, *words.tags)):
        part = _part(one, word) if number < len(words.plain) else _tag_part(one, word)
        if part is None:
            return None
        rank = max(rank, part[0])
        if reason[0] == "name":
            reason = part[1:]
    return (rank, 0, 0), _hit(one, reason[0], "contained" if rank < TAG else "word", reason[1])


def _part(one: _Named, word: str) -> tuple[int, str, str] | None:
    """Return the rank of the best name with a word in it, what it is, and the name."""
    if word in one.name:
        return NAME, "name", one.label
    title, aliases, _, folder = one.others
    if title and word in title:
        return NAME, "title", one.title
    for alias, folded in zip(one.aliases, aliases, strict=False):
        if word in folded:
            return ALIAS, "alias", alias
    if tagged := _tag_part(one, word):
        return tagged
    return (FOLDER, "folder", one.folder) if Words.begins(folder, word) else None


def _tag_part(one: _Named, word: str) -> tuple[int, str, str] | None:
    for tag, folded in zip(one.tags, one.others[2], strict=False):
        if Words.begins(folded, word):
            return TAG, "tag", f"#{tag}"
    return None


def _searched(note: Note) -> Mapping[str, Any]:
    """Return the properties that are no names or tags."""
    return {name: value for name, value in note.properties.items() if name not in _NAMES}


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts and numbers in the value of a property."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)


def _similar(among: Iterable[_Named], words: Words) -> Iterator[Hit]:
    """Yield what has a similar name, for a name that was mistyped."""
    from rapidfuzz import fuzz, process

    spelled: dict[str, _Named] = {}
    for one in among:
        for name in (one.name, fold(one.title), *map(fold, one.aliases)):
            if name:
                spelled.setdefault(name, one)
    close = process.extract(
        words.whole, list(spelled), scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=SIMILAR_NAMES
    )
    hits = (_hit(spelled[name], "similar", "near", spelled[name].label) for name, _, _ in close)
    yield from {hit.key: hit for hit in hits}.values()


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]
