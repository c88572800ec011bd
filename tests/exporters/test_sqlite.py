"""SQLite: typed tables, views, and search in any script."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import pytest
from export_graphs import HARD_VALUES, reported, tea_house, with_properties, written

from noteweave.exporters import Request, exporter
from noteweave.vault.model import Context


def opened(data: bytes, folder: Path) -> sqlite3.Connection:
    file = folder / "graph.sqlite"
    file.write_bytes(data)
    return sqlite3.connect(file)


def tea_base(folder: Path) -> sqlite3.Connection:
    return opened(written(tea_house(), "sqlite"), folder)


def test_holds_the_graph(tmp_path: Path) -> None:
    base = tea_base(tmp_path)
    counts = [base.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("nodes", "edges")]
    assert counts == [6, 7]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    row = base.execute("SELECT name, tags, words, created FROM nodes WHERE id LIKE '%Dragon%'")
    assert row.fetchone() == ("Dragon Well", '["green", "hangzhou"]', 120, "2023-04-05")
    assert base.execute("SELECT value FROM graph WHERE name = 'name'").fetchone() == ("tea house",)


def test_keeps_every_place(tmp_path: Path) -> None:
    found = tea_base(tmp_path).execute(
        "SELECT line, raw FROM backlinks WHERE target LIKE '%白牡丹%' AND kind = 'link'"
    )
    assert found.fetchall() == [(3, "[[白牡丹]]"), (9, "[[白牡丹|white peony]]")]


def datasette_query(search: str) -> str:
    """Return what Datasette asks the full-text table: each word in quotes, without operators."""
    return " ".join(f'"{word}"' for word in search.replace('"', "").split())


def found(base: sqlite3.Connection, table: str, search: str) -> int:
    query = f"SELECT count(*) FROM {table} WHERE {table} MATCH ?"
    count: int = base.execute(query, [datasette_query(search)]).fetchone()[0]
    return count


@pytest.mark.parametrize(
    "words",
    ["Dragon", "dragon well", "well dragon", "白牡丹", "牡丹", "龙井", "hangzhou", "chestnut"],
)
def test_words_of_any_script_are_found(tmp_path: Path, words: str) -> None:
    assert found(tea_base(tmp_path), "nodes_fts", words) == 1


CHINESE = "周末在山里用Kyusu泡了一壶明前龙井茶，水温八十五度。カタカナも。ชาเขียว"


@pytest.mark.parametrize(
    "words",
    ["龙井", "龙", "明前龙井", "泡了一壶明前龙井", "Kyusu", "山里 水温", "カナ", "度", "เขียว"],
)
def test_words_in_a_sentence_without_blanks_are_found(tmp_path: Path, words: str) -> None:
    contexts = {(3, 5): Context(CHINESE, 0, 2, "paragraph", 3)}
    stream = io.BytesIO()
    exporter("sqlite").export(tea_house(), stream, Request(contexts=lambda path: contexts))
    base = opened(stream.getvalue(), tmp_path)
    assert found(base, "places_fts", words) == 1
    assert found(base, "places_fts", f"{words}们") == 0
    (text,) = base.execute("SELECT context FROM places WHERE context IS NOT NULL").fetchone()
    assert text == CHINESE


def test_has_the_words_around_a_link(tmp_path: Path) -> None:
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


def test_lists_are_json(tmp_path: Path) -> None:
    query = "SELECT DISTINCT j.value FROM nodes, json_each(nodes.tags) AS j ORDER BY 1"
    assert tea_base(tmp_path).execute(query).fetchall() == [("green",), ("hangzhou",)]
    query = "SELECT value FROM properties WHERE name = 'Harvest'"
    assert tea_base(tmp_path).execute(query).fetchall() == [("2023-04-05",)]


def test_views_answer_the_usual_questions(tmp_path: Path) -> None:
    base = tea_base(tmp_path)
    assert base.execute("SELECT name, in_links FROM wanted").fetchall() == [("Gaiwan", 2)]
    assert base.execute("SELECT name FROM orphans").fetchall() == [("Kettle",)]


def test_takes_any_value(tmp_path: Path) -> None:
    data, said = reported(with_properties(HARD_VALUES), "sqlite")
    rows = dict(opened(data, tmp_path).execute("SELECT name, value FROM properties").fetchall())
    assert rows == {"huge": str(2**80), "odd": "\ufffd\x00", "map": '{"a": [1, "2024-02-29"]}'}
    assert len(said) == 3


def test_datasette_finds_the_full_text_tables(tmp_path: Path) -> None:
    # It looks for this text, in double quotes, in the statement that made the table.
    made = tea_base(tmp_path).execute(
        "SELECT name, sql FROM sqlite_master WHERE sql LIKE '%fts5(%'"
    )
    for name, sql in made.fetchall():
        assert f'content="{name.removesuffix("_fts")}"' in sql
