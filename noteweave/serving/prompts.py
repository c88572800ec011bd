"""Personas as prompts: each has a name of ASCII letters, a title, and two arguments."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple
from unicodedata import normalize

from noteweave.graph import names
from noteweave.graph.query.quoted import quoted
from noteweave.serving.vault_view import VaultView
from noteweave.vault.errors import UnknownNameError

_OTHER = re.compile(r"[^a-z0-9]+")


class PersonaPrompt(NamedTuple):
    """One persona."""

    name: str
    """`persona-` and a slug; unique, and the same as long as the paths are."""
    title: str
    path: str


def prompts(view: VaultView) -> list[PersonaPrompt]:
    """Return the personas of a vault as prompts, ordered by path.

    A name without an ASCII letter has 6 digits of its hash as slug; a second persona of one slug
    gets `-2`.
    """
    found: list[PersonaPrompt] = []
    taken: set[str] = set()
    for path in view.personas:
        label = names.stem(path)
        first = name = f"persona-{_slug(label)}"
        number = 1
        while name in taken:
            number += 1
            name = f"{first}-{number}"
        taken.add(name)
        found.append(PersonaPrompt(name, quoted(label), path))
    return found


def prompt_named(view: VaultView, name: str) -> PersonaPrompt:
    """Return the prompt of a name.

    Raises:
        UnknownNameError: there is none.
    """
    every = prompts(view)
    for one in every:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in every[:8]) or "no note has `type: persona`"
    raise UnknownNameError(f"{quoted(name)[:80]}: no such prompt", f"there are: {known}")


def _slug(label: str) -> str:
    ascii_only = normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    slug = _OTHER.sub("-", ascii_only).strip("-")[:40]
    if re.search("[a-z]", slug):
        return slug
    return hashlib.sha256(label.encode(errors="replace")).hexdigest()[:6]
