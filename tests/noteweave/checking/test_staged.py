"""A commit is judged by what it will hold and what it breaks: that, all of it, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from git_repository import Repo


def test_only_what_is_staged_is_judged(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"old.md": "[gone](gone.md)", "Sage.md": "", "list.md": "fine"})
    repo.write({"list.md": "[[Sage.md]]"})
    repo.git("add", ".")
    repo.write({"list.md": "[[Never.md]]", "new.md": "[[Never.md]]"})
    assert said(repo.top, "--staged", status=0) == []
    repo.git("add", ".")
    assert said(repo.top, "--staged") == [
        "list.md:1:1: NW001 there is no note `Never.md`",
        "new.md:1:1: NW001 there is no note `Never.md`",
    ]


def test_what_a_deletion_breaks_elsewhere(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({
        "香草/百里香 thyme.md": "", "a.md": "[x](香草/百里香%20thyme.md) and [y](nowhere.md)",
        "b.md": "no thyme here", "c.md": "![pic](pic.png)", "pic.png": "",
        "d.md": "[z](nowhere.md)",
    })  # fmt: skip
    repo.git("rm", "-q", "香草/百里香 thyme.md", "pic.png")
    assert said(repo.top, "--staged") == [
        "a.md:1:1: NW001 there is no note `香草/百里香 thyme.md`",
        "c.md:1:1: NW006 there is no file `pic.png`",
    ]


def test_what_a_rename_breaks_and_what_the_note_is_called_now(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit(
        {"mint.md": "cool, green, everywhere", "a.md": "[m](mint.md) [[mint]]", "b.md": "[[mint]]"}
    )
    repo.git("mv", "mint.md", "peppermint.md")
    assert said(repo.top, "--staged") == [
        "a.md:1:1: NW001 `mint.md` was renamed: it is `peppermint.md` now",
        "a.md:1:14: NW002 `mint` was renamed: it is `peppermint.md` now",
        "b.md:1:1: NW002 `mint` was renamed: it is `peppermint.md` now",
    ]
    repo.commit()
    repo.git("mv", "peppermint.md", "Mentha.md")
    repo.commit({"c.md": "[[mint]]"})
    repo.write({"c.md": "see [[mint]]"})
    repo.git("add", ".")
    assert said(repo.top, "--staged", status=0) == [
        "c.md:1:5: NW002 `mint` was renamed: it is `Mentha.md` now"
    ]


def test_a_heading_that_others_link_to_is_missed(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"Basil.md": "# Sow\n# Pick\n", "a.md": "[[Basil#Pick]]", "b.md": "[[Basil#Cook]]"})
    repo.write({"Basil.md": "# Sow\n# Harvest\n"})
    repo.git("add", ".")
    assert [line[:17] for line in said(repo.top, "--staged")] == ["a.md:1:1: NW004 `"]


def test_a_file_that_is_here_but_not_in_the_commit(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({".gitignore": "secret\n"})
    repo.write(
        {
            "a.md": "[[Dill]] [[hidden]] ![[d.png]] [[plan]]",
            "secret/hidden.md": "",
            "Dill.md": "",
            "d.png": "",
        }
    )
    repo.git("add", "a.md")
    assert said(repo.top, "--staged") == [
        "a.md:1:1: NW019 `Dill.md` exists here but is not in the commit: git add it too",
        "a.md:1:10: NW019 `secret/hidden.md` exists here but is not in the commit: git ignores it",
        "a.md:1:21: NW019 `d.png` exists here but is not in the commit: git add it too",
    ]
    repo.git("add", ".")
    repo.git("add", "-N", "Dill.md")
    assert [line.split(": ")[0] for line in said(repo.top, "--staged")] == ["a.md:1:10"]


def test_old_findings_of_a_staged_note_are_passed_over_when_asked(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    text = "a note about many herbs\n" * 9
    repo.commit({"a.md": f"{text}[x](x.md)\n"})
    repo.git("mv", "a.md", "b.md")
    repo.write({"b.md": f"{text}and more: [x](x.md)\n[y](y.md) [x](x.md)\n"})
    repo.git("add", ".")
    assert [line.split(": ")[0] for line in said(repo.top, "--staged", "--new-only")] == [
        "b.md:11:1",
        "b.md:11:11",
    ]


def test_since_a_branch_was_left(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"a.md": "[x](x.md)", "b.md": "[x](x.md)", "c.md": "[b](b.md)"})
    repo.git("checkout", "-q", "-b", "work")
    repo.commit({"a.md": "[x](x.md) [y](y.md)"})
    (repo.top / "b.md").unlink()
    assert [line.split(": ")[0] for line in said(repo.top, "--since", "main")] == [
        "a.md:1:1",
        "a.md:1:11",
        "c.md:1:1",
    ]
    assert [line.split(": ")[0] for line in said(repo.top, "--since", "main", "--new-only")] == [
        "a.md:1:11",
        "c.md:1:1",
    ]
    assert [line.split(": ")[0] for line in said(repo.top, "--new-only")] == ["c.md:1:1"]


@pytest.mark.parametrize("scope", [["--new-only"], ["--since", "HEAD", "--new-only"]])
def test_an_ignored_picture_or_draft_that_goes_makes_no_difference(
    repo: Repo, said, scope: list[str]
) -> None:  # type: ignore[no-untyped-def]
    repo.commit({".gitignore": "*.png\ndraft.md\n", "a.md": "![p](p.png) [d](draft.md)"})
    repo.write({"p.png": "", "draft.md": "[never](never.md)"})
    assert said(repo.top, *scope, status=0) == []
    for name in ("p.png", "draft.md"):
        (repo.top / name).unlink()
    repo.write({"a.md": "![p](p.png) [d](draft.md) and more"})
    assert said(repo.top, *scope, status=0) == []


@pytest.mark.parametrize("scope", [["--new-only"], ["--since", "HEAD", "--new-only"]])
def test_a_new_link_to_an_ignored_file_is_a_finding_that_says_so(
    repo: Repo, said, scope: list[str]
) -> None:  # type: ignore[no-untyped-def]
    repo.commit({".gitignore": "*.png\ndraft.md\n", "a.md": "text"})
    repo.write({"p.png": "", "draft.md": "", "a.md": "![p](p.png)\n[d](draft.md)"})
    assert said(repo.top, *scope) == [
        "a.md:1:1: NW019 `p.png` exists here but is not in the commit: git ignores it",
        "a.md:2:1: NW019 `draft.md` exists here but is not in the commit: git ignores it",
    ]


def test_a_tracked_note_that_is_ignored_as_well_is_on_both_sides(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"kept.md": "# Kept\n[x](x.md)", "a.md": "[k](kept.md#kept)"})
    repo.commit({".gitignore": "kept.md\n"})
    repo.write({"a.md": "[k](kept.md#kept) again", "kept.md": "# Kept\n[x](x.md)\n[y](y.md)"})
    assert said(repo.top, "--new-only") == ["kept.md:3:1: NW001 there is no note `y.md`"]
    assert said(repo.top, "--since", "HEAD", "--new-only") == [
        "kept.md:3:1: NW001 there is no note `y.md`"
    ]


def test_a_fix_of_what_is_new_keeps_the_line_ends_of_the_file(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.git("config", "core.autocrlf", "true")
    repo.commit({"Sage.md": "# Sage", "a.md": "one\r\n[s](Sage.md)\r\n", "b.md": "two\r\n"})
    repo.git("mv", "Sage.md", "Salvia.md")
    said(repo.top, "--new-only", "--fix", status=0)
    assert (repo.top / "a.md").read_bytes() == b"one\r\n[s](Salvia.md)\r\n"


def test_the_first_commit(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.write({"a.md": "[[b.md]] [[c.md]]", "b.md": ""})
    repo.git("add", ".")
    assert said(repo.top, "--staged") == ["a.md:1:10: NW001 there is no note `c.md`"]
    assert said(repo.top, "--staged", "--new-only") == ["a.md:1:10: NW001 there is no note `c.md`"]


def test_a_vault_below_the_top(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"笔记 notes/a.md": "[r](../README.md)", "README.md": "", "code.md": "[x](x.md)"})
    repo.write({"笔记 notes/a.md": "[x](x.md) [r](../README.md)", "code.md": "[y](y.md)"})
    repo.git("add", ".")
    assert said(repo.top / "笔记 notes", "--staged") == ["a.md:1:1: NW001 there is no note `x.md`"]


def test_an_unsettled_note_is_not_judged(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"a.md": "x"})
    repo.git("checkout", "-q", "-b", "other")
    repo.commit({"a.md": "theirs [x](x.md)"})
    repo.git("checkout", "-q", "main")
    repo.commit({"a.md": "ours"})
    repo.git("merge", "other", status=1)
    assert said(repo.top, "--staged", status=0) == []


def test_what_cannot_be_met(repo: Repo, said, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "plain").mkdir()
    assert said(tmp_path / "plain", "--staged", status=2) == []
    assert said(tmp_path / "plain", "--since", "main", status=2) == []
    assert said(repo.top, "--since", "nowhere", status=2) == []
    assert said(repo.top, "--since", "main", "--staged", status=2) == []
    assert said(tmp_path / "plain", status=0) == []


def test_one_of_equal_headings_taken_away(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({
        "Beds.md": "# East\n## Soil\n# West\n## Soil\n", "a.md": "[s](Beds.md#soil-1)",
        "b.md": "[[Beds#West#Soil]]", "c.md": "[[Beds#East#Soil]] [s](Beds.md#soil)",
    })  # fmt: skip
    repo.write({"Beds.md": "# East\n## Soil\n# West\n"})
    repo.git("add", ".")
    assert [line[:14] for line in said(repo.top, "--staged")] == [
        "a.md:1:1: NW00",
        "b.md:1:1: NW00",
    ]


def test_a_heading_on_another_level(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"Beds.md": "# East\n## Soil\n", "a.md": "[[Beds#East#Soil]]"})
    repo.write({"Beds.md": "# East\n# Soil\n"})
    repo.git("add", ".")
    assert [line[:8] for line in said(repo.top, "--staged")] == ["a.md:1:1"]


def test_one_of_two_equal_blocks_and_anchors(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"Beds.md": "one ^b\n\ntwo ^b\n", "a.md": "[[Beds#^b]]"})
    repo.write({"Beds.md": "one\n\ntwo\n"})
    repo.git("add", ".")
    assert [line[:8] for line in said(repo.top, "--staged")] == ["a.md:1:1"]


def test_the_last_file_of_a_folder_that_is_linked(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"beds/north/a.md": "", "o.md": "[n](beds/north/) [b](beds)", "p.md": "[b](beds/)"})
    repo.git("mv", "beds/north/a.md", "a.md")
    assert [line[:9] for line in said(repo.top, "--staged", status=0)] == [
        "o.md:1:1:",
        "o.md:1:18",
        "p.md:1:1:",
    ]


def test_a_note_that_becomes_a_dangling_symbolic_link(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"Leek.md": "", "a.md": "[l](Leek.md)"})
    (repo.top / "Leek.md").unlink()
    (repo.top / "Leek.md").symlink_to("gone.md")
    repo.git("add", ".")
    assert said(repo.top, "--staged") == said(repo.top)
    assert said(repo.top, "--staged") == ["a.md:1:1: NW001 there is no note `Leek.md`"]


def test_a_deletion_that_leaves_wikilinks_is_a_warning(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"Leek.md": "", "a.md": "[[Leek]] [[plan]]", "b.md": "old"})
    repo.git("rm", "-q", "Leek.md")
    repo.write({"b.md": "new [[Leek]]"})
    repo.git("add", ".")
    assert said(repo.top, "--staged", status=0) == [
        "a.md:1:1: NW002 `Leek` led to `Leek.md`, which is deleted",
        "b.md:1:5: NW002 `Leek` led to `Leek.md`, which is deleted",
    ]


def test_a_new_note_that_takes_a_link_over(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"deep/bed/Leek.md": "", "a.md": "[[Leek]]", "b.md": "[l](deep/bed/Leek.md)"})
    repo.write({"Leek.md": "", "new.md": "[[Leek]]"})
    repo.git("add", ".")
    assert said(repo.top, "--staged", status=0) == [
        "a.md:1:1: NW038 `Leek` led to `deep/bed/Leek.md`; now it leads to `Leek.md`",
    ]


def test_a_new_note_that_makes_a_link_ambiguous(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"bed/Leek.md": "", "a.md": "[[Leek]]"})
    repo.write({"shed/Leek.md": ""})
    repo.git("add", ".")
    assert said(repo.top, "--staged", status=0) == [
        "a.md:1:1: NW003 `Leek` may be `bed/Leek.md` or `shed/Leek.md`",
    ]


def test_a_deletion_after_which_a_link_leads_to_a_namesake(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"bed/Leek.md": "", "shed/deep/Leek.md": "", "a.md": "[[Leek]]"})
    repo.git("rm", "-q", "bed/Leek.md")
    assert said(repo.top, "--staged", status=0) == [
        "a.md:1:1: NW038 `Leek` led to `bed/Leek.md`, which is deleted; "
        "now it leads to `shed/deep/Leek.md`"
    ]


def test_a_rename_after_which_a_link_leads_to_a_namesake(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"bed/Leek.md": "white", "shed/deep/Leek.md": "", "a.md": "[[Leek]]"})
    repo.git("mv", "bed/Leek.md", "bed/Porree.md")
    assert said(repo.top, "--staged", status=0) == [
        "a.md:1:1: NW038 `Leek` led to `bed/Leek.md`, which is `bed/Porree.md` now; "
        "but the link leads to `shed/deep/Leek.md`"
    ]


def test_a_link_that_follows_its_target_is_not_taken_over(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"bed/Leek.md": "white", "a.md": "[[Leek]]"})
    (repo.top / "shed").mkdir()
    repo.git("mv", "bed/Leek.md", "shed/Leek.md")
    assert said(repo.top, "--staged", status=0) == []


def test_a_moved_note_whose_link_leads_to_another_file(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"Leek.md": "", "shed/Leek.md": "", "a.md": "about [leek](Leek.md)"})
    repo.git("mv", "a.md", "shed/a.md")
    assert said(repo.top, "--staged", status=0) == [
        "shed/a.md:1:7: NW038 `Leek.md` led to `Leek.md`; now it leads to `shed/Leek.md`"
    ]


def test_a_fix_after_a_staged_rename(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.commit({"mint.md": "cool, green, everywhere", "a.md": "[m](mint.md) [[mint]]"})
    repo.git("mv", "mint.md", "peppermint.md")
    assert len(said(repo.top, "--staged")) == 2
    said(repo.top, "--fix", status=0)
    assert (repo.top / "a.md").read_text() == "[m](peppermint.md) [[peppermint]]"
