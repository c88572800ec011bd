"""Read the relation of a link, and the reason for it, from the words around the link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

import msgspec

from noteweave.vault.errors import ConfigError
from noteweave.vault.model import Heading, Kind, Link, section_at
from noteweave.vault.parsing.body import Body
from noteweave.vault.parsing.grammar import RelationRule

MAX_TEXT = 200
"""Characters before and after a link in which a pattern is searched …"""
MAX_REASON = 1000
"""… but a reason that reaches their end continues, up to this length."""
MAX_REPEATS = 2
"""Repetitions (but `?`) in one pattern. The worst patterns found take 0.4 s a link; with three of
them it would be 30 s."""
_KINDS = frozenset({Kind.LINK, Kind.REFERENCE})
"""Kinds of links that have no relation of their own and lead to a note."""


def with_relations(
    body: Body, links: list[Link], headings: Sequence[Heading], rules: Sequence[RelationRule]
) -> list[Link]:
    """Return the links with the relation and the reason that the first fitting rule finds.

    A pattern is searched in the link's line: first between the link and the next one, then between
    the link and the one before it. Properties, inline fields, embeds and URLs are not changed.
    """
    result = []
    for line, group in groupby(links, key=lambda link: link.line):
        section, row = section_at(headings, line).casefold(), list(group)
        fitting = [rule for rule in rules if rule.section.casefold() in ("", section)]
        if not fitting:
            result += row
            continue
        start, end = body.positions.line_of(row[0].start)
        edges = [start, *(edge for link in row for edge in (link.start, link.end)), end]
        for n, link in enumerate(row):
            if link.kind in _KINDS and link.relation is None:
                after = body.text[edges[2 * n + 2] : max(edges[2 * n + 3], edges[2 * n + 2])]
                before = body.text[edges[2 * n] : edges[2 * n + 1]]
                link = _with_relation(link, after, before, fitting)
            result.append(link)
    return result


def _with_relation(link: Link, after: str, before: str, rules: Sequence[RelationRule]) -> Link:
    for rule in rules:
        found: dict[str, str | None] = {}
        if rule.pattern:
            search = compiled(rule).search
            match = search(after[:MAX_TEXT])
            if match and "reason" in match.groupdict() and match.end("reason") == MAX_TEXT:
                found = {"reason": after[match.start("reason") : MAX_REASON]}
            match = match or search(before[-MAX_TEXT:])
            if match is None:
                continue
            found = match.groupdict() | found
        relation = (found.get("relation") or rule.relation).strip()
        reason = (found.get("reason") or "").strip()
        return msgspec.structs.replace(link, relation=relation or None, reason=reason)
    return link


@lru_cache(maxsize=256)
def compiled(rule: RelationRule) -> re.Pattern[str]:
    """Compile the pattern of a rule.

    Python's `re` tries all ways to match, whose number grows exponentially if one repetition is
    inside another. Such patterns are refused; `MAX_REPEATS` and `MAX_TEXT` limit all others.

    Raises:
        ConfigError: the pattern is not a regular expression, has neither of the groups `relation`
            and `reason`, or could take forever.
    """
    try:
        pattern = re.compile(rule.pattern)
    except re.error as error:
        raise ConfigError(
            f"the pattern `{rule.pattern}` is wrong: {error}",
            "in TOML write it in single quotes, where a backslash is a backslash",
        ) from error
    if not {"relation", "reason"} & pattern.groupindex.keys():
        raise ConfigError(
            f"the pattern `{rule.pattern}` has no group named `relation` or `reason`",
            "write `(?P<relation>…)` around the words that are the relation",
        )
    check_repeats(rule.pattern)
    return pattern


def check_repeats(pattern: str) -> None:
    """Refuse a regular expression that could take forever.

    Raises:
        ConfigError: there is a repetition or an alternative inside a repetition, or there are more
            than `MAX_REPEATS` repetitions.
    """
    from re import _constants, _parser  # type: ignore[attr-defined]

    repeats = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}

    def walk(tree: Any, inside: bool) -> Iterator[None]:
        for operator, value in tree:
            repeated = operator in repeats and value[0] != value[1]
            if inside and (repeated or operator is _constants.BRANCH):
                raise ConfigError(
                    f"the pattern `{pattern}` could take forever: it has a repetition or `|` "
                    "inside a repetition",
                    "write characters in `[…]` instead, or repeat less",
                )
            if repeated and value[1] > value[0] + 1:
                yield
            for part in value if isinstance(value, tuple | list) else (value,):
                for each in part if isinstance(part, list) else (part,):
                    if isinstance(each, _parser.SubPattern):
                        yield from walk(each, inside or repeated)

    if sum(1 for _ in walk(_parser.parse(pattern), False)) > MAX_REPEATS:
        raise ConfigError(
            f"the pattern `{pattern}` could take very long: use at most {MAX_REPEATS} repetitions",
            "`?` and a fixed number such as `{4}` do not count",
        )
