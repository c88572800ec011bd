"""NW106."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.check.findings import Remark
from noteweave.graph.check.own_settings import texts
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.resolved_vault import ResolvedLink, TargetKind
from noteweave.vault.messages import translatable

_IGNORED = frozenset({TargetKind.ATTACHMENT, TargetKind.EXTERNAL, TargetKind.SELF})
"""Targets that are not checked."""


@rule("NW106", reads="own sections")
def section_target(subject: Subject) -> Iterator[Remark]:
    """The target of a link is not in the folder that its section demands.

    `targets-in` in `[[rules.sections]]` names one folder or more. The target of an unresolved link
    is in the folder that the link names. Attachments and URLs are ignored.

    Bad:
        --- noteweave.toml
        [[rules.sections]]
        heading = "Topics"
        targets-in = "topics/"
        --- Assam.md
        ## Topics

        - [[Darjeeling]]
        --- Darjeeling.md
        Lighter.

    Good:
        --- noteweave.toml
        [[rules.sections]]
        heading = "Topics"
        targets-in = "topics/"
        --- Assam.md
        ## Topics

        - [[India]]
        - [[topics/Malt]]
        --- topics/India.md
        A country.
        --- topics/Malt.md
        A taste.
    """
    for entry, section, folders in subject.own.demanded(lambda rule: texts(rule.targets_in)):
        keys = names.folder_keys(folders)
        wanted = " or ".join(f"`{folder}`" for folder in folders)
        for found in subject.own.links(section):
            target = _target(subject, found)
            if target and not names.key(target).startswith(keys):
                message = entry.message(
                    translatable("`{target}` is not in {wanted}", target=target, wanted=wanted)
                )
                yield subject.remark(found.link, message, entry.rule.severity)


def _target(subject: Subject, found: ResolvedLink) -> str:
    if found.kind in _IGNORED:
        return ""
    return found.target or subject.vault.resolved.topic_name(found.link).lstrip("/")
