"""The change of a vault's graph between two states that git knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from noteweave.graph.build.graph import Show, build_graph
from noteweave.graph.history.diff_records import GraphDiff
from noteweave.graph.history.graph_diff import diff_graphs
from noteweave.graph.metrics.measure import measure
from noteweave.graph.saved_positions import SavedPosition, neighbors_hash
from noteweave.vault.errors import RequestError
from noteweave.vault.git.parsed_notes import ParsedNotes
from noteweave.vault.git.rename_pairs import rename_pairs
from noteweave.vault.git.repository import Repository
from noteweave.vault.git.snapshot import Snapshot, committed, staged, work_tree
from noteweave.vault.vault import OpenOptions, Vault

if TYPE_CHECKING:
    import networkx as nx


class Side(NamedTuple):
    """One of the two states, as a person knows it."""

    commit: str | None
    """Full commit id; None: the work tree, or the index."""
    label: str
    date: str
    """Author date of the commit, ISO 8601 without a time; "" where there is no commit."""


@dataclass(frozen=True, slots=True)
class GraphChange:
    """Two states of a vault and what differs between their graphs."""

    vault: str
    before: Side
    after: Side
    commits: int
    """Commits from the first to the second; 0 where it is not a descendant."""
    diff: GraphDiff
    old_graph: nx.MultiDiGraph[str]
    new_graph: nx.MultiDiGraph[str]
    old_vault: Vault
    new_vault: Vault
    renamed: Mapping[str, str]
    shallow: bool
    """Whether the repository has only a part of its history."""
    merging: bool
    """Whether a merge has stopped with conflicts."""


def graph_change(
    root: Path,
    revisions: str | None = None,
    *,
    staged_only: bool = False,
    options: OpenOptions = OpenOptions(),  # noqa: B008
    show: Show = Show(),  # noqa: B008
    renames: bool = True,
) -> GraphChange:
    """Compare two states of a vault.

    Args:
        root: the vault's folder, in a git work tree.
        revisions: `REV` (against the work tree), `A..B`, or `A...B` (from where B left A); None:
            the last commit against the work tree.
        staged_only: compare with the index instead of the work tree.
        options: how to read the vault; today's settings are used for both sides.
        show: what the graphs hold.
        renames: whether a file with another path may be the same file.

    Raises:
        RequestError: there is no work tree, no commit, or no such commit.
    """
    repository = Repository(root)
    first, second = _ends(repository, revisions)
    if staged_only and second is not None:
        raise RequestError("--staged and A..B cannot be combined", "name one commit, or none")
    old = committed(repository, first, options)
    if second is not None:
        new = committed(repository, second, options)
    else:
        new = staged(repository, options) if staged_only else work_tree(repository, options)
    known = ParsedNotes(repository, old.vault.settings.grammar)
    old.notes.use(known)
    new.notes.use(known)
    pairs = _renamed(old, new) if renames else {}
    before, after = build_graph(old.vault, show), build_graph(new.vault, show)
    known.save()
    measure(before, betweenness=False)
    measure(after, _communities(before, pairs), betweenness=False)
    edited = _edited(old, new, pairs)
    label = "index" if staged_only else "work tree"
    after_side = Side(None, label, "") if second is None else _side(repository, second)
    return GraphChange(
        vault=old.vault.name,
        before=_side(repository, first),
        after=after_side,
        commits=repository.commits_between(first, second or repository.commit("HEAD")),
        diff=diff_graphs(before, after, pairs, edited),
        old_graph=before,
        new_graph=after,
        old_vault=old.vault,
        new_vault=new.vault,
        renamed=pairs,
        shallow=repository.shallow,
        merging=repository.path("MERGE_HEAD").exists(),
    )


def _ends(repository: Repository, revisions: str | None) -> tuple[str, str | None]:
    """Return the two commits; None: what is not committed yet."""
    text = revisions or "HEAD"
    if repository.head is None:
        raise RequestError("no commit yet: nothing to compare with", "commit the notes first")
    for dots in ("...", ".."):
        if dots in text:
            one, _, other = text.partition(dots)
            first, second = repository.commit(one or "HEAD"), repository.commit(other or "HEAD")
            return (repository.common_commit(first, second) if dots == "..." else first), second
    return repository.commit(text), None


def _side(repository: Repository, commit: str) -> Side:
    return Side(commit, commit[:7], repository.author_date(commit))


def _renamed(old: Snapshot, new: Snapshot) -> dict[str, str]:
    before, after = old.blobs, new.blobs
    removed = {p: before.oid(p) for p in old.vault.files if p not in new.vault.files}
    added = {p: after.oid(p) for p in new.vault.files if p not in old.vault.files}
    if not removed or not added:
        return {}
    return rename_pairs(removed, added, before.contents, after.contents)


def _edited(old: Snapshot, new: Snapshot, pairs: Mapping[str, str]) -> list[str]:
    """Return the notes of both states whose text is another, line ends aside."""
    found = []
    for path in old.vault.notes:
        now = pairs.get(path, path)
        if now not in new.vault.notes or old.blobs.oid(path) == new.blobs.oid(now):
            continue
        if _text(old.blobs(path)) != _text(new.blobs(now)):
            found.append(now)
    return found


def _text(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def _communities(
    graph: nx.MultiDiGraph[str], renamed: Mapping[str, str]
) -> dict[str, SavedPosition]:
    """Return a graph's communities as `measure` takes them, under the new names."""
    return {
        renamed.get(key, key): SavedPosition(
            0.0, 0.0, neighbors_hash(graph, key), node["community"]
        )
        for key, node in graph.nodes(data=True)
    }
