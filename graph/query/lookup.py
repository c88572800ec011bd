"""Find the note, topic or file that a person means by a name: one rule for every command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from noteweave.graph import names
from noteweave.graph.schema import NodeKind
from noteweave.vault.errors import UnknownNameError
from noteweave.vault.messages import translatable
from noteweave.vault.model import FileKind

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.graph.resolve.resolved_vault import ResolvedVault

SUGGESTED = 3
"""Names in a "did you mean"."""
LISTED = 5
"""Paths that are listed where several notes have one name."""
SIMILAR = 60
"""Out of 100, by rapidfuzz: names less similar are not suggested."""


class Candidate(NamedTuple):
    """Something that a name may mean."""

    key: str
    """What the look-up returns: the key of a node, or a vault path."""
    kind: str
    label: str
    """Its name: a note's file name without `.md`."""
    path: str
    """Its vault path; "" for a topic or tag."""
    aliases: Sequence[str] = ()
    title: str = ""
    ignored: bool = False
    """Excluded by an ignore file: meant only where nothing else fits."""


def find(graph: nx.MultiDiGraph[str], name: str) -> str:
    """Return the key of the node that a name means; see `look_up`."""
    return name if name in graph else look_up(_nodes(graph), name)


def find_note(resolved: ResolvedVault, name: str) -> str:
    """Return the path of the note or canvas that a name means; see `look_up`."""
    return look_up(candidates(resolved, resolved.vault.notes), name)


def find_file(resolved: ResolvedVault, name: str) -> str:
    """Return the path of the file that a name means, a note or not; see `look_up`."""
    return look_up(candidates(resolved, resolved.vault.files), name)


def candidates(resolved: ResolvedVault, paths: Iterable[str]) -> Iterator[Candidate]:
    """Yield files of a vault as what a name may mean."""
    files = resolved.vault.files
    others = {path: (aliases, title) for path, title, aliases in resolved.vault.other_names()}
    for path in paths:
        file = files[path]
        label = names.stem(path) if file.kind is FileKind.NOTE else path.rpartition("/")[2]
        aliases, title = others.get(path, ((), ""))
        yield Candidate(path, file.kind, label, path, aliases, title, file.ignored)


def look_up(among: Iterable[Candidate], name: str) -> str:
    """Return the key of what a name means, written as in a link, with or without `[[ ]]`.

    It is a key as it stands, else a path, the end of a path, a name, an alias, a title: the first
    of these that fits anything. Case, Unicode normal form and `.md` do not matter unless they
    alone tell two files apart. A note is meant rather than a topic or another file. What follows
    `|` or `#` is left out, unless something has a name with it (`C#`).

    Raises:
        UnknownNameError: nothing fits; the hint lists similar names. Or several fit equally; the
            hint lists their paths.
    """
    known = sorted(among)
    if any(one.key == name for one in known):
        return name
    for written in _readings(name):
        wanted = names.key(names.without_md(written))
        for spellings in _WAYS if wanted else ():
            fitting = _spelled(known, spellings, wanted)
            found = _best(fitting, spellings, written)
            if len(found) == 1:
                return found[0].key
            if found:
                raise UnknownNameError(*_ambiguous(name, found))
    raise UnknownNameError(f"{name}: no such note", _did_you_mean(known, name))


def _spelled(known: Sequence[Candidate], spellings: Spellings, wanted: str) -> list[Candidate]:
    """Return those of which a spelling has the wanted key; all are folded as one text."""
    each = [(spelling, one) for one in known for spelling in spellings(one)]
    folded = names.keys(spelling for spelling, _ in each)
    found = (one for key, (_, one) in zip(folded, each, strict=False) if key == wanted)
    return list({one.key: one for one in found}.values())


def _readings(name: str) -> list[str]:
    """What a person may have written: the name itself, else a link whose target it is."""
    bare = name.strip()
    inner = bare.removeprefix("!").removeprefix("[[").removesuffix("]]")
    target = inner.partition("|")[0].rstrip("\\")
    read = (bare, inner, target, target.partition("#")[0])
    paths = (one.strip().removeprefix("./").strip("/") for one in read)
    return list(dict.fromkeys(path for path in paths if path))


def _path(one: Candidate) -> Iterator[str]:
    if one.path:
        yield names.without_md(one.path)


def _end_of_path(one: Candidate) -> Iterator[str]:
    path = names.without_md(one.path).partition("/")[2]
    while "/" in path:
        yield path
        path = path.partition("/")[2]


def _name(one: Candidate) -> Iterator[str]:
    yield one.label
    if one.kind == NodeKind.TOPIC:
        yield one.key.removeprefix("topic:")


def _alias(one: Candidate) -> Iterator[str]:
    yield from map(str, one.aliases)


def _title(one: Candidate) -> Iterator[str]:
    if one.title:
        yield one.title


Spellings = Callable[[Candidate], Iterable[str]]
_WAYS: tuple[Spellings, ...] = (_path, _end_of_path, _name, _alias, _title)


def _best(fitting: list[Candidate], spellings: Spellings, written: str) -> list[Candidate]:
    """Keep what is preferred, test by test, as long as several fit."""
    exact = names.without_md(written)
    tests: tuple[Callable[[Candidate], bool], ...] = (
        lambda one: not one.ignored,
        lambda one: one.kind == NodeKind.NOTE,
        lambda one: one.path == written,
        lambda one: exact in spellings(one),
    )
    for test in tests:
        if len(fitting) > 1:
            fitting = [one for one in fitting if test(one)] or fitting
    return fitting


def _ambiguous(name: str, found: list[Candidate]) -> tuple[str, str]:
    are_notes = all(one.kind == NodeKind.NOTE for one in found)
    what = (
        f"{name}: {len(found)} notes have that name"
        if are_notes
        else f"{name}: {len(found)} files or topics have that name"
    )
    rest = len(found) - LISTED
    more = translatable(" and {rest} more", rest=rest) if rest > 0 else ""
    return what, f"say which by its path: {', '.join(one.key for one in found[:LISTED])}{more}"


def _did_you_mean(known: Sequence[Candidate], name: str) -> str:
    from rapidfuzz import fuzz, process

    wanted = names.key(names.stem(next(reversed(_readings(name)), "")))
    spelled: dict[str, str] = {}
    for one in known:
        for spellings in (_name, _alias, _title):
            for other in spellings(one):
                spelled.setdefault(names.key(other), one.label)
    similar = process.extract(
        wanted, list(spelled), scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=9
    )
    holding = (other for other in sorted(spelled, key=len) if len(wanted) > 1 and wanted in other)
    found = [*(other for other, _, _ in similar), *holding]
    likely = list(dict.fromkeys(spelled[other] for other in found))[:SUGGESTED]
    if not likely:
        return "name a note as in a link: by its name, path or alias"
    *most, last = likely
    others = ", ".join(most)
    return f"did you mean {others} or {last}?" if most else f"did you mean {last}?"


def _nodes(graph: nx.MultiDiGraph[str]) -> Iterator[Candidate]:
    for key, node in graph.nodes(data=True):
        yield Candidate(
            key,
            node["kind"],
            str(node.get("label") or key),
            node.get("path") or "",
            node.get("aliases") or (),
            node.get("title") or "",
        )
