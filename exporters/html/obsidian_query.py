"""Obsidian's search language, as far as a graph can evaluate it.

Supported: words, "quotes", -, OR, ( ), path:, file:, tag:, [property], [property:value]. The rest
(content:, line:, section:, block:, task:, /regex/ …) needs the notes' text, which a graph does
not hold. https://help.obsidian.md/plugins/search
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from unicodedata import normalize

Node = Mapping[str, Any]
Test = Callable[[Node], bool]
Ask = Callable[[str], Test]
Tokens = Sequence[re.Match[str]]

_TOKEN = re.compile(
    r"""\s*(?: (?P<open>\() | (?P<close>\)) | (?P<minus>-(?=\S)) | (?P<or>OR(?=[\s(]|$))
      | \[ (?P<name>[^\]:]+) (?: : (?P<value>[^\]]*) )? \]
      | (?P<operator>[a-z-]+) :
      | "(?P<quoted>(?:[^"\\]|\\.)*)"
      | (?P<regex>/(?:[^/\\]|\\.)+/)
      | (?P<word>[^\s()"]+) )""",
    re.VERBOSE,
)


class UnsupportedQueryError(ValueError):
    """The query needs something that is not in the graph."""


def parse(query: str) -> Test:
    """Turn a query into a test of a node's attributes.

    Raises:
        UnsupportedQueryError: the query needs the notes' text, or is malformed.
    """
    tokens = [match for match in _TOKEN.finditer(query.strip()) if match.group().strip()]
    test, rest = _either(tokens, 0, _name_contains)
    if rest != len(tokens):
        raise UnsupportedQueryError("unmatched closing bracket")
    return test


def _either(tokens: Tokens, at: int, ask: Ask) -> tuple[Test, int]:
    """A OR B OR …"""
    choices = []
    while True:
        test, at = _all(tokens, at, ask)
        choices.append(test)
        if at == len(tokens) or not tokens[at]["or"]:
            break
        at += 1
    return (lambda node: any(test(node) for test in choices)), at


def _all(tokens: Tokens, at: int, ask: Ask) -> tuple[Test, int]:
    """All of the terms."""
    tests: list[Test] = []
    while at < len(tokens) and not tokens[at]["or"] and not tokens[at]["close"]:
        test, at = _one(tokens, at, ask)
        tests.append(test)
    return (lambda node: all(test(node) for test in tests)), at


def _one(tokens: Tokens, at: int, ask: Ask) -> tuple[Test, int]:
    """One term; `ask` turns its text into a test, as the last operator demands."""
    if at == len(tokens):
        raise UnsupportedQueryError("the query ends too early")
    token = tokens[at]
    if token["minus"]:
        test, at = _one(tokens, at + 1, ask)
        return (lambda node: not test(node)), at
    if token["open"]:
        test, at = _either(tokens, at + 1, ask)
        if at == len(tokens) or not tokens[at]["close"]:
            raise UnsupportedQueryError("unclosed bracket")
        return test, at + 1
    if token["name"]:
        return _property(token["name"], token["value"]), at + 1
    if token["operator"]:
        if token["operator"] not in _OPERATORS:
            raise UnsupportedQueryError(f"{token['operator']}: needs the notes' text")
        return _one(tokens, at + 1, _OPERATORS[token["operator"]])
    if token["regex"]:
        raise UnsupportedQueryError("regular expressions are not supported")
    if token["or"] or token["close"]:
        raise UnsupportedQueryError(f"{token.group().strip()} instead of a word")
    return ask(_text(token)), at + 1


def _text(token: re.Match[str]) -> str:
    quoted = token["quoted"]
    return re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else str(token["word"])


def _folded(text: str) -> str:
    return normalize("NFC", text).casefold()


def _path(node: Node) -> str:
    return str(node.get("path") or node.get("label") or "")


def _file(node: Node) -> str:
    return _path(node).rpartition("/")[2]


def _anywhere(node: Node) -> str:
    """The text that plain words are searched in: names only, since a graph has no text."""
    return "\n".join([_path(node), str(node.get("title") or ""), *(node.get("aliases") or ())])


def _contains(field: Callable[[Node], str], text: str) -> Test:
    wanted = _folded(text)
    return lambda node: wanted in _folded(field(node))


def _tag(name: str) -> Test:
    """`tag:#work` is `#work` and `#work/x`, not `#homework`."""
    wanted = _folded(name).lstrip("#").rstrip("/")

    def test(node: Node) -> bool:
        own = [node.get("label") or ""] if node.get("kind") == "tag" else node.get("tags") or ()
        names = [_folded(str(tag)).lstrip("#") for tag in own]
        return any(tag == wanted or tag.startswith(wanted + "/") for tag in names)

    return test


def _property(name: str, value: str | None) -> Test:
    """`[name]` exists; `[name:value]` contains the value; `[name:null]` exists and is empty."""
    key = _folded(name.strip().strip('"'))
    wanted = _folded(value.strip().strip('"')) if value is not None else None

    def test(node: Node) -> bool:
        for name, held in (node.get("properties") or {}).items():
            if _folded(str(name)) != key:
                continue
            if wanted is None:
                return True
            if wanted == "null":
                return held is None or held == ""
            return any(wanted in _folded(str(v)) for v in (held if _is_list(held) else [held]))
        return False

    return test


def _name_contains(text: str) -> Test:
    return _contains(_anywhere, text)


_OPERATORS: Mapping[str, Ask] = {
    "path": lambda text: _contains(_path, text),
    "file": lambda text: _contains(_file, text),
    "tag": _tag,
}


def _is_list(value: object) -> bool:
    return isinstance(value, (list, tuple))
