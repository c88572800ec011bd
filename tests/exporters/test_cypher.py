"""Cypher: statements with every node and edge, and strings that no text can end."""

from __future__ import annotations

import ast
import re

import pytest
from export_graphs import tea_house, written

from noteweave.exporters.cypher import _quoted

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
def test_strings_come_back(text: str) -> None:
    literal = _quoted(text)
    assert unquoted(literal) == text
    assert "\n" not in literal
    assert not re.search(r"(?<!\\)(\\\\)+[uU]", literal)  # no u behind an even number of them


def test_says_everything() -> None:
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


def test_writes_no_date_that_is_none() -> None:
    graph = tea_house()
    graph.nodes["Kettle.md"]["created"] = "2023-02-29"
    assert "`created`: '2023-02-29'" in written(graph, "cypher").decode()


def test_batches() -> None:
    text = written(tea_house(), "cypher", batch="2").decode()
    assert text.count("UNWIND") == 2 + 1 + 1 + 1 + 2 + 1 + 1
