"""How much of a vault is checked again after a change: counts of notes, not times."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import msgspec
import pytest

from noteweave.graph.check.rule_selection import CheckOptions
from noteweave.graph.living.engine import Engine
from noteweave.vault.disk.decode import parse_bytes
from noteweave.vault.model import File, FileKind, Note
from noteweave.vault.vault import Vault

TEXTS = {
    "Hub.md": "# Sow\n",
    "Leek.md": "[[Hub#Sow]]\n",
    "Rue.md": "[[Hub]] #herb\n",
    "Sage.md": "[[Dill]] and [[Rosemary bush]] #Herb\n",
    "Salvia.md": "Alone.\n",
}
State = tuple[File, Note] | None


class Garden:
    """A vault in memory, and its engine."""

    def __init__(self) -> None:
        self.files = {path: File(path, FileKind.NOTE, 1, 1) for path in TEXTS}
        self.notes = {path: parse_bytes(path, text.encode()) for path, text in TEXTS.items()}
        folder = Vault.open(".", msgspec.structs.replace(Vault.options, cache=False))
        vault = dataclasses.replace(folder, files=self.files, notes=self.notes, faults=())
        self.engine = Engine(vault, CheckOptions())

    def state(self, path: str) -> State:
        return (self.files[path], self.notes[path]) if path in self.files else None

    def put(self, path: str, text: str | None) -> int:
        """Write or delete a note; return how many notes were checked."""
        before = self.state(path)
        if text is None:
            del self.files[path], self.notes[path]
        else:
            self.files[path] = File(path, FileKind.NOTE, len(text), 1)
            self.notes[path] = parse_bytes(path, text.encode())
        for known in (self.files, self.notes):
            ordered = dict(sorted(known.items()))
            known.clear()
            known.update(ordered)  # type: ignore[arg-type]
        self.engine.apply({path: before}, {path: self.state(path)})
        return self.engine.judged


@pytest.fixture
def garden(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Garden:
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    return Garden()


@pytest.mark.parametrize(
    ("path", "text", "judged"),
    [
        ("Salvia.md", "Alone.\n", 1),  # touched
        ("Salvia.md", "With [[Hub]].\n", 1),
        ("Hub.md", "# Sow\n\nMore words, [[Rue]].\n", 1),
        ("Hub.md", "# Pick\n", 2),  # and the note with a link to its heading
        ("Salvia.md", "---\naliases: [Dill]\n---\n", 2),  # and the note that names the alias
        ("Dill.md", "Feathery.\n", 2),
        ("Rosemary-bush.md", "A similar name.\n", 2),
        ("Thyme.md", "A name that nobody uses.\n", 1),
        ("Hub.md", None, 2),  # the notes that name it
        ("Salvia.md", "#herb\n", 1),
    ],
)
def test_only_what_a_change_may_concern_is_checked(
    garden: Garden, path: str, text: str | None, judged: int
) -> None:
    assert garden.put(path, text) == judged


def test_a_group_of_tags_is_asked_again(garden: Garden) -> None:
    def spelt() -> Iterator[str]:
        return (f.path for f in garden.engine.findings() if f.code == "NW027")

    assert list(spelt()) == ["Sage.md"] or list(spelt()) == ["Rue.md"]
    garden.put("Salvia.md", "#Herb\n")
    assert list(spelt()) == ["Rue.md"]
    garden.put("Salvia.md", "#herb #herb\n")
    assert list(spelt()) == ["Sage.md"]
    garden.put("Sage.md", "\n#Herb\n")
    assert [f.line for f in garden.engine.findings() if f.code == "NW027"] == [2]
    garden.put("Sage.md", None)
    assert list(spelt()) == []
