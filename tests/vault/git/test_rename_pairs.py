"""Files that have another path in another state: found by content, and notes by their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from noteweave.vault.git.rename_pairs import rename_pairs


def pairs(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    def contents(side: dict[str, str]) -> object:
        def read(paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
            return ((path, side[path].encode()) for path in paths)

        return read

    def oids(side: dict[str, str]) -> dict[str, str]:
        return {path: f"oid of {text}" if text else "" for path, text in side.items()}

    return rename_pairs(oids(old), oids(new), contents(old), contents(new))  # type: ignore[arg-type]


def test_the_same_content_under_another_path() -> None:
    assert pairs({"a.png": "1", "b.md": "2"}, {"c/a.png": "1", "d.md": "2"}) == {
        "a.png": "c/a.png",
        "b.md": "d.md",
    }


def test_of_copies_the_one_that_kept_its_name() -> None:
    assert pairs({"x/a.md": "t", "x/b.md": "t"}, {"y/b.md": "t", "y/a.md": "t"}) == {
        "x/a.md": "y/a.md",
        "x/b.md": "y/b.md",
    }


def test_a_note_of_which_half_the_lines_stayed() -> None:
    old = {"a.md": "one\ntwo\nthree\nfour\n"}
    assert pairs(old, {"b.md": "one\ntwo\nnew\nother\n"}) == {"a.md": "b.md"}
    assert pairs(old, {"b.md": "one\nnew\nother\nlast\n"}) == {}
    assert pairs(old, {"b.md": "one\r\ntwo\r\nthree\r\nfour\r\n"}) == {"a.md": "b.md"}


def test_the_most_alike_first_and_each_note_once() -> None:
    old = {"a.md": "1\n2\n3\n4", "b.md": "1\n2\n3\n9"}
    new = {"c.md": "1\n2\n3\n4\n5", "d.md": "1\n2\n3\n9\n5"}
    assert pairs(old, new) == {"a.md": "c.md", "b.md": "d.md"}


def test_empty_files_and_pictures_that_differ_are_nobodys_rename() -> None:
    assert pairs({"a.md": "", "p.png": "x\ny"}, {"b.md": "", "q.png": "x\ny\nz"}) == {}
