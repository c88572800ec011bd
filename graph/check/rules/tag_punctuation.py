"""NW025."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable

_PUNCTUATION = re.compile("[、。〈-】〔-〛！（），：；？]")


@rule("NW025", Severity.INFO, reads="tags")
def tag_punctuation(subject: Subject) -> Iterator[Remark]:
    """A tag contains Chinese punctuation, which does not end it.

    Obsidian ends a tag at white space and at ASCII punctuation; `，` and `。` become part of it.
    Put a space after the tag.

    Bad:
        --- 茶.md
        #绿茶，清明前采摘。

    Good:
        --- 茶.md
        #绿茶 ，清明前采摘。
    """
    for tag in subject.note.tags:
        mark = None if tag.name.isascii() else _PUNCTUATION.search(tag.name)
        if mark:
            what = translatable(
                "`{mark}` does not end a tag: this one is `#{name}`", mark=mark[0], name=tag.name
            )
            yield subject.remark_at(tag.line, tag.column, len(tag.name) + 1, what)
