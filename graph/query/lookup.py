"""Find the node that somebody means by a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from noteweave.graph import names
from noteweave.graph.schema import NodeKind
from noteweave.vault.errors import UnknownNameError

if TYPE_CHECKING:
    import networkx as nx

SUGGESTED = 3
LISTED = 5
ALIKE = 60
"""Out of 100, by rapidfuzz: names less alike are not suggested."""


def find(graph: nx.MultiDiGraph[str], name: str) -> str:
    """Return the key of the node that a name means, written as in a link, with or without `[[ ]]`.

    It is a node's own key, else a path, the end of one, a name, or an alias or title; upper and
    lower case do not matter, nor `.md`. A note is meant rather than a topic or a file of its name.

    Raises:
        UnknownNameError: there is none; the hint says which names are like it. Or there are
            several; the hint lists their paths.
    """
    if name in graph:
        return name
    written = name.strip().removeprefix("[[").removesuffix("]]").partition("|")[0]
    written = written.partition("#")[0] if not name.startswith("#") else written
    wanted = names.key(names.without_md(written.strip().strip("/")))
    for way in (_by_path, _by_end_of_path, _by_name, _by_other_name):
        found = _found(graph, way, wanted) if wanted else []
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownNameError(f"{name}: {len(found)} notes have that name", _one_of(found))
    raise UnknownNameError(f"{name}: no such note", _like(graph, wanted))


Way = Callable[[str, Mapping[str, Any]], Iterable[str]]


def _found(graph: nx.MultiDiGraph[str], way: Way, wanted: str) -> list[str]:
    found = sorted(key for key, node in graph.nodes(data=True) if wanted in way(key, node))
    notes = [key for key in found if graph.nodes[key]["kind"] == NodeKind.NOTE]
    return notes or found


def _by_path(key: str, node: Mapping[str, Any]) -> Iterable[str]:
    if node["path"]:
        yield names.key(names.without_md(node["path"]))


def _by_end_of_path(key: str, node: Mapping[str, Any]) -> Iterable[str]:
    path = names.key(names.without_md(node["path"]))
    while "/" in path:
        path = path.partition("/")[2]
        if "/" in path:
            yield path


def _by_name(key: str, node: Mapping[str, Any]) -> Iterable[str]:
    yield names.key(str(node["label"]))
    if node["kind"] == NodeKind.TOPIC:
        yield key.removeprefix("topic:")


def _by_other_name(key: str, node: Mapping[str, Any]) -> Iterable[str]:
    yield from (names.key(str(alias)) for alias in (*node["aliases"], node["title"]) if alias)


def _one_of(found: list[str]) -> str:
    more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
    return f"say which by its path: {', '.join(found[:LISTED])}{more}"


def _like(graph: nx.MultiDiGraph[str], wanted: str) -> str:
    from rapidfuzz import fuzz, process

    spelled: dict[str, str] = {}
    for key in sorted(graph):
        node = graph.nodes[key]
        for way in (_by_name, _by_other_name):
            for other in way(key, node):
                spelled.setdefault(other, str(node["label"]))
    alike = process.extract(wanted, list(spelled), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=9)
    holding = (other for other in sorted(spelled, key=len) if len(wanted) > 1 and wanted in other)
    found = [*(other for other, _, _ in alike), *holding]
    likely = list(dict.fromkeys(spelled[other] for other in found))[:SUGGESTED]
    if not likely:
        return "name a note as in a link: by its name, path or alias"
    *most, last = likely
    return f"did you mean {', '.join(most) + ' or ' + last if most else last}?"
