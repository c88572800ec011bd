"""NW050."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.backlinks.section import Sections, heading_of
from noteweave.graph.check.findings import Fix, Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts
from noteweave.graph.resolve.resolved_vault import sources
from noteweave.vault.messages import translatable
from noteweave.vault.parsing.backlink_section import OPENING, section_ranges
from noteweave.vault.parsing.positions import count_lines


@vault_rule("NW050", Severity.ERROR, on=False)
def stale_section(vault: CheckedVault, facts: Facts) -> Iterator[Remark]:
    """The backlink section of a note is out of date.

    `noteweave backlinks --write` updates all sections. This rule ignores notes without a section;
    `noteweave backlinks --write --dry-run` lists these as well.

    Bad:
        --- Gaiwan.md
        A bowl with a lid.

        <!-- noteweave: backlinks -->
        ## Backlinks

        - [[Teapot]]
          - Smaller than a **Gaiwan**.
        <!-- noteweave: /backlinks -->
        --- Teapot.md
        Larger than a [[Gaiwan]].

    Good:
        --- Gaiwan.md
        A bowl with a lid.

        <!-- noteweave: backlinks -->
        ## Backlinks

        - [[Teapot]]
          - Larger than a **Gaiwan**.
        <!-- noteweave: /backlinks -->
        --- Teapot.md
        Larger than a [[Gaiwan]].
    """
    resolved = vault.resolved
    sections: Sections | None = None
    for note in sources(resolved):
        text = resolved.vault.text(note.path)
        ranges = section_ranges(text)
        if not ranges:
            continue
        start, end = ranges[0]
        sections = sections or Sections(resolved, resolved.vault.contexts)
        written = text[start:end]
        wanted = sections.of(note.path, heading_of(written))
        for other, _ in ranges[1:]:
            line = 1 + count_lines(text[:other])
            message = translatable("the note has a second backlink section")
            yield Remark(note.path, line, 1, line, 1 + len(OPENING), message)
        if written.replace("\r\n", "\n") == wanted:
            continue
        line = 1 + count_lines(text[:start])
        what = (
            translatable("is out of date")
            if wanted
            else translatable("is here, but no note links to this one any more")
        )
        newline = "\r\n" if "\r\n" in text else "\n"
        fix = Fix(note.path, start, end, wanted.replace("\n", newline)) if wanted else None
        yield Remark(
            note.path,
            line,
            1,
            line,
            1 + len(OPENING),
            translatable("the backlink section {what}", what=what),
            fix=fix,
        )
