"""NW001."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.unresolved import UnresolvedKind, slips
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.messages import translatable
from noteweave.vault.model import Link, Syntax

_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/|$)(?<!\.md)", re.IGNORECASE)


@rule("NW001", reads="file")
def broken_link(subject: Subject) -> Iterator[Remark]:
    """A link names a note that does not exist.

    This covers Markdown links to a `.md` file, wikilinks that end in `.md` or begin with `./`,
    `../` or `/`, and paths that differ from a note of the same folder by a typing error. A Markdown
    link without an extension may be a page of a website, so outside Obsidian it is a warning. A
    plain `[[name]]` without a note is a plan: see unresolved-topic.

    Bad:
        --- plan.md
        Ask [[people/Alcie]] about [the kettle](things/kettle.md).
        --- people/Alice.md
        She knows.

    Good:
        --- plan.md
        Ask [[people/Alice]] about [the kettle](things/kettle.md).
        --- people/Alice.md
        She knows.
        --- things/kettle.md
        It sings.
    """
    for found in subject.missing_by_kind[UnresolvedKind.FILE]:
        link = found.link
        if link.syntax is Syntax.BLOCK:
            continue
        meant = _meant(link, subject)
        if meant:
            message = translatable(
                "there is no note `{target}`; did you mean `{meant}`?",
                target=link.target,
                meant=meant,
            )
            text = subject.retarget(link, meant)
            yield subject.remark(link, message, suggestion=meant, text=text, sure=False)
        elif _is_web(link):
            web = translatable("a web address begins with `https://`")
            yield subject.remark(
                link,
                translatable("there is no note `{target}`; {web}", target=link.target, web=web),
            )
        else:
            yield subject.remark(
                link,
                translatable("there is no note `{target}`", target=link.target),
                _severity(link, subject),
            )


def _is_web(link: Link) -> bool:
    """Whether a Markdown link looks like a web address without `https://`."""
    return link.syntax is not Syntax.WIKILINK and bool(_DOMAIN.match(link.target))


def _severity(link: Link, subject: Subject) -> Severity | None:
    """Outside Obsidian, a path without an extension may be a page of a website."""
    bare = link.syntax in (Syntax.MARKDOWN, Syntax.REFERENCE) and "." not in names.stem(link.target)
    is_page = bare and subject.vault.profile is not Profile.OBSIDIAN
    return Severity.WARNING if is_page and names.without_md(link.target) == link.target else None


def _meant(link: Link, subject: Subject) -> str:
    """Return the one note whose path or name differs by a typing error, or ""."""
    resolved = subject.vault.resolved
    name = names.stem(link.target)
    found = slips(link.target, resolved) or resolved.similar_names.find(name)
    folder = names.key(names.folder(link.target).strip("./"))
    same_folder = [path for path in found if names.key(names.folder(path)).endswith(folder)]
    best = same_folder or found
    if len(best) != 1:
        return ""
    if link.syntax is Syntax.WIKILINK:
        return resolved.name_for(best[0], subject.note.path, folders=True)
    return names.without_md(best[0])
