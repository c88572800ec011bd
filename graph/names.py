"""One rule for comparing names; the only place that folds case or normalises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Sized
from unicodedata import normalize

_PUNCTUATION = re.compile(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\r\n\s]+")


def key(name: str) -> str:
    """Return the form in which two names are equal: NFC, case folded, NFC again.

    Folding can undo the normal form (U+0345, U+01C5 with a mark), so it is restored; see
    https://www.unicode.org/versions/latest/core-spec/chapter-3/#G34145.
    """
    if name.isascii():
        return name.lower()
    return normalize("NFC", normalize("NFC", name).casefold())


def keys(names: Iterable[str]) -> list[str]:
    """Return `key` of each name; folding them as one text takes half to two thirds of the time."""
    listed = list(names)
    folded = key("\n".join(listed)).split("\n")  # no character combines across a line end
    return folded if len(folded) == max(len(listed), 1) and listed else [key(n) for n in listed]


def stem(path: str) -> str:
    """Return a note's name: the file's, without folder and `.md` (or `.markdown`)."""
    name = path.rpartition("/")[2]
    return without_md(name)


def without_md(path: str) -> str:
    """Return a path without the ending of a note."""
    if path.endswith(".md"):  # nearly always
        return path[:-3]
    end = path[-9:].lower()
    if end.endswith(".md"):
        return path[:-3]
    return path[:-9] if end == ".markdown" else path


def folder(path: str) -> str:
    """Return the folder of a path, "" at the top."""
    return path.rpartition("/")[0]


def folder_keys(folders: Iterable[str]) -> tuple[str, ...]:
    """Return how the folded paths of what is in one of some folders begin."""
    return tuple(f"{key(folder.strip('/'))}/".lstrip("/") for folder in folders)


def topic_key(target: str) -> str:
    """Return the form in which two spellings of an unwritten topic are equal."""
    return key(" ".join(without_md(target).split()).strip("/ "))


def topic_keys(targets: Iterable[str]) -> list[str]:
    """Return `topic_key` of each."""
    named = (without_md(target) if "." in target else target for target in targets)
    return keys([" ".join(name.split()).strip("/ ") for name in named])


def heading_key(text: str) -> str:
    """Return the form in which a link's fragment equals a heading.

    Obsidian drops ASCII punctuation but `'`, `-` and `_`, shrinks white space and ignores case
    (`stripHeading` in its API: "stripping out special characters and shrinking consecutive
    spaces").
    """
    return key(_PUNCTUATION.sub(" ", text).strip())


def minority_spellings(uses: Mapping[str, Sized], folded: Sequence[str]) -> dict[str, str]:
    """Return the spellings that are used less often than another one of the same name.

    Args:
        uses: every spelling, and where it is used.
        folded: the key that spellings of one name share, in the order of `uses`.

    Returns:
        Each such spelling with the most frequent one.
    """
    usual: dict[str, str] = {}
    for spelling, name in zip(uses, folded, strict=True):
        known = usual.setdefault(name, spelling)
        if (len(uses[spelling]), spelling) > (len(uses[known]), known):
            usual[name] = spelling
    pairs = zip(uses, folded, strict=True)
    return {spelling: usual[name] for spelling, name in pairs if usual[name] != spelling}
