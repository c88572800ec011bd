"""The past of a vault's graph, replayed along the first-parent line of git."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from noteweave.graph.build.graph import Show
from noteweave.graph.history.lives import Commit, FileChanges, Lives, Replay
from noteweave.past.remembered_history import RememberedHistory
from noteweave.vault.disk import app_settings
from noteweave.vault.disk.ignore import IGNORE_FILE
from noteweave.vault.disk.walk import NOTES, OUTPUT_MARKER, kind_of, vault_path
from noteweave.vault.errors import RequestError
from noteweave.vault.git.commit_log import Arrivals, LoggedCommit, first_parent_line, merged_dates
from noteweave.vault.git.git_output import TreeEntry
from noteweave.vault.git.listed_files import FileRules
from noteweave.vault.git.note_links import NoteLinks, PastNotes
from noteweave.vault.git.rename_pairs import rename_pairs
from noteweave.vault.git.repository import Repository
from noteweave.vault.git.snapshot import Blobs, ignore_rules
from noteweave.vault.model import File
from noteweave.vault.vault import OpenOptions

_AT_ONCE = 200
"""Commits whose notes are read together: git answers many questions in one go."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class History:
    """The lives of a graph's nodes and edges, and what a reader should know about them."""

    vault: str
    lives: Lives
    shallow: bool
    """Whether the repository has only a part of its history: the first commit adds every file."""
    skipped: int
    """Changes of symbolic links and submodules, which are left out."""
    missing: int
    """Contents that the repository does not hold."""


def graph_history(
    root: Path,
    revision: str = "HEAD",
    *,
    options: OpenOptions = OpenOptions(),  # noqa: B008
    show: Show = Show(),  # noqa: B008
    renames: bool = True,
    progress: Progress = lambda done, total: None,
    after: Callable[[Replay], None] | None = None,
) -> History:
    """Replay the graph of a vault, from its first commit on.

    The lives are remembered for the last commit: while it is the same, nothing is replayed.

    Args:
        root: the vault's folder, in a git work tree.
        revision: the last commit.
        options: how to read the vault; today's settings are used for all commits.
        show: which of attachments and URLs are nodes; of the rest history has notes, canvases,
            topics and their links.
        renames: whether a file with another path may be the same file.
        progress: called with the commits done, and their number.
        after: called after each commit; then all are replayed.

    Raises:
        RequestError: there is no work tree, no commit, or no such commit.
    """
    repository = Repository(root)
    if repository.head is None:
        raise RequestError("no commit yet: there is no history", "commit the notes first")
    last = repository.commit(revision)
    reading = _Reading(repository, options, renames)
    remembered = RememberedHistory(
        repository, last, reading.settings, options, show, renames=renames
    )
    known = remembered.load() if after is None and options.cache else None
    if known is None:
        lives = _replayed(repository, last, reading, Replay(root, reading.settings, show),
                          progress, after)  # fmt: skip
        skipped, missing = reading.skipped, reading.notes.missing
        if options.cache:
            remembered.save(lives, skipped, missing)
    else:
        lives, skipped, missing = known
    return History(
        vault=root.resolve().name,
        lives=lives,
        shallow=repository.shallow,
        skipped=skipped,
        missing=missing,
    )


def _replayed(
    repository: Repository,
    last: str,
    reading: _Reading,
    replay: Replay,
    progress: Progress,
    after: Callable[[Replay], None] | None,
) -> Lives:
    total = repository.line_length(last)
    merges = merged_dates(repository, last)
    for commits in _batches(first_parent_line(repository, last)):
        reading.prepare(commits)
        for commit in commits:
            changes = reading.changes(commit, merges.get(commit.id, {}))
            replay.step(Commit(commit.id, commit.date), changes)
            if after is not None:
                after(replay)
            progress(len(replay.lives.commits), total)
    reading.notes.save()
    return replay.lives


def _batches(commits: Iterator[LoggedCommit]) -> Iterator[list[LoggedCommit]]:
    """Yield commits in lists; a list holds few commits where they change many files."""
    batch: list[LoggedCommit] = []
    files = 0
    for commit in commits:
        batch.append(commit)
        files += len(commit.files)
        if len(batch) >= _AT_ONCE or files > 10 * _AT_ONCE:
            yield batch
            batch, files = [], 0
    if batch:
        yield batch


class _Reading:
    """Turns what git says about a commit into changes of the vault's files."""

    def __init__(self, repository: Repository, options: OpenOptions, renames: bool) -> None:
        self._repository, self._options, self._renames = repository, options, renames
        self.settings = app_settings.load(
            repository.folder, options.profile, comments=options.comments,
            relations=options.relations, summaries=options.summaries,
        )  # fmt: skip
        self.notes = PastNotes(repository, self.settings.grammar)
        self.skipped = 0
        self._oids: dict[str, str] = {}
        """Blob ids by git path; of files that are no notes and no rules "": they are not read."""
        self._listed: dict[str, File] = {}
        """The vault's files."""
        self._paths: dict[str, str] = {}
        """Git path by vault path, where they differ."""
        self._rules = self._new_rules()

    def prepare(self, commits: list[LoggedCommit]) -> None:
        """Read the notes of some commits that are not known yet."""
        files = chain.from_iterable(commit.files for commit in commits)
        self.notes.read(
            (file.oid, file.path) for file in files if file.oid and kind_of(file.path) in NOTES
        )

    def changes(self, commit: LoggedCommit, arrivals: Arrivals) -> FileChanges:
        """Return what a commit did to the vault."""
        self.skipped += commit.skipped
        anew = False
        for file in commit.files:
            anew |= _decides(file.path) or vault_path(file.path) != file.path
            if file.oid:
                kept = kind_of(file.path) in NOTES or file.path.endswith(IGNORE_FILE)
                self._oids[file.path] = file.oid if kept else ""
            else:
                self._oids.pop(file.path, None)
        before = {vault_path(file.path): file.was for file in commit.files if file.was}
        after = {vault_path(file.path): file.oid for file in commit.files if file.oid}
        found = self._whole() if anew else self._part(before.keys() | after.keys())
        return self._compared(found, before, after, arrivals)

    def _part(self, paths: set[str]) -> dict[str, File | None]:
        return {path: self._rules.file(path) if path in self._oids else None for path in paths}

    def _whole(self) -> dict[str, File | None]:
        """List all files again: the rules changed, or a name is not what it is in the vault."""
        self._rules = self._new_rules()
        found: dict[str, File | None] = dict.fromkeys(self._listed)
        self._paths = {}
        for path in sorted(self._oids):
            name = vault_path(path)
            if name in self._paths or (name != path and name in self._oids):
                name = path
            self._paths[name] = path
            found[name] = self._rules.file(name)
        self._paths = {name: path for name, path in self._paths.items() if name != path}
        return found

    def _new_rules(self) -> FileRules:
        rules = {path: TreeEntry(path, "100644", oid) for path, oid in self._oids.items()
                 if path.endswith(IGNORE_FILE)}  # fmt: skip
        ignore = ignore_rules(Blobs(self._repository, rules), self._options.ignore)
        return FileRules(self.settings, ignore, self._oids)

    def _compared(
        self,
        found: Mapping[str, File | None],
        before: Mapping[str, str],
        after: Mapping[str, str],
        arrivals: Arrivals,
    ) -> FileChanges:
        removed, added, edited = [], [], []
        for path, file in sorted(found.items()):
            old = self._listed.get(path)
            if old is not None and old != file:
                removed.append(path)
                del self._listed[path]
            if file is None:
                continue
            if old != file:
                added.append((file, self._note(file)))
                self._listed[path] = file
            elif path in after and file.kind in NOTES:
                edited.append((path, self._note(file) or NoteLinks()))
        new = {file.path for file, _ in added}
        gone = {p: before[p] for p in removed if p in before and p not in after}
        come = {p: after[p] for p in after if p in new and p not in before}
        pairs = self._pairs(gone, come) if self._renames and gone and come else {}
        dates = {p: arrivals[p, oid] for p, oid in after.items() if (p, oid) in arrivals}
        return FileChanges(removed, added, edited, pairs, dates)

    def _pairs(self, gone: Mapping[str, str], come: Mapping[str, str]) -> dict[str, str]:
        notes = self.notes
        return rename_pairs(
            gone, come,
            lambda paths: notes.contents(gone, paths),
            lambda paths: notes.contents(come, paths),
        )  # fmt: skip

    def _note(self, file: File) -> NoteLinks | None:
        if file.kind not in NOTES:
            return None
        path = self._paths.get(file.path, file.path)
        return self.notes.get(self._oids[path], path)


def _decides(path: str) -> bool:
    """Whether a file decides which other files belong to the vault."""
    name = path.rpartition("/")[2]
    return name in (IGNORE_FILE, OUTPUT_MARKER)
