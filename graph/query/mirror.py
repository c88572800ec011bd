"""Replace every word of a graph by an invented one, so that it can be shared.

The same word always becomes the same invented one, whatever its case; links, dates, numbers and
everything that is counted stay. Words are numbered as they occur, and the number decides the
invented word: nothing about the word itself can be computed from it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from noteweave.graph.schema import NODE_ATTRIBUTES, Occurrence
from noteweave.vault.model import Context

if TYPE_CHECKING:
    import networkx as nx

Contexts = Mapping[tuple[int, int], Context]

_WORD = re.compile(r"[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff]+|[^\W_]+")
"""A run of Chinese, Japanese or Korean characters, or of other letters and digits."""
_IDEOGRAPHS = re.compile(r"[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff]")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_PREFIX = re.compile(r"(?:topic:|tag:|external:)?(?:https?://)?")
_SUFFIX = re.compile(r"\.(?:md|markdown|canvas|base|png|jpe?g|gif|svg|webp|pdf)$", re.IGNORECASE)
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_CHARACTERS = "云山水火木金土石田禾竹米糸羊羽耳舟虫衣角谷豆貝赤走足身車里雨青食馬魚鳥麦麻"
_NOT_WORDS = ("kind", "created", "modified")
"""Text attributes of nodes that are not words of the vault."""


class Words:
    """Invents words: always the same for the same word."""

    def __init__(self) -> None:
        self._invented: dict[str, str] = {}
        self._used: set[str] = set()
        self._random = random.Random(0)

    def text(self, text: str) -> str:
        """Replace the words of a text; a whole date, a file's suffix and a URL's scheme stay."""
        if _DATE.fullmatch(text):
            return text
        begin = _PREFIX.match(text).end()  # type: ignore[union-attr]
        found = _SUFFIX.search(text)
        end = found.start() if found else len(text)
        stem = text[begin:end]
        folder, slash, name = stem.rpartition("/")
        if _DATE.fullmatch(name):  # a daily note
            stem = self._replaced(folder) + slash + name
        else:
            stem = self._replaced(stem)
        return text[:begin] + stem + text[end:]

    def _replaced(self, text: str) -> str:
        return _WORD.sub(lambda match: self._word(match[0]), text)

    def _word(self, word: str) -> str:
        key = word.casefold()
        known = self._invented.get(key)
        if known is None:
            known = self._invented[key] = self._invent(key)
        if word.isupper() and len(word) > 1:
            return known.upper()
        return known.capitalize() if word[0].isupper() else known

    def _invent(self, word: str) -> str:
        """Return a word that is new, of about the same length and of the same kind."""
        choice, length = self._random.choice, len(word)
        while True:
            if word.isdecimal():
                made = "".join(choice("0123456789") for _ in range(length))
            elif _IDEOGRAPHS.match(word):
                made = "".join(choice(_CHARACTERS) for _ in range(length))
            else:
                pairs = range(max(1, (length + 1) // 2))
                made = "".join(choice(_CONSONANTS) + choice(_VOWELS) for _ in pairs)
            if made not in self._used and made != word:
                self._used.add(made)
                return made
            length += 1


class Mirror:
    """A graph in which every word is invented, and the texts that belong to it.

    Filters and colour groups of the app's graph view are left out: they are queries with words.
    """

    def __init__(self, graph: nx.MultiDiGraph[str]) -> None:
        """`graph` is as built, or with metrics and layout; it is not changed."""
        self._words = Words()
        self._names = self._invented_names(graph)
        self.graph: nx.MultiDiGraph[str] = self._mirrored(graph)

    def _invented_names(self, graph: nx.MultiDiGraph[str]) -> dict[str, str]:
        names: dict[str, str] = {}
        taken: set[str] = set()
        for key in graph:
            name = self._words.text(key)
            while name in taken:  # names that differ in case only
                name += "-"
            taken.add(name)
            names[key] = name
        return names

    def _mirrored(self, graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
        words, names = self._words, self._names
        result = graph.__class__()
        result.graph.update(graph.graph)
        result.graph.update(name=words.text(str(graph.graph.get("name", ""))), view={})
        for key, node in graph.nodes(data=True):
            result.add_node(names[key], **_node(node, key, names, words))
        for source, target, data in graph.edges(data=True):
            result.add_edge(names[source], names[target], **_edge(data, words))
        return result

    def contexts(self, contexts: Callable[[str], Contexts]) -> Callable[[str], Contexts]:
        """Return the texts around links: by the invented path of a note, with invented words.

        Args:
            contexts: vault path of a note -> the text around each link.
        """
        texts = {
            name: _contexts(contexts, key, self._words)
            for key, name in self._names.items()
            if self.graph.nodes[name]["path"]
        }
        return lambda path: texts.get(path, {})

    def path(self, path: str) -> str:
        """Return the invented path of a file, which may be none of the graph."""
        return self._names.get(path) or self._words.text(path)


def _node(
    node: Mapping[str, Any], key: str, names: Mapping[str, str], words: Words
) -> dict[str, Any]:
    """Return the attributes of a node, with invented words."""
    made = dict(node)
    for attribute in NODE_ATTRIBUTES:
        name = attribute.name
        if name not in node or name in _NOT_WORDS:
            continue
        if attribute.type in ("str", "strings", "map"):
            made[name] = _value(node[name], words)
    if node["path"]:
        made["path"] = names[key]
        made["folder"] = names[key].rpartition("/")[0]
    return made


def _edge(data: Mapping[str, Any], words: Words) -> dict[str, Any]:
    made = dict(data)
    for name in ("relation", "section", "reason"):
        made[name] = words.text(str(data.get(name) or ""))
    made["places"] = [
        Occurrence(line, column, *map(words.text, texts)) for line, column, *texts in data["places"]
    ]
    return made


def _value(value: Any, words: Words) -> Any:
    """Replace the words of a value; numbers, dates and truth values stay."""
    if isinstance(value, str):
        return words.text(value)
    if isinstance(value, Mapping):
        return {words.text(str(name)): _value(one, words) for name, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, (bytes, date)):
        return [_value(one, words) for one in value]
    return value


def _contexts(contexts: Callable[[str], Contexts], path: str, words: Words) -> Contexts:
    try:
        found = contexts(path)
    except KeyError:  # not a note
        return {}
    return {place: _context(context, words) for place, context in found.items()}


def _context(context: Context, words: Words) -> Context:
    """Replace the words; the link is marked where it is now."""
    parts = (
        context.text[: context.start],
        context.text[context.start : context.end],
        context.text[context.end :],
    )
    before, link, after = map(words.text, parts)
    start = len(before)
    return Context(before + link + after, start, start + len(link), context.unit, context.line)
