"""Patterns that the owner of a vault writes: forms with `*`, and regular expressions.

A form is text in which `*` stands for any text of the same line and `{name}` for some text that is
given a name: `[[*]] because {reason}`. It is matched in linear time: each part is searched for once
(atomic groups, as in `fnmatch` since Python 3.12). With Python's `re` a regular expression can take
exponential time, so RE2 runs it, in linear time; only vaults with such a pattern import it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from noteweave.vault.errors import ConfigError

_PART = re.compile(r"\*|\{[a-z]+\}")
_WORD = re.compile(r"[A-Za-z0-9]")
_WIDEST = 1000
"""Characters that a `*` stands for in running text, so that a long line costs no square of it."""


class Pattern:
    """One compiled pattern."""

    def __init__(self, source: str, compiled: Any, *, whole: bool) -> None:
        """`compiled` is a pattern of `re` or `re2`; `whole` if it must match a text entirely."""
        self.source = source
        """As its owner wrote it."""
        self._match = compiled.fullmatch if whole else compiled.search
        self._all = compiled.finditer
        self.names = frozenset(compiled.groupindex)
        """The names of its groups."""

    def part(self, name: str) -> Pattern | None:
        """Return what a named group may be, as a pattern of a whole text; None: no such group.

        Upper and lower case are the same. A group of a form, or one that holds more than words
        and `|`, may be any text here.
        """
        if name not in self.names:
            return None
        group = re.search(rf"\(\?P<{name}>([^()\[\]\\]+)\)", self.source)
        return expression(f"^(?i:{group[1]})$" if group else "^")

    def match(self, text: str) -> Mapping[str, str] | None:
        """Return the text of each named group ("" if it took no part); None: no match."""
        found = self._match(_encodable(text))
        return None if found is None else found.groupdict("")

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield each match as start and end, without empty ones."""
        for found in self._all(_encodable(text)):
            start, end = found.span()
            if start < end:
                yield start, end


def _encodable(text: str) -> str:
    """Return a text of the same length that RE2 can encode: lone surrogates become `?`."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


@lru_cache(maxsize=256)
def form(source: str) -> Pattern:
    """Compile a form that a text must have from end to end.

    Raises:
        ConfigError: two of its parts that stand for any text touch, so that nothing divides them.
    """
    *parts, (wild, end) = _parts(source)
    pieces = [f"(?>{_any(wild, '?')}{literal})" if wild else literal for wild, literal in parts]
    pieces.append(f"{_any(wild, '')}{end}" if wild else end)
    return Pattern(source, re.compile("".join(pieces)), whole=True)


@lru_cache(maxsize=256)
def phrase(source: str) -> Pattern:
    """Compile a form that is looked for anywhere in a text.

    A word at either end is a whole word: `TODO` is not found in `TODOS`. Chinese and Japanese have
    no spaces between words, so that only ASCII letters and digits count.

    Raises:
        ConfigError: as for `form`; or there is nothing to look for.
    """
    if not _PART.sub("", source).strip():
        raise ConfigError(f"`{source}` holds no word", "`*` alone would be any text")
    pieces = [
        f"(?>{_any(wild, '?', _WIDEST)}{literal})" if wild else literal
        for wild, literal in _parts(source)
    ]
    before = r"(?<![A-Za-z0-9])" if _WORD.match(source[:1]) else ""
    after = r"(?![A-Za-z0-9])" if _WORD.match(source[-1:]) else ""
    compiled = re.compile(f"{before}{''.join(pieces)}{after}")
    return Pattern(source, compiled, whole=False)


def _parts(source: str) -> list[tuple[str, str]]:
    """Divide a form: what stands for any text ("" at the beginning), and the text that follows."""
    found: list[tuple[str, str]] = []
    wild, at = "", 0
    for part in [*_PART.finditer(source), None]:
        literal = source[at : part.start() if part else len(source)]
        if wild and part and not literal:
            raise ConfigError(
                f"`{source}`: nothing stands between `{wild}` and `{part[0]}`",
                "write the text that divides them, or leave one of them out",
            )
        found.append((wild, re.escape(literal)))
        if part:
            wild, at = part[0], part.end()
    return found


def _any(wild: str, lazy: str, most: int | None = None) -> str:
    least = 0 if wild == "*" else 1
    some = rf"[^\r\n]{{{least},{most or ''}}}{lazy}"
    return some if wild == "*" else f"(?P<{wild[1:-1]}>{some})"


@lru_cache(maxsize=256)
def expression(source: str) -> Pattern:
    """Compile a regular expression in the syntax of RE2; `^` and `$` match at lines.

    The syntax (https://github.com/google/re2/wiki/Syntax) is that of Python's `re` without
    look-around and references to groups.

    Raises:
        ConfigError: it is not a regular expression.
    """
    import re2  # slow to import, and seldom needed

    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(f"(?m){source}", options)
    except (re2.error, UnicodeEncodeError) as error:
        why = error.args[0]
        why = why.decode() if isinstance(why, bytes) else str(error)
        raise ConfigError(
            f"the pattern `{source}` is not a regular expression of RE2: {why}",
            "in TOML write it in single quotes, where a backslash is a backslash; "
            "look-around such as `(?=…)` does not exist",
        ) from error
    return Pattern(source, compiled, whole=False)
