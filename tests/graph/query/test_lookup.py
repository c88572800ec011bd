"""Names that people type, and the nodes they mean."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import networkx as nx
import pytest
from small_graphs import woven

from noteweave.cli import run
from noteweave.graph.build.graph import build_graph
from noteweave.graph.query.lookup import find, find_file, find_note
from noteweave.graph.resolve.resolved_vault import ResolvedVault, resolve
from noteweave.vault.errors import UnknownNameError
from noteweave.vault.vault import OpenOptions, Vault


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


SHELF = {
    "spice/Saffron.md": "---\naliases: [Zafran, Red gold]\ntitle: Mint\n---\n",
    "tea/Mint.md": "---\ntitle: Zafran\n---\n[[Saffron]] ![[leaf.png]]\n",
    "tea/Café.md": "",
    "C#.md": "[[C]]",
    "C.md": "",
    "[draft] Menu.md": "",
    "Twice.md": "",
    "tea/Twice.md": "",
    "a/Same.md": "",
    "b/Same.md": "",
    "a/upper.md": "",
    "b/Upper.md": "",
    "Old.markdown": "",
    "board.canvas": "{}",
    "img/leaf.png": "",
    "attic/Mint.md": "",
    ".noteweaveignore": "attic/\n",
}


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    for name, text in SHELF.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def resolved(shelf: Path) -> ResolvedVault:
    return resolve(Vault.open(shelf, OpenOptions(cache=False)))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Saffron", "spice/Saffron.md"),
        ("red GOLD", "spice/Saffron.md"),
        ("Zafran", "spice/Saffron.md"),  # an alias comes before a title
        ("mint", "tea/Mint.md"),  # a name before both, and what is ignored last
        ("attic/Mint", "attic/Mint.md"),
        (normalize("NFD", "café"), "tea/Café.md"),
        ("C#", "C#.md"),
        ("[[C#|language]]", "C#.md"),
        ("C", "C.md"),
        ("[[C#Loops]]", "C.md"),
        ("![[C#Loops]]", "C.md"),
        ("[draft] Menu", "[draft] Menu.md"),
        ("[[[draft] Menu]]", "[draft] Menu.md"),
        ("Twice", "Twice.md"),
        ("./tea/Twice.md", "tea/Twice.md"),
        ("Upper", "b/Upper.md"),  # the spelling decides between two
        ("old.markdown", "Old.markdown"),
        ("Old", "Old.markdown"),
        ("board.canvas", "board.canvas"),
        ("[[Saffron\\|in a table]]", "spice/Saffron.md"),
    ],
)
def test_a_graph_and_a_vault_find_the_same_note(
    resolved: ResolvedVault, name: str, path: str
) -> None:
    if not path.startswith("attic/"):  # what is ignored is not drawn
        assert find(build_graph(resolved.vault), name) == path
    assert find_note(resolved, name) == path
    assert find_file(resolved, name) == path


def test_only_a_file_is_looked_for_among_attachments(resolved: ResolvedVault) -> None:
    assert find_file(resolved, "leaf.png") == "img/leaf.png"
    with pytest.raises(UnknownNameError):
        find_note(resolved, "leaf.png")


ABOUT_A_NOTE = [
    ["neighbors", "NAME", "VAULT"],
    ["related", "NAME", "VAULT"],
    ["path", "NAME", "Saffron", "VAULT"],
    ["export", "VAULT", "json", "-o", "-", "--depth-from", "NAME"],
    ["export", "VAULT", "backlinks", "-o", "-", "--set", "note=NAME"],
    ["backlinks", "VAULT", "NAME"],
    ["backlinks", "VAULT", "NAME", "--write", "--dry-run"],
    ["mentions", "VAULT", "NAME"],
    ["rename", "NAME", "Crocus", "VAULT", "--dry-run"],
]


@pytest.mark.parametrize("command", ABOUT_A_NOTE, ids=" ".join)
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Red gold", ""),
        (
            "Same",
            "Same: 2 notes have that name\n  hint: say which by its path: a/Same.md, b/Same.md",
        ),
        ("Safron", "Safron: no such note\n  hint: did you mean Saffron?"),
        ("Zeppelin", "no such note\n  hint: name a note as in a link: by its name, path or alias"),
    ],
)
def test_every_command_finds_notes_alike(
    shelf: Path, command: list[str], name: str, says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    words = [w.replace("NAME", name).replace("VAULT", str(shelf)) for w in command]
    status = run(words)
    errors = capfd.readouterr().err
    assert says in errors
    assert (status == 2) == bool(says), errors


def test_backlinks_of_a_topic_go_by_the_same_name(
    shelf: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (shelf / "Wish.md").write_text("[[far/Lotus]]", encoding="utf-8")
    for name in ("[[far/Lotus]]", "far/lotus", "Lotus"):
        assert run(["backlinks", str(shelf), name]) == 0
        assert "[Wish]" in capfd.readouterr().out
