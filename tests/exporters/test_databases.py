"""SQLite, Parquet and Cypher: typed tables, search in two scripts, statements nobody can break."""

from __future__ import annotations

import ast
import io
import json
import math
import re
import sqlite3
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from export_graphs import (
    Graph,
    link,
    note,
    pyarrow_parquet,
    reported,
    tea_house,
    with_properties,
    written,
)

from noteweave.exporters import Request, exporter
from noteweave.exporters.cypher import _quoted
from noteweave.vault.errors import RequestError
from noteweave.vault.model import Context


def opened(data: bytes, folder: Path) -> sqlite3.Connection:
    file = folder / "graph.sqlite"
    file.write_bytes(data)
    return sqlite3.connect(file)


def tea_base(folder: Path) -> sqlite3.Connection:
    return opened(written(tea_house(), "sqlite"), folder)


def test_sqlite_holds_the_graph(tmp_path: Path) -> None:
    base = tea_base(tmp_path)
    counts = [base.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("nodes", "edges")]
    assert counts == [6, 7]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    row = base.execute("SELECT name, tags, words, created FROM nodes WHERE id LIKE '%Dragon%'")
    assert row.fetchone() == ("Dragon Well", '["green", "hangzhou"]', 120, "2023-04-05")
    assert base.execute("SELECT value FROM graph WHERE name = 'name'").fetchone() == ("tea house",)


def test_sqlite_keeps_every_place(tmp_path: Path) -> None:
    found = tea_base(tmp_path).execute(
        "SELECT line, raw FROM backlinks WHERE target LIKE '%白牡丹%' AND kind = 'link'"
    )
    assert found.fetchall() == [(3, "[[白牡丹]]"), (9, "[[白牡丹|white peony]]")]


@pytest.mark.parametrize("words", ["Dragon", "dragon well", "白牡丹", "hangzhou", "chestnut"])
def test_sqlite_finds_words_of_any_script(tmp_path: Path, words: str) -> None:
    query = "SELECT count(*) FROM nodes_fts WHERE nodes_fts MATCH ?"
    assert tea_base(tmp_path).execute(query, [f'"{words}"']).fetchone()[0] == 1


def test_sqlite_finds_two_characters_with_like(tmp_path: Path) -> None:
    # The full-text table cannot: SQLite 3.40 finds nothing there, though it should scan.
    query = "SELECT name FROM nodes WHERE aliases LIKE '%龙井%'"
    assert tea_base(tmp_path).execute(query).fetchall() == [("Dragon Well",)]


def test_sqlite_has_the_words_around_a_link(tmp_path: Path) -> None:
    def contexts(path: str) -> dict[tuple[int, int], Context]:
        return {(3, 5): Context("Milder than 白牡丹 in spring.", 12, 15, "paragraph", 3)}

    for snippets, expected in (("links", 1), ("none", 0)):
        stream = io.BytesIO()
        request = Request(contexts=contexts, snippets=snippets)  # type: ignore[arg-type]
        exporter("sqlite").export(tea_house(), stream, request)
        base = opened(stream.getvalue(), tmp_path)
        query = "SELECT count(*) FROM places_fts WHERE places_fts MATCH 'spring'"
        assert base.execute(query).fetchone()[0] == expected
        base.close()


def test_sqlite_lists_are_json(tmp_path: Path) -> None:
    query = "SELECT DISTINCT j.value FROM nodes, json_each(nodes.tags) AS j ORDER BY 1"
    assert tea_base(tmp_path).execute(query).fetchall() == [("green",), ("hangzhou",)]
    query = "SELECT value FROM properties WHERE name = 'Harvest'"
    assert tea_base(tmp_path).execute(query).fetchall() == [("2023-04-05",)]


def test_sqlite_views_answer_the_usual_questions(tmp_path: Path) -> None:
    base = tea_base(tmp_path)
    assert base.execute("SELECT name, in_links FROM wanted").fetchall() == [("Gaiwan", 2)]
    assert base.execute("SELECT name FROM orphans").fetchall() == [("Kettle",)]


def test_sqlite_is_the_same_file_twice() -> None:
    assert written(tea_house(), "sqlite") == written(tea_house(), "sqlite")


HARD = {"nan": math.nan, "huge": 2**80, "odd": "\ud800\x00", "map": {"a": [1, date(2024, 2, 29)]}}


def test_sqlite_takes_any_value(tmp_path: Path) -> None:
    data, said = reported(with_properties(HARD), "sqlite")
    rows = dict(opened(data, tmp_path).execute("SELECT name, value FROM properties").fetchall())
    assert rows == {"huge": str(2**80), "odd": "\ufffd\x00", "map": '{"a": [1, "2024-02-29"]}'}
    assert len(said) == 3


def odd_names() -> Graph:
    """Return notes whose file names are no UTF-8, and one that looks like their replacement."""
    graph = Graph()
    for key in ("\udcff.md", "\udcfe.md", "\ufffd.md"):
        graph.add_node(key, **note(key))
    link(graph, "\udcff.md", "\udcfe.md")
    return graph


@pytest.mark.parametrize("format", ["sqlite", "cypher", "json", "csv", "cyjs", "parquet"])
def test_names_that_are_no_utf8_stay_apart(format: str, tmp_path: Path) -> None:
    if format == "parquet":
        pyarrow_parquet()
    data, said = reported(odd_names(), format)
    assert said[0].endswith("U+FFFD")
    if format == "sqlite":
        ids = opened(data, tmp_path).execute("SELECT id FROM nodes ORDER BY id").fetchall()
        assert ids == [("\ufffd.md",), ("\ufffd.md\ufffd",), ("\ufffd.md\ufffd\ufffd",)]
    if format == "json":
        assert len({node["id"] for node in json.loads(data)["nodes"]}) == 3


def test_parquet_keeps_types() -> None:
    parquet = pyarrow_parquet()
    with zipfile.ZipFile(io.BytesIO(written(tea_house(), "parquet"))) as zipped:
        nodes, edges = (
            parquet.read_table(io.BytesIO(zipped.read(name)))
            for name in ("nodes.parquet", "edges.parquet")
        )
    assert (nodes.num_rows, edges.num_rows) == (6, 7)
    dragon = nodes.to_pylist()[2]
    assert dragon["tags"] == ["green", "hangzhou"]
    assert dragon["fm.harvest"] == date(2023, 4, 5)
    assert dragon["fm.steep"] == 80.0
    assert dragon["exists"] is True
    assert max(edges.to_pylist(), key=lambda edge: len(edge["lines"]))["lines"] == [3, 9]


def test_parquet_writes_one_table_alone() -> None:
    parquet = pyarrow_parquet()
    data = written(tea_house(), "parquet", table="edges")
    assert parquet.read_table(io.BytesIO(data)).num_rows == 7
    assert data == written(tea_house(), "parquet", table="edges")
    assert len(reported(with_properties(HARD), "parquet")[1]) == 3


def test_without_pyarrow_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(RequestError, match="pyarrow is not installed") as caught:
        written(tea_house(), "parquet")
    assert "noteweave[parquet]" in caught.value.hint


STRING = r"'(?:[^'\\]|\\.)*'"


def unquoted(literal: str) -> str:
    """Read a Cypher string, the pieces of which may be joined by +."""
    pieces = re.findall(STRING, literal)
    assert " + ".join(pieces) == literal
    return "".join(ast.literal_eval(piece) for piece in pieces)


NASTY = (
    "it's", "back\\slash", "\\' //", "line\nbreak\r\ttab", "\x00\x1f\x7f", "\\u0027 RETURN 1 //",
    "\\\\u0027", "\\U0027", "\\\x00u", "龙井", "🍵", "`tick`", "trailing\\",
)  # fmt: skip


@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_cypher_strings_come_back(text: str) -> None:
    literal = _quoted(text)
    assert unquoted(literal) == text
    assert "\n" not in literal
    assert not re.search(r"(?<!\\)(\\\\)+[uU]", literal)  # no u behind an even number of them


def test_cypher_says_everything() -> None:
    text = written(tea_house(), "cypher").decode()
    statements = re.sub(STRING, "''", text).split(";\n")
    assert statements[0].startswith("CREATE CONSTRAINT")
    assert sum(s.count("{id: ''") for s in statements) == 6
    assert sum(s.count("{a: ''") for s in statements) == 7
    types = re.findall(r"\[r:(\w+)", text)
    assert types == ["EMBED", "LINK", "PROPERTY", "TAG"]
    assert "SET n = row, n:Topic;" in text
    assert "`fm.harvest`: date('2023-04-05')" in text
    assert "`fm.steep`: 80.0" in text


def test_cypher_writes_no_date_that_is_none() -> None:
    graph = tea_house()
    graph.nodes["Kettle.md"]["created"] = "2023-02-29"
    assert "`created`: '2023-02-29'" in written(graph, "cypher").decode()


def test_cypher_batches() -> None:
    text = written(tea_house(), "cypher", batch="2").decode()
    assert text.count("UNWIND") == 2 + 1 + 1 + 1 + 2 + 1 + 1


def test_datasette_finds_the_full_text_tables(tmp_path: Path) -> None:
    # It looks for this text, in double quotes, in the statement that made the table.
    made = tea_base(tmp_path).execute(
        "SELECT name, sql FROM sqlite_master WHERE sql LIKE '%fts5(%'"
    )
    for name, sql in made.fetchall():
        assert f'content="{name.removesuffix("_fts")}"' in sql
