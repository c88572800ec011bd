"""NW106."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.check.findings import Remark
from noteweave.graph.check.own_settings import texts
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.resolved_vault import ResolvedLink, TargetKind

_ELSEWHERE = frozenset({TargetKind.ATTACHMENT, TargetKind.EXTERNAL, TargetKind.SELF})
"""What a link of a section may lead to without being its target: pictures, the web, the note."""


@rule("NW106", reads="own sections")
def section_target(subject: Subject) -> Iterator[Remark]:
    """A link leads out of the folder that holds the targets of its section.

    `targets-in` in `[[rules.sections]]` names one folder or more. A link to what nobody has written
    counts by the folder that it names. Pictures and web addresses are passed over.

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
    for entry, section in subject.own.sections:
        folders = texts(entry.rule.targets_in)
        if not folders:
            continue
        keys = tuple(f"{names.key(folder.strip('/'))}/".lstrip("/") for folder in folders)
        wanted = " or ".join(f"`{folder}`" for folder in folders)
        for found in subject.own.links(section):
            target = _target(subject, found)
            if target and not names.key(target).startswith(keys):
                message = entry.message(f"`{target}` is not in {wanted}")
                yield subject.remark(found.link, message, entry.rule.severity)


def _target(subject: Subject, found: ResolvedLink) -> str:
    if found.kind in _ELSEWHERE:
        return ""
    return found.target or subject.vault.resolved.topic_name(found.link).lstrip("/")
