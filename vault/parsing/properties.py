"""Interpret the frontmatter of a note: title, aliases, tags, links, suppressed findings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from noteweave.vault.frontmatter.reader import Frontmatter
from noteweave.vault.frontmatter.scalars import Scalar
from noteweave.vault.model import Fault, Kind, Link, Replacement, Suppression, Syntax, Tag
from noteweave.vault.parsing import tags
from noteweave.vault.parsing.grammar import Grammar
from noteweave.vault.parsing.links import destination, wiki_destination, without_size
from noteweave.vault.parsing.positions import Positions
from noteweave.vault.parsing.structure import EVERYWHERE

_ALIASES = frozenset({"aliases", "alias"})
_TAGS = frozenset({"tags", "tag", "keywords"})
_WIKILINK = re.compile(r"(!?)\[\[((?:(?!\[\[|\]\])[^\r\n])+)\]\]")
_MARKDOWN = re.compile(r"\[([^\[\]]*)\]\(<?([^()<>\s]+)>?(?:\s+\"[^\"]*\")?\)")
_SEPARATORS = re.compile(r"[,，、;；\s]*")
_QUOTED_LIST = re.compile(r"[,，\s]")
_NOTHING = frozenset({"", "[]", "[ ]", "{}"})
"""Values that an unfilled template leaves."""


def names(properties: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the note's aliases: a list, or one string."""
    found: list[str] = []
    for key, value in properties.items():
        if key[:1] in "aA" and key.lower() in _ALIASES:
            items = value if isinstance(value, list) else [value]
            found += (_text(item) for item in items if item is not None)
    return tuple(dict.fromkeys(name for name in found if name not in _NOTHING))


def title(properties: Mapping[str, Any]) -> str:
    """Return the property `title` as a string, or ""."""
    return _text(properties.get("title"))


def property_tags(head: Frontmatter) -> tuple[list[Tag], list[Fault]]:
    """Return the tags of the frontmatter, and faults that hide tags from the app."""
    found, faults = [], []
    for key, value in head.properties.items():
        if key[:1] not in "tTkK" or key.lower() not in _TAGS:
            continue
        line = head.lines[key]
        found += [Tag(name, line, 1) for name in tags.from_property(value)]
        is_tags = key.lower() != "keywords"
        if is_tags and isinstance(value, str) and _QUOTED_LIST.search(value.strip()):
            what = f"`{key}` is one text, not a list: write `{key}: [a, b]`"
            faults.append(Fault("NW022", what, line, 1, line, 1 + len(key)))
    return found, faults


def property_links(
    head: Frontmatter, text: str, grammar: Grammar
) -> tuple[list[Link], list[Fault]]:
    """Return the links in properties: strings that are a link from end to end.

    `text` is the whole note. The relation is the property's name as written.
    """
    links: list[Link] = []
    faults: list[Fault] = []
    if not head.strings and not head.nested:
        return links, faults
    positions = Positions(text)
    for scalar in head.strings:
        links += _in_string(scalar, text, grammar, positions)
    for scalar in head.nested:
        line, column = positions.at(scalar.start)
        what = f"`{scalar.key[0]}` holds a link without quotes, which YAML takes for a list"
        end = column + scalar.end - scalar.start
        edit = _quoted(text[scalar.start : scalar.end], scalar.start)
        faults.append(Fault("NW023", what, line, column, line, end, edit))
        if grammar.lenient_properties:
            links += _wikilinks(scalar, text, grammar, positions)
    return links, faults


def _quoted(source: str, start: int) -> Replacement | None:
    """The same in quotes, if it is one link and needs no escapes."""
    if any(mark in source for mark in '"\\\r\n') or not _WIKILINK.fullmatch(source):
        return None
    return Replacement(start, start + len(source), f'"{source}"')


def suppressions(properties: Mapping[str, Any]) -> Iterator[Suppression]:
    """Yield the suppression of the property `noteweave-ignore`: it covers the whole note."""
    value = properties.get("noteweave-ignore")
    if value is not None and value is not False:
        items = value if isinstance(value, list) else str(value).replace(",", " ").split()
        codes = () if value is True else tuple(str(item) for item in items)
        yield Suppression(codes, 1, EVERYWHERE)


def _in_string(scalar: Scalar, text: str, grammar: Grammar, positions: Positions) -> list[Link]:
    value = scalar.value.strip()
    if value.startswith("[[") and value.endswith("]]"):
        inner = value[2:-2]
        if inner.strip() and "[[" not in inner and "]]" not in inner and "\n" not in inner:
            return _wikilinks(scalar, text, grammar, positions)
    if not grammar.lenient_properties or "[" not in value:
        return []
    rest = _WIKILINK.sub("", value)
    if rest != value and _SEPARATORS.fullmatch(rest):
        return _wikilinks(scalar, text, grammar, positions)
    match = _MARKDOWN.fullmatch(value)
    if match and not destination(match[2]).external:
        return [_markdown(scalar, match, text, positions)]
    return []


def _wikilinks(scalar: Scalar, text: str, grammar: Grammar, positions: Positions) -> list[Link]:
    """The wikilinks of a string; `raw` is cut from the source, where escapes may differ."""
    source = text[scalar.start : scalar.end]
    found = []
    written = list(_WIKILINK.finditer(source))
    meant = list(_WIKILINK.finditer(scalar.value))
    for n, match in enumerate(written):
        content = match[2]
        if source.startswith(('"', "'")) and len(meant) == len(written):
            content = meant[n][2]  # YAML's escapes resolved, as in "[[a \"b\"]]"
        where, display = wiki_destination(content, grammar)
        start = scalar.start + match.start()
        found.append(
            Link(
                match[0], where.target, start, start + len(match[0]), *positions.at(start),
                Syntax.WIKILINK, Kind.PROPERTY, where.fragment,
                without_size(display) if match[1] else display, scalar.key[0], where.external,
            )
        )  # fmt: skip
    return found


def _markdown(scalar: Scalar, match: re.Match[str], text: str, positions: Positions) -> Link:
    source = text[scalar.start : scalar.end]
    at = source.find(match[0])
    raw, start = (match[0], scalar.start + at) if at >= 0 else (source, scalar.start)
    where = destination(match[2])
    return Link(
        raw, where.target, start, start + len(raw), *positions.at(start),
        Syntax.MARKDOWN, Kind.PROPERTY, where.fragment, match[1], scalar.key[0], where.external,
    )  # fmt: skip


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None or isinstance(value, list | dict) else str(value)
