"""NW111."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from noteweave.graph import names
from noteweave.graph.check.findings import Remark
from noteweave.graph.check.own_rules.forbidden_topic import topic_keys
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
    for entry in subject.own.rules.topics:
        if not entry.rule.same or not entry.holds(subject.note.path):
            continue
        better = {names.topic_key(name): other for name, other in entry.rule.same.items()}
        for link in subject.note.links:
            target = "" if link.external else _instead(link, better)
            if target:
                message = entry.message(
                    translatable(
                        "write `{target}` instead of `{target2}`",
                        target=target,
                        target2=link.target,
                    )
                )
                text = subject.retarget(link, target, exists=False)
                severity = entry.rule.severity
                yield subject.remark(link, message, severity, suggestion=target, text=text)


def _instead(link: Link, better: Mapping[str, str]) -> str:
    """Return the target that a link should have; "" if it has it."""
    found = next((better[key] for key in topic_keys(link.target) if key in better), "")
    if not found:
        return ""
    ending = link.target[len(names.without_md(link.target)) :]
    folder = names.folder(link.target)
    target = (found if "/" in found or not folder else f"{folder}/{found}") + ending
    return "" if target == link.target else target
