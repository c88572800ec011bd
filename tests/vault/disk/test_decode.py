"""The bytes of a file become the text that the places of its links count."""

from __future__ import annotations

import pytest

from noteweave.graph.edits.edit import Edit, edited
from noteweave.vault.disk.decode import decode, parse_bytes

BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize("marks", [0, 1, 2, 3])
@pytest.mark.parametrize("path", ["n.md", "n.canvas"])
def test_links_are_where_edits_look_for_them_after_byte_order_marks(path: str, marks: int) -> None:
    content = (
        b'{"nodes": [{"type": "text", "text": "[[Tea]]"}]}' if "canvas" in path else b"[[Tea]]"
    )
    data = BOM * marks + content
    text, _ = decode(data)
    for link in parse_bytes(path, data).links:
        assert text[link.start : link.end] == "[[Tea]]"
        changed = edited(data, [Edit(path, link.start, link.end, "[[Leaf]]")])
        assert changed == data.replace(b"Tea", b"Leaf")
