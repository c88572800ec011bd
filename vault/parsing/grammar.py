"""Options of the parser: how the vault's app reads a note (`app_settings` chooses them)."""

from __future__ import annotations

import msgspec


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


OBSIDIAN = Grammar()
