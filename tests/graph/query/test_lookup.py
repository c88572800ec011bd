"""Names that people type, and the nodes they mean."""

from __future__ import annotations

import networkx as nx
import pytest
from small_graphs import woven

from noteweave.graph.query.lookup import find
from noteweave.vault.errors import UnknownNameError


@pytest.fixture
def pantry() -> nx.MultiDiGraph[str]:
    graph = woven(
        "spice/Saffron -> herb/Mint",
        "spice/Saffron -> topic:paella",
        "tea/Mint -> tag:green",
        "tea/四季春 -> sweet/deep/Honey",
        "sweet/Honeycomb -> tea/Mint",
        "sweet/Honeycomb -> topic:saffron",
    )
    graph.nodes["tea/四季春.md"]["aliases"] = ["Four Seasons", "Ｓìjìchūn"]
    graph.nodes["sweet/Honeycomb.md"]["title"] = "What bees build"
    return graph


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Saffron", "spice/Saffron.md"),
        ("saffron.md", "spice/Saffron.md"),
        ("[[Saffron#Colour|the red one]]", "spice/Saffron.md"),
        ("spice/saffron", "spice/Saffron.md"),
        ("/spice/Saffron.md", "spice/Saffron.md"),
        ("deep/honey", "sweet/deep/Honey.md"),
        ("four seasons", "tea/四季春.md"),
        ("What bees build", "sweet/Honeycomb.md"),
        ("四季春", "tea/四季春.md"),
        ("paella", "topic:paella"),
        ("topic:paella", "topic:paella"),
        ("herb/Mint", "herb/Mint.md"),
    ],
)
def test_a_name_means_a_node(pantry: nx.MultiDiGraph[str], name: str, key: str) -> None:
    assert find(pantry, name) == key


@pytest.mark.parametrize(
    ("name", "what", "hint"),
    [
        (
            "Mint",
            "Mint: 2 notes have that name",
            "say which by its path: herb/Mint.md, tea/Mint.md",
        ),
        ("Safron", "Safron: no such note", "did you mean Saffron?"),
        ("四季青", "四季青: no such note", "did you mean 四季春?"),
        ("honey comb", "honey comb: no such note", "did you mean Honeycomb or Honey?"),
        ("bees", "bees: no such note", "did you mean Honeycomb?"),
        (
            "Zeppelin",
            "Zeppelin: no such note",
            "name a note as in a link: by its name, path or alias",
        ),
        ("  ", "  : no such note", "name a note as in a link: by its name, path or alias"),
    ],
)
def test_a_name_that_means_none_or_several_says_what_to_do(
    pantry: nx.MultiDiGraph[str], name: str, what: str, hint: str
) -> None:
    with pytest.raises(UnknownNameError) as refused:
        find(pantry, name)
    assert (refused.value.message, refused.value.hint) == (what, hint)
