"""NW114."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.frontmatter.delimiters import body_start
from noteweave.vault.messages import translatable
from noteweave.vault.parsing.backlink_section import section_ranges
from noteweave.vault.parsing.body import body
from noteweave.vault.parsing.positions import Positions

_LONGEST = 40
"""Characters of a found text that its message repeats."""


@rule("NW114", reads="own text")
def forbidden_text(subject: Subject) -> Iterator[Remark]:
    """A note contains words that the vault's own rules forbid.

    `words` in `[[rules.text]]` lists words and phrases, in which `*` is any text of the same line;
    `patterns` lists regular expressions. They are searched for in the frontmatter too, but not in
    code, nor in the section of backlinks that noteweave maintains.

    Bad:
        --- noteweave.toml
        [[rules.text]]
        words = ["TODO", "<%*%>"]
        --- Assam.md
        Malty. TODO: taste it again. Written on <% date %>.

    Good:
        --- noteweave.toml
        [[rules.text]]
        words = ["TODO", "<%*%>"]
        --- Assam.md
        Malty. In a template one writes `TODO`.
    """
    own = subject.own
    passed: Sequence[tuple[int, int]] | None = None
    for entry in own.entries(own.rules.text):
        found = {span for pattern in entry.patterns for span in pattern.spans(own.text)}
        positions = Positions(own.text)
        for start, end in sorted(found):
            if passed is None:
                passed = _passed_over(own.text)
            if any(first <= start < last for first, last in passed):
                continue
            words = own.text[start:end]
            start += len(words) - len(words.lstrip())  # `^\s*` begins on an empty line above
            shown = " ".join(words.split())
            shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
            message = entry.message(translatable("`{shown}` must not remain", shown=shown))
            line, column = positions.at(start)
            end_line, end_column = positions.at(end)
            yield Remark(
                subject.note.path, line, column, end_line, end_column, message, entry.rule.severity
            )


def _passed_over(text: str) -> list[tuple[int, int]]:
    return [*body(text, body_start(text)).outline.code, *section_ranges(text)]
