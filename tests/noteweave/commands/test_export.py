"""`noteweave export`: several formats at once, of the whole vault or a part, whole files only."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from noteweave.cli import run

NOTES = {
    "leaves/Oolong.md": "---\ntags: [tea/blue]\naliases: [乌龙]\n---\nWater at 95, see [[Water]].",
    "leaves/Sencha.md": "#tea/green Cooler: [[Water]] and [[Kyusu]].",
    "Water.md": "Soft. Not for [[Coffee]].",
    "Coffee.md": "Another house.",
    "Alone.md": "---\ncreated: 2024-05-06\n---\n",
}


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "tea"
    for path, text in NOTES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return root


def exported(capfd: pytest.CaptureFixture[str], *arguments: str) -> set[str]:
    """Return the labels of the nodes of a JSON export."""
    assert run(["export", "tea", "json", "-o", "-", *arguments]) == 0
    return {node["label"] for node in json.loads(capfd.readouterr().out)["nodes"]}


def refused(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return what is said about a request that cannot be met."""
    assert run(["export", *arguments]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err


def test_one_format_to_a_file(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "tea", "graphml", "-o", "deep/tea.graphml"]) == 0
    assert Path("deep/tea.graphml").read_bytes().startswith(b"<?xml")
    assert capfd.readouterr().out.startswith(f"deep{os.sep}tea.graphml  ")


def test_several_formats_to_a_folder(vault: Path) -> None:
    assert run(["export", "tea", "graphml", "gexf", "csv", "-o", "out"]) == 0
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "graph.csv.zip",
        "graph.gexf",
        "graph.graphml",
    ]


def test_without_a_place_it_goes_beside_the_build(
    vault: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(vault)
    assert run(["export", "canvas", "backlinks"]) == 0
    assert {p.name for p in Path("noteweave-out").iterdir()} >= {"graph.canvas", "backlinks.md"}
    capfd.readouterr()
    assert run(["export", "json", "-o", "-"]) == 0
    labels = {node["label"] for node in json.loads(capfd.readouterr().out)["nodes"]}
    assert "backlinks" not in labels  # what we wrote is not read as notes


def test_the_first_word_is_a_vault_unless_it_is_a_format(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.rename("json")
    assert run(["export", "./json", "dot", "-o", "a.dot"]) == 0
    monkeypatch.chdir("json")
    assert run(["export", "json", "dot", "-o", "out"]) == 0
    assert {path.name for path in Path("out").iterdir()} == {"graph.json", "graph.dot"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "no format is named"),
        (["tea"], "no format is named"),
        (["grapml"], "did you mean graphml?"),
        (["tea", "grapml"], "did you mean graphml?"),
        (["toffee", "graphml"], "toffee: neither a folder nor a format"),
        (["tea", "graphml", "gexf", "-o", "-"], "only one format can be written"),
        (["tea", "graphml", "--set", "edges"], "--set edges: no value"),
        (["tea", "graphml", "--set", "edge=kind"], "edge: no such option of graphml"),
        (["tea", "html", "--set", "color=red"], "color: no such option of html"),
        (["tea", "graphml", "--set", "edges=all"], "edges must be one of pair, kind"),
        (["tea", "graphml", "gexf", "-o", "tea/Water.md"], "is a file, not a folder"),
        (["tea", "graphml", "--folder", "cellar"], "nothing in the vault matches"),
        (["tea", "graphml", "--depth-from", "Sensha"], "did you mean Sencha?"),
        (["tea", "graphml", "--kind", "soup"], "soup"),
        (["tea", "graphml", "-o", "tea"], "tea"),
    ],
)
def test_what_cannot_be_done_is_said(
    vault: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    if arguments[-2:] == ["-o", "tea"]:
        Path("tea/graph.graphml").mkdir()
    assert said in refused(capfd, *arguments)


def test_an_option_goes_to_the_formats_that_have_it(vault: Path) -> None:
    arguments = ["--set", "edges=kind", "--set", "timeline=none", "-o", "out"]
    assert run(["export", "tea", "graphml", "gexf", *arguments]) == 0


def test_filters(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    everything = {"Oolong", "Sencha", "Water", "Coffee", "Alone", "Kyusu"}
    assert exported(capfd) == everything
    assert exported(capfd, "--folder", "Leaves/") == {"Oolong", "Sencha"}
    assert exported(capfd, "--tag", "tea") == {"Oolong", "Sencha"}
    assert exported(capfd, "--tag", "#tea/green") == {"Sencha"}
    assert exported(capfd, "--tag", "tea/blue", "--tag", "tea/green") == {"Oolong", "Sencha"}
    assert exported(capfd, "--kind", "topic") == {"Kyusu"}
    assert exported(capfd, "--since", "2024") == exported(capfd, "--until", "2024") == {"Alone"}
    assert exported(capfd, "--folder", "leaves", "--kind", "topic", "--kind", "note") == {
        "Oolong",
        "Sencha",
    }


@pytest.mark.parametrize("name", ["leaves/Oolong.md", "leaves/oolong", "Oolong", "乌龙"])
def test_the_neighborhood_of_a_note(
    vault: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    assert exported(capfd, "--depth-from", name) == {"Oolong", "Water"}
    assert exported(capfd, "--depth-from", name, "--depth", "2") == {
        *("Oolong", "Water", "Coffee", "Sencha"),
    }
    assert exported(capfd, "--depth-from", name, "--depth", "0") == {"Oolong"}


def test_a_failure_leaves_the_old_file(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    old = Path("old.mmd")
    old.write_text("as it was", encoding="utf-8")
    assert "Mermaid" in refused(capfd, "tea", "mermaid", "--set", "limit=2", "-o", "old.mmd")
    assert old.read_text(encoding="utf-8") == "as it was"
    assert sorted(p.name for p in Path().iterdir()) == ["old.mmd", "tea"]


def test_losses_are_said_on_standard_error(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (vault / "Odd.md").write_text("---\nheat: .nan\nHeat: 3\n---\n", encoding="utf-8")
    assert run(["export", "tea", "graphml", "-o", "-"]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("<?xml")
    assert err == "noteweave: graphml: 1 value was left out: NaN and infinity cannot be written\n"


def test_the_list_names_every_format(capfd: pytest.CaptureFixture[str]) -> None:
    from noteweave.exporters import formats

    assert run(["export", "--list"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == list(formats())
    assert any("--set edges=pair" in line for line in lines)
