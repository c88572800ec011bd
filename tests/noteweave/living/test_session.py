"""A vault that is kept open: what a session answers, and what its refresh finds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from noteweave import NoteweaveError, Session
from noteweave.graph.check.rule_selection import CheckOptions
from noteweave.graph.resolve.resolved_vault import TargetKind
from noteweave.vault.errors import SessionClosedError, VaultError


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "garden"
    root.mkdir()
    write(root, "Leek.md", "Beside [[Sage]], not [[Dill]].\n")
    write(root, "Sage.md", "# Sow\n\nIn March.\n")
    write(root, "bed/Rue.md", "[[Sage#Sow]] and [[Sage#Pick]]\n")
    return root


@pytest.fixture
def session(vault: Path) -> Iterator[Session]:
    with Session.open(vault) as opened:
        yield opened


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def test_a_session_answers_what_the_commands_answer(session: Session) -> None:
    assert session.revision == 1
    assert list(session.notes) == ["Leek.md", "Sage.md", "bed/Rue.md"]
    links = session.links("Leek.md")
    assert [(link.target, link.kind) for link in links] == [
        ("Sage.md", TargetKind.NOTE),
        (None, TargetKind.TOPIC),
    ]
    assert [(f.path, f.code) for f in session.findings()] == [
        ("Leek.md", "NW002"),
        ("bed/Rue.md", "NW004"),
    ]
    assert [f.code for f in session.findings("bed/Rue.md")] == ["NW004"]
    groups = session.backlinks("Sage.md")
    assert [(g.source, [b.place.raw for b in g.links]) for g in groups] == [
        ("Leek.md", ["[[Sage]]"]),
        ("bed/Rue.md", ["[[Sage#Sow]]", "[[Sage#Pick]]"]),
    ]
    assert [g.source for g in session.backlinks("topic:dill")] == ["Leek.md"]
    assert session.graph() is session.graph()
    assert "topic:dill" in session.graph()


def test_nothing_changed_is_no_revision(session: Session) -> None:
    change = session.refresh()
    assert not change
    assert change.revision == session.revision == 1


def test_an_edited_note(session: Session, vault: Path) -> None:
    before = session.graph()
    write(vault, "Sage.md", "# Pick\n\nIn [[June]].\n")
    change = session.refresh()
    assert change
    assert change.revision == session.revision == 2
    assert (change.added, change.removed, change.changed) == ((), (), ("Sage.md",))
    delta = change.delta
    assert [f.message for f in delta.findings_gone] == ["`Sage.md` has no heading `Pick`"]
    assert [(f.path, f.code) for f in delta.findings_new] == [
        ("Sage.md", "NW002"),
        ("bed/Rue.md", "NW004"),
    ]
    assert list(delta.nodes_new) == ["topic:june"]
    assert list(delta.nodes_changed) == ["Sage.md"]
    assert delta.nodes_changed["Sage.md"]["out_links"] == 1
    assert list(delta.edges_new) == [("Sage.md", "topic:june", "link")]
    assert session.graph() is not before


def test_a_created_a_deleted_and_a_renamed_note(session: Session, vault: Path) -> None:
    write(vault, "Dill.md", "Feathery.\n")
    change = session.refresh()
    assert change.added == ("Dill.md",)
    assert change.delta.nodes_gone == ("topic:dill",)
    assert change.delta.edges_gone == (("Leek.md", "topic:dill", "link"),)
    assert list(change.delta.edges_new) == [("Leek.md", "Dill.md", "link")]
    assert [f.code for f in change.delta.findings_gone] == ["NW002"]

    (vault / "Dill.md").rename(vault / "bed" / "Dill.md")
    change = session.refresh()
    assert change.renamed == {"Dill.md": "bed/Dill.md"}
    assert not change.added
    assert not change.removed

    (vault / "bed" / "Dill.md").unlink()
    change = session.refresh()
    assert change.removed == ("bed/Dill.md",)
    assert [f.code for f in session.findings("Leek.md")] == ["NW002"]


def test_an_attachment_is_no_note(session: Session, vault: Path) -> None:
    write(vault, "Sage.md", "# Sow\n\n![[leaf.png]]\n")
    session.refresh()
    write(vault, "leaf.png", "leaf")
    change = session.refresh()
    assert change.other_files == ("leaf.png",)
    assert not change.changed
    assert [f.code for f in change.delta.findings_gone] == ["NW006"]


def test_the_configuration_is_read_again(session: Session, vault: Path) -> None:
    write(vault, "noteweave.toml", '[check]\nignore = ["NW002"]\n')
    change = session.refresh()
    assert change.read_again
    assert [f.code for f in session.findings()] == ["NW004"]
    write(vault, "noteweave.toml", "[check]\nignroe = []\n")
    with pytest.raises(NoteweaveError, match="ignroe"):
        session.refresh()
    assert session.revision == 2
    assert [f.code for f in session.findings()] == ["NW004"]


def test_named_settings_win_over_the_configuration(vault: Path) -> None:
    write(vault, "noteweave.toml", '[check]\nselect = ["NW002"]\n')
    with Session.open(vault, checking=CheckOptions(select=("NW004",))) as session:
        assert [f.code for f in session.findings()] == ["NW004"]
        write(vault, "noteweave.toml", '[check]\nselect = ["NW001"]\n')
        assert not session.refresh().delta.findings_gone


def test_the_apps_settings_are_read_again(session: Session, vault: Path) -> None:
    write(vault, ".obsidian/app.json", '{"userIgnoreFilters": ["bed/"]}')
    change = session.refresh()
    assert change.read_again
    assert session.vault.settings.profile == "obsidian"
    assert "bed/Rue.md" not in session.graph()


def test_changes_since_a_revision(session: Session, vault: Path) -> None:
    assert session.changes_since(1) == ()
    first, second = [], []
    write(vault, "Dill.md", "Feathery.\n")
    first.append(session.refresh())
    write(vault, "Dill.md", "Feathery, and [[Sage]].\n")
    second.append(session.refresh())
    assert session.changes_since(1) == (*first, *second)
    assert session.changes_since(2) == (*second,)
    assert session.changes_since(3) == ()
    assert session.changes_since(4) is None
    assert session.changes_since(0) is None


def test_a_vault_that_vanishes_leaves_the_session_as_it_was(session: Session, vault: Path) -> None:
    vault.rename(vault.with_name("elsewhere"))
    with pytest.raises(VaultError):
        session.refresh()
    assert session.revision == 1
    assert len(session.findings()) == 2
    vault.with_name("elsewhere").rename(vault)
    session.refresh()
    assert len(session.findings()) == 2


def test_a_closed_session_says_so(vault: Path) -> None:
    session = Session.open(vault)
    session.close()
    session.close()
    with pytest.raises(SessionClosedError, match="closed"):
        session.findings()


def test_a_name_that_is_no_note(session: Session) -> None:
    with pytest.raises(KeyError):
        session.links("Mint.md")
    with pytest.raises(KeyError):
        session.backlinks("Mint.md")
    assert session.findings("Mint.md") == ()


def test_a_block_of_reading_sees_one_revision(session: Session, vault: Path) -> None:
    write(vault, "Sage.md", "# Pick\n")
    refreshed = threading.Event()
    thread = threading.Thread(target=lambda: (session.refresh(), refreshed.set()))
    with session.reading():
        thread.start()
        assert not refreshed.wait(0.1)
        assert session.revision == 1
        assert [h.text for h in session.notes["Sage.md"].headings] == ["Sow"]
    thread.join(10)
    assert refreshed.is_set()
    assert session.revision == 2


def test_paths_that_may_have_changed(session: Session, vault: Path) -> None:
    write(vault, "Sage.md", "# Pick\n")
    assert session.refresh([vault / "Sage.md"]).changed == ("Sage.md",)
    write(vault, "bed/Mint.md", "")
    assert session.refresh(["bed/Mint.md"]).added == ("bed/Mint.md",)
    (vault / "bed" / "Mint.md").unlink()
    assert session.refresh(["bed/Mint.md"]).removed == ("bed/Mint.md",)
    write(vault, "shed/Hoe.md", "")
    assert session.refresh([vault / "shed"]).added == ("shed/Hoe.md",)


def test_a_suppression_that_goes_brings_back_what_a_vault_rule_reports(
    session: Session, vault: Path
) -> None:
    # the group of a rule of vaults stays the same, and was not asked again
    write(vault, "bed/Sage.md", "<!-- noteweave: ignore-file -->\n")
    session.refresh()
    assert [f.code for f in session.findings("bed/Sage.md")] == []
    write(vault, "bed/Sage.md", "Grey.\n")
    session.refresh()
    assert [f.code for f in session.findings("bed/Sage.md")] == ["NW031"]


def test_an_interrupted_refresh_leaves_no_half_state(
    session: Session, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(vault, "Sage.md", "# Pick\n")
    write(vault, "Leek.md", "[[Sage]]\n")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("noteweave.graph.living.engine.Engine._take", interrupt)
        with pytest.raises(KeyboardInterrupt):
            session.refresh()
    assert [f.message for f in session.findings()] == ["`Sage.md` has no heading `Sow`"]
    assert session.revision == 2
    changes = session.changes_since(1)
    assert changes is not None
    assert changes[0].read_again
    assert not session.refresh()


def test_a_change_of_a_large_part_is_a_whole_check(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session.open(vault) as session:
        for state in ("first", "second"):
            for n in range(8):
                write(vault, f"bed/{n}.md", f"The {state} of [[{n + 1}]], [[Sage#{state}]]\n")
            (vault / "Leek.md").unlink(missing_ok=True)
            monkeypatch.setattr("noteweave.living.session.FEWEST", 200 if state == "first" else 4)
            change = session.refresh()
            assert change.read_again == (state == "second")
            with Session.open(vault) as fresh:
                assert session.findings() == fresh.findings()
                assert dict(session.graph().nodes) == dict(fresh.graph().nodes)
                assert {*session.graph().edges} == {*fresh.graph().edges}
        assert "`Sage.md` has no heading `first`" in {f.message for f in change.delta.findings_gone}
        assert len(change.changed) == 8
        write(vault, "bed/0.md", "one more: [[Dill]]\n")
        assert not session.refresh().read_again
