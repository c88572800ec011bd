"""Formats that are two tables, nodes and edges: both in a zip archive, or one of them alone."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from typing import IO, BinaryIO, cast

from noteweave.exporters._shared.options import Option

TABLE_OPTION = Option(
    "table", "both", "both in a zip, or nodes or edges alone", ("both", "nodes", "edges")
)
_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that zip can store; the real time would change bytes

Stream = BinaryIO | IO[bytes]


def write_tables(
    stream: BinaryIO,
    writers: Mapping[str, Callable[[Stream], None]],
    table: str,
    suffix: str,
    *,
    compress: bool = True,
) -> None:
    """Write one table to `stream`, or all to a zip archive; never seeks.

    Args:
        stream: where to.
        writers: writes a table, by its name; called in this order.
        table: a value of `TABLE_OPTION`.
        suffix: of the files in the archive, with its dot.
        compress: false for tables that are compressed already.
    """
    if table != "both":
        writers[table](stream)
        return
    with zipfile.ZipFile(cast(IO[bytes], _Unseekable(stream)), "w") as archive:
        for name, write in writers.items():
            info = zipfile.ZipInfo(f"{name}{suffix}", _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
            info.create_system = 3  # Unix, on every system
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=True) as file:
                write(file)


class _Unseekable:
    """A stream without `seek` and `tell`, so that zipfile never goes back."""

    def __init__(self, stream: BinaryIO) -> None:
        self.write = stream.write
        self.flush = stream.flush
