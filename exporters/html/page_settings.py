"""The options of the page and their defaults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from noteweave.vault.errors import RequestError

OPENERS = ("obsidian", "vscode", "file", "none")
LANGUAGES = ("", "en", "zh")


@dataclass(frozen=True, slots=True)
class PageSettings:
    """The options of this format."""

    open_with: str
    """What opens a note: obsidian, vscode, file or none."""
    root: str
    """The vault's folder; empty if unknown (then `vscode` and `file` open nothing)."""
    vault: str
    """The vault's name, as Obsidian knows it."""
    title: str
    """What the page is called."""
    lang: str
    """en or zh; empty lets the browser decide."""
    hubs: bool = True
    """Whether the most linked nodes are shown at first."""
    views: tuple[tuple[str, str], ...] = ()
    """Named views: name, and what the page's address has after `#`."""
    live: str = ""
    """What a page that is served was made from: the server's run, and a number; else empty."""

    @classmethod
    def of(cls, given: Mapping[str, Any], about: Mapping[str, Any]) -> PageSettings:
        """Read the options; `about` is the graph's own attributes.

        Notes of an Obsidian vault open in Obsidian; other notes as files if the root is known.

        Raises:
            RequestError: a value is not one of the choices.
        """
        vault = str(about.get("name") or "")
        root = str(given.get("root") or "")
        default = "obsidian" if about.get("profile") == "obsidian" else "file" if root else "none"
        return cls(
            open_with=_one_of("open_with", given.get("open_with") or default, OPENERS),
            root=root,
            vault=str(given.get("vault") or vault),
            title=str(given.get("title") or vault or "noteweave"),
            lang=_one_of("lang", given.get("lang") or "", LANGUAGES),
            hubs=_one_of("hubs", given.get("hubs") or "yes", ("yes", "no")) == "yes",
            views=_views(str(given.get("views") or "")),
        )


def formatted_views(views: Iterable[tuple[str, str]]) -> str:
    """Return named views as the option `views` has them; `=` in a name is written `%3D`."""
    lines = []
    for name, address in views:
        escaped = " ".join(name.split()).replace("%", "%25").replace("=", "%3D")
        lines.append(f"{escaped}={' '.join(address.split())}")
    return "\n".join(lines)


def _views(text: str) -> tuple[tuple[str, str], ...]:
    views = []
    for line in filter(str.strip, text.splitlines()):
        name, separator, address = line.partition("=")
        if not separator or not name.strip():
            raise RequestError(
                f"views: {line!r} is not NAME=ADDRESS", "write one view on each line"
            )
        views.append((unquote(name.strip()), address.strip().removeprefix("#")))
    return tuple(views)


def _one_of(name: str, value: object, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        names = ", ".join(word for word in allowed if word)
        raise RequestError(f"{name}={value}: not a choice of the page", f"choose from {names}")
    return str(value)
