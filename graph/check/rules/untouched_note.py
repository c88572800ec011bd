"""NW051."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from noteweave.graph import dates, names
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts, Subject
from noteweave.vault.messages import translatable


def written(subject: Subject) -> Iterator[str]:
    """Yield the day on which a note was last changed, by its properties."""
    yield max(dates.of_note(subject.note.properties))


@vault_rule("NW051", Severity.INFO, on=False, gather=written)
def untouched_note(vault: CheckedVault, facts: Facts) -> Iterator[Remark]:
    """A note was not touched for long, compared with the newest one.

    The day is the later one of its properties (`modified`, `created` and the like) and, in a git
    repository, of the last commit that changed it. `untouched-days` in `[check]` says what is long;
    365 days if it is left out. Notes that are called after a day are left out. The day of the check
    does not count, so the same vault has the same findings at any time.

    Bad:
        --- Kettle.md
        ---
        modified: 2019-03-01
        ---
        It sings.
        --- Tea.md
        ---
        modified: 2024-05-30
        ---
        See [[Kettle]].

    Good:
        --- Kettle.md
        ---
        modified: 2024-03-01
        ---
        It sings.
        --- Tea.md
        ---
        modified: 2024-05-30
        ---
        See [[Kettle]].
    """
    last = {path: day for day, paths in facts.items() for path in paths}
    last = {path: max(day, vault.committed.get(path, "")) for path, day in last.items()}
    newest = max(last.values(), default="")
    if not newest:
        return
    limit = (date.fromisoformat(newest) - timedelta(days=vault.untouched_days)).isoformat()
    for path, day in sorted(last.items()):
        if "" < day < limit and not dates.from_name(names.stem(path)):
            yield Remark(path, 1, 1, 1, 1, translatable("not touched since {day}", day=day))
