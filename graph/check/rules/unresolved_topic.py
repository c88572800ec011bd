"""NW002."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.rules.percent_encoded_wikilink import decoded
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.unresolved import UnresolvedKind


@rule("NW002", Severity.INFO, reads="topic")
def unresolved_topic(here: Subject) -> Iterator[Remark]:
    """Nobody has written the note that a wikilink names.

    That is how people plan, so it is information. It becomes a warning when a note exists whose
    name differs by no more than a slip: then the link was probably meant for that one.

    Bad:
        --- today.md
        Read about [[Oolnog tea]].
        --- Oolong tea.md
        Half way between green and black.

    Good:
        --- today.md
        Read about [[Oolong tea]].
        --- Oolong tea.md
        Half way between green and black.
    """
    vault = here.around.vault
    for found in here.lacking[UnresolvedKind.TOPIC]:
        link = found.link
        if vault.owners(link.target) or decoded(found, here):
            continue  # other rules have more to say
        whole = link.raw.strip("![]").partition("|")[0].strip() if "#" in link.raw else ""
        if "#" in whole and vault.index.find(whole, here.note.path).path:
            message = f"`#` begins a heading, so that `{whole}` cannot be linked: rename that note"
            yield here.on(link, message, Severity.WARNING)
            continue
        near = vault.similar_names.find(names.stem(link.target))
        if not near:
            yield here.on(link, f"nobody has written `{link.target}` yet")
            continue
        meant = names.without_md(near[0]) if len(near) > 1 else names.stem(near[0])
        message = f"nobody has written `{link.target}` yet; did you mean `{meant}`?"
        text = here.retarget(link, meant) if len(near) == 1 else None
        yield here.on(link, message, Severity.WARNING, suggestion=meant, text=text, sure=False)
