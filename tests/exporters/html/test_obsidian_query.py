"""Obsidian's search language, as far as a graph answers it."""

from __future__ import annotations

import pytest

from noteweave.exporters.html.obsidian_query import UnsupportedQueryError, parse

LOOM = {
    "kind": "note",
    "path": "Projects/Loom/Warp and weft.md",
    "label": "Warp and weft",
    "tags": ["craft/weaving", "draft"],
    "properties": {"status": "in progress", "with": ["Ada", "Jacquard"], "due": None},
}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "warp",
        "warp weft",
        '"and weft"',
        "path:projects/",
        'path:"Loom/Warp"',
        "file:weft",
        "tag:#craft",
        "tag:craft/weaving",
        "-tag:#idea",
        "idea OR warp",
        "(idea OR warp) -path:Archive",
        "path:(loom -archive)",
        "path:-(archive OR templates)",
        "[status]",
        "[status:progress]",
        "[with:ada]",
        "[due:null]",
    ],
)
def test_fits(query: str) -> None:
    assert parse(query)(LOOM)


@pytest.mark.parametrize(
    "query",
    [
        "woof",
        "tag:#craf",
        "tag:#weaving",
        "-warp",
        "file:Loom",
        "[owner]",
        "warp idea",
        '"weft and"',
    ],
)
def test_does_not_fit(query: str) -> None:
    assert not parse(query)(LOOM)


@pytest.mark.parametrize(
    "query", ["content:silk", "/w.rp/", "line:(a b)", "task-todo:call", "(warp", "warp)"]
)
def test_says_what_it_cannot_answer(query: str) -> None:
    with pytest.raises(UnsupportedQueryError):
        parse(query)
