"""NW112."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.frontmatter.scalars import is_empty
from noteweave.vault.messages import translatable
from noteweave.vault.model import FileKind


@rule("NW112", reads="own properties")
def missing_property(subject: Subject) -> Iterator[Remark]:
    """A note lacks a property that the vault's own rules require, or has it without a value.

    `required` in `[[rules.properties]]`, for the notes that `notes` names.

    Bad:
        --- noteweave.toml
        [[rules.properties]]
        notes = ["clippings/"]
        required = { "published" = "date" }
        --- clippings/Assam.md
        ---
        author: Somebody
        ---
        Read in a paper.

    Good:
        --- noteweave.toml
        [[rules.properties]]
        notes = ["clippings/"]
        required = { "published" = "date" }
        --- clippings/Assam.md
        ---
        published: 2024-04-05
        ---
        Read in a paper.
    """
    if subject.vault.files[subject.note.path].kind is not FileKind.NOTE:
        return
    own = {names.key(name): (name, value) for name, value in subject.note.properties.items()}
    for entry in subject.own.entries(subject.own.rules.properties):
        for wanted in entry.rule.required:
            name, value = own.get(names.key(wanted), ("", None))
            if not name:
                yield subject.own.remark_at(
                    entry, 1, translatable("there is no property `{wanted}`", wanted=wanted)
                )
            elif is_empty(value):
                line = subject.note.property_lines.get(name, 1)
                yield subject.own.remark_at(
                    entry, line, translatable("the property `{wanted}` is empty", wanted=wanted)
                )
