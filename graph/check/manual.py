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
    title, _, rest = _EXAMPLE.sub("", text).strip().partition("\n\n")
    return Manual(title, rest.strip(), examples.get("Bad", {}), examples.get("Good", {}))


def page(rules: Iterable[Rule]) -> str:
    """Return a list of rules as a page of Markdown that links to the page of each."""
    rows = [
        f"| [{rule.code} {rule.name}](rules/{rule.code}.md) | {_severity(rule)} "
        f"| {_cell(manual(rule.manual).title)} |\n"
        for rule in rules
    ]
    return _PAGE + "".join(rows)


def rule_page(rule: Rule) -> str:
    """Return the manual of a rule as a page of Markdown."""
    parsed = manual(rule.manual)
    bad, good = _example("Bad", parsed.bad), _example("Good", parsed.good)
    return (
        f"# {rule.code} {rule.name}\n\n*{_severity(rule)}*\n\n{parsed.title}\n\n{parsed.text}\n\n"
        f"{bad}\n{good}\n{_SILENCE.format(code=rule.code)}"
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _severity(rule: Rule) -> str:
    return rule.severity.value + ("" if rule.on else ", off until it is selected")


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
