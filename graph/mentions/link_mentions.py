"""Turn mentions into links, only where the changed text is parsed as exactly the link meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from noteweave.graph.edits.markdown_text import markdown_link, prefers_markdown, wikilinks
from noteweave.graph.mentions.unlinked import Mention
from noteweave.graph.resolve.resolved_vault import ResolvedVault
from noteweave.vault.model import Note
from noteweave.vault.parsing.note import parse


@dataclass(frozen=True, slots=True)
class Linked:
    """A note's text with new links, and which mentions were linked."""

    text: str
    done: list[Mention] = field(default_factory=list)
    left: list[Mention] = field(default_factory=list)
    """Not linked: ambiguous, broken over two lines, or where a link would not be parsed as one."""


class Linker:
    """Writes links in the syntax that the vault uses."""

    def __init__(self, resolved: ResolvedVault) -> None:
        self._resolved = resolved
        self._markdown = prefers_markdown(resolved)

    def link(self, text: str, chosen: Iterable[Mention]) -> Linked:
        """Link mentions in one note; the rest of its text does not change."""
        result = Linked(text)
        for mention in sorted(chosen, key=lambda one: one.start, reverse=True):
            changed = self._with_link(result.text, mention)
            if changed is None:
                result.left.insert(0, mention)
            else:
                result = Linked(changed, [mention, *result.done], result.left)
        return result

    def _with_link(self, text: str, mention: Mention) -> str | None:
        """Insert one link in the first form that is parsed as meant; None if no form is."""
        if text[mention.start : mention.end] != mention.text or len(mention.targets) != 1:
            return None
        if any(sign in mention.text for sign in "\r\n"):
            return None
        before = self._read(mention.source, text)
        for link in islice(self._forms(mention), 6):
            changed = text[: mention.start] + link + text[mention.end :]
            after = self._read(mention.source, changed)
            if self._is_meant(before, after, mention, link):
                return changed
        return None

    def _forms(self, mention: Mention) -> Iterator[str]:
        source, target, words = mention.source, mention.targets[0], mention.text
        markdown = markdown_link(source, target, words)
        if self._markdown:
            yield markdown
        for link in wikilinks(self._resolved, source, target, words):
            yield link
            if "|" in link:
                yield link.replace("|", "\\|")  # in a table
        if not self._markdown:
            yield markdown

    def _read(self, path: str, text: str) -> Note:
        return parse(path, text, self._resolved.vault.settings.grammar)

    def _is_meant(self, before: Note, after: Note, mention: Mention, link: str) -> bool:
        """Return whether exactly one link was added, to the target, and nothing else changed."""
        others = [found.raw for found in after.links if found.start != mention.start]
        new = [found for found in after.links if found.start == mention.start]
        return (
            [found.raw for found in new] == [link]
            and self._resolved.resolve(new[0], mention.source).target == mention.targets[0]
            and others == [found.raw for found in before.links]
            and _outline(after) == _outline(before)
        )


def _outline(note: Note) -> Sequence[object]:
    return (
        [heading.text for heading in note.headings],
        [block.id for block in note.blocks],
        [tag.name for tag in note.tags],
        [fault.code for fault in note.faults],
    )
