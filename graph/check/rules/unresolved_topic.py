"""NW002."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from noteweave.graph import names
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.rules.percent_encoded_wikilink import decoded
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.unresolved import UnresolvedKind
from noteweave.vault.messages import translatable
from noteweave.vault.model import Link


@rule("NW002", Severity.INFO, reads="topic")
def unresolved_topic(subject: Subject) -> Iterator[Remark]:
    """A wikilink names a note that is not written yet.

    Many people plan notes this way, so it is information. It is a warning if the name of an
    existing note differs only by a typing error: then that note was probably meant. Targets in a
    folder of `[topics] folders` are topics, written or not: no information is given about them,
    nor about links that a rule of the vault's own reports.

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
    resolved = subject.vault.resolved
    reported = _reported_by_own_rules(subject) if subject.vault.own else ()
    topics = names.folder_keys(subject.vault.topic_folders)
    for found in subject.missing_by_kind[UnresolvedKind.TOPIC]:
        link = found.link
        if link in reported or resolved.owners(link.target) or decoded(found, subject):
            continue  # other rules report it
        whole = link.raw.strip("![]").partition("|")[0].strip() if "#" in link.raw else ""
        if "#" in whole and resolved.index.find(whole, subject.note.path).path:
            message = translatable(
                "`#` begins a heading, so that `{whole}` cannot be linked: rename that note",
                whole=whole,
            )
            yield subject.remark(link, message, Severity.WARNING)
            continue
        similar = resolved.similar_names.find(names.stem(link.target))
        meant = ""
        if similar:
            meant = resolved.name_for(similar[0], subject.note.path, folders=len(similar) > 1)
        if not meant:
            if not names.key(resolved.topic_name(link)).startswith(topics):
                yield subject.remark(
                    link, translatable("nobody has written `{target}` yet", target=link.target)
                )
            continue
        message = translatable(
            "nobody has written `{target}` yet; did you mean `{meant}`?",
            target=link.target,
            meant=meant,
        )
        text = subject.retarget(link, meant) if len(similar) == 1 else None
        yield subject.remark(
            link, message, Severity.WARNING, suggestion=meant, text=text, sure=False
        )


def _reported_by_own_rules(subject: Subject) -> Collection[Link]:
    """Return the links to topics that NW107 or NW110 report, or NW111 with a note to link to."""
    from noteweave.graph.check.own_rules.forbidden_topic import forbidden_links
    from noteweave.graph.check.own_rules.section_unwritten import unwritten_links
    from noteweave.graph.check.own_rules.topic_synonym import synonyms

    found = [link for _, link in (*forbidden_links(subject), *unwritten_links(subject))]
    for _, link, target in synonyms(subject):
        better = msgspec.structs.replace(link, target=target)
        if subject.vault.resolved.resolve(better, subject.note.path).target is not None:
            found.append(link)
    return found
