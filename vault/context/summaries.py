"""Find what a note is about: the context of a list item that holds nothing but a link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from noteweave.vault.frontmatter.delimiters import body_start
from noteweave.vault.model import Context, Note
from noteweave.vault.parsing.markdown import events

LIMIT = 240
"""Characters of a summary, the `…` where it was cut included."""

_WIKILINK = re.compile(r"!?\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]")
_SENTENCE = re.compile(r".*?(?:[。！？]|[.!?](?=\s|$))", re.DOTALL)
_TEXT = frozenset({"Text", "Code", "InlineMath", "DisplayMath"})
_BREAKS = frozenset({"SoftBreak", "HardBreak"})
_SKIPPED = frozenset({"BlockQuote", "Table", "CodeBlock", "HtmlBlock", "FootnoteDefinition"})


class _Block(NamedTuple):
    """A paragraph or list item."""

    heading: str
    """The heading above it."""
    in_list: bool
    text: str


def with_summary(
    note: Note, text: str, contexts: Sequence[Context], names: Sequence[str]
) -> Sequence[Context]:
    """Replace the contexts of list items that are only a link by what the note is about.

    Their `unit` is then `summary`, and no part of them is the link.

    Args:
        note: the note with the links.
        text: of the whole note.
        contexts: of its links.
        names: of properties and headings that hold a summary; none: replace nothing.
    """
    if not names or not any(map(_is_bare, contexts)):
        return contexts
    about = summary(note, text, names)
    if not about:
        return contexts
    return [Context(about, 0, 0, "summary", c.line) if _is_bare(c) else c for c in contexts]


def _is_bare(context: Context) -> bool:
    if context.unit != "list-item":
        return False
    return not any(map(str.isalnum, context.text[: context.start] + context.text[context.end :]))


def summary(note: Note, text: str, names: Sequence[str]) -> str:
    """Return what a note is about, "" if it does not say.

    That is the first of: a property of one of the names, the first sentence under a heading of one
    of the names, the first sentence of the first paragraph.
    """
    wanted = [name.casefold() for name in names]
    found = _property(note.properties, wanted)
    if not found:
        blocks = list(_blocks(text[body_start(text) :]))
        headed = (block.text for block in blocks if block.heading.casefold() in wanted)
        plain = (block.text for block in blocks if not block.in_list)
        found = _sentence(next(headed, "") or next(plain, ""))
    return found if len(found) <= LIMIT else f"{found[: LIMIT - 1].rstrip()}…"


def _property(properties: Mapping[str, object], wanted: Sequence[str]) -> str:
    folded = {name.casefold(): value for name, value in properties.items()}
    values = (folded.get(name) for name in wanted)
    return next((" ".join(v.split()) for v in values if isinstance(v, str) and v.strip()), "")


def _sentence(text: str) -> str:
    match = _SENTENCE.match(text)
    return match.group() if match else text


def _blocks(body: str) -> Iterator[_Block]:
    """Yield the paragraphs and list items that have text; without quotes, tables and code.

    A first line that is all bold is a label and left out.
    """
    heading, parts, skipped, items, bold = "", list[str](), 0, 0, False
    for event, _ in events(body.encode("utf-8", "replace").decode()):
        kind, value = (event, "") if event.__class__ is str else next(iter(event.items()))
        # A start or end names its element; a task marker is only true or false.
        name = next(iter(value), "") if isinstance(value, dict) else value
        if kind in _TEXT:
            parts.append(value)
            bold = False
        elif kind in _BREAKS:
            parts = [] if bold else [*parts, " "]
            bold = False
        elif kind == "End" and name == "Strong":
            bold = True
        elif kind in ("Start", "End") and name in _SKIPPED:
            skipped += 1 if kind == "Start" else -1
            parts = []
        elif kind in ("Start", "End") and name in ("Heading", "Paragraph", "Item"):
            text = _plain("".join(parts))
            parts = []
            if name == "Heading" and kind == "End":
                heading = text
            elif text and not skipped and name != "Heading":
                yield _Block(heading, items > 0, text)
            items += (name == "Item") * (1 if kind == "Start" else -1)


def _plain(text: str) -> str:
    text = _WIKILINK.sub(lambda match: match[2] or match[1], text)
    return " ".join(text.split()) if any(map(str.isalnum, text)) else ""
