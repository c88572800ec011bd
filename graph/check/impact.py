"""Which notes a change may have broken that did not change themselves. No I/O."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from urllib.parse import unquote

from noteweave.graph import names
from noteweave.graph.check.findings import Finding
from noteweave.graph.resolve import dialects
from noteweave.graph.resolve.fragments import Outline
from noteweave.vault.model import Note

_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


def called(path: str, note: Note | None = None) -> set[str]:
    """Return what a link to a file must hold, folded: the end of its name, or an alias.

    Args:
        path: the file's vault path.
        note: what it says, if it is a note: its title and aliases.
    """
    stem = names.stem(path)
    found = [stem, dialects.page_name(path).rpartition("/")[2]]
    if names.key(stem) in dialects.INDEXES:
        found.append(names.folder(path).rpartition("/")[2])
    if note is not None:
        found += [note.title, *note.aliases]
    return {names.key(name) for name in found if name}


def mentions(text: str, wanted: Iterable[str]) -> bool:
    """Whether a note's text holds any of some names, however a link might write them."""
    forms = {text}
    if "%" in text:
        forms.add(unquote(text))
    if "\\" in text:
        if "\\u" in text or "\\x" in text:  # a string of JSON or YAML: anything may be in it
            return True
        forms.add(_ESCAPED.sub("", text))
    if "&" in text:
        forms.add(unescape(text))
    folded = [names.key(form) for form in forms]
    return any(name in form for name in wanted for form in folded)


def lost(before: Note, now: Note) -> bool:
    """Whether a note has less for a link to hold on to: a heading, block, anchor or name."""
    old, new = Outline(before), Outline(now)
    return not (
        old.keys <= new.keys
        and old.blocks <= new.blocks
        and old.anchors <= new.anchors
        and set(before.aliases) <= set(now.aliases)
        and before.title in ("", now.title)
    )


def fresh(
    now: Iterable[Finding], before: Iterable[Finding], moves: Mapping[str, str] | None = None
) -> Iterator[Finding]:
    """Yield the findings that were not there before, wherever in its note each stands.

    Args:
        now: findings in a vault.
        before: those in an earlier state of it.
        moves: notes that had another path then, and their path now.
    """
    moves = moves or {}
    known = Counter((moves.get(f.path, f.path), f.code, f.message) for f in before)
    for finding in now:
        same = (finding.path, finding.code, finding.message)
        if known[same]:
            known[same] -= 1
        else:
            yield finding
