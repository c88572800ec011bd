"""What `noteweave init` says and writes about rules that nearly all notes of a vault keep."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from noteweave.graph.query.habits import Proposal


def describe(found: Sequence[Proposal]) -> Iterator[str]:
    """Yield a line for each proposed rule, after one that introduces them."""
    if found:
        yield "nearly all notes keep these rules:"
        yield from (f"  {proposal.found}" for proposal in found)


def settings(found: Sequence[Proposal]) -> Iterator[str]:
    """Yield each proposed rule as an entry of the configuration file."""
    for proposal in found:
        entry = msgspec.to_builtins(proposal.rule)
        lines = [f"{name} = {value(part)}\n" for name, part in entry.items()]
        seen = "".join(c if c.isprintable() else " " for c in proposal.found)  # TOML refuses some
        yield f"\n[[rules.{proposal.table}]]   # {seen}\n{''.join(lines)}"


def value(part: Any) -> str:
    """Write a value as TOML: a text, number, truth value, list, or a table in one line."""
    if isinstance(part, str):
        return f"'{part}'" if "'" not in part and part.isprintable() else json.dumps(part)
    if isinstance(part, dict):
        pairs = ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {value(one)}"
                          for key, one in part.items())  # fmt: skip
        return f"{{ {pairs} }}"
    if isinstance(part, list | tuple):
        return f"[{', '.join(map(value, part))}]"
    return json.dumps(part)
