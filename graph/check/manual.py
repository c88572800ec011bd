"""Parse a rule's docstring: its manual, an example with findings and one without.

The first line is what the finding means.

Why that matters.

Bad:
    --- a note.md
    Its text.

Good:
    --- another note.md
    Its text.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from noteweave.vault.messages import _

if TYPE_CHECKING:
    from noteweave.graph.check.registry import Rule

_FILE = re.compile(r"^--- (.+)$", re.MULTILINE)
NOT_ADDED = " (not added)"
"""Follows the name of a file that is in no commit."""
NEW = " (new)"
"""Follows the name of a file that the last commit does not have."""
_BYTE = re.compile(r"\\x([89a-f][0-9a-f])")
"""A byte in an example that is not UTF-8: a docstring itself must be UTF-8 (Python 3.13)."""
_SURROGATE = re.compile(r"[\udc80-\udcff]")
"""The same byte in a text, as the error handler `surrogateescape` represents it."""
_EXAMPLE = re.compile(r"^(Bad|Good):\n((?:(?:    .*)?\n?)*)", re.MULTILINE)

_PAGE = """\
# The rules of the check

Each rule has a page with its reasons and two examples, which are run as tests. In an example, a
line `--- name` begins a file of the vault. `noteweave explain CODE` prints the same.

| rule | severity | what a finding means |
| --- | --- | --- |
"""
_SILENCE = """\
## Silence it

- In one line: `<!-- noteweave: ignore {code} -->`.
- In one note: the property `noteweave-ignore: [{code}]`.
- In a vault: add the code to `ignore` in the [configuration](../configuration.md).
- In one run: `--ignore {code}`.
"""

PAGES = (_PAGE, _SILENCE)
"""What pages have besides the manuals."""


class Manual(NamedTuple):
    """The parts of a rule's docstring."""

    title: str
    """One sentence, with its full stop."""
    text: str
    """The paragraphs after it, as Markdown."""
    bad: dict[str, str]
    """Vault path -> text of an example in which the rule finds something."""
    good: dict[str, str]
    """The same for an example in which no rule finds anything."""


def manual(docstring: str) -> Manual:
    """Read a rule's docstring."""
    text = inspect.cleandoc(docstring) + "\n"
    examples = {match[1]: _files(match[2]) for match in _EXAMPLE.finditer(text)}
    title, _blank, rest = _EXAMPLE.sub("", text).strip().partition("\n\n")
    return Manual(title, rest.strip(), examples.get("Bad", {}), examples.get("Good", {}))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a manual's text; lines are joined."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part]


def in_language(docstring: str) -> str:
    """Return a manual as it is written, with its title, text and headings in the language in use.

    Examples are the same in all languages.
    """
    text = inspect.cleandoc(docstring)
    first = _EXAMPLE.search(text)
    end = first.start() if first else len(text)
    examples = _EXAMPLE.sub(lambda match: f"{_(match[1])}{_(':')}\n{match[2]}", text[end:])
    return f"{_translated(text[:end].strip())}\n\n{examples}".strip()


def _translated(text: str) -> str:
    """Return paragraphs in the language in use; one without a translation keeps its lines."""
    parts = text.split("\n\n")
    return "\n\n".join(
        part if (found := _(joined)) == joined else found
        for part, joined in zip(parts, paragraphs(text), strict=True)
    )


def page(rules: Iterable[Rule]) -> str:
    """Return a list of rules as a page of Markdown that links to the page of each."""
    rows = [
        f"| [{rule.code} {rule.name}](rules/{rule.code}.md) | {_severity(rule)} "
        f"| {_cell(_(manual(rule.manual).title))} |\n"
        for rule in rules
    ]
    return _(_PAGE) + "".join(rows)


def rule_page(rule: Rule) -> str:
    """Return the manual of a rule as a page of Markdown."""
    parsed = manual(rule.manual)
    bad, good = _example(_("Bad"), parsed.bad), _example(_("Good"), parsed.good)
    return (
        f"# {rule.code} {rule.name}\n\n*{_severity(rule)}*\n\n{_(parsed.title)}\n\n"
        f"{_translated(parsed.text)}\n\n"
        f"{bad}\n{good}\n{_(_SILENCE).format(code=rule.code)}"
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _severity(rule: Rule) -> str:
    return rule.severity.value + ("" if rule.on else _(", off until it is selected"))


def _example(word: str, files: dict[str, str]) -> str:
    text = "".join(f"--- {path}\n{text}" for path, text in files.items())
    text = _SURROGATE.sub(lambda match: f"\\x{ord(match[0]) - 0xDC00:02x}", text)
    return f"## {word}\n\n````text\n{text}````\n"


def _files(example: str) -> dict[str, str]:
    text = inspect.cleandoc(example) + "\n"
    text = _BYTE.sub(lambda match: chr(0xDC00 + int(match[1], 16)), text)
    parts = _FILE.split(text)
    return {
        path.strip(): body.removeprefix("\n").rstrip("\n") + "\n"
        for path, body in zip(parts[1::2], parts[2::2], strict=True)
    }
