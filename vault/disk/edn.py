"""Read values of keywords from EDN, the language of Logseq's configuration.

EDN: https://github.com/edn-format/edn. Each character is looked at once, whatever is never closed.
"""

from __future__ import annotations

import json
import re

_TOKEN = re.compile(
    r'"(?:[^"\\]++|\\.?)*+(?:"|\Z)|;[^\r\n]*+|[\[\](){}]|[^\s,;"\[\](){}]++', re.DOTALL
)


def values(edn: str) -> dict[str, str]:
    """Return the string or keyword after each keyword, as it is written; of two the last."""
    found: dict[str, str] = {}
    key = ""
    for token in _tokens(edn):
        if key and token[0] in '":':
            found[key] = token
        key = token if token[0] == ":" else ""
    return found


def listed(edn: str, wanted: frozenset[str]) -> dict[str, list[str]]:
    """Return the words in the list, vector or set after each wanted keyword, as they are written.

    What is nested in it is not told apart; a list that is not closed counts as missing.
    """
    found: dict[str, list[str]] = {}
    key, words, depth = "", list[str](), 0
    for token in _tokens(edn):
        if depth and token in "])}":
            depth -= 1
            if not depth:
                found[key] = words
        elif token in "[({":
            depth += bool(depth or key)
        elif depth:
            words.append(token)
        elif token != "#":  # which begins a set
            key, words = (token, []) if token in wanted else ("", [])
    return found


def string(token: str) -> str | None:
    """Return the text of a string; None if this is no string, or has an escape that EDN lacks."""
    if token[0] != '"':
        return None
    try:
        text = str(json.loads(token, strict=False))
    except ValueError:
        return None
    return text.encode("utf-8", "replace").decode()


def _tokens(edn: str) -> list[str]:
    return [found for found in _TOKEN.findall(edn) if found[0] != ";"]
