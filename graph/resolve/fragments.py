"""The targets of `#…` in a link: headings, blocks, footnotes and explicit anchors."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from unicodedata import normalize

from noteweave.graph.names import heading_key, key
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.model import Note

_NOT_WORD = re.compile(r"[\W_]+")
_NUMBERED = re.compile(r"(.*)-(\d+)")
_WIKILINK = re.compile(r"\[\[(?=([^\[\]|]*))(?:[^\[\]|]*\|)?([^\[\]]*)\]\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_TAG = re.compile(r"<[^<>]+>")
_MARKUP = re.compile(r"[\[<*_`~=\\]")
_EMPHASIS = re.compile(r"[*_`~=\\]+")
_OFFSET = re.compile(r",\d+$")
_SPECIAL = re.compile(r":~:|page=|height=|L\d+", re.IGNORECASE)
"""Fragments that a browser or viewer interprets: a text to find, a page, a line."""

_GENERATED = re.compile(r"top|fn(?:ref)?\d*[:-]?\w*|_\d+", re.IGNORECASE)
"""Anchors that renderers make: a page's top, footnotes, headings without a Latin letter."""


class Outline:
    """The parts of one note by their comparison keys, each computed on first use."""

    def __init__(self, note: Note) -> None:
        self._headings, self._blocks, self._anchors = note.headings, note.blocks, note.anchors
        self.is_known = not any(fault.code == "NW042" for fault in note.faults)
        """Whether the note's content is here; else any fragment may exist."""

    @cached_property
    def headings(self) -> tuple[tuple[str, str, int], ...]:
        """Text, key and level of each heading, with and without its markup and its block id.

        To Obsidian, the id of `## Leaves ^leaf` is part of the heading's text.
        """
        found = []
        ids = {block.line: block.id for block in self._blocks}
        for heading in self._headings:
            texts = _texts(heading.text)
            if heading.line in ids:
                texts.append(f"{heading.text} ^{ids[heading.line]}")
            found += [(text, heading_key(text), heading.level) for text in texts]
        return tuple(found)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Keys of the headings."""
        return frozenset(known for _, known, _ in self.headings)

    @cached_property
    def slugs(self) -> Mapping[str, int]:
        """Letters and digits of the headings -> how many headings have them."""
        slugs: Counter[str] = Counter()
        for heading in self._headings:
            slugs.update({letters for text in _texts(heading.text) for letters in _slugs(text)})
        slugs.update({letters for anchor in self._anchors for letters in _slugs(anchor)})
        return slugs

    @cached_property
    def github_slugs(self) -> frozenset[str]:
        """The anchors of the headings on GitHub."""
        from noteweave.graph.resolve.slugs import github_slugs

        return github_slugs(heading.text for heading in self._headings)

    @cached_property
    def blocks(self) -> frozenset[str]:
        """Keys of the ids of paragraphs."""
        return frozenset(key(block.id) for block in self._blocks)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Keys of footnotes and of explicit anchors."""
        return frozenset(map(key, self._anchors))

    def has_block(self, name: str) -> bool:
        """Whether a block has the id (given without `^`), regardless of case."""
        return key(name) in self.blocks

    def has_heading(self, fragment: str, *, slug: bool) -> bool:
        """Whether a fragment names a heading, a path of headings, a footnote or an anchor.

        `slug`: the form of web anchors is accepted: `two-words`, `two-words-1`. It may be exactly
        GitHub's, or another renderer's: they drop different characters (pandoc leading digits,
        MkDocs accents), so only letters and digits are compared then.
        """
        fragment = fragment.lstrip("# ")
        if slug:
            fragment = fragment.removeprefix("user-content-")
        if key(fragment) in self.anchors or _SPECIAL.match(fragment):
            return True
        if fragment.startswith("[^"):
            return key(fragment.strip("[]")) in self.anchors
        wanted = heading_key(fragment)
        if not wanted or wanted in self.keys:
            return True
        if self._has_path(fragment):
            return True
        return slug and (
            bool(_GENERATED.fullmatch(fragment))
            or self._has_slug(fragment)
            or fragment.lower() in self.github_slugs
        )

    def similar_heading(self, fragment: str) -> str:
        """Return the heading that was probably meant, or ""."""
        from rapidfuzz import process

        wanted = heading_key(fragment.rpartition("#")[2])
        known = [known for _, known, _ in self.headings]
        found = process.extractOne(wanted, known, score_cutoff=85)
        return self.headings[found[2]][0] if found else ""

    def _has_path(self, fragment: str) -> bool:
        """`Leaves#Green`: a heading, then one below it (Obsidian's way to name nested headings)."""
        if "#" not in fragment:
            return False
        steps = [heading_key(step) for step in fragment.split("#") if step.strip()]
        if len(steps) < 2:
            return False
        above, after = 0, -1
        for step in steps:
            places = self._places.get(step, [])
            for place in places[bisect_right(places, after) :]:
                level = self.headings[place][2]
                if level > above:
                    above, after = level, place
                    break
            else:
                return False
        return True

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """The numbers of the headings that have a key, in order."""
        places: dict[str, list[int]] = {}
        for number, (_, known, _level) in enumerate(self.headings):
            places.setdefault(known, []).append(number)
        return places

    def _has_slug(self, fragment: str) -> bool:
        wanted = _letters(fragment)
        if not wanted or wanted in self.slugs:
            return True
        numbered = _NUMBERED.fullmatch(fragment)
        if numbered is None:
            return False
        return self.slugs.get(_letters(numbered[1]), 0) > int(numbered[2])


def parts(fragment: str, profile: Profile) -> list[str]:
    """Return the places that a fragment names: one, or in Dendron the two ends of a range.

    `#start,1:#end` is from a line below "start" to "end"; `*` is the note's end, and `^begin` and
    `^end` need no block (https://wiki.dendron.so, "Note References").
    """
    if profile is not Profile.DENDRON:
        return [fragment]
    ends = [_OFFSET.sub("", end) for end in fragment.split(":#")]
    return [end for end in ends if end not in ("", "*", "^begin", "^end")]


def _texts(heading: str) -> list[str]:
    """Return a heading as written and, if that differs, as shown."""
    if not _MARKUP.search(heading):
        return [heading]
    texts = [heading, _shown(heading, last=True)]
    if "[[" in heading:
        texts.append(_shown(heading, last=False))
    return list(dict.fromkeys(texts))


def _shown(text: str, *, last: bool) -> str:
    """Return a heading as a reader sees it; a wikilink shows its last part, or its first."""
    text = _TAG.sub("", _LINK.sub(r"\1", _WIKILINK.sub(r"\2" if last else r"\1", text)))
    return _EMPHASIS.sub("", text).strip()


def _slugs(text: str) -> set[str]:
    """Return the letters of a heading as GitHub, pandoc and MkDocs keep them."""
    letters = _letters(text)
    slugs = {letters, letters.lstrip("0123456789")}
    if not text.isascii():
        slugs.add(_letters(normalize("NFKD", text).encode("ascii", "ignore").decode()))
    return slugs - {""}


def _letters(text: str) -> str:
    return key(_NOT_WORD.sub("", text))
