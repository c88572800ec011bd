"""`noteweave check`: what is wrong in a vault."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noteweave.commands._vault_options import Gitignore, ProfileName, Root, UseCache, reading
from noteweave.graph.check.findings import Finding, Severity, at_least

if TYPE_CHECKING:
    from noteweave.config import Check
    from noteweave.graph.check.check import CheckOptions
    from noteweave.reports import CheckReport
    from noteweave.vault.vault import Vault

EPILOG = "Exit status: 0 nothing as bad as `--fail-on`, 1 findings, 2 it could not be checked."

Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="RULE",
        help="Ask these rules: codes (`NW001`, `NW02`), names, `default`, `all`.",
    ),
]
Without = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="RULE", help="Do not ask these rules.")
]
Exclude = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="PATTERN", help="Leave these files out (as in .gitignore)."),
]
FormatName = Annotated[
    str,
    typer.Option("--format", metavar="FORMAT", help="text, json, sarif, github, gitlab or junit."),
]
FailOn = Annotated[
    Severity | None,
    typer.Option("--fail-on", help="Minimum severity that fails.", show_default="error"),
]
Show = Annotated[
    Severity | None,
    typer.Option(
        "--show", help="Print what is so bad.", show_default="all; on a terminal: warning"
    ),
]
Baseline = Annotated[
    Path | None,
    typer.Option("--baseline", metavar="FILE", help="Pass over the findings that it knows."),
]
Update = Annotated[
    bool, typer.Option("--update-baseline", help="Write that file from what is found now.")
]

Staged = Annotated[
    bool, typer.Option("--staged", help="Check what the next commit will hold, and what it breaks.")
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="REV", help="Check what changed since this commit or branch."),
]
NewOnly = Annotated[
    bool, typer.Option("--new-only", help="Only what the last commit (or REV) does not have.")
]
Mend = Annotated[bool, typer.Option("--fix", help="Mend what can be mended for certain.")]
Diff = Annotated[bool, typer.Option("--diff", help="Show what --fix would change, and stop.")]


def check(
    context: typer.Context,
    vault: Root = Path(),
    format: FormatName = "text",
    select: Select = None,
    ignore: Without = None,
    fail_on: FailOn = None,
    show: Show = None,
    baseline: Baseline = None,
    update_baseline: Update = False,
    exclude: Exclude = None,
    profile: ProfileName = None,
    gitignore: Gitignore = True,
    cache: UseCache = True,
    staged: Staged = False,
    since: Since = None,
    new_only: NewOnly = False,
    fix: Mend = False,
    diff: Diff = False,
) -> int:
    """Check every note: links, headings, attachments, frontmatter.

    Prints `path:line:column: CODE message`; `noteweave explain CODE` says what it means.
    """
    from noteweave import config
    from noteweave.answer_cache import Answer
    from noteweave.git_check import Scope, run_check
    from noteweave.reports import CheckReport, report_format
    from noteweave.vault.cache.fingerprint import Fingerprint

    if staged:
        gc.disable()  # it is over before there is anything to collect
    if fix or diff:
        from noteweave.writing import note_writer

        note_writer.recover(vault, write=fix and not diff)
    form = report_format(format)
    fingerprint = Fingerprint()
    fingerprint.add_named(config.places(vault))
    found = config.load(vault)
    settings = found.config.check
    known = baseline or (found.folder / settings.baseline if settings.baseline else None)
    options = _options(settings, select, ignore)
    how = reading(vault, profile, tuple(exclude or ()), gitignore, cache=cache)
    findings, opened = run_check(vault, how, options, Scope(staged, since, new_only), fingerprint)
    if update_baseline:
        return _update(known, findings)
    findings = _news(known, findings)
    if fix or diff:
        changed = _mended(opened, findings, options, staged=staged, diff=diff)
        if diff:
            return int(changed)
        findings = _news(
            known, run_check(vault, how, options, Scope(False, since, new_only)).findings
        )
    interactive = format == "text" and sys.stdout.isatty()
    least = show or settings.show or (Severity.WARNING if interactive else Severity.INFO)
    shown = list(at_least(findings, least))
    report = CheckReport(
        shown,
        opened.text,
        prefix=_in_repository(vault),
        display_prefix="" if vault == Path() else f"{vault.as_posix()}/",
        interactive=interactive,
        colour=interactive and not os.environ.get("NO_COLOR"),
        hidden=len(findings) - len(shown),
    )
    answer = Answer(
        status=int(any(at_least(findings, fail_on or settings.fail_on))),
        error="" if interactive or format != "text" else f"noteweave: {_counted(report)}\n",
    )
    answer.say(form.lines(report))
    if opened.cache and not (staged or since or new_only or fix or diff):
        answer.keep(context.obj, fingerprint)
    return answer.status


def _options(settings: Check, select: list[str] | None, ignore: list[str] | None) -> CheckOptions:
    """What the command line asks for, else what the configuration says."""
    from noteweave.graph.check.check import CheckOptions, PathOptions

    return CheckOptions(
        select=tuple(select) if select else settings.select,
        ignore=(*settings.ignore, *(ignore or ())) if not select else tuple(ignore or ()),
        paths=tuple(PathOptions(p, o.select, o.ignore) for p, o in settings.paths.items()),
        severity=settings.severity,
        pairs=settings.pairs,
    )


def _news(known: Path | None, findings: list[Finding]) -> list[Finding]:
    """The findings that the baseline does not know."""
    if known is None:
        return findings
    from noteweave import baseline

    return list(baseline.unknown(findings, baseline.read(known)))


def _mended(
    vault: Vault, findings: list[Finding], options: CheckOptions, *, staged: bool, diff: bool
) -> bool:
    """Mend findings, or only show how; returns whether there is anything to mend."""
    from noteweave.graph.check.fix import apply_fixes
    from noteweave.vault.errors import RequestError
    from noteweave.writing import note_writer

    if staged:
        raise RequestError(
            "--staged cannot be mended: the index is not the notes on the disk",
            "mend with --fix, look at it, and stage it",
        )
    found = apply_fixes(vault, findings, options)
    changes = note_writer.change_contents(vault, found.before, found.after)
    changes = note_writer.carry_out(vault, changes, diff=diff)
    if changes and not diff:
        notes = "1 note" if len(changes) == 1 else f"{len(changes)} notes"
        print(f"noteweave: mended {found.findings} in {notes}", file=sys.stderr)
    return bool(changes)


def _update(known: Path | None, findings: Sequence[Finding]) -> int:
    from noteweave import baseline
    from noteweave.vault.errors import RequestError

    if known is None:
        raise RequestError("--update-baseline: which file?", "name it with --baseline FILE")
    count = baseline.write(known, at_least(findings, Severity.WARNING))
    print(f"noteweave: {known} knows {count} findings", file=sys.stderr)
    return 0


def _counted(report: CheckReport) -> str:
    from noteweave.reports.text import summary

    return summary(report.findings, report.hidden)


def _in_repository(vault: Path) -> str:
    """What to put before a vault path to name the file in its repository."""
    folder = vault.resolve()
    for top in (folder, *folder.parents):
        if (top / ".git").exists():
            inside = folder.relative_to(top).as_posix()
            return "" if inside == "." else f"{inside}/"
    return ""
