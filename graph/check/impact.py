"""Which unchanged notes a change to other files may have broken. No I/O."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from urllib.parse import unquote

from noteweave.graph import names
from noteweave.graph.check.findings import Finding
from noteweave.graph.resolve import dialects
from noteweave.vault.disk.app_settings import AppSettings
from noteweave.vault.model import Note

_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


def link_names(path: str, note: Note | None, settings: AppSettings) -> set[str]:
    """Return the folded names of which a link to a file contains at least one.

    Args:
        path: the file's vault path.
        note: the file's content if it is a note; its title and aliases count.
        settings: of the vault; they say what a Logseq page is called.
    """
    stem = names.stem(path)
    found = [stem, dialects.page_name(path, settings).rpartition("/")[2]]
    if names.key(stem) in dialects.INDEXES:
        found.append(names.folder(path).rpartition("/")[2])
    if note is not None:
        found += [note.title, *note.aliases]
    return {names.key(name) for name in found if name}


def mentions(text: str, wanted: Iterable[str]) -> bool:
    """Whether a note's text contains any of some folded names, in any encoding a link may use."""
    forms = {text}
    if "%" in text:
        forms.add(unquote(text))
    if "\\" in text:
        if "\\u" in text or "\\x" in text:  # a JSON or YAML escape may spell anything
            return True
        forms.add(_ESCAPED.sub("", text))
    if "&" in text:
        forms.add(unescape(text))
    folded = [names.key(form) for form in forms]
    return any(name in form for name in wanted for form in folded)


def lost_targets(before: Note, now: Note) -> bool:
    """Whether links to a note, or to a part of it, may be broken by a change of its text.

    A heading is lost if it is gone, has another level or another place among the others: a link may
    name it by a path of headings, or by its number among equal ones. The answer may be True too
    often: the notes with such links are checked next.
    """
    return not (
        _only_adds_new(_headings(before), _headings(now))
        and _counts(before) <= _counts(now)
        and set(before.aliases) <= set(now.aliases)
        and before.title in ("", now.title)
    )


def _headings(note: Note) -> list[tuple[str, int]]:
    return [(names.key(heading.text), heading.level) for heading in note.headings]


def _counts(note: Note) -> Counter[tuple[str, str]]:
    """Count the blocks and anchors of a note by their keys."""
    blocks = (("block", names.key(block.id)) for block in note.blocks)
    return Counter([*blocks, *(("anchor", names.key(anchor)) for anchor in note.anchors)])


def _only_adds_new(old: list[tuple[str, int]], new: list[tuple[str, int]]) -> bool:
    """Whether a list has all headings of an older one in order, and of the same text no more."""
    known = {text for text, _ in old}
    return [heading for heading in new if heading[0] in known] == old


def new_places(now: Iterable[Finding], before: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings of unchanged notes that are at a place where their rule had none.

    A message may change without a new fault: what was probably meant, or how many names match.
    """
    known = {(f.path, f.line, f.column, f.code) for f in before}
    return (f for f in now if (f.path, f.line, f.column, f.code) not in known)


def new_findings(
    now: Iterable[Finding], before: Iterable[Finding], moves: Mapping[str, str] | None = None
) -> Iterator[Finding]:
    """Yield the findings that are new, regardless of their position in the note.

    Args:
        now: findings in a vault.
        before: those in an earlier state of it.
        moves: old path -> new path of notes that were renamed since.
    """
    moves = moves or {}
    known = Counter((moves.get(f.path, f.path), f.code, f.message) for f in before)
    for finding in now:
        same = (finding.path, finding.code, finding.message)
        if known[same]:
            known[same] -= 1
        else:
            yield finding
