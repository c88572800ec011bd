"""`noteweave stats`, `path`, `related`, `neighbors`, `wanted`, `orphans` from the shell."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from noteweave.cli import run

NOTES = {
    "river/Otter.md": "---\naliases: [Lutra]\n---\nAn otter eats [[Trout]]. #animal\n",
    "river/Trout.md": "It hides under the [[Willow]].\n\nSee [[Willow#Roots]], [[Caddis fly]].\n",
    "river/Willow.md": "---\ncreated: 2023-05-09\n---\n[[柳树]] in Chinese. #tree\n",
    "river/Heron.md": "It waits for a [[Trout]]; it nests in the [[Willow]].\n",
    "树/柳树.md": "见 [[Willow]]。\n",
    "树/Otter.md": "Another otter, and [[Caddis fly]].\n",
    "Stone.md": "Just a stone.\n",
}


@pytest.fixture
def brook(tmp_path: Path) -> str:
    for name, text in NOTES.items():
        path = tmp_path / "brook" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return str(tmp_path / "brook")


def said(capfd: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    assert run(arguments) == status, capfd.readouterr().err
    return capfd.readouterr().out


def answered(capfd: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> Any:
    return json.loads(said(capfd, *arguments, "--format", "json", status=status))


def test_path_shows_the_sentences(brook: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert said(capfd, "path", "Lutra", "柳树", brook) == (
        "Otter → Trout → Willow ↔ 柳树\n"
        "  river/Otter.md:4:15  An otter eats Trout. #animal\n"
        "  river/Trout.md:1:20  It hides under the Willow.\n"
        "  river/Trout.md:3:5   See Willow > Roots, Caddis fly.\n"
        "  river/Willow.md:4:1  柳树 in Chinese. #tree\n"
        "  树/柳树.md:1:3       见 Willow。\n"
    )


def test_path_for_a_script(brook: str, capfd: pytest.CaptureFixture[str]) -> None:
    found = answered(capfd, "path", "Heron", "river/Otter", brook)
    assert list(found) == ["from", "to", "length", "paths"]
    assert found["length"] == 2
    assert [node["label"] for node in found["paths"][0]["nodes"]] == ["Heron", "Trout", "Otter"]
    (first,), (second,) = found["paths"][0]["links"]
    assert first["sentence"].startswith("It waits for a Trout")
    assert (second["source"], second["target"]) == ("river/Otter.md", "river/Trout.md")


def test_no_path_is_status_one(brook: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert said(capfd, "path", "Heron", "Stone", brook, status=1) == (
        "no chain of links connects Heron and Stone\n"
    )
    assert said(capfd, "path", "柳树", "Heron", brook, "--forward", status=1)
    assert answered(capfd, "path", "Heron", "Stone", brook, status=1)["paths"] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["path", "Otter", "Heron"], ["2 notes have that name", "river/Otter.md, 树/Otter.md"]),
        (["related", "Hern"], ["Hern: no such note", "did you mean Heron?"]),
        (["neighbors", "Zebra"], ["Zebra: no such note", "name a note as in a link"]),
        (["stats", "--backend", "abacus"], ["abacus: no such networkx backend"]),
    ],
)
def test_what_cannot_be_answered_is_said(
    brook: str, capfd: pytest.CaptureFixture[str], arguments: list[str], words: list[str]
) -> None:
    assert run([*arguments, brook]) == 2
    printed = capfd.readouterr()
    assert printed.out == ""
    assert all(word in printed.err for word in words), printed.err


def test_related_names_its_reasons(brook: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert said(capfd, "related", "Heron", brook) == (
        "Otter\n       both linked with Trout\n"
        "       both use trout\n       “An otter eats [[Trout]].”\n"
        "[[Caddis fly]]\n       both linked with Trout\n"
        "柳树\n       both linked with Willow\n"
        "Otter\n       linked with notes that have the same neighbors\n"
    )
    first, *_ = answered(capfd, "related", "Trout", brook)["related"]
    assert (first["path"], first["shared"], first["linked"]) == (
        "树/Otter.md",
        ["topic:caddis fly"],
        False,
    )
    linked = answered(capfd, "related", "Trout", brook, "--linked")["related"]
    labels = {one["label"] for one in linked if one["linked"]}
    assert labels == {"Caddis fly", "Heron", "Otter", "Willow"}
    assert ["river/Heron.md"] in [one["cited_together"] for one in linked]


def test_neighbors_say_which_way(brook: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert said(capfd, "neighbors", "Willow", brook) == ("Willow\n  ← Heron\n  ← Trout\n  ↔ 柳树\n")
    far = answered(capfd, "neighbors", "柳树", brook, "--depth", "2")["neighbors"]
    assert [(one["label"], one["distance"], one["direction"]) for one in far] == [
        ("Willow", 1, "both"),
        ("Heron", 2, "in"),
        ("Trout", 2, "in"),
    ]
    assert far[2]["links"] == 2


def test_wanted(brook: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert said(capfd, "wanted", brook) == "   2  [[Caddis fly]]  in Trout, Otter\n"
    assert said(capfd, "wanted", brook, "--min", "3") == "every link leads to a note\n"
    assert answered(capfd, "wanted", brook)[0]["notes"] == 2


def test_orphans_are_paths_for_scripts(brook: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert said(capfd, "orphans", brook) == "Stone.md\n"
    assert said(capfd, "orphans", brook, "--folder", "river") == ""
    assert answered(capfd, "orphans", brook)[0]["words"] == 3


def test_stats_in_a_pipe(brook: str, capfd: pytest.CaptureFixture[str]) -> None:
    page = said(capfd, "stats", brook)
    assert "\x1b" not in page
    assert "7 notes" in page
    assert "Hubs" in page
    assert "柳树" in page
    assert "Orphans  1" in page
    assert not any(line.endswith(" ") for line in page.splitlines())


def test_bars_stand_under_each_other_though_characters_are_wide(
    brook: str, capfd: pytest.CaptureFixture[str]
) -> None:
    from rich.cells import cell_len

    page = said(capfd, "stats", brook)
    hubs = page.partition("Hubs")[2].partition("\n\n")[0].splitlines()[1:]
    assert any("柳树" in line for line in hubs)
    assert len({cell_len(line.partition("█")[0]) for line in hubs}) == 1


def test_stats_for_a_script_has_stable_keys(brook: str, capfd: pytest.CaptureFixture[str]) -> None:
    found = answered(capfd, "stats", brook)
    assert list(found) == [
        "vault", "profile", "notes", "words", "topics", "attachments", "canvases", "tags", "links",
        "connections", "broken", "links_per_note", "median_neighbors", "density", "reachable",
        "hubs", "between", "wanted", "orphans", "dead_ends", "communities", "islands",
        "most_tagged", "dated", "months",
    ]  # fmt: skip
    assert found["notes"] == 7
    assert found["links"] == 9
    assert found["orphans"] == ["Stone.md"]
    assert found["islands"] == []
    assert found["most_tagged"] == [["animal", 1], ["tree", 1]]


def test_a_name_can_do_nothing_to_a_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a[bold]b.md").write_text(
        "[[e\x1b[31mvil]] [[also [red] this]]\n", encoding="utf-8"
    )
    (tmp_path / "c.md").write_text("[[a[bold]b]]\n", encoding="utf-8")
    for verb in (["stats"], ["wanted"], ["neighbors", "c", "--depth", "2"], ["related", "c"]):
        arguments = (
            [*verb, str(tmp_path)] if len(verb) == 1 else [*verb[:2], str(tmp_path), *verb[2:]]
        )
        page = said(capfd, *arguments)
        assert "\x1b" not in page
        assert "a[bold]b" in page


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_stats_are_coloured_on_a_terminal(brook: str) -> None:
    reader, writer = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "70"}
    environment.pop("NO_COLOR", None)
    ran = subprocess.Popen(
        [sys.executable, "-m", "noteweave", "stats", brook], stdout=writer, env=environment
    )
    os.close(writer)
    page = b""
    while piece := _read(reader):
        page += piece
    assert ran.wait() == 0
    assert b"\x1b[1;36m" in page


def _read(reader: int) -> bytes:
    try:
        return os.read(reader, 65536)
    except OSError:  # the other end is closed
        return b""


@pytest.fixture
def clippings(tmp_path: Path) -> str:
    (tmp_path / "noteweave.toml").write_text("[topics]\nfolders = ['topics']\n")
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "Dam.md").write_text("---\naliases: [barrage]\n---\nA wall.\n")
    for n in range(6):
        more = " [[Beaver]]" if n < 4 else ""
        (tmp_path / f"{n}.md").write_text(
            f"---\nauthor: Kim\ncreated: 2024-01-0{n + 1}\n---\nOn [[topics/Dam]].{more}\n"
        )
    (tmp_path / "later.md").write_text("Another barrage, not linked. [[0]]\n")
    return str(tmp_path)


def test_topics_of_a_vault(clippings: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert said(capfd, "topics", clippings) == (
        "2 topics, linked by 6 notes\n"
        "\n"
        "notes  since       last 90 days\n"
        "    6  2024-01-01      6         Dam\n"
        "    4  2024-01-01      4         [[Beaver]]\n"
    )
    found = answered(capfd, "topics", clippings)
    assert [topic["label"] for topic in found["topics"]] == ["Dam", "Beaver"]


def test_one_topic(clippings: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert said(capfd, "topics", "barrage", clippings) == (
        "Dam: 6 notes since 2024-01-01\n"
        "last 90 days: 6, steady\n"
        "\n"
        "by\n"
        "      6  Kim\n"
        "\n"
        "named without a link in\n"
        "  later.md\n"
    )
    found = answered(capfd, "topics", "Dam", clippings, "--by", "created")
    assert len(found["by"]) == len(found["notes"]) == 6
    assert said(capfd, "topics", "later", clippings, status=2) == ""


def test_topics_are_among_the_hubs(clippings: str, capfd: pytest.CaptureFixture[str]) -> None:
    hubs = answered(capfd, "stats", clippings)["hubs"]
    assert [(hub["label"], hub["topic"]) for hub in hubs[:2]] == [("Dam", True), ("Beaver", True)]


def test_related_by_text_names_words_and_a_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "noteweave.toml").write_text(
        "[[relations]]\npattern = '；理由：(?P<relation>[^；]+)；说明：(?P<reason>.*)'\n"
    )
    for name, text in {
        "Copper": "A kettle of copper. Verdigris grows on the copper lid.",
        "Green": "Paint was ground from verdigris. It is green, as copper salts are.",
        "Iron": "A pan of iron rusts.",
        "Pan": "Iron and steel. [[a/Tea|Tea]]；理由：引用；说明：早",
        "a/Tea": "Leaves in water.",
    }.items():
        (tmp_path / f"{name}.md").parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    found = answered(capfd, "related", "Copper", str(tmp_path))["related"]
    assert found[0]["label"] == "Green"
    assert found[0]["words"] == ["copper", "verdigris"]
    assert found[0]["sentence"] == "Paint was ground from verdigris."
    assert found[0]["similarity"] > 0
    lines = said(capfd, "related", "Copper", str(tmp_path), "--propose").splitlines()
    assert lines[0] == "- [[Green]]；理由：…；说明：…"


def test_topics_are_not_proposed_where_links_have_reasons(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Topics are listed under a heading of their own, without a reason."""
    pattern = "pattern = '；理由：(?P<relation>[^；]+)；说明：(?P<reason>.*)'\n"
    settings = f'[topics]\nfolders = ["topics"]\n[[relations]]\nsection = "相关"\n{pattern}'
    for name, text in {
        "a.md": "Kettles of copper. [[topics/Metal]] [[Fire]]",
        "b.md": "Copper kettles. [[topics/Metal]] [[topics/Kettle]] [[Fire]] [[Lid]]",
        "topics/Metal.md": "", "topics/Kettle.md": "Kettles of copper.", "noteweave.toml": settings,
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = answered(capfd, "related", "a", str(tmp_path))["related"]
    assert {"topics/Kettle.md", "topic:lid"} <= {one["key"] for one in found}
    lines = said(capfd, "related", "a", str(tmp_path), "--propose").splitlines()
    assert lines == ["- [[b]]；理由：…；说明：…"]


def test_the_configuration_holds_for_queries_too(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("lonely.md", "drafts/other.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Nothing linked.", encoding="utf-8")
    (tmp_path / "noteweave.toml").write_text('exclude = ["drafts/"]', encoding="utf-8")
    assert run(["orphans", str(tmp_path)]) == 0
    assert capfd.readouterr().out == "lonely.md\n"


def test_search_prints_the_place_and_the_sentence(
    brook: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert said(capfd, "search", "trout", brook) == (
        "river/Trout.md  (name)\n"
        "river/Heron.md:1:18: It waits for a Trout; it nests in the Willow.  (text)\n"
        "river/Otter.md:4:17: An otter eats Trout. #animal  (text)\n"
    )
    found = answered(capfd, "search", "trout", brook, "--limit", "2")
    assert (found["total"], len(found["hits"])) == (3, 2)
    assert list(found["hits"][0]) == (
        ["key", "kind", "label", "path", "why", "match", "line", "column", "places", "sentence"]
    )
    assert said(capfd, "search", "caddis", brook) == (
        "[[Caddis fly]]  (no note yet)\n"
        "river/Trout.md:3:25: See Willow > Roots, Caddis fly.  (text)\n"
        "树/Otter.md:1:22: Another otter, and Caddis fly.  (text)\n"
    )
    assert said(capfd, "search", "zebra", brook, status=1) == "nothing found\n"


def test_persona_from_the_shell(brook: str, capfd: pytest.CaptureFixture[str]) -> None:
    story = "---\ntype: persona\n---\nYou are old, and love the [[Trout]].\n"
    Path(brook, "Angler.md").write_text(story, encoding="utf-8")
    page = said(capfd, "persona", "angler", brook)
    assert page.startswith("You are Angler.")
    assert "L1 ⟦It hides under the [[Willow]].⟧\n" in page
    asked = said(capfd, "persona", "Angler", brook, "--about", "nests", "--as", "Eve")
    assert "Eve speaks to you" in asked
    assert "About Heron (river/Heron.md):\n" in asked
    card = json.loads(said(capfd, "persona", "Angler", brook, "--format", "card"))
    assert (card["spec"], card["data"]["name"]) == ("chara_card_v2", "Angler")
    assert run(["persona", "Trout", brook]) == 2
    assert "no persona" in capfd.readouterr().err
    assert run(["persona", "Angler", brook, "--budget", "5"]) == 2
    assert "5: no such budget" in capfd.readouterr().err
