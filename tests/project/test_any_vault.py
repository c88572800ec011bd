"""Whatever a vault holds, it is read, its links are cut out exactly, and exports can be loaded.

Run more examples with `HYPOTHESIS_PROFILE=long` . What was found is kept as an
`@example`, or as a test of its own where it was mended.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from strange_vaults import CANVASES, NOTES, vaults

from noteweave.exporters import Request, exporter
from noteweave.graph.build.graph import build_graph
from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.check.findings import Finding
from noteweave.graph.check.fix import apply_fixes
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.context.contexts import card_contexts, contexts
from noteweave.vault.disk.decode import decode
from noteweave.vault.model import Note
from noteweave.vault.parsing.canvas import parse_canvas
from noteweave.vault.parsing.grammar import Grammar
from noteweave.vault.parsing.note import parse
from noteweave.vault.vault import OpenOptions, Vault

GRAMMARS = [
    Grammar(),
    Grammar(lenient_properties=True, tag_pages=True),
    Grammar(lenient_properties=True, label_first=True),
    Grammar(comments=False),
]
FACTOR = 20 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 1
few = settings(
    max_examples=25 * FACTOR, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
many = settings(max_examples=150 * FACTOR, deadline=None)
ALL = CheckOptions(select=("all",))


@contextmanager
def written(files: dict[str, str]) -> Iterator[Path]:
    """Write a vault into a temporary folder, which is deleted at the end."""
    folder = Path(tempfile.mkdtemp(prefix="vault-"))
    try:
        for path, text in files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode("utf-8", "surrogatepass"))
        yield folder
    finally:
        shutil.rmtree(folder)


def assert_sound(note: Note, text: str) -> None:
    """Assert that a note can be kept, and that its spans cut out its links."""
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(note), type=Note) is not None
    for link in note.links:
        assert text[link.start : link.end] == link.raw
        assert link.line >= 1
        assert link.column >= 1


@pytest.mark.parametrize("grammar", GRAMMARS, ids=["obsidian", "logseq", "dendron", "no comments"])
@many
@given(NOTES)
def test_any_note_is_parsed(grammar: Grammar, text: str) -> None:
    note = parse("n.md", text, grammar)
    assert_sound(note, text)
    found = contexts(text, note.links)
    assert all(len(context.text) <= 240 for context in found)
    assert len(found) == len(note.links)


@many
@given(CANVASES)
def test_any_canvas_is_parsed(text: str) -> None:
    text, _ = decode(text.encode("utf-8", "surrogatepass"))  # as it comes from a file
    note = parse_canvas("n.canvas", text)
    assert_sound(note, text)
    assert len(card_contexts(text, note.links)) == len(note.links)


def findings(vault: Vault) -> list[Finding]:
    return list(check(resolve(vault), ALL))


def exported(vault: Vault, name: str) -> bytes:
    stream = io.BytesIO()
    graph = build_graph(resolve(vault))
    exporter(name).export(graph, stream, Request(vault.contexts, {}))
    return stream.getvalue()


@few
@given(vaults())
def test_how_a_vault_is_read_changes_nothing(files: dict[str, str]) -> None:
    with written(files) as folder, written(dict(reversed(files.items()))) as other:
        vault = Vault.open(folder, OpenOptions(cache=False, jobs=1))
        first = findings(vault)
        for jobs, cache in ((2, False), (1, True), (1, True)):
            again = Vault.open(folder, OpenOptions(cache=cache, jobs=jobs, eager=cache))
            assert findings(again) == first
        elsewhere = Vault.open(other, OpenOptions(cache=False))
        assert findings(elsewhere) == first
        assert dict(elsewhere.notes) == dict(vault.notes)


@few
@given(vaults())
def test_after_fixes_nothing_can_be_fixed(files: dict[str, str]) -> None:
    with written(files) as folder:
        vault = Vault.open(folder, OpenOptions(cache=False))
        fixed = apply_fixes(vault, check(resolve(vault), ALL), ALL)
        for path, data in fixed.after.items():
            vault.disk_path(path).write_bytes(data)
        after = Vault.open(folder, OpenOptions(cache=False))
        again = apply_fixes(after, check(resolve(after), ALL), ALL)
        assert again.after == {}


def _xml(data: bytes) -> None:
    etree.fromstring(data)


def _json(data: bytes) -> None:
    def refuse(constant: str) -> Any:
        raise AssertionError(constant)

    json.loads(data, parse_constant=refuse)


def _sqlite(data: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".db") as file:
        file.write(data)
        file.flush()
        found = sqlite3.connect(file.name).execute("pragma integrity_check").fetchone()
        assert found == ("ok",)


def _zip(data: bytes) -> None:
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def _text(data: bytes) -> None:
    data.decode()


READERS = {
    "graphml": _xml,
    "gexf": _xml,
    "json": _json,
    "cyjs": _json,
    "canvas": _json,
    "backlinks_json": _json,
    "sqlite": _sqlite,
    "csv": _zip,
    "parquet": _zip,
    "cypher": _text,
    "dot": _text,
    "mermaid": _text,
    "backlinks": _text,
    "backlinks_csv": _text,
    "backlinks_html": _text,
    "html": _text,
}


@pytest.mark.parametrize("name", READERS)
@settings(few, max_examples=8 * FACTOR)
@given(vaults(most=4))
def test_every_export_is_loaded_by_its_reader(name: str, files: dict[str, str]) -> None:
    with written(files) as folder:
        READERS[name](exported(Vault.open(folder, OpenOptions(cache=False)), name))
