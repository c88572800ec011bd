"""NW018."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.resolved_vault import TargetKind
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.messages import translatable
from noteweave.vault.model import Kind


@rule("NW018", Severity.INFO, reads="found links")
def self_link(subject: Subject) -> Iterator[Remark]:
    """A note links to itself.

    The link leads to the page it is on. A link to one of the note's own headings is fine.

    Bad:
        --- Dragon Well.md
        [[Dragon Well]] smells of chestnuts.

    Good:
        --- Dragon Well.md
        It smells of [[#Chestnuts]].
        ## Chestnuts
    """
    if subject.vault.profile is Profile.LOGSEQ:  # where a page may well carry its own tag
        return
    for found in subject.found:
        if found.kind is TargetKind.SELF and found.link.target and not found.link.fragment:
            what = (
                translatable("embeds")
                if found.link.kind is Kind.EMBED
                else translatable("links to")
            )
            yield subject.remark(found.link, translatable("this note {what} itself", what=what))
