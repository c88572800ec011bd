"""Check a whole vault and print the report.

That is the whole of `noteweave check` when the same command line was run before: what it asked for
is stored with its answer, so that the command line need not be parsed, which takes as long to
import as everything that a check of one edited note needs.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from noteweave.answer_cache import Answer
from noteweave.findings_cache import cached_findings
from noteweave.graph.check.changed_targets import MISSING_TARGET, with_new_names
from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.check.findings import Finding, Severity, at_least
from noteweave.graph.check.rule_selection import RuleSelection
from noteweave.graph.resolve.resolved_vault import ResolvedVault, resolve
from noteweave.reports import CheckReport, report_format
from noteweave.reports.text import summary
from noteweave.vault import messages
from noteweave.vault.cache.fingerprint import Fingerprint
from noteweave.vault.disk.ignore import work_tree
from noteweave.vault.disk.walk import vault_path
from noteweave.vault.errors import NoteweaveError, RequestError
from noteweave.vault.messages import _
from noteweave.vault.vault import OpenOptions, Vault
from noteweave.vault.workers.pool import parallel_map

if TYPE_CHECKING:
    from noteweave.graph.mentions.unlinked import Each
    from noteweave.vault.git.renames import Rename
    from noteweave.vault.git.repository import Repository

UNREAD = "NW042"
"""The rule that reports notes whose content is not in their file."""
UNTOUCHED = "NW051"
_SEQUENTIAL = 2000
"""Up to this many notes, one process is faster than starting more."""


class Shown(msgspec.Struct, frozen=True, array_like=True):
    """Which findings are printed, how, and which make the command fail."""

    format: str
    show: Severity | None
    """The least severity that is printed; None: depends on whether there is a terminal."""
    fail_on: Severity


class Request(msgspec.Struct, frozen=True, array_like=True):
    """What a command line has asked for, with the configuration."""

    root: str
    reading: OpenOptions
    options: CheckOptions
    shown: Shown
    language: str

    @classmethod
    def of(cls, root: Path, reading: OpenOptions, options: CheckOptions, shown: Shown) -> bytes:
        """Return a request as bytes; none if it is one that bytes cannot express."""
        if options.own or options.committed or reading.relations:
            return b""
        request = cls(os.fspath(root), reading, options, shown, messages.language())
        return msgspec.msgpack.encode(request)


def run_again(request: bytes, arguments: Sequence[str]) -> int | None:
    """Run a stored request; return the exit status, or None if the command line must be parsed.

    No file that the configuration was read from has changed since it was stored.
    """
    from noteweave.config import searched_paths

    gc.disable()  # the process ends before there is anything to collect
    trace = Fingerprint()
    try:
        asked = msgspec.msgpack.decode(request, type=Request)
        root = Path(asked.root)
        messages.use(asked.language)
        trace.add_named(searched_paths(root))
        opened = Vault.open(root, asked.reading, fingerprint=trace)
        findings = check_opened(opened, asked.options, fingerprint=trace)
    except (NoteweaveError, OSError, msgspec.DecodeError):
        return None  # which says why it cannot be done
    except KeyboardInterrupt:
        return 130
    answer = print_report(root, opened, findings, asked.shown)
    if opened.cache:
        answer.store(arguments, trace, request=request)
    return answer.status


def print_report(root: Path, opened: Vault, findings: list[Finding], shown: Shown) -> Answer:
    """Print findings, each with its place."""
    form = report_format(shown.format)
    is_text = shown.format == "text"
    unread = [finding.path for finding in findings if finding.code == UNREAD]
    if is_text:
        findings = [finding for finding in findings if finding.code != UNREAD]
    interactive = is_text and sys.stdout.isatty()
    least = shown.show or (Severity.WARNING if interactive else Severity.INFO)
    printed = list(at_least(findings, least))
    report = CheckReport(
        printed,
        lambda path: opened.text(path) if path in opened.files else "",  # NW116 may be outside
        prefix=_in_repository(root),
        display_prefix="" if root == Path() else f"{root.as_posix()}/",
        interactive=interactive,
        colour=interactive and not os.environ.get("NO_COLOR"),
        hidden=len(findings) - len(printed),
    )
    counts = f"noteweave: {summary(printed, report.hidden)}\n"
    answer = Answer(
        status=int(any(at_least(findings, shown.fail_on))),
        error=_not_checked(unread) + ("" if interactive else counts) * is_text,
    )
    answer.print(form.lines(report))
    return answer


def check_opened(
    vault: Vault,
    options: CheckOptions,
    files: frozenset[str] | None = None,
    fingerprint: Fingerprint | None = None,
    *,
    fork: bool = True,
) -> list[Finding]:
    """Check a vault that is open, with what is kept of earlier checks.

    Args:
        vault: as it is on the disk.
        options: what to check.
        files: see `Scope.files`.
        fingerprint: see `run_check`.
        fork: whether several processes may be used: not in a program with threads.
    """
    options = with_commit_days(vault.root, options, fingerprint)
    resolved = resolve(vault)

    def several(notes: int) -> AbstractContextManager[Each]:
        return parallel_map(notes, _SEQUENTIAL) if fork else nullcontext(map)

    def find() -> list[Finding]:
        with several(len(vault.notes)) as each:
            return list(check(resolved, options, each=each))

    if files is None:
        found = cached_findings(vault, options, find, several)
    else:
        found = list(check(resolved, options, only=files))
    return add_new_names(resolved, found, fingerprint=fingerprint)


def with_commit_days(
    root: Path, options: CheckOptions, fingerprint: Fingerprint | None
) -> CheckOptions:
    """Add what the rule untouched-note needs of git, if it is selected and there is a history."""
    if not any(rule.code == UNTOUCHED for rule in RuleSelection(options).rules):
        return options
    from noteweave.vault.git.commit_log import last_changes
    from noteweave.vault.git.repository import Repository

    try:
        repository = Repository(root)
    except RequestError:
        return options
    if fingerprint:
        fingerprint.add_named(repository.head_files())
    if repository.head is None:
        return options
    days = last_changes(repository, repository.head)
    return msgspec.structs.replace(
        options, committed={vault_path(path): day for path, day in days.items()}
    )


def add_new_names(
    vault: ResolvedVault,
    found: list[Finding],
    repository: Repository | None = None,
    known_renames: Iterable[Rename] | None = None,
    fingerprint: Fingerprint | None = None,
) -> list[Finding]:
    """Return the findings; those about a renamed target name its new path, if git knows it.

    Args:
        vault: as it was checked.
        found: its findings.
        repository: that of the vault; looked up if omitted.
        known_renames: those that are not committed yet; looked up if omitted.
        fingerprint: records the files that say which commit is the last.
    """
    codes = {finding.code for finding in found} & MISSING_TARGET
    if not codes:
        return found
    if repository is None and work_tree(vault.vault.root) is None:
        return found
    from noteweave.vault.git import renames as history
    from noteweave.vault.git.repository import Repository

    try:
        repository = repository or Repository(vault.vault.root)
    except RequestError:  # git is not installed, or refuses
        if fingerprint:
            fingerprint.invalidate()
        return found
    if fingerprint:
        fingerprint.add_named([*repository.head_files(), repository.path("index")])
    if known_renames is None:
        known_renames = staged_renames(repository)
    seconds = 0.1 if codes == {"NW002"} else 2.0  # a topic is rarely a renamed note
    past = history.renames(repository, seconds)
    if fingerprint and not past.complete:
        fingerprint.invalidate()
    renames = [*known_renames, *past.found]
    return list(with_new_names(found, vault, renames)) if renames else found


def staged_renames(repository: Repository) -> list[Rename]:
    """Return the renames that are staged, but not committed."""
    from noteweave.vault.git.renames import Rename

    changes = [change for change in repository.staged() if change.status == "R"]
    return [Rename(vault_path(change.old), vault_path(change.path)) for change in changes]


def _not_checked(paths: Sequence[str]) -> str:
    """Return a line about notes whose content is elsewhere, or ""."""
    if not paths:
        return ""
    more = _(" and {count} more").format(count=len(paths) - 1) if len(paths) > 1 else ""
    what = _("not checked, because the content is not in the file:")
    return f"noteweave: {what} {paths[0]}{more}\n"


def _in_repository(vault: Path) -> str:
    """Return the prefix that turns a vault path into a path in the repository."""
    folder = vault.resolve()
    for top in (folder, *folder.parents):
        if (top / ".git").exists():
            inside = folder.relative_to(top).as_posix()
            return "" if inside == "." else f"{inside}/"
    return ""
