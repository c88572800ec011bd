"""`noteweave backlinks`: the links to each note, as a report or as sections in the notes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
import typer

from noteweave.commands._options import (
    FORMAT,
    NoteName,
    PreviewOptions,
    ReadOptions,
    Root,
    Sections,
    vault_and_note,
)
from noteweave.terminal import PlainOutput, plain_json, plain_lines, say, say_changed, warn
from noteweave.vault.errors import UnknownNameError
from noteweave.vault.messages import _, counted

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from noteweave.graph.backlinks.link_table import LinkTable
    from noteweave.graph.mentions.unlinked import Mention
    from noteweave.graph.resolve.resolved_vault import ResolvedVault
    from noteweave.vault.vault import Vault
    from noteweave.writing.note_writer import Change


_EXPORTERS = {
    "md": "backlinks",
    "html": "backlinks_html",
    "json": "backlinks_json",
    "csv": "backlinks_csv",
}
"""Format -> the module of `exporters/` that writes it."""


class ReportOptions(msgspec.Struct, frozen=True):
    """What the report contains, and where it is written."""

    format: Annotated[Literal["md", "html", "json", "csv"], FORMAT] = "md"
    out: Annotated[
        str,
        typer.Option("-o", "--out", metavar="FILE", help="Where to write; `-` is standard output."),
    ] = "-"
    order: Annotated[
        Literal["path", "newest"],
        typer.Option(help="Order of the linking notes; newest: by the date in the note."),
    ] = "path"
    section: Sections = None
    mentions: Annotated[
        bool, typer.Option("--mentions", help="Include places that name a note without a link.")
    ] = False


class SectionOptions(msgspec.Struct, frozen=True):
    """The sections of backlinks in the notes."""

    write: Annotated[
        bool,
        typer.Option("--write", help="Write a section of backlinks at the end of each note."),
    ] = False
    remove: Annotated[
        bool, typer.Option("--remove", help="Remove these sections from the notes.")
    ] = False
    heading: Annotated[
        str, typer.Option(help="Heading of new sections; `## Backlinks` by default.")
    ] = ""


class TopicOptions(msgspec.Struct, frozen=True):
    """Pages for topics that links name and nobody has written."""

    topics: Annotated[
        bool,
        typer.Option("--topics", help="With --write: write a page for each unwritten topic, too."),
    ] = False
    at_least: Annotated[
        int,
        typer.Option("--at-least", metavar="N", min=1, help="Only topics that N notes link to."),
    ] = 1


def backlinks(
    vault: Root = Path(),
    note: NoteName = None,
    *,
    report: ReportOptions,
    sections: SectionOptions,
    topics: TopicOptions,
    preview: PreviewOptions,
    read: ReadOptions,
) -> int:
    """Report the links to each note and topic, with the text around them; or write it into notes.

    `--write` keeps a section at the end of each note, between two comments, and changes nothing
    else; links in it do not count as links. With `--dry-run` or `--diff` nothing is written, and
    the exit status is 1 if anything would change. `--topics` never replaces a file.

    Raises:
        RequestError: `--topics` without `--write`, or with a NOTE; or its template is missing.
    """
    from noteweave.graph.resolve.resolved_vault import resolve
    from noteweave.vault.errors import RequestError

    root, name = vault_and_note(vault, note)
    if sections.write or sections.remove:
        preview.recover(root)
    if topics.topics and (name is not None or not sections.write):
        raise RequestError(
            "--topics writes pages for all topics, with --write and without a NOTE",
            "noteweave backlinks --write --topics",
        )
    resolved = resolve(read.open(root))
    if sections.write or sections.remove:
        pages: dict[str, bytes] = {}
        if topics.topics:
            resolved, pages = _with_topic_pages(resolved, topics.at_least)
        return _write(resolved, name, sections, preview, pages)
    _report(resolved, name, report)
    return 0


def _report(resolved: ResolvedVault, name: str | None, options: ReportOptions) -> None:
    from noteweave.exporters import Request
    from noteweave.graph.backlinks.link_table import of_vault
    from noteweave.writing.atomic_write import relative_path

    vault = resolved.vault
    settings: dict[str, Any] = {"order": options.order}
    found = _mentions(resolved) if options.mentions else {}
    book = of_vault(resolved, found, options.section or ())
    if name is not None:
        settings["note"] = _subject(resolved, book, name)
    settings["root"] = relative_path(vault.root, Path(options.out).parent)
    contexts = _with_mentions(vault, found) if options.mentions else vault.contexts
    export = import_module(f"noteweave.exporters.{_EXPORTERS[options.format]}").export
    with _stream(options) as stream:
        export(book, stream, Request(contexts, settings))


def _subject(resolved: ResolvedVault, book: LinkTable, name: str) -> str:
    """Return the key of the note, canvas or topic that a name means.

    Raises:
        UnknownNameError: there is none, there are several, or it is not in the report.
    """
    from noteweave.graph.build.targets import node_key
    from noteweave.graph.query.lookup import Candidate, candidates, look_up
    from noteweave.graph.schema import NodeKind

    topics = {key: one for key, one in book.nodes.items() if one.kind == NodeKind.TOPIC}
    known = [
        *candidates(resolved, resolved.vault.notes),
        *(Candidate(key, one.kind, one.label, "") for key, one in topics.items()),
    ]
    found = look_up(known, name)
    key = found if found in topics else node_key(found)
    if key not in book.nodes:
        raise UnknownNameError(f"{name}: not in the report", "it is excluded from the vault")
    return key


def _mentions(resolved: ResolvedVault) -> dict[str, list[Mention]]:
    """Return the likely mentions of exactly one note, by source."""
    from noteweave.graph.mentions.unlinked import WORTHWHILE, unlinked
    from noteweave.vault.workers.pool import parallel_map

    found: dict[str, list[Mention]] = {}
    with parallel_map(len(resolved.vault.notes)) as each:
        mentions = unlinked(resolved, resolved.vault.text, each=each)
    for one in mentions:
        if one.score >= WORTHWHILE and len(one.targets) == 1:
            found.setdefault(one.source, []).append(one)
    return found


def _with_mentions(vault: Vault, found: dict[str, list[Mention]]) -> Any:
    """Return a function that gives the text around the links and mentions of a note."""
    from noteweave.graph.mentions.unlinked import as_links
    from noteweave.vault.context.contexts import contexts

    def around_links(path: str) -> Any:
        around = dict(vault.contexts(path))
        named = as_links(found.get(path, ())).get(path, [])
        links = [*vault.notes[path].links, *named]
        if named:
            both = contexts(vault.text(path), links)[-len(named) :]
            around |= {(n.line, n.column): c for n, c in zip(named, both, strict=True)}
        return around

    return around_links


def _stream(options: ReportOptions) -> AbstractContextManager[Any]:
    from noteweave.writing.atomic_write import OTHER_PLACE, replacing

    if options.out == "-":
        return nullcontext(PlainOutput(plain_json if options.format == "json" else plain_lines))
    return replacing(Path(options.out), OTHER_PLACE, follow=True)


def _with_topic_pages(
    resolved: ResolvedVault, at_least: int
) -> tuple[ResolvedVault, dict[str, bytes]]:
    """Return the vault with a page for each unwritten topic, and these pages without sections.

    Raises:
        RequestError: the template is missing.
    """
    from datetime import datetime

    from noteweave.config import load
    from noteweave.graph.backlinks.topic_pages import from_template, leads_to, topic_pages
    from noteweave.graph.resolve.resolved_vault import resolve
    from noteweave.vault.views import overlay

    vault = resolved.vault
    settings = load(vault.root).config.backlinks
    template, now = _template(vault, settings.topic_template), datetime.now()
    pages = topic_pages(resolved, at_least, settings.topic_folder)
    contents = {
        page.path: from_template(template, page.name, now).encode()
        for page in pages
        if page.path and not os.path.lexists(vault.disk_path(page.path))
    }
    woven = resolve(overlay(vault, contents))
    useful = {page.path for page in pages if page.path in contents and leads_to(woven, page)}
    for page in pages:
        if page.path not in useful:
            why = _("a file cannot have this name")
            if page.path in contents:
                why = _("links would lead elsewhere")
            elif page.path:
                why = _("there is a file")
            warn(_("{page}: no page is written: {why}").format(page=page.name, why=why))
    contents = {path: data for path, data in contents.items() if path in useful}
    return resolve(overlay(vault, contents)), contents


def _template(vault: Vault, path: str) -> str:
    from noteweave.vault.errors import RequestError

    try:
        return (vault.root / path).read_text(encoding="utf-8-sig") if path else ""
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(
            f"{path}: the template of topics cannot be read",
            "`topic-template` in [backlinks] names a file of the vault, in UTF-8",
        ) from error


def _write(
    resolved: ResolvedVault,
    name: str | None,
    options: SectionOptions,
    preview: PreviewOptions,
    pages: Mapping[str, bytes],
) -> int:
    from noteweave.graph.query.lookup import find_note
    from noteweave.writing.note_writer import carry_out
    from noteweave.writing.unread_notes import refuse_unread

    if not options.remove:
        refuse_unread(resolved.vault)
    only = None if name is None else find_note(resolved, name)
    skipped: list[str] = []
    dry, diff = preview.dry_run, preview.diff
    planned = _changes(resolved, only, options, pages, skipped)
    changes = carry_out(resolved.vault, planned, diff=diff, dry_run=dry)
    if not diff:
        say_changed((change.path for change in changes), dry)
    for path in skipped:
        unchanged = _("{path}: not changed: it is not UTF-8, or ends inside code or HTML")
        warn(unchanged.format(path=path))
    if not diff:
        done = _("{notes} would change") if dry else _("{notes} changed")
        say(done.format(notes=counted(len(changes), "note")))
    return int((dry or diff) and bool(changes))


def _changes(
    resolved: ResolvedVault,
    only: str | None,
    options: SectionOptions,
    pages: Mapping[str, bytes],
    skipped: list[str],
) -> Iterator[Change]:
    """Yield the changes of the notes' sections; notes that cannot have one go to `skipped`.

    `pages` are the notes that are not on the disk yet.
    """
    from noteweave.graph.backlinks.section import HEADING, Sections, heading_of
    from noteweave.vault.parsing.backlink_section import replaced, section_ranges
    from noteweave.writing.note_writer import change_text, create_note

    vault, heading = resolved.vault, options.heading
    sections = None if options.remove else Sections(resolved, vault.contexts)
    wanted = f"## {heading.lstrip('# ').strip()}" if heading.strip("# ") else ""

    for path in sources_of(resolved) if only is None else [only]:

        def change(text: str, path: str = path) -> str | None:
            ranges = section_ranges(text)
            title = wanted or (heading_of(text[slice(*ranges[0])]) if ranges else HEADING)
            return replaced(text, sections.of(path, title) if sections else "")

        if path in pages:
            content = change(pages[path].decode())
            found = None if content is None else create_note(vault, path, content.encode())
        else:
            found = change_text(vault, path, change)
        if found is not None:
            yield found
        elif sections is not None and sections.of(path):
            skipped.append(path)


def sources_of(resolved: ResolvedVault) -> list[str]:
    """Return the notes that can have a section: no canvases, nothing excluded."""
    files = resolved.vault.files
    return [
        path
        for path in resolved.vault.notes
        if files[path].kind == "note" and not files[path].excluded
    ]
