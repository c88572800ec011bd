"""Lines that link a note to others, in the form that the vault uses for related notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from noteweave.commands._linked_notes import LinkedNotes
from noteweave.config import load
from noteweave.graph import names

_GROUP = re.compile(r"\(\?P<\w+>(?:\[(?:\\.|[^\]])*\]|\\.|[^()\\])*\)[*+?]?")
_ESCAPED = re.compile(r"\\([^A-Za-z0-9])")
_PLAIN = re.compile(r"[^\\()\[\]{}*+?^$|]*")


def proposals(notes: LinkedNotes, targets: Sequence[str]) -> Iterator[str]:
    """Yield a list item for each target: the link, then what the relation's pattern expects.

    The link is a whole path with the title if most links with a relation are, else a name.
    """
    config = load(Path(notes.root)).config
    rule = next((rule for rule in config.relations if rule.pattern), None)
    tail = _example(rule.pattern) if rule else ""
    for key in targets:
        node = notes.links.node(key)
        path = names.without_md(node["path"]) or node["label"]
        title = node["title"] or node["label"]
        whole = notes.links.whole_paths and "/" in path
        link = f"[[{path}|{title}]]" if whole else f"[[{node['label']}]]"
        yield f"- {link}{tail}"


def _example(pattern: str) -> str:
    """Return the text that a pattern matches, with `…` for its groups; "" if that is not clear."""
    text = _ESCAPED.sub(r"\1", _GROUP.sub("…", pattern.strip("^$")))
    return text if _PLAIN.fullmatch(text.replace("…", "")) else ""
