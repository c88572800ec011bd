"""Which file a link finds, as Obsidian was observed to choose it."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave.graph.resolve.file_index import FileIndex, Via
from noteweave.graph.resolve.resolved_vault import ResolvedLink, TargetKind, resolve
from noteweave.vault.disk.app_settings import AppSettings, Profile
from noteweave.vault.disk.walk import kind_of
from noteweave.vault.model import File, Link
from noteweave.vault.vault import OpenOptions, Vault


def index(paths: str | list[str]) -> FileIndex:
    names = sorted(paths.split() if isinstance(paths, str) else paths)
    return FileIndex({p: File(p, kind_of(p), 0, 0) for p in names}, AppSettings())


@pytest.mark.parametrize(
    ("files", "source", "target", "expected"),
    [
        # an exact vault path wins, even over a file beside the source
        ("Note.md zzzz/Note.md a/b/Note.md", "src.md", "Note", "Note.md"),
        ("Note.md zzzz/Note.md a/b/Note.md", "zzzz/s.md", "Note", "Note.md"),
        ("Note.md zzzz/Note.md a/b/Note.md", "a/b/s.md", "Note", "Note.md"),
        # the shortest path in characters, not in folders
        ("zzzz/Note.md a/b/Note.md", "src.md", "Note", "a/b/Note.md"),
        # the source's own folder first
        ("zzzz/Note.md a/b/Note.md", "zzzz/s.md", "Note", "zzzz/Note.md"),
        ("zzzz/Note.md a/b/Note.md", "a/b/s.md", "Note", "a/b/Note.md"),
        ("zzzz/Note.md a/b/Note.md b/Note.md aaaaaaaa/Note.md", "s.md", "Note", "b/Note.md"),
        # a folder above gives nothing
        ("zzzz/Note.md b/Note.md a/b/Note.md", "zzzz/deep/s.md", "Note", "b/Note.md"),
        ("zzzz/Note.md a/b/Note.md b/Note.md", "a/b/s.md", "b/Note", "b/Note.md"),
        ("a/b/Note.md", "s.md", "b/Note", "a/b/Note.md"),
        ("y.md", "a/x.md", "../y", "y.md"),
        ("a/y.md", "a/x.md", "./y", "a/y.md"),
        ("y.md", "a/x.md", "./y", None),
        # a path that climbs above the vault stops at its root; one that misses inside is lost
        ("y.md", "x.md", "../y", "y.md"),
        ("players/Ann.md", "places/s.md", "../../players/Ann", "players/Ann.md"),
        ("players/Ann.md", "a/b/s.md", "../../../../players/Ann.md", "players/Ann.md"),
        ("players/Ann.md", "places/s.md", "../../Ann", None),
        ("a/y.md", "a/b/c.md", "../../y", None),
        ("a/y.md", "a/b.md", "../y", None),
        ("y.md", "x.md", "..", None),
        ("Log.md", "s.md", "log", "Log.md"),
        ("Log.md", "s.md", "LOG", "Log.md"),
        ("Ext.md", "s.md", "Ext.MD", "Ext.md"),
        ("a/Note.md", "s.md", "/Note", None),
        ("a/Note.md", "s.md", "/a/Note", "a/Note.md"),
        # whole segments only; a wrong folder never falls back to the name
        ("ab/Note.md", "s.md", "b/Note", None),
        ("a/Note.md", "s.md", "c/Note", None),
        # attachments need their ending; a dot in a name is no ending
        ("Figure.png", "s.md", "Figure", None),
        ("Figure.png", "s.md", "Figure.png", "Figure.png"),
        ("dash.base dash.md", "s.md", "dash", "dash.md"),
        ("dash.canvas", "s.md", "dash", None),
        ("dash.canvas", "s.md", "dash.canvas", "dash.canvas"),
        ("v1.2.md", "s.md", "v1.2", "v1.2.md"),
        ("Foo.md Foo.md.md", "s.md", "Foo.md", "Foo.md"),
        ("a/Foo.markdown", "s.md", "Foo", "a/Foo.markdown"),
        ("Straße.md", "s.md", "STRASSE", "Straße.md"),
        ("Caf\u00e9.md", "s.md", "Cafe\u0301", "Caf\u00e9.md"),
        ("笔记/卡片盒.md", "s.md", "卡片盒", "笔记/卡片盒.md"),
        # equal length: the first in order, always
        ("aa/Tie.md bb/Tie.md", "s.md", "Tie", "aa/Tie.md"),
    ],
)
def test_obsidian_finds(files: str, source: str, target: str, expected: str | None) -> None:
    assert index(files).find(target, source).path == expected


def test_several_files_that_fit_are_all_named() -> None:
    found = index("bb/Tie.md aa/Tie.md c/d/Tie.md").find("Tie", "s.md")
    assert found.candidates == ("aa/Tie.md", "bb/Tie.md", "c/d/Tie.md")
    assert index("Tie.md").find("Tie", "s.md").candidates == ()


def test_case_collision_prefers_the_exact_case() -> None:
    files = index("Foo.md foo.md")
    assert files.find("foo", "s.md").path == "foo.md"
    assert files.find("Foo", "s.md").path == "Foo.md"


def written(root: Path, files: dict[str, str], **options: object) -> list[ResolvedLink]:
    """Write a vault, and return the links of `s.md` (or of the note named so anywhere)."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    resolved = resolve(Vault.open(root, OpenOptions(**options)))  # type: ignore[arg-type]
    [source] = [p for p in resolved.vault.notes if p.endswith("s.md") and p[-5:-4] in ("", "/")]
    return list(resolved.links(resolved.vault.notes[source]))


OBSIDIAN = {".obsidian/app.json": "{}"}


def test_markdown_links_are_looked_up_vault_wide_in_obsidian(tmp_path: Path) -> None:
    files = {"s.md": "[y](My%20Note.md)", "Sub/My Note.md": ""}
    assert written(tmp_path, OBSIDIAN | files)[0].target == "Sub/My Note.md"


def test_markdown_links_are_relative_to_the_note_elsewhere(tmp_path: Path) -> None:
    files = {"sub/s.md": "[x](b.md) [[b]]", "b.md": "", "sub/b.md": ""}
    markdown, wikilink = written(tmp_path, files)
    assert (markdown.target, wikilink.target) == ("sub/b.md", "b.md")
    (tmp_path / ".obsidian").mkdir()
    assert written(tmp_path, files)[0].target == "b.md"


def test_a_fragment_is_cut_off_before_escapes_are_decoded(tmp_path: Path) -> None:
    [found] = written(tmp_path, {"s.md": "[x](sub%23part.md#h%20i)", "sub#part.md": ""})
    assert (found.target, found.link.fragment) == ("sub#part.md", "h i")


def test_an_alias_resolves_in_a_plain_vault_only(tmp_path: Path) -> None:
    files = {"s.md": "[[al]] [[The Title]]", "n.md": "---\naliases: [AL]\ntitle: The title\n---\n"}
    assert [(f.target, f.via) for f in written(tmp_path, files)] == [
        ("n.md", Via.ALIAS),
        ("n.md", Via.TITLE),
    ]
    (tmp_path / ".obsidian").mkdir()
    assert [f.target for f in written(tmp_path, files)] == [None, None]


def test_an_alias_of_two_notes_resolves_to_none(tmp_path: Path) -> None:
    alias = "---\naliases: AL\n---\n"
    [found] = written(tmp_path, {"s.md": "[[AL]]", "a.md": alias, "b.md": alias})
    assert found.target is None
    assert found.candidates == ("a.md", "b.md")


def test_kinds_of_targets(tmp_path: Path) -> None:
    text = (
        "[[n]] [[c.canvas]] [[b.base]] ![[p.png]] [[new]] [[#here]] [[s]] <https://e.org> [x](#y)"
    )
    files = {"s.md": text, "n.md": "", "c.canvas": "{}", "b.base": "", "p.png": ""}
    assert [f.kind for f in written(tmp_path, OBSIDIAN | files)] == [
        TargetKind.NOTE,
        TargetKind.CANVAS,
        TargetKind.BASE,
        TargetKind.ATTACHMENT,
        TargetKind.TOPIC,
        TargetKind.SELF,
        TargetKind.SELF,
        TargetKind.EXTERNAL,
        TargetKind.SELF,
    ]


def test_a_wikilink_to_a_url_is_external(tmp_path: Path) -> None:
    [found] = written(tmp_path, OBSIDIAN | {"s.md": "[[https://example.com/a#b]]"})
    assert (found.kind, found.link.target) == (TargetKind.EXTERNAL, "https://example.com/a#b")


def test_names_on_disk_in_another_normal_form_are_found(tmp_path: Path) -> None:
    [found] = written(tmp_path, OBSIDIAN | {"s.md": "[[Café]]", "Cafe\u0301.md": ""})
    assert found.target == "Caf\u00e9.md"


def test_ignored_files_are_found_where_nothing_else_fits(tmp_path: Path) -> None:
    files = {
        ".noteweaveignore": "old/\n",
        "s.md": "[[a]] [[b]]",
        "old/a.md": "",
        "old/b.md": "",
        "new/far/a.md": "",
    }
    assert [(f.target, f.candidates) for f in written(tmp_path, files)] == [
        ("new/far/a.md", ()),
        ("old/b.md", ()),
    ]


def test_profile_can_be_chosen(tmp_path: Path) -> None:
    files = {"s.md": "[[al]]", "n.md": "---\naliases: [AL]\n---\n"}
    assert written(tmp_path, files, profile=Profile.OBSIDIAN)[0].target is None


def test_what_a_name_means_is_remembered_but_not_for_those_who_are_nearer(tmp_path: Path) -> None:
    links = "[[Note]]"
    for path in ("zzzz/Note.md", "a/b/Note.md", "s.md", "zzzz/s.md", "a/b/s.md", "c/s.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(links, encoding="utf-8")
    resolved = resolve(Vault.open(tmp_path, OpenOptions(cache=False)))
    asked = ["zzzz/s.md", "s.md", "a/b/s.md", "zzzz/s.md", "c/s.md", "zzzz/Note.md", "a/b/Note.md"]
    found = []
    for source in asked:
        (link,) = resolved.vault.notes[source].links
        answer = resolved.resolve(link, source)
        assert set(answer.candidates) == {"zzzz/Note.md", "a/b/Note.md"}
        found.append((answer.candidates[0], answer.kind))
    far, near = ("a/b/Note.md", TargetKind.NOTE), ("zzzz/Note.md", TargetKind.NOTE)
    own = [("zzzz/Note.md", TargetKind.SELF), ("a/b/Note.md", TargetKind.SELF)]
    assert found == [near, far, far, near, far, *own]


@pytest.mark.parametrize(
    ("paths", "source", "target", "expected"),
    [
        (["LICENSE", "docs/LICENSE.md"], "docs/s.md", "LICENSE", "LICENSE"),
        (["src/Makefile", "Makefile.md"], "s.md", "Makefile", "src/Makefile"),
        (["src/Makefile", "Makefile.md"], "s.md", "src/Makefile", "src/Makefile"),
        (["a/LICENSE", "LICENSE"], "a/s.md", "license", "LICENSE"),
        (["LICENSE.md"], "a/s.md", "LICENSE", "LICENSE.md"),
    ],
)
def test_a_markdown_link_finds_a_file_without_an_extension(
    paths: list[str], source: str, target: str, expected: str
) -> None:
    found = index(paths)
    assert found.find(target, source, markdown=True).path == expected
    wikilink = found.find(target, source).path
    assert wikilink is None or wikilink.endswith(".md")


@pytest.mark.parametrize("profile", [Profile.OBSIDIAN, Profile.PLAIN])
def test_only_obsidian_takes_a_markdown_link_above_the_vault_for_one_to_its_root(
    tmp_path: Path, profile: Profile
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "s.md").write_text("[x](../../y.md) [[../../y]]", encoding="utf-8")
    (tmp_path / "y.md").touch()
    resolved = resolve(Vault.open(tmp_path, OpenOptions(profile=profile)))
    found = [link.target for link in resolved.links(resolved.vault.notes["a/s.md"])]
    assert found == ["y.md" if profile is Profile.OBSIDIAN else None, "y.md"]


@pytest.mark.parametrize(
    ("definition", "target"),
    [
        ("[Data Science]: data-science.md 'Data Science'", "notes/data-science.md"),
        ("[data  SCIENCE]: <data-science.md>", "notes/data-science.md"),
        ("[data science]: data-science", "notes/data-science.md"),
        ("[Data Science]: ../other%20one.md#part", "other one.md"),
        ("[Data Science]: https://example.org/a.md", None),
        ("[another label]: data-science.md", None),
        ("[Data Science]: missing.md", None),
        ("`[Data Science]: data-science.md`", None),
    ],
)
def test_in_foam_a_definition_says_where_a_wikilink_leads(
    tmp_path: Path, definition: str, target: str | None
) -> None:
    (tmp_path / "notes").mkdir()
    for path in ("notes/data-science.md", "data-science.md", "other one.md"):
        (tmp_path / path).touch()
    text = (
        f"About [[Data Science]] and [[Data Science|it]] and ![[Data Science]].\n\n{definition}\n"
    )
    (tmp_path / "notes" / "n.md").write_text(text, encoding="utf-8")
    resolved = resolve(Vault.open(tmp_path, OpenOptions(profile=Profile.FOAM)))
    note = resolved.vault.notes["notes/n.md"]
    assert [link.target for link in resolved.links(note)] == [target] * 3
    assert [link.raw for link in note.links][:2] == ["[[Data Science]]", "[[Data Science|it]]"]


@pytest.mark.parametrize(
    ("files", "path", "source", "expected"),
    [
        (["root.md", "x.md"], "root.md", "x.md", "root"),
        (["a/root.md", "b/root.md"], "b/root.md", "a/x.md", "b/root"),
        (["root.md", "b/root.md"], "root.md", "b/x.md", "/root"),
        (["a [7].md", "x.md"], "a [7].md", "x.md", "a [7].md"),
        (["[7] a.md", "x.md"], "[7] a.md", "x.md", "[7] a"),
        (["C#.md", "x.md"], "C#.md", "x.md", ""),
        (["a|b.md", "x.md"], "a|b.md", "x.md", ""),
    ],
)
def test_the_name_for_a_note_leads_to_it(
    files: list[str], path: str, source: str, expected: str
) -> None:
    known = {p: File(p, kind_of(p), 0, 0) for p in sorted(files)}
    resolved = resolve(Vault(Path(), AppSettings(profile=Profile.OBSIDIAN), known, {}))
    assert resolved.name_for(path, source) == expected


def test_a_note_of_another_dendron_vault_is_named_by_both() -> None:
    vaults = {"first": "Notes", "second": "vault2"}
    files = {
        p: File(p, kind_of(p), 0, 0) for p in ("Notes/root.md", "Notes/a.b.md", "vault2/root.md")
    }
    settings = AppSettings(profile=Profile.DENDRON, vaults=vaults)
    resolved = resolve(Vault(Path(), settings, files, {}))
    assert resolved.name_for("vault2/root.md", "Notes/x.md") == "dendron://second/root"
    assert resolved.name_for("Notes/a.b.md", "vault2/x.md") == "a.b"
    path = Link("[[Notes/root]]", "Notes/root", 0, 0, 1, 1)
    assert resolved.resolve(path, "Notes/x.md").target is None


def opened(root: Path, files: dict[str, str], profile: str | None = None) -> Vault:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return Vault.open(root, OpenOptions(cache=False, profile=Profile(profile) if profile else None))


def test_names_of_an_ignored_note_lead_nowhere(tmp_path: Path) -> None:
    files = {
        ".noteweaveignore": "old/\n",
        "old/tea.md": "---\naliases: [Cha]\n---\n",
        "a.md": "[[Cha]]\n",
        "z.md": "---\naliases: [Pot]\n---\n",
    }
    vault = resolve(opened(tmp_path, files))
    assert vault.owners("Cha") == ()
    assert [path for path, _ in vault.owners("Pot")] == ["z.md"]


def test_the_name_for_a_file_is_the_shortest_that_leads_to_it(tmp_path: Path) -> None:
    names = ("tea.md", "x/pot.md", "x/y/tea.md", "x/a#b.md", "x/z/pot.md", "x/im.png")
    vault = resolve(opened(tmp_path, dict.fromkeys(names, "")))
    assert vault.name_for("tea.md", "a.md") == "/tea"  # `tea` also fits another
    assert vault.name_for("x/y/tea.md", "a.md") == "x/y/tea"
    assert vault.name_for("x/im.png", "a.md") == "im.png"
    assert vault.name_for("x/a#b.md", "a.md") == ""
    assert vault.name_for("x/pot.md", "x/a.md") == "x/pot"  # `pot` might be the other


def test_the_name_for_a_file_has_its_folders_if_wanted(tmp_path: Path) -> None:
    vault = resolve(opened(tmp_path, {"x/cup.md": "", "cup.png": ""}))
    assert vault.name_for("x/cup.md", "a.md") == "cup"
    assert vault.name_for("x/cup.md", "a.md", folders=True) == "x/cup"
    assert vault.name_for("cup.png", "a.md", folders=True) == "cup.png"


def test_the_name_for_a_page_of_logseq_is_its_title(tmp_path: Path) -> None:
    files = {
        "logseq/config.edn": "{}",
        "pages/a.md": "title:: Green # tea\n",
        "pages/b___c.md": "- \n",
        "assets/d.png": "",
    }
    vault = resolve(opened(tmp_path, files))
    assert [*vault.spellings("pages/a.md")] == ["Green # tea"]
    assert vault.name_for("pages/a.md", "pages/b___c.md") == "Green # tea"
    assert vault.name_for("pages/b___c.md", "pages/a.md") == "b/c"
    assert vault.other_names("assets/d.png").title == ""
