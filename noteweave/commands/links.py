"""`noteweave links`: every link of a vault and what it points to."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from noteweave.commands._vault_options import (
    Gitignore,
    Ignore,
    ProfileName,
    Root,
    Sections,
    UseCache,
    open_vault,
)
from noteweave.graph.names import heading_key
from noteweave.processes import spread

if TYPE_CHECKING:
    from noteweave.graph.resolve.resolved_vault import ResolvedVault


class Row(msgspec.Struct, omit_defaults=True, gc=False):
    """What is printed of one link: a line of CSV, an object of JSON."""

    source: str
    line: int
    column: int
    raw: str
    syntax: str
    kind: str
    relation: str | None
    reason: str
    section: str
    fragment: str
    display: str
    target: str | None
    target_kind: str
    candidates: tuple[str, ...] = ()


_MANY = 2_000
"""Notes whose links two processes print sooner than one."""
_TOGETHER = 128
"""Notes whose links are printed in one piece of work."""


class Format(StrEnum):
    """How links are printed."""

    TEXT = "text"
    JSONL = "jsonl"
    CSV = "csv"


def links(
    vault: Root = Path(),
    section: Sections = None,
    format: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.TEXT,
    profile: ProfileName = None,
    ignore: Ignore = None,
    gitignore: Gitignore = True,
    cache: UseCache = True,
) -> None:
    """Print every link, in the order of paths and positions, with what it points to.

    `--format jsonl` prints one JSON object a line, for scripts.
    """
    from noteweave.graph.resolve.resolved_vault import resolve

    resolved = resolve(open_vault(vault, profile, tuple(ignore or ()), gitignore, cache=cache))
    paths = list(resolved.vault.notes)
    write = {Format.TEXT: _text, Format.JSONL: _jsonl, Format.CSV: _csv}[format]
    out = sys.stdout.buffer
    if format is Format.CSV:
        out.write(",".join(Row.__struct_fields__).encode() + b"\r\n")
    pieces = [paths[n : n + _TOGETHER] for n in range(0, len(paths), _TOGETHER)]
    resolved.index.prepare()  # the notes are still being read
    next(iter(resolved.vault.notes.values()), None)  # read them before the processes part
    out.flush()
    with spread(len(paths), _MANY) as each:
        rows = partial(_rows, resolved, tuple(section or ()))
        out.writelines(each(lambda some: b"".join(write(rows(some))), pieces))


def _rows(
    resolved: ResolvedVault, sections: Sequence[str], paths: Sequence[str]
) -> Iterator[list[Row]]:
    """Yield the links of each note that stand under one of the headings."""
    wanted = {heading_key(section) for section in sections}
    for path in paths:
        note = resolved.vault.notes[path]
        yield [
            Row(
                path, link.line, link.column, link.raw, link.syntax, link.kind, link.relation,
                link.reason, note.section(link.line), link.fragment, link.display, target, kind,
                candidates,
            )
            for link, target, kind, candidates, _ in resolved.links(note)
            if not wanted or heading_key(note.section(link.line)) in wanted
        ]  # fmt: skip


def _jsonl(notes: Iterator[list[Row]]) -> Iterator[bytes]:
    return map(msgspec.json.Encoder().encode_lines, notes)


def _csv(notes: Iterator[list[Row]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for rows in notes:
        for row in rows:
            *values, candidates = msgspec.structs.astuple(row)
            writer.writerow([*values, " | ".join(candidates)])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def _text(notes: Iterator[list[Row]]) -> Iterator[bytes]:
    for rows in notes:
        for row in rows:
            raw = " ".join(row.raw.split())
            why = ": ".join(filter(None, (row.relation, row.reason)))
            relation = f" ({why})" if why else ""
            points = row.target or ("nothing yet" if row.target_kind == "topic" else "the web")
            where = f"{row.source}:{row.line}:{row.column}"
            yield f"{where}: {raw}{relation} -> {points}\n".encode()
