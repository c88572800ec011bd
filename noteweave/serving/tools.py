"""The tools of the server: their arguments as JSON Schema, and what answers them.

The schemas are written by hand: a host pays for each of their characters in every conversation.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from noteweave.graph.query.quoted import quoted
from noteweave.serving import link_answers, note_answers
from noteweave.serving.receipts import BUDGET, LEAST, MOST, Answer, Page, Rendered, rendered
from noteweave.serving.vault_view import VaultView
from noteweave.vault.errors import RequestError

NOTE = {"type": "string", "description": "Name, path, alias or title, as in a link"}
TEXT = {"type": "string"}
_FLAG = {"type": "boolean"}
_KIND = {"enum": ["link", "embed", "property", "citation"], "description": "Only this kind"}
_PAGED = {
    "budget": {"type": "integer", "minimum": LEAST, "maximum": MOST},
    "after": {"type": "string", "description": "Cursor of the page before"},
}


_WHOLE = {"type": "integer"}
_PERHAPS = {"type": ["string", "null"]}
_FIELDS: dict[str, dict[str, Any]] = {
    "line": _WHOLE,
    "column": _WHOLE,
    "distance": _WHOLE,
    "target": _PERHAPS,
    "relation": _PERHAPS,
    "value": {},
    "fix": {"type": "object"},
    "nodes": {"type": "array"},
    "steps": {"type": "array"},
    "shared": {"type": "array"},
}
"""The schemas of fields that are no texts."""
_PLACE = ("path", "line", "column", "sentence")
_LINKED = (*_PLACE, "target", "target_kind", "kind", "relation", "raw", "hash")


@dataclass(frozen=True)
class Tool:
    """One tool."""

    name: str
    description: str
    arguments: Mapping[str, Mapping[str, Any]]
    required: tuple[str, ...] = ()
    answer: Callable[..., Answer] | None = None
    """None: the text of a persona."""
    names: tuple[tuple[str, str], ...] = ()
    """Arguments whose names are words of Python -> the names of the function's parameters."""

    writes: bool = False
    fields: tuple[str, ...] = ()
    """Names of what each item of the structured answer holds."""

    @property
    def output(self) -> dict[str, Any]:
        """The JSON Schema of the structured answer."""
        if self.answer is None:
            return _object({"text": TEXT, "subject": {"type": "object"}}, "text")
        items = {
            "type": "array",
            "items": _object({one: _FIELDS.get(one, TEXT) for one in self.fields}),
        }
        answer = {"total": _WHOLE, "shown": _WHOLE, "after": _PERHAPS, "items": items}
        return _object(answer, "total", "items")

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the arguments."""
        arguments = dict(self.arguments) | _PAGED
        if self.answer is None:
            del arguments["after"]
        schema = {"type": "object", "properties": arguments, "additionalProperties": False}
        return schema | ({"required": list(self.required)} if self.required else {})


TOOLS = (
    Tool(
        "search",
        "Find notes, topics and tags by name, heading, tag, property and text. Words, "
        '"several as one", #tags; all must fit. Use it before you name a note.',
        {
            "query": TEXT,
            "where": {"enum": ["names", "text", "both"]},
            "folder": TEXT,
            "tag": TEXT,
            "type": {"type": "string", "description": "Only notes whose property type is this"},
        },
        ("query",),
        note_answers.search,
        fields=(*_PLACE, "target", "target_kind", "kind", "match", "hash"),
    ),
    Tool(
        "read",
        "The text of a note, or of one section (heading or ^block), with line numbers, outline, "
        "properties and numbers of links.",
        {"note": NOTE, "section": TEXT},
        ("note",),
        note_answers.read,
        fields=_PLACE,
    ),
    Tool(
        "links",
        "What a note links to, each with its place and sentence. broken: only links to nothing.",
        {"note": NOTE, "kind": _KIND, "broken": _FLAG},
        ("note",),
        link_answers.links,
        fields=_LINKED,
    ),
    Tool(
        "backlinks",
        "Who links to a note or unwritten topic, and in which sentence. mentions: also who names "
        "it without a link.",
        {"note": NOTE, "kind": _KIND, "mentions": _FLAG},
        ("note",),
        link_answers.backlinks,
        fields=_LINKED,
    ),
    Tool(
        "neighbors",
        "Notes and topics within depth links, the nearest and best linked first.",
        {
            "note": NOTE,
            "depth": {"type": "integer", "minimum": 1, "maximum": 3},
            "direction": {"enum": ["both", "in", "out"]},
        },
        ("note",),
        link_answers.neighbors,
        fields=("target", "direction", "distance", "hash"),
    ),
    Tool(
        "path",
        "The shortest chains of links between two notes, with the sentence of each step.",
        {
            "from": NOTE,
            "to": NOTE,
            "forward": {"type": "boolean", "description": "Only in the direction of links"},
            "count": {"type": "integer", "minimum": 1, "maximum": 20},
        },
        ("from", "to"),
        link_answers.path,
        (("from", "source"), ("to", "target")),
        fields=("nodes", "steps"),
    ),
    Tool(
        "related",
        "Notes that have much in common with a note but are not linked with it, and why.",
        {"note": NOTE},
        ("note",),
        link_answers.related,
        fields=("target", "shared", "way", "hash"),
    ),
    Tool(
        "stats",
        "Figures of the vault, or a list: hubs, wanted (unwritten) topics, orphans, islands, "
        "communities, tags, personas, changes since the start.",
        {"section": {"enum": list(note_answers.STATS)}},
        (),
        note_answers.stats,
        fields=("label", "value"),
    ),
    Tool(
        "check",
        "Faults in the notes (broken links, wrong names and more), each with its place, and the "
        "edit if one is certain. Check a note after you change it.",
        {
            "note": NOTE,
            "folder": TEXT,
            "since": {"type": "string", "description": "Commit: only what changed after it"},
            "severity": {"enum": ["info", "warning", "error"]},
        },
        (),
        note_answers.check,
        fields=(*_PLACE, "kind", "relation", "hash", "fix"),
    ),
    Tool(
        "persona",
        "How to be a character of the vault (stats lists personas): its story and memories. "
        "about: what to remember now.",
        {"name": NOTE, "about": TEXT, "as": {"type": "string", "description": "Who speaks"}},
        ("name",),
    ),
)
"""The tools that read, in the order in which they are listed."""


def _object(properties: Mapping[str, Any], *required: str) -> dict[str, Any]:
    schema = {"type": "object", "properties": dict(properties)}
    return schema | ({"required": list(required)} if required else {})


def called(tool: Tool, view: VaultView, arguments: Mapping[str, Any]) -> Rendered:
    """Return the answer of a tool.

    Raises:
        RequestError: an argument is missing, unknown or invalid, or the request cannot be met.
    """
    validate(tool, arguments)
    given = dict(arguments)
    if tool.answer is None:
        name, about = given["name"], given.get("about", "")
        text = note_answers.persona_text(
            view, name, about, given.get("as", ""), given.get("budget")
        )
        key = view.find_note(name)
        return Rendered(text, {"subject": link_answers.subject(view, key), "text": text})
    budget, after = given.pop("budget", BUDGET), given.pop("after", "")
    question = json.dumps([tool.name, given], sort_keys=True)
    stamp = hashlib.sha256(f"{view.stamp}{question}".encode(errors="replace")).hexdigest()[:6]
    renamed = dict(tool.names)
    wanted = {renamed.get(name, name): value for name, value in given.items()}
    return rendered(tool.answer(view, **wanted), Page(budget, after, stamp))


def validate(tool: Tool, arguments: Mapping[str, Any]) -> None:
    """Check arguments by the schema of a tool.

    Raises:
        RequestError: the first that is missing, unknown or invalid.
    """
    properties = tool.schema["properties"]
    for name in tool.required:
        if name not in arguments:
            raise RequestError(
                f"{tool.name}: `{name}` is missing", f"give {_listed(tool.required)}"
            )
    for name, value in arguments.items():
        if name not in properties:
            raise RequestError(
                f"{tool.name}: no argument `{quoted(name)[:60]}`", f"it has {_listed(properties)}"
            )
        if wrong := _wrong(properties[name], value):
            raise RequestError(f"{tool.name}: `{name}` is invalid", wrong)


def _listed(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _wrong(schema: Mapping[str, Any], value: Any) -> str:
    """Return what a value must be, if it is not."""
    if "enum" in schema:
        return "" if value in schema["enum"] else f"give one of {', '.join(schema['enum'])}"
    if schema["type"] == "integer":
        least, most = schema["minimum"], schema["maximum"]
        fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        return "" if fits else f"give a number from {least:,} to {most:,}"
    if schema["type"] == "boolean":
        return "" if isinstance(value, bool) else "give true or false"
    return "" if isinstance(value, str) else "give a text"
