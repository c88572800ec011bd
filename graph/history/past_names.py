"""Find the node of the past that a person means by a name."""

from __future__ import annotations

from collections.abc import Callable

from noteweave.graph import names
from noteweave.graph.history.lives import Lives, Node
from noteweave.vault.errors import RequestError, UnknownNameError

_LISTED = 5
_SUGGESTED = 3
_SIMILAR = 60
"""Out of 100, by rapidfuzz: names less similar are not suggested."""


def find_past(lives: Lives, name: str) -> Node:
    """Return the node that a person means, by a present or past path or name.

    Raises:
        UnknownNameError: none has this name; the hint lists similar ones.
        RequestError: more than one has it.
    """
    wanted = names.key(name)
    known: list[tuple[Node, list[str]]] = [
        (entity, [path for _, path in paths]) for entity, paths in enumerate(lives.names)
    ]
    known += [(node, [node]) for node in lives.nodes if isinstance(node, str)]
    fits: tuple[Callable[[list[str]], bool], ...] = (
        lambda paths: names.key(paths[-1]) == wanted,
        lambda paths: any(names.key(path) == wanted for path in paths),
        lambda paths: names.key(names.stem(paths[-1].removeprefix("topic:"))) == wanted,
        lambda paths: any(names.key(names.stem(path)) == wanted for path in paths),
    )
    for fit in fits:
        found = [node for node, paths in known if node in lives.nodes and fit(paths)]
        if len(found) == 1:
            return found[0]
        if found:
            some = ", ".join(sorted(lives.name(node) for node in found)[:_LISTED])
            raise RequestError(f"{name}: means {len(found)} notes", f"name one by its path: {some}")
    raise UnknownNameError(f"{name}: no commit has such a note", _similar(known, wanted))


def _similar(known: list[tuple[Node, list[str]]], wanted: str) -> str:
    from rapidfuzz import fuzz, process

    spelled: dict[str, str] = {}
    for path in sorted({path for _, paths in known for path in paths}):
        spelled.setdefault(names.key(path), path)
        spelled.setdefault(names.key(names.stem(path.removeprefix("topic:"))), path)
    found = process.extract(
        wanted, list(spelled), scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=9
    )
    likely = list(dict.fromkeys(spelled[name] for name, _, _ in found))[:_SUGGESTED]
    if not likely:
        return "see noteweave history --format csv for all names"
    return f"did you mean {' or '.join(likely)}?"
