"""A note moves, and every link leads where it led; nothing else in any file changes."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from paths import SAMPLE

from noteweave.cli import run
from noteweave.graph.edits.rename import plan
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.vault import Vault

Answers = dict[str, list[tuple[str, str, str | None]]]


def garden(root: Path, /, **notes: str) -> Path:
    """Write notes; `__` in a name is a folder."""
    for name, text in notes.items():
        place = root / f"{name.replace('__', '/')}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    return root


def answers(root: Path) -> Answers:
    """What every link of a vault says, and where it leads."""
    vault = resolve(Vault.open(root))
    return {
        path: [(r.link.fragment, r.link.display, r.target) for r in vault.links(note)]
        for path, note in vault.vault.notes.items()
    }


def after(before: Answers, moves: dict[str, str]) -> Answers:
    """The same answers once files have moved."""
    return {
        moves.get(path, path): [(f, d, moves.get(t, t) if t else None) for f, d, t in links]
        for path, links in before.items()
    }


@pytest.mark.parametrize("seed", range(6))
def test_every_link_leads_where_it_led(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    root = tmp_path / "tea"
    shutil.copytree(SAMPLE, root)
    before = answers(root)
    for turn in range(4):
        old = rng.choice(sorted(before))
        new = f"{rng.choice(['', '新的/', 'leaf/', 'a/b/'])}{turn} {old.rpartition('/')[2]}"
        assert run(["rename", old, f"/{new}", str(root)]) == 0
        expected = after(before, {old: new})
        before = answers(root)
        assert before == expected


def test_links_keep_the_way_they_were_written(tmp_path: Path) -> None:
    root = garden(
        tmp_path,
        Rose="[[#Care]]\n## Care\n",
        beds__list="\n".join((
            "[[Rose]] [[rose.md]] [[ Rose | the rose ]] ![[Rose#Care|300]] [[Rose#^x]]",
            "[a](../Rose.md) [b](<../Rose.md#care> 'a title') ![c](/Rose.md?x=1)",
            "| [[Rose\\|r]] | x |\n|---|---|\n| y | z |",
            "[d][ref] and `[[Rose]]`\n\n[ref]: ../Rose.md \"Queen\"",
        )),
    )  # fmt: skip
    assert run(["rename", "Rose", "花园/Rosa (canina) #1", str(root)]) == 2
    assert run(["rename", "Rose", "花园/Rosa (canina)", str(root)]) == 0
    assert (root / "beds/list.md").read_text().splitlines() == [
        "[[Rosa (canina)]] [[Rosa (canina).md]] [[ Rosa (canina) | the rose ]] "
        "![[Rosa (canina)#Care|300]] [[Rosa (canina)#^x]]",
        "[a](../花园/Rosa%20%28canina%29.md) [b](<../花园/Rosa (canina).md#care> 'a title') "
        "![c](/花园/Rosa%20%28canina%29.md?x=1)",
        "| [[Rosa (canina)\\|r]] | x |",
        "|---|---|",
        "| y | z |",
        "[d][ref] and `[[Rose]]`",
        "",
        '[ref]: ../花园/Rosa%20%28canina%29.md "Queen"',
    ]


def test_a_moved_note_keeps_its_relative_links(tmp_path: Path) -> None:
    root = garden(
        tmp_path, a__Pond="[fish](koi.md) [[./koi]] [frog](../Frog.md)", a__koi="", Frog=""
    )
    assert run(["rename", "a/Pond.md", "b/c/", str(root)]) == 0
    text = (root / "b/c/Pond.md").read_text()
    assert text == "[fish](../../a/koi.md) [[../../a/koi]] [frog](../../Frog.md)"


def test_a_link_grows_only_where_a_name_is_taken(tmp_path: Path) -> None:
    root = garden(tmp_path, x__Fern="", y__Moss="", list="[[Fern]] [[Moss]]")
    assert run(["rename", "Moss", "Fern", str(root)]) == 0
    assert (root / "list.md").read_text() == "[[x/Fern]] [[y/Fern]]"


def test_properties_keep_their_yaml(tmp_path: Path) -> None:
    head = "---\r\nup:   '[[Oak]]'   # why\r\nb: [\"[[Oak|o]]\"]\r\n---\r\n"
    root = garden(tmp_path, leaf="\ufeff" + head + "x", Oak="")
    assert run(["rename", "Oak", 'Bob\'s "oak"', str(root)]) == 0
    data = (root / "leaf.md").read_bytes().decode()
    head = head.replace("'[[Oak]]'", "'[[Bob''s \"oak\"]]'").replace(
        "[[Oak|", '[[Bob\'s \\"oak\\"|'
    )
    assert data == "\ufeff" + head + "x"


def test_a_canvas_follows(tmp_path: Path) -> None:
    root = garden(tmp_path, Elm="")
    canvas = (
        '{"nodes":[{"type":"file","file":"Elm.md","id":"1"},{"type":"text","text":"[[Elm]]\\n"}]}'
    )
    (root / "map.canvas").write_text(canvas)
    assert run(["rename", "Elm", "woods/榆", str(root)]) == 0
    assert (root / "map.canvas").read_text() == canvas.replace("Elm.md", "woods/榆.md").replace(
        "[[Elm", "[[榆"
    )


def test_a_folder_moves_whole(tmp_path: Path) -> None:
    root = garden(tmp_path, old__a="[[b]] [x](b.md)", old__b="", top="[[old/a]] [y](old/b.md)")
    (root / "old/.keep").touch()
    assert run(["rename", "old", "neu", str(root)]) == 0
    assert sorted(p.name for p in (root / "neu").iterdir()) == [".keep", "a.md", "b.md"]
    assert not (root / "old").exists()
    assert (root / "neu/a.md").read_text() == "[[b]] [x](b.md)"
    assert (root / "top.md").read_text() == "[[neu/a]] [y](neu/b.md)"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Ash", "Birch", "this file exists already"),
        ("Ash", "birch", "this file exists already"),
        ("Ash", "Ash", "already its name"),
        ("Ash", "../Ash", "not a path in the vault"),
        ("Yew", "Ash", "no such note"),
        ("Ash", "Ash #1", "cannot be kept"),
        ("Ash", "Alder", "not UTF-8"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    old: str, new: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = garden(tmp_path, Ash="", Birch="[[Ash]]")
    if "UTF-8" in says:
        (root / "broken.md").write_bytes(b"[[Ash]] \xff")
    before = {p.name: p.read_bytes() for p in root.iterdir()}
    assert run(["rename", old, new, str(root)]) == 2
    assert says in capsys.readouterr().err
    assert {p.name: p.read_bytes() for p in root.iterdir()} == before


def test_only_the_letters_case_changes(tmp_path: Path) -> None:
    root = garden(tmp_path, ash="", list="[[ash]] [x](ash.md)")
    assert run(["rename", "ash", "Ash", str(root)]) == 0
    assert sorted(p.name for p in root.iterdir()) == ["Ash.md", "list.md"]


def test_a_diff_is_one_that_git_applies(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from git_repository import Repo

    repo = Repo(tmp_path / "r")
    repo.commit({"杨 柳.md": "willow", "list.md": "see [[杨 柳]]\r\nlast"})
    capfdbinary.readouterr()
    assert run(["rename", "杨 柳", "Willow", str(repo.top), "--diff"]) == 0
    (tmp_path / "patch").write_bytes(capfdbinary.readouterr().out)
    repo.git("apply", str(tmp_path / "patch"))
    assert (repo.top / "list.md").read_bytes() == b"see [[Willow]]\r\nlast"
    assert (repo.top / "Willow.md").read_text() == "willow"


def test_a_plan_of_a_note_nobody_links_to_is_empty(tmp_path: Path) -> None:
    vault = resolve(Vault.open(garden(tmp_path, lonely="", other="[[topic]]")))
    assert plan(vault, {"lonely.md": "lone.md"}).edits == {}


DEFINED = (
    "See [[Leek]] and [[Leek|soup]] and [[Sage]].\n\n"
    '[//begin]: # "Autogenerated link references for markdown compatibility"\n'
    '[Leek]: bed/Leek.md "Leek"\n'
    '[Leek|soup]: bed/Leek.md "Leek"\n'
    '[Sage]: Sage.md "Sage"\n'
    '[//end]: # "Autogenerated link references"\n'
)


def test_definitions_of_foam_follow_a_rename(tmp_path: Path) -> None:
    (tmp_path / ".foam").mkdir()
    (tmp_path / "bed").mkdir()
    for name, text in {"bed/Leek.md": "", "Sage.md": "", "a.md": DEFINED}.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "b.md").write_text("nothing uses it\n\n[l]: <bed/Leek.md#x> 'y'\n")
    assert run(["rename", "Leek", "Wild leek", str(tmp_path)]) == 0
    assert (tmp_path / "a.md").read_text() == DEFINED.replace("[Leek", "[Wild leek").replace(
        "bed/Leek.md", "bed/Wild%20leek.md"
    )
    text = (tmp_path / "b.md").read_text()
    assert text == "nothing uses it\n\n[l]: <bed/Wild leek.md#x> 'y'\n"


def test_a_definition_in_code_stays(tmp_path: Path) -> None:
    (tmp_path / "Leek.md").write_text("")
    (tmp_path / "a.md").write_text("[x][l]\n\n```\n[l]: Leek.md\n```\n\n[l]: Leek.md\n")
    assert run(["rename", "Leek", "Porrum", str(tmp_path)]) == 0
    text = (tmp_path / "a.md").read_text()
    assert text == "[x][l]\n\n```\n[l]: Leek.md\n```\n\n[l]: Porrum.md\n"


def test_a_definition_moves_with_its_note(tmp_path: Path) -> None:
    (tmp_path / "Leek.md").write_text("")
    (tmp_path / "a.md").write_text("[[Leek]] [x][l]\n\n[l]: ./Leek.md\n")
    assert run(["rename", "a", "deep/er/a", str(tmp_path)]) == 0
    text = (tmp_path / "deep/er/a.md").read_text()
    assert text == "[[Leek]] [x][l]\n\n[l]: ../../Leek.md\n"


def test_a_heading_is_renamed_with_every_link_to_it(tmp_path: Path) -> None:
    root = garden(
        tmp_path,
        Ash="# Ash\n## Leaves & bark\n[[#Leaves & bark]]\n## Roots\n### Leaves & bark\n",
        Birch="[[Ash#Leaves bark]] [[Ash#leaves & bark|x]] [y](Ash.md#leaves--bark) "
        "[z](Ash.md#leaves--bark-1) [[Ash#Roots#Leaves & bark]] ![[Ash#Ash#Leaves & bark]] "
        "[w](<Ash.md#Leaves & bark>)\n\n| [[Ash#Leaves & bark\\|t]] |\n|---|\n",
        Yew='---\nup: "[[Ash#Leaves & bark]]"\n---\n[[Birch#Leaves & bark]]\n',
    )
    assert run(["rename", "Ash#Leaves & bark", "Leaf: all of it", str(root)]) == 0
    text = (root / "Ash.md").read_text()
    assert text.startswith("# Ash\n## Leaf: all of it\n[[#Leaf: all of it]]\n## Roots\n### Leaves")
    assert (root / "Birch.md").read_text() == (
        "[[Ash#Leaf: all of it]] [[Ash#Leaf: all of it|x]] [y](Ash.md#leaf-all-of-it) "
        "[z](Ash.md#leaves--bark) [[Ash#Roots#Leaves & bark]] ![[Ash#Ash#Leaf: all of it]] "
        "[w](<Ash.md#Leaf%3A all of it>)\n\n| [[Ash#Leaf: all of it\\|t]] |\n|---|\n"
    )
    assert '"[[Ash#Leaf: all of it]]"' in (root / "Yew.md").read_text()
    assert "[[Birch#Leaves & bark]]" in (root / "Yew.md").read_text()


def test_a_block_is_renamed_with_every_link_to_it(tmp_path: Path) -> None:
    root = garden(
        tmp_path,
        Ash="茶 wood ^a1\n\n- x ^b\n",
        Birch="[[Ash#^A1]] [x](Ash.md#^a1) [[Ash#^b]] [[#^a1]]",
    )
    assert run(["rename", "Ash#^a1", "wood-1", str(root)]) == 0
    assert (root / "Ash.md").read_text() == "茶 wood ^wood-1\n\n- x ^b\n"
    text = (root / "Birch.md").read_text()
    assert text == "[[Ash#^wood-1]] [x](Ash.md#^wood-1) [[Ash#^b]] [[#^a1]]"
    assert run(["rename", "Ash#^wood-1", "b", str(root)]) == 2
    assert run(["rename", "Ash#^none", "c", str(root)]) == 2
    assert run(["rename", "Ash#^b", "two words", str(root)]) == 2


def test_a_tag_is_renamed_everywhere(tmp_path: Path) -> None:
    root = garden(
        tmp_path,
        Ash="---\ntags: [tree, tree/old, 'trees']\n---\n#Tree, #tree/ash/x #treetop `#tree`\n",
        Birch="---\ntags:\n  - '#tree'\n---\n# tree\n\\#tree\n",
    )
    assert run(["rename", "#tree", "#wood/树", str(root)]) == 0
    assert (root / "Ash.md").read_text() == (
        "---\ntags: [wood/树, wood/树/old, 'trees']\n---\n"
        "#wood/树, #wood/树/ash/x #treetop `#tree`\n"
    )
    text = (root / "Birch.md").read_text()
    assert text == "---\ntags:\n  - '#wood/树'\n---\n# tree\n\\#tree\n"
    assert run(["rename", "#none", "x", str(root)]) == 2
    assert run(["rename", "#treetop", "two words", str(root)]) == 2


def test_a_symbolic_link_to_a_moved_note_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = garden(tmp_path, Ash="")
    (root / "also.md").symlink_to("Ash.md")
    assert run(["rename", "Ash", "Elm", str(root)]) == 0
    assert "also.md: this symbolic link leads to the old path" in capsys.readouterr().out


def test_in_dendron_a_renamed_note_of_two_vaults_is_named_by_vault_and_file(
    tmp_path: Path,
) -> None:
    files = {
        "dendron.yml": "workspace:\n  vaults: [{fsPath: a}, {fsPath: b, name: second}]\n",
        "a/tea.md": "", "b/pot.md": "", "a/x.md": "[[label|pot]]\n",
    }  # fmt: skip
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert run(["rename", "b/pot.md", "/b/tea.md", str(tmp_path)]) == 0
    assert (tmp_path / "a" / "x.md").read_text(
        encoding="utf-8"
    ) == "[[label|dendron://second/tea]]\n"


def test_a_link_that_waits_for_a_note_finds_the_renamed_one(tmp_path: Path) -> None:
    root = garden(tmp_path, Old="", list="[[New]] [[Old]]", other="[[New]]")
    assert run(["rename", "Old", "New", str(root)]) == 0
    assert (root / "list.md").read_text() == "[[New]] [[New]]"
    assert (root / "other.md").read_text() == "[[New]]"


def test_quotes_around_a_link_in_text_are_no_yaml(tmp_path: Path) -> None:
    root = garden(tmp_path, Oak="", list='[[Oak]] and "[[Oak]]" and \'[[Oak]]\' said "')
    assert run(["rename", "Oak", 'Bob\'s "x"', str(root)]) == 0
    assert (root / "list.md").read_text() == (
        '[[Bob\'s "x"]] and "[[Bob\'s "x"]]" and \'[[Bob\'s "x"]]\' said "'
    )


def test_a_link_to_a_heading_is_renamed_after_links_to_others(tmp_path: Path) -> None:
    text = "[[Elm]] [[Ash]] [[Elm#Bark]] [[Ash#Bark]]"
    root = garden(tmp_path, Ash="## Bark\n", Elm="## Bark\n", list=text)
    assert run(["rename", "Ash#Bark", "Leaf", str(root)]) == 0
    assert (root / "list.md").read_text() == text.replace("[[Ash#Bark", "[[Ash#Leaf")
