"""NW018."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.resolved_vault import TargetKind
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.model import Kind


@rule("NW018", Severity.INFO, reads="found links")
def self_link(here: Subject) -> Iterator[Remark]:
    """A note links to itself.

    A click leads where the reader already is. A link to one of its own headings is fine.

    Bad:
        --- Dragon Well.md
        [[Dragon Well]] smells of chestnuts.

    Good:
        --- Dragon Well.md
        It smells of [[#Chestnuts]].
        ## Chestnuts
    """
    if here.around.profile is Profile.LOGSEQ:  # where a page may well carry its own tag
        return
    for found in here.found:
        if found.kind is TargetKind.SELF and found.link.target and not found.link.fragment:
            what = "embeds" if found.link.kind is Kind.EMBED else "links to"
            yield here.on(found.link, f"this note {what} itself")
