"""The topics of a vault, kept in the cache until a file of the vault changes."""

from __future__ import annotations

import marshal
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from noteweave.graph.query.topics import Topic, Topics
from noteweave.vault import __version__
from noteweave.vault.cache import kept_value, storage

if TYPE_CHECKING:
    from noteweave.commands._options import ReadOptions
    from noteweave.commands._query import QueriedGraph
    from noteweave.vault.cache.fingerprint import Fingerprint

_SUFFIX = ".topics"
_MAX_KEPT = 16
"""Number of vaults, or ways to read them, whose topics are kept."""


class KeptTopics:
    """Where the topics of one vault are kept, read in one way."""

    def __init__(self, root: Path, read: ReadOptions, sections: Sequence[str] | None) -> None:
        asked = (kept_value.surroundings(), os.path.abspath(root), repr(read), sections)
        self._question = ascii(asked).encode()
        self._place = storage.path(__version__, f"{crc32(self._question):08x}{_SUFFIX}")

    def load(self) -> tuple[Topics, Fingerprint] | None:
        """Return the topics, and what they were made from, if no file has changed since."""
        found = kept_value.find(self._place, self._question, leave=False)
        if not found or not found.parts or found.written:
            return None
        try:
            topics, notes, newest = marshal.loads(found.parts[0])
            known = Topics({topic[0]: Topic(*topic) for topic in topics}, notes, newest)
            return known, found.trace()
        except (ValueError, EOFError, TypeError, OSError):  # damaged, or a file is gone
            return None

    def keep(self, queried: QueriedGraph, found: Topics) -> None:
        """Keep the topics of a graph."""
        topics = [tuple(topic) for topic in found.topics.values()]
        part = marshal.dumps((topics, found.notes, found.newest))
        if queried.vault.cache and kept_value.keep(
            self._place, self._question, queried.trace, [part]
        ):
            storage.newest(__version__, _SUFFIX, _MAX_KEPT)
