"""Lines that link a note to others, in the form that the vault uses for related notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from noteweave.commands._linked_notes import LinkedNotes
from noteweave.config import load
from noteweave.graph import names
from noteweave.graph.schema import NodeKind

_GROUP = re.compile(r"\(\?P<\w+>(?:\[(?:\\.|[^\]])*\]|\\.|[^()\\])*\)[*+?]?")
_ESCAPED = re.compile(r"\\([^A-Za-z0-9])")
_PLAIN = re.compile(r"[^\\()\[\]{}*+?^$|]*")


def proposals(notes: LinkedNotes, found: Sequence[str], limit: int) -> Iterator[str]:
    """Yield list items that link to the first targets, with what the relation's pattern expects.

    The link is a whole path with the title if most links with a relation are, else a name. Where a
    pattern is configured topics are left out: they are listed without a relation.

    Args:
        notes: the vault.
        found: keys of related notes and topics, best first.
        limit: the number of items.
    """
    config = load(Path(notes.root)).config
    rule = next((rule for rule in config.relations if rule.pattern), None)
    tail = _example(rule.pattern) if rule else ""
    topics = names.folder_keys(config.topics.folders)
    nodes = map(notes.links.node, found)
    written = (node for node in nodes if not rule or not _is_topic(node, topics))
    for node in islice(written, limit):
        path = names.without_md(node["path"]) or node["label"]
        title = node["title"] or node["label"]
        whole = notes.links.whole_paths and "/" in path
        link = f"[[{path}|{title}]]" if whole else f"[[{node['label']}]]"
        yield f"- {link}{tail}"


def _is_topic(node: Mapping[str, Any], folders: tuple[str, ...]) -> bool:
    folder = names.key(names.folder(node["path"]))
    return node["kind"] == NodeKind.TOPIC or (bool(folders) and f"{folder}/".startswith(folders))


def _example(pattern: str) -> str:
    """Return the text that a pattern matches, with `…` for its groups; "" if that is not clear."""
    text = _ESCAPED.sub(r"\1", _GROUP.sub("…", pattern.strip("^$")))
    return text if _PLAIN.fullmatch(text.replace("…", "")) else ""
