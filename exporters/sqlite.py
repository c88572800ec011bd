"""SQLite database with full-text search; open it with Datasette, DB Browser, or sqlite3.

Tables `nodes`, `edges`, `places` (every single link, with the text around it), `tags`,
`properties` and `graph`; views `backlinks`, `wanted` and `orphans`; full-text tables `nodes_fts`
and `places_fts`, which find words inside Chinese sentences too. See docs/formats.md.
"""

from __future__ import annotations

import math
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import lru_cache
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.edges import linked_pairs
from noteweave.exporters._shared.losses import Loss, Losses
from noteweave.exporters._shared.options import chosen
from noteweave.exporters._shared.palette import color_of
from noteweave.exporters._shared.property_columns import SCHEMA, as_text, plain
from noteweave.exporters._shared.text import encode_json, utf8, utf8_ids
from noteweave.graph.schema import Occurrence

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.vault.model import Context

SUFFIX = ".sqlite"

OPTIONS = ()

VERSION = 2
"""`PRAGMA user_version`: increased when a table or column changes its meaning."""

_TYPES = {"bool": "INTEGER", "int": "INTEGER", "float": "REAL"}
_NODE_COLUMNS = [name for name, attribute in SCHEMA.items() if attribute.type != "places"]
_NAMES = {"label": "name"}  # Datasette shows the column `name` as the text of a reference
_SEARCHED = ("name", "title", "aliases", "tags", "path", "properties")
LONGEST_WORD = 8
"""Characters up to which a word is found inside a sentence without blanks."""
_unspaced = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]+"
)
"""A run in a script that has no blanks between words (or, in Korean, joins words)."""

_TABLES = f"""
CREATE TABLE graph (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE nodes (
  id TEXT PRIMARY KEY,
  {", ".join(f'"{_NAMES.get(n, n)}" {_TYPES.get(SCHEMA[n].type, "TEXT")}' for n in _NODE_COLUMNS)},
  color TEXT
);
CREATE TABLE edges (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL REFERENCES nodes(id),
  target TEXT NOT NULL REFERENCES nodes(id),
  kind TEXT NOT NULL,
  relation TEXT NOT NULL,
  count INTEGER NOT NULL
);
CREATE TABLE places (
  id INTEGER PRIMARY KEY,
  edge INTEGER NOT NULL REFERENCES edges(id),
  line INTEGER NOT NULL,
  "column" INTEGER NOT NULL,
  raw TEXT NOT NULL,
  section TEXT NOT NULL,
  reason TEXT NOT NULL,
  context TEXT
);
CREATE TABLE tags (
  node TEXT NOT NULL REFERENCES nodes(id),
  tag TEXT NOT NULL,
  PRIMARY KEY (node, tag)
) WITHOUT ROWID;
CREATE TABLE properties (
  node TEXT NOT NULL REFERENCES nodes(id),
  name TEXT NOT NULL,
  value,
  PRIMARY KEY (node, name)
) WITHOUT ROWID;
"""

_INDEXES = f"""
CREATE INDEX edges_source ON edges(source);
CREATE INDEX edges_target ON edges(target);
CREATE INDEX places_edge ON places(edge);
CREATE INDEX tags_tag ON tags(tag);
CREATE INDEX properties_name ON properties(name, value);
CREATE VIEW backlinks AS
  SELECT target, source, kind, relation, reason, section, line, "column", raw, context
  FROM edges JOIN places ON places.edge = edges.id
  ORDER BY target, source, line, "column";
CREATE VIEW wanted AS
  SELECT id, name, in_links FROM nodes WHERE kind = 'topic' ORDER BY in_links DESC, id;
CREATE VIEW orphans AS
  SELECT id, name, words FROM nodes WHERE kind = 'note' AND orphan ORDER BY id;
CREATE VIRTUAL TABLE nodes_fts USING fts5({", ".join(_SEARCHED)}, content="nodes");
INSERT INTO nodes_fts(rowid, {", ".join(_SEARCHED)})
  SELECT rowid, {", ".join(f"searchable({name})" for name in _SEARCHED)} FROM nodes;
CREATE VIRTUAL TABLE places_fts USING fts5(context, content="places");
INSERT INTO places_fts(rowid, context) SELECT id, searchable(context) FROM places;
"""

Ids = Mapping[str, str]
_EDGE = "INSERT INTO edges VALUES (?, ?, ?, ?, ?, ?)"
_PLACE = (
    'INSERT INTO places (edge, line, "column", raw, section, reason, context) '
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Build the database in a temporary folder, then copy it: SQLite seeks, a stream may not."""
    chosen(OPTIONS, request.settings)
    losses = Losses()
    with tempfile.TemporaryDirectory(prefix="noteweave-") as folder:
        path = Path(folder) / "graph.sqlite"
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            _fill(database, graph, request, losses)
        with path.open("rb") as file:
            shutil.copyfileobj(file, stream, 1 << 20)
    losses.report(request)


def _fill(
    database: sqlite3.Connection, graph: nx.MultiDiGraph[str], request: Request, losses: Losses
) -> None:
    # Safe without a journal: no other process sees the file, and an incomplete one is deleted.
    database.executescript(
        f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA user_version={VERSION};"
    )
    database.executescript(_TABLES)
    database.execute("BEGIN")
    ids = utf8_ids(graph, losses)
    about = ((name, _scalar(value, losses)) for name, value in sorted(graph.graph.items()))
    database.executemany("INSERT INTO graph VALUES (?, ?)", about)
    marks = ", ".join("?" * (len(_NODE_COLUMNS) + 2))
    database.executemany(f"INSERT INTO nodes VALUES ({marks})", _nodes(graph, ids, losses))
    database.executemany("INSERT OR IGNORE INTO tags VALUES (?, ?)", _tags(graph, ids))
    properties = _properties(graph, ids)
    database.executemany("INSERT OR IGNORE INTO properties VALUES (?, ?, ?)", properties)
    for edge, places in _edges(graph, ids, request, losses):
        database.execute(_EDGE, edge)
        database.executemany(_PLACE, places)
    database.execute("COMMIT")
    database.create_function("searchable", 1, searchable, deterministic=True)
    database.executescript(f"BEGIN; {_INDEXES} COMMIT;")


@lru_cache(maxsize=1)  # a sentence with many links has as many rows
def searchable(text: str | None) -> str | None:
    """Return the text that is indexed: runs without blanks stand apart, followed by their parts.

    A query's word in such a script is one token of SQLite's own tokenizer, so every part of up to
    `LONGEST_WORD` characters must be a token, too.

    >>> searchable("喝龙井")
    '喝龙井 喝 龙 井 喝龙 龙井'
    """
    if text is None or text.isascii():
        return text
    runs = _unspaced.findall(text)
    parts = (
        run[start : start + length]
        for run in runs
        for length in range(1, min(LONGEST_WORD + 1, len(run)))
        for start in range(len(run) - length + 1)
    )
    return " ".join([_unspaced.sub(r" \g<0> ", text).strip(), *parts])


def _nodes(graph: nx.MultiDiGraph[str], ids: Ids, losses: Losses) -> Iterator[list[Any]]:
    for key in sorted(graph):
        node = graph.nodes[key]
        cells = [_cell(node.get(name), losses) for name in _NODE_COLUMNS]
        yield [ids[key], *cells, color_of(node)]


def _tags(graph: nx.MultiDiGraph[str], ids: Ids) -> Iterator[tuple[str, str]]:
    for key in sorted(graph):
        for tag in graph.nodes[key].get("tags") or ():
            yield ids[key], utf8(str(tag), Losses())  # already counted with the node


def _properties(graph: nx.MultiDiGraph[str], ids: Ids) -> Iterator[tuple[str, str, Any]]:
    """Yield every property; lists are JSON, for rows would lose the order of their items."""
    silent = Losses()  # already counted with the node
    for key in sorted(graph):
        for name, value in (graph.nodes[key].get("properties") or {}).items():
            cell = _cell(value, silent)
            if cell is not None:
                yield ids[key], utf8(str(name), silent), cell


def _edges(
    graph: nx.MultiDiGraph[str], ids: Ids, request: Request, losses: Losses
) -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
    """Yield each edge with its places; the text of a note is read once."""
    number, last = 0, None
    contexts: Mapping[tuple[int, int], Context] = {}
    for source, target, parallel in linked_pairs(graph):
        if source != last:
            last, contexts = source, request.contexts_of(graph.nodes[source].get("path") or "")
        for _, data in parallel:
            number += 1
            kind, relation = str(data.get("kind") or "link"), str(data.get("relation") or "")
            count = data.get("count") or 1
            edge = (number, ids[source], ids[target], kind, utf8(relation, losses), count)
            places = [
                (
                    number,
                    place.line,
                    place.column,
                    utf8(place.raw, losses),
                    utf8(place.section, losses),
                    utf8(place.reason, losses),
                    _text(contexts.get((place.line, place.column))),
                )
                for place in starmap(Occurrence, data.get("places") or ())
            ]
            yield edge, places


def _text(context: Context | None) -> str | None:
    return utf8(context.text, Losses()) if context else None


def _cell(value: Any, losses: Losses) -> Any:
    """Return a value that SQLite can store: lists and maps as JSON, for its JSON functions."""
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        return utf8(encode_json(plain(value, losses)), losses)
    return _scalar(value, losses)


def _scalar(value: Any, losses: Losses) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int) and abs(value) < 2**63:
        return int(value)
    if isinstance(value, float):
        if math.isfinite(value):
            return float(value)
        losses[Loss.NUMBER] += 1
        return None
    return None if value is None else utf8(as_text(value, losses), losses)
