"""A link that is passed over because its name alone tells leads where following it leads."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noteweave.graph.resolve.file_index import Via
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.disk.app_settings import AppSettings, Profile
from noteweave.vault.disk.walk import kind_of
from noteweave.vault.model import File, FileKind, Link, Syntax
from noteweave.vault.vault import Vault

NAMES = st.sampled_from(["tea", "Tea", "pot", "茶", "index", "a.b", "LICENSE"])
ENDINGS = st.sampled_from([".md", ".MD", ".markdown", ".png", ""])
PATHS = st.tuples(st.lists(NAMES, min_size=1, max_size=3).map("/".join), ENDINGS).map("".join)
STARTS = st.sampled_from(["", "", "/", "./", "../"])


def ends(path: str) -> list[str]:
    """Every way to name a file by the end of its path, with and without its own ending."""
    steps = path.split("/")
    names = ["/".join(steps[n:]) for n in range(len(steps))]
    return [*names, *(name.rpartition(".")[0] for name in names)]


@pytest.mark.parametrize("profile", [p for p in Profile if p is not Profile.LOGSEQ])
@settings(deadline=None)
@given(st.lists(PATHS, min_size=1, max_size=6, unique=True), STARTS, st.booleans())
def test_the_only_file_of_a_name_is_what_every_link_finds(
    profile: Profile, paths: list[str], start: str, ignored: bool
) -> None:
    files = {p: File(p, kind_of(p), 0, 0, ignored=ignored and "pot" in p) for p in sorted(paths)}
    resolved = resolve(Vault(Path(), AppSettings(profile=profile), files, {}))
    notes = [path for path, file in files.items() if file.kind is FileKind.NOTE]
    for target in {start + end for path in files for end in ends(path)}:
        only = resolved.index.only(target)
        for source in ("today.md", "pot/today.md", *notes) if only else ():
            for syntax in (Syntax.WIKILINK, Syntax.MARKDOWN, Syntax.REFERENCE):
                found = resolved.resolve(Link("", target, 0, 0, 1, 1, syntax), source)
                assert found.target == only
                assert len(found.candidates) < 2
                assert found.via in (Via.PATH, Via.NAME)
