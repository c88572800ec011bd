"""What `noteweave init` says and writes about rules that nearly all notes of a vault keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from noteweave.graph.check.habits import Proposal
from noteweave.scaffold import toml
from noteweave.vault.messages import _


def describe(found: Sequence[Proposal]) -> Iterator[str]:
    """Yield a line for each proposed rule, after one that introduces them."""
    if found:
        yield _("nearly all notes keep these rules:")
        yield from (f"  {proposal.found}" for proposal in found)


def settings(found: Sequence[Proposal]) -> Iterator[str]:
    """Yield each proposed rule as an entry of the configuration file."""
    for proposal in found:
        entry = msgspec.to_builtins(proposal.rule)
        lines = [f"{name} = {toml(part)}\n" for name, part in entry.items()]
        seen = "".join(c if c.isprintable() else " " for c in proposal.found)  # TOML refuses some
        yield f"\n[[rules.{proposal.table}]]   # {seen}\n{''.join(lines)}"
