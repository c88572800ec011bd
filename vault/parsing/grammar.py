"""How the app that a vault is written for reads a note; `settings.Profile` picks one."""

from __future__ import annotations

import msgspec


class Grammar(msgspec.Struct, frozen=True):
    """The knobs of `parse`; the defaults are Obsidian's."""

    comments: bool = True
    """Links inside `%% comments %%` count."""
    label_first: bool = False
    """`[[label|target]]` instead of `[[target|label]]` (Dendron)."""
    lenient_properties: bool = False
    """Property links that Obsidian passes over count: unquoted, several in one text, Markdown."""
    tag_pages: bool = False
    """`#tag`, `((block))` and `key:: value` page properties are links (Logseq)."""


OBSIDIAN = Grammar()
