"""The colors of communities, for every format that has colors.

They can be told apart with red-green or blue color blindness, and be seen on white and on near
black; `test_palette.py` computes both. The eight that differ most come first, since most vaults
have few large communities.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COLORS: tuple[str, ...] = (
    "#2f63dd",  # blue
    "#dda21a",  # gold
    "#b53f6c",  # raspberry
    "#4d9c78",  # sage
    "#18a5f5",  # sky
    "#d4681f",  # amber
    "#a17fc9",  # lilac
    "#f6b3bc",  # rose
    "#4f4694",  # indigo
    "#6ddb6f",  # lime
    "#7c5a17",  # bark
    "#b4bffb",  # periwinkle
)
"""`#rrggbb`, by number of the community; the thirteenth starts again with the first."""

NEUTRAL = "#9aa1ad"
"""For nodes outside of communities: orphans, and topics without a note."""


def color_of(node: Mapping[str, Any]) -> str | None:
    """Return the color of a node by its attributes; None when no community was measured."""
    community = node.get("community")
    if not isinstance(community, int):
        return None
    if node.get("orphan") or node.get("kind") == "topic":
        return NEUTRAL
    return COLORS[community % len(COLORS)] if community >= 0 else NEUTRAL
