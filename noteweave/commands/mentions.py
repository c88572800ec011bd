"""`noteweave mentions`: where notes are named without a link; turn them into links."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
import typer

from noteweave.commands._options import (
    FORMAT,
    NoteName,
    PreviewOptions,
    ReadOptions,
    Root,
    vault_and_note,
)
from noteweave.terminal import plain_json, say, say_changed, warn
from noteweave.vault.errors import RequestError
from noteweave.vault.messages import _, counted

if TYPE_CHECKING:
    from noteweave.graph.mentions.unlinked import Mention
    from noteweave.graph.resolve.resolved_vault import ResolvedVault
    from noteweave.vault.model import Context
    from noteweave.writing.note_writer import Change

TOP = 50
_PLACE = re.compile(r"(?P<path>\S.*?):(?P<line>\d{1,18}):(?P<column>\d{1,18}):")


class MentionFilter(msgspec.Struct, frozen=True, dict=True):
    """Which mentions are listed or linked."""

    top: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, help="Only the N best; 0: all.", show_default=str(TOP)),
    ] = None
    doubtful: Annotated[
        bool, typer.Option("--all", help="Include common words and names of two notes or more.")
    ] = False
    listed: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FILE", help="Only those in this list; `-` is standard input."
        ),
    ] = None

    def matching(self, found: list[Mention]) -> list[Mention]:
        """Return the mentions that fit, of all that were found.

        Raises:
            RequestError: the list cannot be read.
        """
        from noteweave.graph.mentions.unlinked import WORTHWHILE

        if self.listed is not None:
            return [one for one in found if (one.source, one.line, one.column) in self._places]
        best = [one for one in found if self.doubtful or one.score >= WORTHWHILE]
        return best[: TOP if self.top is None else self.top or None]

    def unmatched(self, found: list[Mention]) -> list[tuple[str, int, int]]:
        """Return the places of the list that are not among the mentions, sorted."""
        if self.listed is None:
            return []
        return sorted(self._places - {(one.source, one.line, one.column) for one in found})

    @cached_property
    def _places(self) -> set[tuple[str, int, int]]:
        return _places(self.listed or "")


def mentions(
    vault: Root = Path(),
    note: NoteName = None,
    format: Annotated[Literal["text", "jsonl"], FORMAT] = "text",
    link: Annotated[
        bool, typer.Option("--link", help="Link them; needs a NOTE, --top or --from.")
    ] = False,
    *,
    choice: MentionFilter,
    preview: PreviewOptions,
    read: ReadOptions,
) -> int:
    """List where a note is named in running text but not linked, the best candidates first.

    With a NOTE: the mentions in it and of it. To link some of them, save the list, delete the
    lines you do not want, and pass it back: `noteweave mentions > list`, then
    `noteweave mentions --link --from list`. `--link` with `--dry-run` or `--diff` exits with
    status 1 if anything would change.
    """
    from noteweave.graph.mentions.unlinked import unlinked
    from noteweave.graph.query.lookup import find_note
    from noteweave.graph.resolve.resolved_vault import resolve
    from noteweave.vault.workers.pool import parallel_map

    root, name = vault_and_note(vault, note)
    if link and name is None and choice.listed is None and choice.top is None:
        raise RequestError(
            "--link: no mentions are chosen", "name a NOTE, --top N, or a list with --from"
        )
    if link:
        preview.recover(root)
    resolved = resolve(read.open(root))
    only = None if name is None else frozenset([find_note(resolved, name)])
    with parallel_map(len(resolved.vault.notes)) as each:
        found = unlinked(resolved, resolved.vault.text, only, each)
    best = choice.matching(found)
    if link:
        for place in choice.unmatched(best):
            where = ":".join(map(str, place))
            warn(_("{place}: there is no such mention any more").format(place=where))
        return _link(resolved, best, preview.dry_run, preview.diff)
    (_text if format == "text" else _jsonl)(resolved, best)
    if format == "text" and sys.stdout.isatty() and len(best) < len(found):
        shown = _("{shown} of {total}; --top 0 --all lists all")
        warn(shown.format(shown=len(best), total=f"{len(found):,}"))
    return 0


def _places(name: str) -> set[tuple[str, int, int]]:
    """Return the `path:line:column` at the beginning of each line of a list.

    Raises:
        RequestError: the list cannot be read.
    """
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise RequestError(
            f"{name}: cannot be read", "name a list that `noteweave mentions` printed"
        ) from error
    found = (_PLACE.match(line) for line in text.splitlines())
    return {(m["path"], int(m["line"]), int(m["column"])) for m in found if m}


def _text(resolved: ResolvedVault, found: list[Mention]) -> None:
    context_of = _reader(resolved, found)
    for one in found:
        name = " ".join(one.text.split())
        times = _(", {count} times").format(count=one.times) if one.times > 1 else ""
        say(f"{_place(one)}: {name} -> {' | '.join(one.targets)} ({one.score:.2f}{times})")
        context = context_of(one)
        say(f"    {context.text}", bold=(context.start + 4, context.end + 4))


def _place(one: Mention) -> str:
    return f"{one.source}:{one.line}:{one.column}"


def _jsonl(resolved: ResolvedVault, found: list[Mention]) -> None:
    import msgspec

    context_of = _reader(resolved, found)
    for one in found:
        context = context_of(one)
        row = {
            "source": one.source,
            "line": one.line,
            "column": one.column,
            "text": one.text,
            "targets": one.targets,
            "score": one.score,
            "times": one.times,
            "context": {"text": context.text, "start": context.start, "end": context.end},
        }
        say(plain_json(msgspec.json.encode(row).decode()))


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
    from noteweave.writing.note_writer import carry_out

    left: list[Mention] = []
    changes = carry_out(resolved.vault, _changes(resolved, found, left), diff=diff, dry_run=dry)
    if not diff:
        say_changed((change.path for change in changes), dry)
    for one in left:
        unchanged = _("{place}: not changed: a link would not be recognized here")
        warn(unchanged.format(place=_place(one)))
    if not diff:
        links = len(found) - len(left)
        done = _("{links} would be made in {notes}") if dry else _("{links} made in {notes}")
        say(done.format(links=counted(links, "link"), notes=counted(len(changes), "note")))
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
