"""Lines that link a note to others, in the form that the vault uses for related notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from noteweave.commands._query import QueriedGraph
from noteweave.config import load
from noteweave.graph import names

_GROUP = re.compile(r"\(\?P<\w+>(?:\[(?:\\.|[^\]])*\]|\\.|[^()\\])*\)[*+?]?")
_ESCAPED = re.compile(r"\\([^A-Za-z0-9])")
_PLAIN = re.compile(r"[^\\()\[\]{}*+?^$|]*")


def proposals(queried: QueriedGraph, targets: Sequence[str]) -> Iterator[str]:
    """Yield a list item for each target: the link, then what the relation's pattern expects.

    The link is a whole path with the title if most links with a relation are, else a name.
    """
    config = load(queried.vault.root).config
    rule = next((rule for rule in config.relations if rule.pattern), None)
    tail = _example(rule.pattern) if rule else ""
    whole = _uses_paths(queried)
    for key in targets:
        node = queried.graph.nodes[key]
        path = names.without_md(node["path"]) or str(node["label"])
        title = str(node["title"] or node["label"])
        link = f"[[{path}|{title}]]" if whole and "/" in path else f"[[{node['label']}]]"
        yield f"- {link}{tail}"


def _example(pattern: str) -> str:
    """Return the text that a pattern matches, with `…` for its groups; "" if that is not clear."""
    text = _ESCAPED.sub(r"\1", _GROUP.sub("…", pattern.strip("^$")))
    return text if _PLAIN.fullmatch(text.replace("…", "")) else ""


def _uses_paths(queried: QueriedGraph) -> bool:
    forms: Counter[bool] = Counter()
    for _, _, edge in queried.graph.edges(data=True):
        if edge["kind"] == "link" and edge["relation"]:
            forms.update("/" in place.raw and "|" in place.raw for place in edge["places"])
    return forms[True] > forms[False]
