"""`noteweave mentions`: where notes are named without a link, and how to make them links."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noteweave.commands._vault_options import (
    Gitignore,
    Ignore,
    NoteName,
    ProfileName,
    Root,
    open_vault,
    vault_and_note,
)
from noteweave.terminal import say_changed
from noteweave.vault.errors import RequestError

if TYPE_CHECKING:
    from noteweave.graph.mentions.unlinked import Mention
    from noteweave.graph.resolve.resolved_vault import ResolvedVault
    from noteweave.vault.model import Context
    from noteweave.writing.note_writer import Change

TOP = 50
_PLACE = re.compile(r"(?P<path>\S.*?):(?P<line>\d+):(?P<column>\d+):")


class Format(StrEnum):
    """How mentions are printed."""

    TEXT = "text"
    JSONL = "jsonl"


def mentions(
    vault: Root = Path(),
    note: NoteName = None,
    format: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.TEXT,
    top: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=0, help="Only the best N; 0: all of them.", show_default=str(TOP)
        ),
    ] = None,
    doubtful: Annotated[
        bool, typer.Option("--all", help="Also everyday words and names of several notes.")
    ] = False,
    link: Annotated[
        bool, typer.Option("--link", help="Make links of them: of a NOTE, the --top, or --from.")
    ] = False,
    chosen: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FILE", help="Only those in this list, as printed; `-` reads it."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only name the notes; status 1 if there are any.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Only show what would change; status 1 if anything.")
    ] = False,
    profile: ProfileName = None,
    ignore: Ignore = None,
    gitignore: Gitignore = True,
) -> int:
    """List where a note is named in running text but not linked, the most worthwhile first.

    With a NOTE: what it names, and who names it. To link some of them, keep the list, delete the
    lines you do not want, and give it back: `noteweave mentions > list`, then
    `noteweave mentions --link --from list`.
    """
    from noteweave.graph.mentions.unlinked import WORTHWHILE, unlinked
    from noteweave.graph.query.lookup import find_note
    from noteweave.graph.resolve.resolved_vault import resolve
    from noteweave.vault.workers.pool import parallel_map

    root, name = vault_and_note(vault, note)
    if link and name is None and chosen is None and top is None:
        raise RequestError("link which of them?", "name a NOTE, --top N, or a list with --from")
    if link:
        from noteweave.writing import note_writer

        note_writer.recover(root, write=not (dry_run or diff))
    resolved = resolve(open_vault(root, profile, tuple(ignore or ()), gitignore))
    only = None if name is None else frozenset([find_note(resolved, name)])
    with parallel_map(len(resolved.vault.notes)) as each:
        found = unlinked(resolved, resolved.vault.text, only, each)
    if chosen is not None:
        places = _places(chosen)
        best = [one for one in found if (one.source, one.line, one.column) in places]
    else:
        best = [one for one in found if doubtful or one.score >= WORTHWHILE]
        best = best[: TOP if top is None else top or None]
    if link:
        return _link(resolved, best, dry_run, diff)
    for line in (_text if format is Format.TEXT else _jsonl)(resolved, best):
        sys.stdout.write(line)
    if format is Format.TEXT and sys.stdout.isatty():
        _say_what_is_left(len(best), len(found))
    return 0


def _say_what_is_left(shown: int, found: int) -> None:
    if shown < found:
        print(f"{shown} of {found:,}; --top 0 --all shows all of them", file=sys.stderr)


def _places(name: str) -> set[tuple[str, int, int]]:
    """Read the places that a list begins its lines with.

    Raises:
        RequestError: the list cannot be read.
    """
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(f"{name}: cannot be read", "name a list that mentions wrote") from error
    found = (_PLACE.match(line) for line in text.splitlines())
    return {(m["path"], int(m["line"]), int(m["column"])) for m in found if m}


def _text(resolved: ResolvedVault, found: list[Mention]) -> Iterator[str]:
    bold = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("", "")
    words = _reader(resolved, found)
    for one in found:
        where = f"{one.source}:{one.line}:{one.column}"
        name = " ".join(one.text.split())
        times = f", {one.times} times" if one.times > 1 else ""
        yield f"{where}: {name} -> {' | '.join(one.targets)} ({one.score:.2f}{times})\n"
        context = words(one)
        text, start, end = context.text, context.start, context.end
        yield f"    {text[:start]}{bold[0]}{text[start:end]}{bold[1]}{text[end:]}\n"


def _jsonl(resolved: ResolvedVault, found: list[Mention]) -> Iterator[str]:
    import msgspec

    words = _reader(resolved, found)
    for one in found:
        context = words(one)
        yield (
            msgspec.json.encode(
                {
                    "source": one.source,
                    "line": one.line,
                    "column": one.column,
                    "text": one.text,
                    "targets": one.targets,
                    "score": one.score,
                    "times": one.times,
                    "context": {"text": context.text, "start": context.start, "end": context.end},
                }
            ).decode()
            + "\n"
        )


def _reader(resolved: ResolvedVault, found: list[Mention]) -> Callable[[Mention], Context]:
    """Return a function that gives the words around a mention; each note is read once."""
    from noteweave.graph.mentions.unlinked import as_links
    from noteweave.vault.context.contexts import contexts

    vault, named = resolved.vault, as_links(found)

    @cache
    def around(path: str) -> dict[int, Context]:
        links = [*vault.notes[path].links, *named[path]]
        words = contexts(vault.text(path), links, limit=160)
        return {link.start: one for link, one in zip(links, words, strict=True)}

    return lambda mention: around(mention.source)[mention.start]


def _link(resolved: ResolvedVault, found: list[Mention], dry: bool, diff: bool) -> int:
    from noteweave.reports.text import plain
    from noteweave.writing.note_writer import carry_out

    left: list[Mention] = []
    changes = carry_out(resolved.vault, _changes(resolved, found, left), diff=diff, dry_run=dry)
    if not diff:
        say_changed((change.path for change in changes), dry)
    for one in left:
        where = f"{plain(one.source)}:{one.line}:{one.column}"
        print(f"{where}: left as it is: no link would be read here", file=sys.stderr)
    if not diff:
        links = len(found) - len(left)
        done = "would be made" if dry else "made"
        notes = "1 note" if len(changes) == 1 else f"{len(changes)} notes"
        print(f"{links} {'link' if links == 1 else 'links'} {done} in {notes}")
    return int((dry or diff) and bool(changes))


def _changes(
    resolved: ResolvedVault, found: list[Mention], left: list[Mention]
) -> Iterator[Change]:
    """Yield the changes that make links of mentions; those that cannot be made go to `left`."""
    from noteweave.graph.mentions.link_mentions import Linker
    from noteweave.writing.note_writer import change_text

    linker, vault = Linker(resolved), resolved.vault
    in_order = sorted(found, key=lambda one: (one.source, one.start))
    for path, group in groupby(in_order, key=lambda one: one.source):
        chosen = list(group)

        def change(text: str, chosen: list[Mention] = chosen) -> str | None:
            linked = linker.link(text, chosen)
            left.extend(linked.left)
            return linked.text

        changed = change_text(vault, path, change)
        if changed is None:
            left.extend(chosen)
        else:
            yield changed
