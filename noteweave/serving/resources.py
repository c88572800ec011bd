"""Resources: notes, figures, rules and personas by address; and the completion of names."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, unquote

from noteweave.graph import names
from noteweave.graph.query.quoted import exact, quoted
from noteweave.serving.note_answers import persona_text, stats
from noteweave.serving.prompts import prompts
from noteweave.serving.receipts import MOST, Page, rendered
from noteweave.serving.vault_view import VaultView
from noteweave.vault.errors import UnknownNameError

STATS = "noteweave://stats"
NOTE, RULE, PERSONA = "note:///", "noteweave://rules/", "noteweave://persona/"
TEMPLATES = (
    (f"{NOTE}{{+path}}", "note", "A note as it is written", "text/markdown"),
    (f"{RULE}{{code}}", "rule", "The manual of a rule of the check", "text/markdown"),
    (f"{PERSONA}{{name}}", "persona", "How to be a character of the vault", "text/plain"),
)
"""Address with its variable, name, description and type of each kind of resource."""
COMPLETED = 100
"""Names in a completion, at most."""


class Completed(NamedTuple):
    """Names that begin with, or hold, what was typed."""

    values: list[str]
    total: int


def note_address(path: str) -> str:
    """Return the address of a note."""
    return NOTE + quote(path, safe="/")


def resource(view: VaultView, address: str) -> tuple[str, str]:
    """Return the text of a resource, and its type.

    Raises:
        RequestError: there is no such resource.
    """
    if address == STATS:
        return rendered(stats(view), Page(MOST, "", "")).text, "text/plain"
    if address.startswith(NOTE):
        path = unquote(address.removeprefix(NOTE))
        if path in view.visible:  # a key of the vault's own list, never a path on the disk
            return view.vault.text(path), "text/markdown"
    if address.startswith(RULE):
        return _manual(unquote(address.removeprefix(RULE))), "text/markdown"
    if address.startswith(PERSONA):
        name = unquote(address.removeprefix(PERSONA))
        path = next((one.path for one in prompts(view) if one.name == name), name)
        return persona_text(view, path, "", "", None), "text/plain"
    raise UnknownNameError(
        f"{quoted(address)[:200]}: no such resource", "notes are named by their whole path"
    )


def completed(view: VaultView, typed: str, argument: str, prompt: str = "") -> Completed:
    """Return the values of an argument that fit what was typed: first those that begin with it."""
    if prompt or argument not in ("path", "note", "name"):
        return Completed([], 0)
    known = view.paths if argument != "name" else [one.path for one in prompts(view)]
    wanted = names.key(typed)
    found = [path for path in known if wanted in names.key(path)]
    found.sort(key=lambda path: (not names.key(names.stem(path)).startswith(wanted), path))
    return Completed([exact(path) for path in found[:COMPLETED]], len(found))


def _manual(code: str) -> str:
    from noteweave.graph.check.manual import rule_page
    from noteweave.graph.check.registry import rules_named

    return "\n".join(map(rule_page, rules_named(code)))
