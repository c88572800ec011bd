"""Plan the edits that rename a heading, a block or a tag, so that every link keeps its target.

As in `rename.py`, the plan is verified before anything is written: each changed note is parsed
again, and each of its links that named the part must name it still.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from noteweave.graph import names
from noteweave.graph.edits.edit import Edit, apply
from noteweave.graph.edits.rename import Conflict, Plan
from noteweave.graph.edits.retarget import with_fragment
from noteweave.graph.resolve.fragments import Outline
from noteweave.graph.resolve.resolved_vault import ResolvedVault
from noteweave.graph.resolve.slugs import slug as slug_of
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.disk.decode import parse_bytes
from noteweave.vault.errors import RequestError
from noteweave.vault.frontmatter.delimiters import body_start
from noteweave.vault.model import Heading, Link, Note, Syntax, Tag

_LINE_END = re.compile(r"\r\n?|\n")
_UNLINKABLE = re.compile(r"[#^|\[\]\\]|%%")
"""What Obsidian leaves out when it writes a heading in a wikilink."""
_BLOCK_ID = re.compile(r"[A-Za-z0-9-]+")
_PROPERTY_TAG = re.compile(r"#?([^\s,，#'\"\[\]]+)")
_TAG_NAME = re.compile(r"(?=.*[^\d/])[^\s#,.;:!?'\"()\[\]{}<>&*|\\^`~@=+$%]+")


def plan_heading(resolved: ResolvedVault, path: str, heading: str, new: str) -> Plan:
    """Plan to rename a heading.

    Args:
        resolved: the vault before the change.
        path: the note.
        heading: as a link names it: its text, or a path of headings.
        new: the new text.

    Raises:
        RequestError: there is no such heading, or the new text cannot be one.
    """
    note = resolved.vault.notes[path]
    number = heading_number(note, heading, slug=True)
    if number is None:
        raise RequestError(f"{path}: no heading `{heading}`", "write it as in the note")
    if not new.strip() or _LINE_END.search(new):
        raise RequestError("a heading needs a text on one line", "give another text")
    part = _HeadingRename(resolved, note, number, new.strip())
    return _verified(resolved, part)


def plan_block(resolved: ResolvedVault, path: str, block: str, new: str) -> Plan:
    """Plan to rename a block id (given without its `^`).

    Raises:
        RequestError: there is no such block, the new id is in use, or no id.
    """
    note = resolved.vault.notes[path]
    if not any(names.key(one.id) == names.key(block) for one in note.blocks):
        raise RequestError(f"{path}: no block `^{block}`", "write its id as in the note")
    if not _BLOCK_ID.fullmatch(new):
        raise RequestError(f"{new}: not a block id", "use letters, digits and hyphens")
    if Outline(note).has_block(new) and names.key(new) != names.key(block):
        raise RequestError(f"{path}: there is a block `^{new}` already", "give another id")
    return _verified(resolved, _BlockRename(resolved, note, block, new))


def plan_tag(resolved: ResolvedVault, tag: str, new: str) -> Plan:
    """Plan to rename a tag and the tags nested in it, in the text and the properties of all notes.

    Raises:
        RequestError: no note has the tag, the new name is no tag, or tags are pages (Logseq).
    """
    if resolved.vault.settings.profile is Profile.LOGSEQ:
        raise RequestError("in Logseq a tag is a page", "rename the page")
    if not _TAG_NAME.fullmatch(new):
        raise RequestError(f"#{new}: not a tag", "a tag has no spaces or punctuation, and a letter")
    edits: dict[str, tuple[Edit, ...]] = {}
    conflicts: list[Conflict] = []
    for path, note in resolved.vault.notes.items():
        found = [one for one in note.tags if _renamed(one.name, tag, new) != one.name]
        if not found:
            continue
        text = resolved.vault.text(path)
        edits[path] = tuple(_tag_edits(note, text, found, tag, new))
        after = _parsed(resolved, path, text, edits[path])
        wanted = [_renamed(one.name, tag, new) for one in note.tags]
        if [one.name for one in after.tags] != wanted or _links(after) != _links(note):
            conflicts.append(Conflict(path, found[0].line, found[0].column, f"#{found[0].name}"))
    if not edits:
        raise RequestError(f"#{tag}: no note has this tag", "write it as in a note")
    return Plan({}, edits, tuple(conflicts))


class _HeadingRename:
    """The rename of one heading."""

    def __init__(self, resolved: ResolvedVault, note: Note, number: int, new: str) -> None:
        self.path = note.path
        self._note = note
        self._number = number
        self._new = new
        text = resolved.vault.text(note.path)
        heading = note.headings[number]
        start = line_start(text, heading.line)
        start = text.index(heading.text, start)
        self.edits = (Edit(note.path, start, start + len(heading.text), new),)
        self._after = _parsed(resolved, note.path, text, self.edits)

    def fragment(self, link: Link) -> str | None:
        """Return the new fragment of a link to the note; None if it does not name the heading."""
        slug = link.syntax is not Syntax.WIKILINK
        steps = link.fragment.split("#")
        changed = False
        for n, step in enumerate(steps):
            number = heading_number(self._note, "#".join(steps[: n + 1]), slug=slug)
            if number == self._number and step.strip():
                steps[n] = self._written(step, slug=slug)
                changed = True
        if changed:
            return "#".join(steps)
        return self._renumbered(link) if slug else None

    def _renumbered(self, link: Link) -> str | None:
        """Return the anchor of another heading if its number among equal ones has changed."""
        number = heading_number(self._note, link.fragment, slug=True)
        if number is None or heading_number(self._after, link.fragment, slug=True) == number:
            return None
        return self._anchor(number)

    def _written(self, step: str, *, slug: bool) -> str:
        old = self._note.headings[self._number].text
        plain = " ".join(_UNLINKABLE.sub(" ", self._new).split())
        if not slug or names.heading_key(step) == names.heading_key(old) != slug_of(old):
            return plain
        return self._anchor(self._number)

    def _anchor(self, number: int) -> str:
        """Return the anchor of a heading after the rename."""
        anchor = slug_of(self._after.headings[number].text)
        options = (anchor, *(f"{anchor}-{n}" for n in range(1, len(self._after.headings))))
        leads = (o for o in options if heading_number(self._after, o, slug=True) == number)
        return next(leads, anchor)

    def is_kept(self, old: Link, new: Link) -> bool:
        """Whether a rewritten link names the same heading."""
        slug = old.syntax is not Syntax.WIKILINK
        before = heading_number(self._note, old.fragment, slug=slug)
        return heading_number(self._after, new.fragment, slug=slug) == before


class _BlockRename:
    """The rename of one block id."""

    def __init__(self, resolved: ResolvedVault, note: Note, old: str, new: str) -> None:
        self.path = note.path
        self._old, self._new = names.key(old), new
        text = resolved.vault.text(note.path)
        self.edits = tuple(
            Edit(note.path, at + 1, at + 1 + len(block.id), new)
            for block in note.blocks
            if names.key(block.id) == self._old
            for at in [line_start(text, block.line) + block.column - 1]
        )
        self._after = Outline(_parsed(resolved, note.path, text, self.edits))

    def fragment(self, link: Link) -> str | None:
        """Return the new fragment of a link to the note; None if it does not name the block."""
        steps = link.fragment.split("#")
        found = [n for n, step in enumerate(steps) if self._is_old(step)]
        for n in found:
            steps[n] = f"^{self._new}"
        return "#".join(steps) if found else None

    def _is_old(self, step: str) -> bool:
        return step.startswith("^") and names.key(step[1:].strip()) == self._old

    def is_kept(self, old: Link, new: Link) -> bool:
        """Whether a rewritten link names the block."""
        return self._after.has_block(new.fragment.rpartition("^")[2])


def _verified(resolved: ResolvedVault, part: _HeadingRename | _BlockRename) -> Plan:
    """Return the edits of a part and of all links to it, with the links that are not kept."""
    edits: dict[str, tuple[Edit, ...]] = {}
    conflicts: list[Conflict] = []
    label_first = resolved.vault.settings.grammar.label_first
    for path, note in resolved.vault.notes.items():
        wanted: dict[int, str] = {}
        own: list[Edit] = []
        for n, link in enumerate(note.links):
            if not link.fragment or resolved.resolve(link, path).target != part.path:
                continue
            fragment = part.fragment(link)
            if fragment is None:
                continue
            wanted[n] = fragment
            raw = with_fragment(link, fragment, label_first=label_first)
            if raw is not None:
                own.append(Edit(path, link.start, link.end, raw))
        own += part.edits if path == part.path else ()
        if not wanted and not own:
            continue
        edits[path] = tuple(own)
        after = _parsed(resolved, path, resolved.vault.text(path), edits[path])
        same_count = len(after.links) == len(note.links)
        for n in wanted:
            link = note.links[n]
            if not (same_count and part.is_kept(link, after.links[n])):
                conflicts.append(Conflict(path, link.line, link.column, link.raw))
    return Plan({}, edits, tuple(conflicts))


def heading_number(note: Note, fragment: str, *, slug: bool) -> int | None:
    """Return the number of the heading that a fragment names: the one without which it is broken.

    So each rule of `Outline` counts: paths of headings, numbered anchors, and markup.
    """
    if "^" in fragment or not Outline(note).has_heading(fragment, slug=slug):
        return None
    headings: tuple[Heading, ...] = ()
    for number, heading in enumerate((None, *note.headings)):
        headings = headings if heading is None else (*headings, heading)
        part = msgspec.structs.replace(note, headings=headings)
        if Outline(part).has_heading(fragment, slug=slug):
            return number - 1 if number else None  # else an anchor or a footnote
    return None


def _parsed(resolved: ResolvedVault, path: str, text: str, edits: tuple[Edit, ...]) -> Note:
    data = apply(text, edits).encode("utf-8", "surrogatepass")
    return parse_bytes(path, data, resolved.vault.settings.grammar)


def line_start(text: str, line: int) -> int:
    """Return where a line of a text begins; lines count from 1."""
    start = 0
    for _, match in zip(range(line - 1), _LINE_END.finditer(text), strict=False):
        start = match.end()
    return start


def _tag_edits(note: Note, text: str, tags: list[Tag], old: str, new: str) -> Iterator[Edit]:
    """Yield the edits of tags in the text, and of the properties that hold tags."""
    head = body_start(text)
    properties: set[int] = set()
    for tag in tags:
        start = line_start(text, tag.line) + tag.column - 1
        if start < head:
            properties.add(tag.line)
        else:
            start += text.startswith("#", start)
            yield Edit(note.path, start, start + len(tag.name), _renamed(tag.name, old, new))
    starts = [*(line_start(text, line) for line in note.property_lines.values()), head]
    for line in properties:
        start = line_start(text, line)
        end = min(other for other in starts if other > start)
        for word in _PROPERTY_TAG.finditer(text, text.index(":", start, end) + 1, end):
            if (renamed := _renamed(word[1], old, new)) != word[1]:
                yield Edit(note.path, *word.span(1), renamed)


def _renamed(name: str, tag: str, new: str) -> str:
    """Return a tag's new name: that of a tag nested in a renamed one keeps its end."""
    wanted = names.key(tag)
    folded = names.key(name)
    if folded == wanted:
        return new
    return new + name[len(tag) :] if folded.startswith(f"{wanted}/") else name


def _links(note: Note) -> list[str]:
    return [link.raw for link in note.links]
