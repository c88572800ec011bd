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


def mirror(
    graph: nx.MultiDiGraph[str], contexts: Callable[[str], Contexts] | None
) -> tuple[nx.MultiDiGraph[str], Callable[[str], Contexts] | None]:
    """Return a graph like the given one in which every word is invented, and its contexts.

    Filters and colour groups of the app's graph view are left out: they are queries with words.

    Args:
        graph: as built, or with metrics and layout.
        contexts: vault path of a note -> the text around each link; None without texts.
    """
    words = Words()
    names: dict[str, str] = {}
    taken: set[str] = set()
    for key in graph:
        name = words.text(key)
        while name in taken:  # names that differ in case only
            name += "-"
        taken.add(name)
        names[key] = name
    result = graph.__class__()
    result.graph.update(graph.graph)
    result.graph.update(name=words.text(str(graph.graph.get("name", ""))), view={})
    for key, node in graph.nodes(data=True):
        result.add_node(names[key], **_node(node, key, names, words))
    for source, target, data in graph.edges(data=True):
        result.add_edge(names[source], names[target], **_edge(data, words))
    if contexts is None:
        return result, None
    texts = {
        names[key]: _contexts(contexts, key, words) for key in graph if graph.nodes[key]["path"]
    }
    return result, lambda path: texts.get(path, {})


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
