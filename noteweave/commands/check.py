"""`noteweave check`: what is wrong in a vault."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from noteweave.commands._options import ReadOptions
from noteweave.graph.check.findings import Finding, Severity, at_least
from noteweave.terminal import say, warn
from noteweave.vault.messages import _, ngettext

if TYPE_CHECKING:
    from noteweave.config import LoadedConfig
    from noteweave.graph.check.check import CheckOptions
    from noteweave.vault.vault import Vault

EPILOG = "Exit status: 0 no finding as severe as `--fail-on`, 1 findings, 2 cannot be checked."


class RuleOptions(msgspec.Struct, frozen=True):
    """Which rules run."""

    select: Annotated[
        list[str],
        typer.Option(
            "--select",
            metavar="RULE",
            help="Run only these rules: codes (`NW001`, `NW02`), names, `default`, `all`.",
        ),
    ] = []
    ignore: Annotated[
        list[str], typer.Option("--ignore", metavar="RULE", help="Do not run these rules.")
    ] = []

    def merged(self, found: LoadedConfig, vault: Path) -> CheckOptions:
        """Return what to check: the command line, else the configuration."""
        options = found.check_options(vault)
        return msgspec.structs.replace(
            options,
            select=tuple(self.select) or options.select,
            ignore=tuple(self.ignore) if self.select else (*options.ignore, *self.ignore),
        )


class ReportOptions(msgspec.Struct, frozen=True):
    """Which findings are printed, how, and which make the command fail."""

    format: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help="text, json, sarif, github, gitlab or junit."
        ),
    ] = "text"
    fail_on: Annotated[
        Severity | None,
        typer.Option(
            "--fail-on",
            help="Minimum severity that makes the command fail.",
            show_default="error",
        ),
    ] = None
    show: Annotated[
        Severity | None,
        typer.Option(
            "--show",
            help="Minimum severity to print.",
            show_default="all; on a terminal: warning",
        ),
    ] = None


class BaselineOptions(msgspec.Struct, frozen=True):
    """The file of known findings."""

    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="FILE", help="Do not report the findings in this file."),
    ] = None
    update_baseline: Annotated[
        bool,
        typer.Option("--update-baseline", help="Write the current findings into that file."),
    ] = False

    def file(self, found: LoadedConfig) -> Path | None:
        """Return the file that the command line names, else the configuration.

        Raises:
            ConfigError: the configuration names a file outside its folder.
        """
        configured = found.config.check.baseline
        if self.baseline or not configured:
            return self.baseline
        return found.inside("check.baseline", configured)


class ScopeOptions(msgspec.Struct, frozen=True):
    """Which part of the vault is checked."""

    staged: Annotated[
        bool,
        typer.Option(
            "--staged", help="Check the content of the next commit, and the links it breaks."
        ),
    ] = False
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="REV", help="Check what has changed since this commit or branch."
        ),
    ] = None
    new_only: Annotated[
        bool,
        typer.Option(
            "--new-only", help="Report only findings that the last commit (or REV) does not have."
        ),
    ] = False


class WatchOptions(msgspec.Struct, frozen=True):
    """Whether the command goes on when the vault is checked."""

    watch: Annotated[
        bool,
        typer.Option(
            "--watch", help="Go on, and print findings as they come (+) and go (-); end: Ctrl-C."
        ),
    ] = False


class FixOptions(msgspec.Struct, frozen=True):
    """Whether fixes are applied."""

    fix: Annotated[bool, typer.Option("--fix", help="Apply fixes that are certain.")] = False
    diff: Annotated[
        bool, typer.Option("--diff", help="Print what --fix would change; write nothing.")
    ] = False


def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[VAULT] [FILE]...",
            help="The folder of notes, and which of its notes to check.",
            show_default="all notes of the current folder",
        ),
    ] = None,
    *,
    report: ReportOptions,
    rules: RuleOptions,
    known: BaselineOptions,
    read: ReadOptions,
    scope: ScopeOptions,
    fixes: FixOptions,
    watching: WatchOptions,
) -> int:
    """Check every note: links, headings, attachments, frontmatter.

    Prints `path:line:column: CODE message`; `noteweave explain CODE` describes the rule.
    """
    from noteweave import config
    from noteweave.git_check import Scope, run_check
    from noteweave.reports import report_format
    from noteweave.vault import messages
    from noteweave.vault.cache.fingerprint import Fingerprint
    from noteweave.vault.errors import RequestError
    from noteweave.vault.vault import Vault
    from noteweave.whole_check import Request, Shown, print_report

    vault, files = _arguments(paths or [])
    if watching.watch:
        alone = scope == ScopeOptions() and fixes == FixOptions() and files is None
        if not alone or known.update_baseline or report.format != "text":
            raise RequestError(
                "--watch checks the whole vault, prints text and changes nothing",
                "leave the other options out",
            )
        return _watch(vault, report, rules, known, read)
    if scope.staged:
        gc.disable()  # the process ends before there is anything to collect
    if fixes.fix or fixes.diff:
        from noteweave.writing import note_writer

        note_writer.recover(vault, write=not fixes.diff)
    report_format(report.format)  # there is one
    if report.format != "text":
        messages.use(messages.ENGLISH)  # what programs read is the same everywhere
    trace = Fingerprint()
    trace.add_named(config.searched_paths(vault))
    found = config.load(vault)
    settings = found.config.check
    baseline = known.file(found)
    trace.add_named([baseline] if baseline else [])
    options, how = rules.merged(found, vault), read.merged(found.config)
    part = Scope(scope.staged, scope.since, scope.new_only, files)
    findings, opened = run_check(vault, how, options, part, trace)
    if known.update_baseline:
        return _update(baseline, findings)
    findings = _not_in(baseline, findings, opened)
    if fixes.fix or fixes.diff:
        if part.of_work_tree:
            opened = Vault.open(vault, how)
            findings = [finding for finding in findings if finding.path in opened.notes]
        changed = _fix(opened, findings, options, staged=scope.staged, diff=fixes.diff)
        if fixes.diff:
            return int(changed)
        part = part._replace(staged=False)
        findings = _not_in(baseline, run_check(vault, how, options, part).findings, opened)
    shown = Shown(report.format, report.show or settings.show, report.fail_on or settings.fail_on)
    answer = print_report(vault, opened, findings, shown)
    if opened.cache and not (part != Scope() or fixes.fix):
        request = Request.of(vault, how, options, shown) if baseline is None else b""
        answer.store(context.obj, trace, request=request)
    return answer.status


def _watch(
    root: Path,
    report: ReportOptions,
    rules: RuleOptions,
    known: BaselineOptions,
    read: ReadOptions,
) -> int:
    """Print findings as they come and go, until the command is interrupted."""
    from noteweave.living.check_watch import watch_check
    from noteweave.living.session import Session, Settings

    def configure(found: LoadedConfig) -> Settings:
        reading = read.merged(found.config)
        return Settings(reading, rules.merged(found, root), found.config.show())

    with Session.open(root, configure=configure, graph=False) as session:

        def keep(findings: Iterable[Finding], severity: Severity | None = None) -> list[Finding]:
            config = session.config
            file = known.file(config)
            least = severity or report.show or config.config.check.show or Severity.INFO
            return _not_in(file, list(at_least(findings, least)), session.vault)

        with suppress(KeyboardInterrupt):
            watch_check(session, keep, _say_at_once, warn)
        fail_on = report.fail_on or session.config.config.check.fail_on
        return int(bool(keep(session.findings(), fail_on)))


def _say_at_once(line: str) -> None:
    say(line)
    sys.stdout.flush()


def _arguments(paths: list[Path]) -> tuple[Path, frozenset[str] | None]:
    """Return the vault, and the vault paths of the notes to check; None: all.

    Files outside the vault are ignored: pre-commit passes all files of a repository.

    Raises:
        RequestError: a file does not exist.
    """
    from noteweave.vault.disk.walk import vault_path
    from noteweave.vault.errors import RequestError

    if not paths or (len(paths) == 1 and not paths[0].is_file()):
        return (paths[0] if paths else Path()), None
    vault, files = (paths[0], paths[1:]) if paths[0].is_dir() else (Path(), paths)
    found = set()
    for file in files:
        if not file.exists():
            raise RequestError(f"{file}: no such file", "name notes of the vault")
        place = Path(os.path.abspath(file))
        with suppress(ValueError):
            found.add(vault_path(place.relative_to(os.path.abspath(vault)).as_posix()))
    return vault, frozenset(found)


def _not_in(known: Path | None, findings: list[Finding], vault: Vault) -> list[Finding]:
    """Return the findings that are not in the baseline."""
    if known is None:
        return findings
    from noteweave import baseline
    from noteweave.git_check import renames_of

    lines = baseline.read(known)
    gone = {path for path, _ in lines if path not in vault.files}
    if gone:
        lines = baseline.renamed(lines, renames_of(vault, gone))
    return list(baseline.unknown(findings, lines))


def _fix(
    vault: Vault, findings: list[Finding], options: CheckOptions, *, staged: bool, diff: bool
) -> bool:
    """Apply fixes, or only print them; return whether there are any."""
    from noteweave.graph.check.fix import apply_fixes
    from noteweave.vault.errors import RequestError
    from noteweave.writing import note_writer

    if staged:
        raise RequestError(
            "--staged and --fix cannot be combined: --fix changes files, not the index",
            "run --fix without --staged, review the change, and stage it",
        )
    found = apply_fixes(vault, findings, options)
    changes = note_writer.change_contents(vault, found.before, found.after)
    changes = note_writer.carry_out(vault, changes, diff=diff)
    if changes and not diff:
        notes = ngettext("{n} note", "{n} notes", len(changes))
        done = _("fixed {count} in {notes}").format(count=found.findings, notes=notes)
        warn(f"noteweave: {done}")
    return bool(changes)


def _update(known: Path | None, findings: Sequence[Finding]) -> int:
    from noteweave import baseline
    from noteweave.vault.errors import RequestError

    if known is None:
        raise RequestError("--update-baseline: no file is named", "name it with --baseline FILE")
    count = baseline.write(known, at_least(findings, Severity.WARNING))
    recorded = ngettext("{n} finding recorded", "{n} findings recorded", count)
    warn(f"noteweave: {known}: {recorded}")
    return 0
