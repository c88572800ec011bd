"""The anchors that GitHub gives to headings, by the algorithm that github-slugger documents.

https://github.com/Flet/github-slugger, and GitHub's own https://github.com/gjtorikian/html-pipeline
(`TableOfContentsFilter`): the text of the heading without images, in lower case; letters, marks,
digits, connectors such as `_`, and `-` are kept, a space becomes `-`; a slug that is taken gets
`-1`, `-2` …, the first that is free.
"""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import category

from noteweave.vault.parsing.markdown import events

_KEPT = frozenset({"Nd", "Nl", "Pc"})
_CIRCLED = (("\u24b6", "\u24e9"), ("\U0001f130", "\U0001f149"), ("\U0001f150", "\U0001f169"),
            ("\U0001f170", "\U0001f189"))  # fmt: skip
"""Symbols that are letters by Unicode's property Alphabetic."""


def github_slugs(headings: Iterable[str]) -> frozenset[str]:
    """Return the anchors of a note's headings, given as Markdown in the order of the note."""
    counts: dict[str, int] = {}
    for heading in headings:
        base = found = slug(shown(heading))
        while found in counts:
            counts[base] += 1
            found = f"{base}-{counts[base]}"
        counts[found] = 0
    return frozenset(counts)


def slug(text: str) -> str:
    """Return the anchor of a heading's text if no other heading has it."""
    return "".join(c for c in text.lower() if c in " -" or _is_kept(c)).replace(" ", "-")


def shown(heading: str) -> str:
    """Return the text that GitHub shows for a heading in Markdown; an image has none."""
    parts: list[str] = []
    images = 0
    for event, _ in events(f"# {heading}"):
        if not isinstance(event, dict):
            parts.append(" ")
            continue
        ((name, value),) = event.items()
        if name in ("Start", "End") and "Image" in value:
            images += 1 if name == "Start" else -1
        elif name in ("Text", "Code") and not images:
            parts.append(value)
    return "".join(parts)


def _is_kept(character: str) -> bool:
    kind = category(character)
    return (
        kind[0] in "LM"
        or kind in _KEPT
        or any(first <= character <= last for first, last in _CIRCLED)
    )
