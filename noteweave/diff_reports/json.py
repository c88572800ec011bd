"""The change of a graph as JSON: complete, so that it can be applied to the first state."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from noteweave.diff_reports import VERSION
from noteweave.past.graph_changes import GraphChange, Side


def lines(change: GraphChange, top: int) -> Iterator[str]:
    """Yield the JSON document; `top` cuts nothing here."""
    diff: dict[str, Any] = msgspec.to_builtins(change.diff)
    document = {
        "version": VERSION,
        "vault": change.vault,
        "from": _side(change.before),
        "to": _side(change.after),
        "settings": "today's",
        "shallow": change.shallow,
        **diff,
    }
    yield json.dumps(document, ensure_ascii=False, indent=2)


def _side(side: Side) -> dict[str, Any]:
    if side.commit is None:
        return {"commit": None, side.label.replace(" ", ""): True}
    return {"commit": side.commit, "date": side.date}
