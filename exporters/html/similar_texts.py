"""The notes with similar texts, as a pack of columns: what the page's "related" cannot compute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from noteweave.exporters.html.packed_columns import PackedColumns


def similar_pack(keys: Sequence[str], similar: Mapping[str, Sequence[str]]) -> PackedColumns | None:
    """Pack the numbers of the notes similar to each node; None if there are none.

    Args:
        keys: of the nodes, by their numbers.
        similar: for each note, those with similar texts, the most similar first.
    """
    number = {key: place for place, key in enumerate(keys)}
    rows = [[number[other] for other in similar.get(key, ()) if other in number] for key in keys]
    if not any(rows):
        return None
    pack = PackedColumns()
    pack.varints("count", [len(row) for row in rows])
    pack.varints("similar", [other for row in rows for other in row])
    return pack
