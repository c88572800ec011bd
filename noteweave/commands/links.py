"""`noteweave links`: every link of a vault and what it points to."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from noteweave.commands._options import FORMAT, ReadOptions, Root, Sections
from noteweave.graph.names import heading_key
from noteweave.terminal import plain, plain_json, plain_lines
from noteweave.vault.messages import _
from noteweave.vault.model import section_finder
from noteweave.vault.workers.pool import parallel_map

if TYPE_CHECKING:
    from noteweave.graph.resolve.resolved_vault import ResolvedVault


class Row(msgspec.Struct, omit_defaults=True, gc=False):
    """One printed link: a line of CSV or a JSON object."""

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


_ALONE = 2_000
"""Up to this number of notes one process is faster than two."""
_BATCH = 128
"""Notes whose links are printed in one piece of work."""


def links(
    vault: Root = Path(),
    section: Sections = None,
    format: Annotated[Literal["text", "jsonl", "csv"], FORMAT] = "text",
    *,
    read: ReadOptions,
) -> None:
    """Print every link and its target, ordered by path and position.

    `--format jsonl` prints one JSON object a line, for scripts.
    """
    from noteweave.graph.resolve.resolved_vault import resolve

    resolved = resolve(read.open(vault))
    paths = list(resolved.vault.notes)
    write = {"text": _text, "jsonl": _jsonl, "csv": _csv}[format]
    out = sys.stdout.buffer
    if format == "csv":
        out.write(",".join(Row.__struct_fields__).encode() + b"\r\n")
    pieces = [paths[n : n + _BATCH] for n in range(0, len(paths), _BATCH)]
    resolved.index.prepare()  # the notes are still being read
    next(iter(resolved.vault.notes.values()), None)  # read all notes before the processes fork
    out.flush()
    with parallel_map(len(paths), _ALONE) as each:
        rows = partial(_rows, resolved, tuple(section or ()))
        out.writelines(each(lambda some: b"".join(write(rows(some))), pieces))


def _rows(
    resolved: ResolvedVault, sections: Sequence[str], paths: Sequence[str]
) -> Iterator[list[Row]]:
    """Yield the links of each note that stand under one of the headings."""
    wanted = {heading_key(section) for section in sections}
    for path in paths:
        note = resolved.vault.notes[path]
        section = section_finder(note.headings)
        yield [
            Row(
                path, link.line, link.column, link.raw, link.syntax, link.kind, link.relation,
                link.reason, section(link.line), link.fragment, link.display, target, kind,
                candidates,
            )
            for link, target, kind, candidates, _ in resolved.links(note)
            if not wanted or heading_key(section(link.line)) in wanted
        ]  # fmt: skip


def _jsonl(notes: Iterator[list[Row]]) -> Iterator[bytes]:
    encode = msgspec.json.Encoder().encode_lines
    for rows in notes:
        written = encode(rows)
        text = written.decode()
        plain_text = plain_json(text)
        yield written if plain_text is text else plain_text.encode()


def _csv(notes: Iterator[list[Row]]) -> Iterator[bytes]:
    from noteweave.exporters._shared.csv_cells import no_formula

    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for rows in notes:
        for row in rows:
            *values, candidates = msgspec.structs.astuple(row)
            cells = [*values, " | ".join(candidates)]
            writer.writerow(no_formula(cell) if isinstance(cell, str) else cell for cell in cells)
        yield plain_lines(buffer.getvalue()).encode()
        buffer.seek(0)
        buffer.truncate()


def _text(notes: Iterator[list[Row]]) -> Iterator[bytes]:
    for rows in notes:
        for row in rows:
            raw = " ".join(row.raw.split())
            why = ": ".join(filter(None, (row.relation, row.reason)))
            relation = f" ({why})" if why else ""
            nowhere = _("nothing yet") if row.target_kind == "topic" else _("the web")
            points = row.target or nowhere
            where = f"{row.source}:{row.line}:{row.column}"
            yield f"{plain(f'{where}: {raw}{relation} -> {points}')}\n".encode()
