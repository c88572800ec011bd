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
from noteweave.vault.model import Link, Syntax

_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/|$)(?<!\.md)", re.IGNORECASE)


@rule("NW001", reads="file")
def broken_link(here: Subject) -> Iterator[Remark]:
    """A link names a note that is not there.

    That is surely so of a Markdown link to a `.md` file, of a wikilink that ends in `.md` or begins
    with `./`, `../` or `/`, and of a path that nearly names a note of the same folder. A Markdown
    link without an ending may be a page of a website, so outside Obsidian it is a warning. A plain
    `[[name]]` that nobody has written yet is a plan: see unresolved-topic.

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
    for found in here.lacking[UnresolvedKind.FILE]:
        link = found.link
        if link.syntax is Syntax.BLOCK:
            continue
        meant = _meant(link, here)
        if meant:
            message = f"there is no note `{link.target}`; did you mean `{meant}`?"
            text = here.retarget(link, meant)
            yield here.on(link, message, suggestion=meant, text=text, sure=False)
        elif _is_web(link):
            web = "a web address begins with `https://`"
            yield here.on(link, f"there is no note `{link.target}`; {web}")
        else:
            yield here.on(link, f"there is no note `{link.target}`", _severity(link, here))


def _is_web(link: Link) -> bool:
    """Whether a Markdown link looks like the address of a page, without its beginning."""
    return link.syntax is not Syntax.WIKILINK and bool(_DOMAIN.match(link.target))


def _severity(link: Link, here: Subject) -> Severity | None:
    """A path without an ending may be a page of a website, wherever no app says that it is none."""
    bare = link.syntax in (Syntax.MARKDOWN, Syntax.REFERENCE) and "." not in names.stem(link.target)
    is_page = bare and here.around.profile is not Profile.OBSIDIAN
    return Severity.WARNING if is_page and names.without_md(link.target) == link.target else None


def _meant(link: Link, here: Subject) -> str:
    """The one note whose path or name differs by a slip."""
    vault = here.around.vault
    name = names.stem(link.target)
    found = slips(link.target, vault) or vault.similar_names.find(name)
    folder = names.key(names.folder(link.target).strip("./"))
    beside = [path for path in found if names.key(names.folder(path)).endswith(folder)]
    best = beside or found
    return names.without_md(best[0]) if len(best) == 1 else ""
