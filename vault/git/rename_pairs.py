"""Which files of one state are files of another state under another path. Pure.

Git's own detection is not asked: between whole trees it stops at one blob that is not there (a
partial clone), compares pictures for seconds, and leaves out inexact renames above a thousand files
without a word. Here a file is the same if its content is, and a note also if at least half of its
lines are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

ALIKE = 0.5
"""The least share of lines, of the longer note, that two notes must have in common."""
Contents = Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]
"""Yields the content of files by path."""
_NOTES = (".md", ".markdown")


def rename_pairs(
    removed: Mapping[str, str], added: Mapping[str, str], old: Contents, new: Contents
) -> dict[str, str]:
    """Return old path -> new path of the files that were renamed.

    Args:
        removed: paths that only the first state has, with the names of their contents.
        added: paths that only the second state has, with the names of their contents.
        old: contents in the first state.
        new: contents in the second state.
    """
    pairs = _same_content(removed, added)
    taken = set(pairs.values())
    olds = [path for path in sorted(removed) if path not in pairs and _is_note(path)]
    news = [path for path in sorted(added) if path not in taken and _is_note(path)]
    if olds and news:
        pairs |= _alike(dict(old(olds)), dict(new(news)))
    return dict(sorted(pairs.items()))


def _is_note(path: str) -> bool:
    return path.lower().endswith(_NOTES)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _same_content(removed: Mapping[str, str], added: Mapping[str, str]) -> dict[str, str]:
    """Pair files of one content; of several the one that kept its name, then by path."""
    by_content: defaultdict[str, list[str]] = defaultdict(list)
    for path, oid in sorted(added.items()):
        by_content[oid].append(path)
    pairs: dict[str, str] = {}
    for keeps_name in (True, False):
        for path, oid in sorted(removed.items()):
            if path in pairs or not oid:
                continue
            for candidate in by_content.get(oid, ()):
                if not keeps_name or _name(candidate) == _name(path):
                    pairs[path] = candidate
                    by_content[oid].remove(candidate)
                    break
    return pairs


def _alike(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, str]:
    """Pair notes that share lines, the most alike first."""
    old_lines = {path: _lines(data) for path, data in old.items()}
    holders: defaultdict[bytes, list[str]] = defaultdict(list)
    for path, lines in old_lines.items():
        for line in lines:
            holders[line].append(path)
    scores: list[tuple[float, str, str]] = []
    for path, data in new.items():
        lines = _lines(data)
        shared: Counter[str] = Counter()
        for line, count in lines.items():
            for other in holders.get(line, ()):
                shared[other] += min(count, old_lines[other][line])
        for other, count in shared.items():
            share = count / max(lines.total(), old_lines[other].total())
            if share >= ALIKE:
                scores.append((-share, other, path))
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for _, other, path in sorted(scores):
        if other not in pairs and path not in taken:
            pairs[other] = path
            taken.add(path)
    return pairs


def _lines(data: bytes) -> Counter[bytes]:
    """Count the lines of a note that are not empty."""
    return Counter(line for line in map(bytes.strip, data.splitlines()) if line)
