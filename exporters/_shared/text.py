"""Text written to a stream as UTF-8: what UTF-8 cannot hold is replaced, and counted."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from json import JSONEncoder
from typing import BinaryIO

from noteweave.exporters._shared.losses import Loss, Losses

REPLACEMENT = "\ufffd"
BATCH = 1 << 16
"""Characters that are written together."""

encode_json = JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_surrogate = re.compile("[\ud800-\udfff]")


def utf8(text: str, losses: Losses) -> str:
    """Return `text` without the lone surrogates that UTF-8 has no bytes for."""
    if text.isascii():
        return text
    text, replaced = _surrogate.subn(REPLACEMENT, text)
    losses[Loss.CHARACTER] += replaced
    return text


def utf8_ids(keys: Collection[str], losses: Losses) -> Mapping[str, str]:
    """Return each node's key as UTF-8 can hold it; no two nodes share one."""
    ids = _Unchanged()
    for key in sorted(key for key in keys if not key.isascii() and _surrogate.search(key)):
        name = utf8(key, losses)
        while name in keys or name in ids.values():
            name += REPLACEMENT
        ids[key] = name
    return ids


class _Unchanged(dict[str, str]):
    """Maps every key that is not in it to itself."""

    def __missing__(self, key: str) -> str:
        return key


def write_text(stream: BinaryIO, pieces: Iterable[str], losses: Losses) -> None:
    """Write many small pieces of text in few large writes; memory holds one batch."""
    batch: list[str] = []
    size = 0
    for piece in pieces:
        batch.append(piece)
        size += len(piece)
        if size >= BATCH:
            stream.write(utf8("".join(batch), losses).encode())
            batch.clear()
            size = 0
    stream.write(utf8("".join(batch), losses).encode())


def json_items(items: Iterable[str]) -> Iterator[str]:
    """Yield the encoded items of a JSON array, one a line, with commas between them."""
    separator = "\n"
    for item in items:
        yield separator + item
        separator = ",\n"
