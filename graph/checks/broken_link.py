"""NW001."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.findings import Remark
from noteweave.graph.inspection import Subject
from noteweave.graph.missing import Missing, missing, slips
from noteweave.graph.rules import rule
from noteweave.vault.model import Link, Syntax

_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/|$)(?<!\.md)", re.IGNORECASE)


@rule("NW001", reads="missing")
def broken_link(here: Subject) -> Iterator[Remark]:
    """A link names a note that is not there.

    That is surely so of a Markdown link, of a wikilink that ends in `.md` or begins with `./`,
    `../` or `/`, and of a path that nearly names a note of the same folder. Often it is a typing
    error, or a note was renamed in an editor that does not follow links. A plain `[[name]]` that
    nobody has written yet is a plan: see unresolved-topic.

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
    for found in here.missing:
        if missing(found, here.note.path, here.around.vault) is not Missing.FILE:
            continue
        link = found.link
        if link.syntax is Syntax.BLOCK:
            continue
        meant = _meant(link, here)
        if not meant:
            web = "; a web address begins with `https://`" if _is_web(link) else ""
            yield here.on(link, f"there is no note `{link.target}`{web}")
            continue
        message = f"there is no note `{link.target}`; did you mean `{meant}`?"
        text = here.retarget(link, meant)
        yield here.on(link, message, suggestion=meant, text=text, sure=False)


def _is_web(link: Link) -> bool:
    """Whether a Markdown link looks like the address of a page, without its beginning."""
    return link.syntax is not Syntax.WIKILINK and bool(_DOMAIN.match(link.target))


def _meant(link: Link, here: Subject) -> str:
    """The one note whose path or name differs by a slip."""
    vault = here.around.vault
    name = names.stem(link.target)
    found = slips(link.target, vault) or vault.near.near(name)
    folder = names.key(names.folder(link.target).strip("./"))
    beside = [path for path in found if names.key(names.folder(path)).endswith(folder)]
    best = beside or found
    return names.without_md(best[0]) if len(best) == 1 else ""
