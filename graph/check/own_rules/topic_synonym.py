"""NW111."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from noteweave.graph import names
from noteweave.graph.check.compiled_rules import Entry
from noteweave.graph.check.findings import Remark
from noteweave.graph.check.own_rules.forbidden_topic import topic_keys
from noteweave.graph.check.own_settings import TopicRule
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable
from noteweave.vault.model import Link


@rule("NW111", reads="own topics")
def topic_synonym(subject: Subject) -> Iterator[Remark]:
    """A link uses a name that the vault's own rules replace by another.

    `same` in `[[rules.topics]]` says what to write instead; `--fix` writes it. The link keeps its
    folder, unless the other name has one, and its display text.

    Bad:
        --- noteweave.toml
        [[rules.topics]]
        same = { "oolongs" = "Oolong" }
        --- Assam.md
        Unlike [[topics/oolongs]].

    Good:
        --- noteweave.toml
        [[rules.topics]]
        same = { "oolongs" = "Oolong" }
        --- Assam.md
        Unlike [[topics/Oolong]].
        --- topics/Oolong.md
        Half way.
    """
    for entry, link, target in synonyms(subject):
        message = entry.message(
            translatable(
                "write `{target}` instead of `{target2}`", target=target, target2=link.target
            )
        )
        text = subject.retarget(link, target, exists=False)
        yield subject.remark(link, message, entry.rule.severity, suggestion=target, text=text)


def synonyms(subject: Subject) -> Iterator[tuple[Entry[TopicRule], Link, str]]:
    """Yield each link that should have another target, with the entry that says so and with it."""
    for entry in subject.own.entries(subject.own.rules.topics):
        for link in subject.note.links if entry.same else ():
            if not link.external and (target := _instead(link, entry.same)):
                yield entry, link, target


def _instead(link: Link, better: Mapping[str, str]) -> str:
    """Return the target that a link should have; "" if it has it."""
    found = next((better[key] for key in topic_keys(link.target) if key in better), "")
    if not found:
        return ""
    ending = link.target[len(names.without_md(link.target)) :]
    folder = names.folder(link.target)
    target = (found if "/" in found or not folder else f"{folder}/{found}") + ending
    return "" if target == link.target else target
