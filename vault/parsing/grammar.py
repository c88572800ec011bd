"""Options of the parser: how the vault's app reads a note (`app_settings` chooses them)."""

from __future__ import annotations

import msgspec


class RelationRule(msgspec.Struct, frozen=True):
    """How a vault's owner writes the relation of a link in the words around it."""

    section: str = ""
    """The heading under which the rule holds; upper and lower case are equal; "": anywhere."""
    pattern: str = ""
    """A regular expression with a group `relation`, `reason` or both; "": every link."""
    relation: str = ""
    """The relation where the pattern has no such group."""


class Grammar(msgspec.Struct, frozen=True):
    """How notes are parsed; the defaults are Obsidian's rules."""

    comments: bool = True
    """Links inside `%% comments %%` count."""
    label_first: bool = False
    """`[[label|target]]` instead of `[[target|label]]` (Dendron)."""
    lenient_properties: bool = False
    """Property links that Obsidian ignores count: unquoted, more than one in a string, Markdown."""
    commonmark_setext: bool = False
    """Underlined headings are CommonMark's; Obsidian reads none after two lines of text, or if a
    space follows the underline."""
    math_blocks: bool = True
    """A `$$` at the beginning of a line begins a block of mathematics (Obsidian)."""
    underscores_in_block_ids: bool = False
    """A block id may have underscores, too (Dendron)."""
    definitions_name_notes: bool = False
    """`[label]: path.md` says what `[[label]]` leads to (Foam)."""
    tag_pages: bool = False
    """`#tag`, `((block))` and `key:: value` page properties are links (Logseq)."""
    page_lists: tuple[str, ...] = ()
    """Logseq: properties beside `tags` whose plain words between commas are pages."""
    plain_properties: tuple[str, ...] = ()
    """Logseq: properties beside `title` and `filters` in whose values nothing is a link."""
    relations: tuple[RelationRule, ...] = ()
    """How relations are written in the words around links; the first rule that fits counts."""


OBSIDIAN = Grammar()
