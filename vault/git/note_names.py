"""Titles and aliases of the notes in git, cached by blob id.

To know that `[[Longjing]]` is an alias, every note has to be read. A blob id names one content for
ever, so what was read is kept in the cache folder, and later only new blobs are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from noteweave.vault.disk.decode import decode
from noteweave.vault.git import git_cache
from noteweave.vault.git.git_output import TreeEntry
from noteweave.vault.git.repository import Repository
from noteweave.vault.parsing import properties
from noteweave.vault.vault import OtherNames

_WORTH_READING = re.compile(rb"alias|title", re.IGNORECASE)
Known = dict[str, tuple[str, tuple[str, ...]]]
_NONE: tuple[str, tuple[str, ...]] = ("", ())


def other_names(
    repository: Repository, entries: Mapping[str, TreeEntry], paths: Sequence[str]
) -> Iterator[OtherNames]:
    """Yield titles and aliases of notes in git, in the order of `paths`."""
    known = git_cache.load(repository, "names", Known) or {}
    oids = [entries[path].oid for path in paths]
    new = [oid for oid in dict.fromkeys(oids) if oid and oid not in known]
    if new:
        contents = zip(new, repository.read(new), strict=True)
        known |= {oid: _names(data) for oid, data in contents if data}  # b"": missing, or empty
        if len(known) > 4 * len(oids):  # mostly blobs of the past
            known = {oid: known[oid] for oid in oids if oid}
        git_cache.save(repository, "names", known)
    for path, oid in zip(paths, oids, strict=True):
        title, aliases = known.get(oid, _NONE)
        if title or aliases:
            yield OtherNames(path, title, aliases)


def _names(data: bytes) -> tuple[str, tuple[str, ...]]:
    from noteweave.vault.frontmatter import reader

    if not _has_head(data):
        return "", ()
    close = data.find(b"\n---", 3)
    text, _ = decode(data[: close + 4] if close >= 0 else data)
    found = reader.read(text).properties
    return properties.title(found), properties.names(found)


def _has_head(data: bytes) -> bool:
    start = data.removeprefix(b"\xef\xbb\xbf")
    return start.startswith(b"---") and _WORTH_READING.search(start) is not None
