"""`noteweave links`: every link of a vault and what it points to."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from noteweave.commands._vault import (
    Gitignore,
    Ignore,
    ProfileName,
    Root,
    UseCache,
    open_vault,
)
from noteweave.vault.read import Vault

FIELDS = (
    "source", "line", "column", "raw", "syntax", "kind", "relation", "fragment", "display",
    "target", "target_kind", "candidates",
)  # fmt: skip


class Format(StrEnum):
    """How links are printed."""

    TEXT = "text"
    JSONL = "jsonl"
    CSV = "csv"


def links(
    vault: Root = Path(),
    format: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.TEXT,
    profile: ProfileName = None,
    ignore: Ignore = None,
    gitignore: Gitignore = True,
    cache: UseCache = True,
) -> None:
    """Print every link, in the order of paths and positions, with what it points to.

    `--format jsonl` prints one JSON object a line, for scripts.
    """
    rows = _rows(open_vault(vault, profile, tuple(ignore or ()), gitignore, cache=cache))
    write = {Format.TEXT: _text, Format.JSONL: _jsonl, Format.CSV: _csv}[format]
    for piece in write(rows):
        sys.stdout.buffer.write(piece)


def _rows(vault: Vault) -> Iterator[dict[str, Any]]:
    from noteweave.graph.resolve import resolve

    resolved = resolve(vault)
    for note in resolved.vault.notes.values():
        for link, target, kind, candidates, _ in resolved.links(note):
            row = {
                "source": note.path,
                "line": link.line,
                "column": link.column,
                "raw": link.raw,
                "syntax": link.syntax,
                "kind": link.kind,
                "relation": link.relation,
                "fragment": link.fragment,
                "display": link.display,
                "target": target,
                "target_kind": kind,
            }
            if candidates:
                row["candidates"] = candidates
            yield row


def _jsonl(rows: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    encode = msgspec.json.Encoder().encode
    for row in rows:
        yield encode(row) + b"\n"


def _csv(rows: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, FIELDS, restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({**row, "candidates": " | ".join(row.get("candidates", ()))})
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def _text(rows: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    for row in rows:
        raw = " ".join(row["raw"].split())
        relation = f" ({row['relation']})" if row["relation"] else ""
        points = row["target"] or ("nothing yet" if row["target_kind"] == "topic" else "the web")
        where = f"{row['source']}:{row['line']}:{row['column']}"
        yield f"{where}: {raw}{relation} -> {points}\n".encode()
