"""The notes with similar texts, for the page of a vault that is kept open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from noteweave.vault.alike_texts import MOST, similar_texts
from noteweave.vault.text_index import body_of, open_index
from noteweave.vault.vault import Vault


class LiveTexts:
    """All texts are compared once; later only those that changed are, with all others.

    Comparing all takes seconds in a large vault, and a page that is loaded again must not wait.
    """

    def __init__(self) -> None:
        self._similar: dict[str, Sequence[str]] | None = None
        self._outdated: set[str] = set()

    def changed(self, paths: Collection[str], renamed: Mapping[str, str]) -> None:
        """Take over a change of the vault.

        Args:
            paths: notes that are new, changed or gone.
            renamed: old path -> new path of those that were moved and not edited.
        """
        self._outdated.update(paths)
        if renamed and self._similar:
            self._similar = {
                renamed.get(path, path): [renamed.get(other, other) for other in others]
                for path, others in self._similar.items()
            }

    def similar(self, vault: Vault) -> Mapping[str, Sequence[str]]:
        """Return the notes with similar texts of each note, as `similar_texts` does."""
        if self._similar is None:
            self._similar = {**similar_texts(vault)}
        elif self._similar and self._outdated:
            self._compare_outdated(vault, self._similar)
        self._outdated.clear()
        return self._similar

    def _compare_outdated(self, vault: Vault, similar: dict[str, Sequence[str]]) -> None:
        index = open_index(vault)
        try:
            for path in sorted(self._outdated):
                similar.pop(path, None)
                if path in vault.notes:
                    found = index.similar(body_of(vault, path), MOST + 1)
                    similar[path] = [one.path for one in found if one.path != path][:MOST]
        finally:
            index.close()
