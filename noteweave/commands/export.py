"""`noteweave export`: the graph, or a part of it, in the formats of other tools."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
import typer

from noteweave.commands._options import (
    Folders,
    GraphOptions,
    ReadOptions,
    Sections,
    Snippets,
    file_size,
)
from noteweave.config import load
from noteweave.graph.schema import NodeKind
from noteweave.terminal import say, warn
from noteweave.vault.errors import RequestError, UnknownNameError
from noteweave.vault.messages import _, translated

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.config import Config
    from noteweave.exporters import Exporter
    from noteweave.graph.build.graph import Show
    from noteweave.vault.model import Context
    from noteweave.vault.vault import Vault

    Contexts = Callable[[str], Mapping[tuple[int, int], Context]]

_WITH_TEXTS = ("html", "sqlite", "backlinks", "backlinks_html", "backlinks_json", "backlinks_csv")
"""Formats that have the text around every link."""

EPILOG = """Examples:

`noteweave export graphml` · `noteweave export ~/notes graphml gexf -o out/` ·
`noteweave export json -o - | jq .nodes` · `noteweave export mermaid --depth-from "Tea" -o tea.mmd`
"""


class FilterOptions(msgspec.Struct, frozen=True):
    """Which part of the graph is exported."""

    folder: Folders = None
    tag: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="Only notes with this tag.")
    ] = None
    kind: Annotated[list[NodeKind] | None, typer.Option(help="Only nodes of this kind.")] = None
    since: Annotated[
        str, typer.Option(metavar="DATE", help="Only notes created on this day or later.")
    ] = ""
    until: Annotated[
        str, typer.Option(metavar="DATE", help="Only notes created on this day or before.")
    ] = ""
    depth_from: Annotated[
        str | None,
        typer.Option(metavar="NOTE", help="Only nodes at most --depth links away from this note."),
    ] = None
    depth: Annotated[
        int, typer.Option(metavar="N", min=0, help="Maximum distance from --depth-from, in links.")
    ] = 1
    section: Sections = None

    @property
    def everything(self) -> bool:
        """Whether all nodes are exported; sections decide about links."""
        return self == FilterOptions(section=self.section)

    def selected(self, graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
        """Return the part of a graph that fits.

        Raises:
            RequestError: nothing fits.
        """
        from noteweave.graph.query.select import select

        if self.everything:  # a copy of a large graph takes long
            return graph
        part = select(
            graph,
            folders=self.folder or (),
            tags=self.tag or (),
            kinds=self.kind or (),
            since=self.since,
            until=self.until,
            around=self.depth_from,
            depth=self.depth,
        )
        if not part:
            raise RequestError("nothing in the vault matches all filters", "leave out a filter")
        return part


def export(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[VAULT] FORMAT...",
            help="The folder of notes (default: the current folder), and one or more formats.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE|FOLDER|-",
            help="Where to write: a file, a folder, or - for standard output.",
            show_default="noteweave-out",
        ),
    ] = None,
    list_formats: Annotated[
        bool, typer.Option("--list", help="List the formats and their options.")
    ] = False,
    project: Annotated[
        Literal["topics", "notes"] | None,
        typer.Option(
            "--project",
            help="Only topics, or notes, linked if they have more in common than by chance.",
        ),
    ] = None,
    mirrored: Annotated[
        bool, typer.Option("--mirror", help="Replace every word by an invented one, for sharing.")
    ] = False,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="An option of a format.")
    ] = None,
    snippets: Snippets = "links",
    *,
    filters: FilterOptions,
    graph: GraphOptions,
    read: ReadOptions,
) -> None:
    """Write the graph for other tools: Gephi, Neo4j, Cytoscape, D3, Datasette, pandas and more.

    The first word is the vault unless it is the name of a format; `./json` is a folder of that
    name. A node must match all filters; of a filter that is given twice, one of the values.
    """
    from noteweave import saved_layout
    from noteweave.vault.context_store import EarlyContexts
    from noteweave.woven import weave

    if list_formats:
        _print_formats()
        return
    root, formats = _split(words or [])
    jobs = _jobs(formats, out, _pairs(settings or []))
    default = saved_layout.DEFAULT_FOLDER
    folder = jobs[0].path.parent if jobs[0].path else default
    config = load(root).config
    show = _shown(graph, filters, config)
    last = saved_layout.load(folder) or saved_layout.load(default)
    whole = project is None
    options = read.merged(config)
    early = snippets != "none" and filters.everything and any(j.format in _WITH_TEXTS for j in jobs)
    with EarlyContexts(early) as texts:
        woven = weave(
            root,
            options,
            show,
            last=last,
            measured=whole,
            laid_out=whole,
            when_read=texts.begin,
        )
        part = filters.selected(woven.graph)
        if project is not None:
            part = _projected(part, project)
        if out is None:
            saved_layout.mark(default)
        contexts = None if snippets == "none" else texts.of(woven.vault)
        if mirrored:
            from noteweave.graph.query.mirror import Mirror

            mirror = Mirror(part)
            part, contexts = mirror.graph, contexts and mirror.contexts(contexts)
        source = Source(part, contexts, None if mirrored else woven.vault)
        for job in jobs:
            if job.format == "html" and not mirrored:  # names of views may be words of the vault
                job = replace(job, settings=config.page.options() | job.settings)
            _write(source, job, snippets)


def _shown(graph: GraphOptions, filters: FilterOptions, config: Config) -> Show:
    """Return what the graph must hold: all that the filters name, too."""
    kinds = filters.kind or ()
    show = msgspec.structs.replace(
        graph, tags=graph.tags or "tag" in kinds, external=graph.external or "external" in kinds
    ).merged(config)
    return replace(show, sections=tuple(filters.section or ()))


def _projected(
    graph: nx.MultiDiGraph[str], onto: Literal["topics", "notes"]
) -> nx.MultiDiGraph[str]:
    """Return the measured and laid out projection of a graph; see `project`."""
    from noteweave.graph.layout import lay_out
    from noteweave.graph.metrics.measure import measure
    from noteweave.graph.query.projection import project

    result = project(graph, onto)
    measure(result)
    lay_out(result)
    return result


@dataclass(frozen=True)
class Job:
    """One format and where it is written to."""

    format: str
    exporter: Exporter
    path: Path | None
    """None: standard output."""
    named: bool
    """Whether the user named this file, rather than its folder or nothing."""
    settings: dict[str, Any]


def _split(words: Sequence[str]) -> tuple[Path, list[str]]:
    """Return the vault and the formats that the words of a command line name.

    Raises:
        RequestError: no format is named.
        UnknownNameError: a word is neither a folder nor a format.
    """
    from noteweave.exporters import formats

    known = formats()
    first, rest = (words[0], list(words[1:])) if words else ("", [])
    if first in known or not first:
        root, wanted = Path(), list(words)
    elif rest or Path(first).is_dir():
        root, wanted = Path(first), rest
    else:
        raise _no_format(first, known)
    if not wanted:
        raise RequestError("no format is named", f"name one or more of {', '.join(known)}")
    for word in wanted:
        if word not in known:
            raise _no_format(word, known)
    if first and first not in known and not root.exists():
        raise (
            _no_format(first, known)
            if _similar(first, known)
            else RequestError(
                f"{first}: neither a folder nor a format", "name the folder that holds your notes"
            )
        )
    return root, list(dict.fromkeys(wanted))


def _no_format(word: str, known: Sequence[str]) -> UnknownNameError:
    similar = _similar(word, known)
    hint = f"did you mean {similar}?" if similar else f"the formats are {', '.join(known)}"
    return UnknownNameError(f"{word}: no such format", hint)


def _similar(word: str, known: Sequence[str]) -> str | None:
    from rapidfuzz import process

    found = process.extractOne(word.lower(), known, score_cutoff=75)
    return found[0] if found else None


def _pairs(settings: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for text in settings:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise RequestError(f"--set {text}: no value", "write --set NAME=VALUE")
        pairs[name.strip()] = value
    return pairs


def _jobs(formats: list[str], out: str | None, settings: dict[str, str]) -> list[Job]:
    """Return the files to write; the request is checked before any note is read.

    Raises:
        RequestError: one file for two formats or more.
        UnknownNameError: no format has such an option.
    """
    from noteweave.exporters import exporter

    if out == "-" and len(formats) > 1:
        raise RequestError(
            "only one format can be written to standard output", "name one, or a folder with -o"
        )
    exporters = {format: exporter(format) for format in formats}
    _check_options(exporters, settings)
    return [
        Job(name, it, *_place(it, out, len(formats) > 1), _own(it, settings))
        for name, it in exporters.items()
    ]


def _place(it: Exporter, out: str | None, several: bool) -> tuple[Path | None, bool]:
    """Return where a format is written to, and whether the user named this file."""
    from noteweave.saved_layout import output_folder

    if out == "-":
        return None, True
    name = f"{getattr(it, 'STEM', 'graph')}{it.SUFFIX}"
    if out is None:
        return output_folder(None) / name, False
    path = Path(out)
    if not several and not path.is_dir() and not out.endswith(("/", "\\")):
        return path, True
    if path.exists() and not path.is_dir():
        raise RequestError(
            f"{out}: is a file, not a folder", "name a folder to write more than one format"
        )
    return path / name, False


def _own(it: Exporter, settings: dict[str, str]) -> dict[str, Any]:
    """Return the settings of a format; all of them if it does not list its options."""
    options = getattr(it, "OPTIONS", None)
    if options is None:
        return dict(settings)
    return {o.name: settings[o.name] for o in options if o.name in settings}


def _check_options(exporters: dict[str, Exporter], settings: dict[str, str]) -> None:
    if any(not hasattr(it, "OPTIONS") for it in exporters.values()):
        return
    known = {o.name for it in exporters.values() for o in getattr(it, "OPTIONS", ())}
    for name in settings:
        if name not in known:
            hint = f"the options are {', '.join(sorted(known))}" if known else "it has no options"
            raise UnknownNameError(f"{name}: no such option of {', '.join(exporters)}", hint)


@dataclass(frozen=True)
class Source:
    """A graph to be written, the text around its links, and its vault."""

    graph: nx.MultiDiGraph[str]
    contexts: Contexts | None
    vault: Vault | None
    """None if nothing may tell where the notes are, or what they say."""

    def similar(self) -> Mapping[str, Sequence[str]]:
        """Return the notes with similar texts of each note; none if no text may be shown."""
        from noteweave.vault.alike_texts import similar_texts

        return {} if self.vault is None or self.contexts is None else similar_texts(self.vault)


def _write(source: Source, job: Job, snippets: Snippets) -> None:
    """Write one format, and print the file's name and size."""
    from noteweave.exporters import Request
    from noteweave.progress import Progress
    from noteweave.writing.atomic_write import OTHER_PLACE, relative_path, replacing

    if source.vault is None:
        if job.format == "html":
            job.settings.setdefault("open_with", "none")
    elif job.format == "html":
        job.settings.setdefault("root", str(source.vault.root.resolve()))
    elif any(o.name == "root" for o in getattr(job.exporter, "OPTIONS", ())):
        folder = job.path.parent if job.path else Path()
        job.settings.setdefault("root", relative_path(source.vault.root, folder))
    request = Request(
        contexts=source.contexts,
        settings=job.settings,
        snippets=snippets,
        report=lambda message: warn(f"noteweave: {job.format}: {translated(message)}"),
        similar=source.similar,
    )
    if job.path is None:
        job.exporter.export(source.graph, sys.stdout.buffer, request)
        return
    output = replacing(job.path, OTHER_PLACE, follow=job.named)
    with Progress() as progress, output as stream:
        progress.at(_("Writing {name}").format(name=job.path.name), 0, None)
        job.exporter.export(source.graph, stream, request)
    say(f"{job.path}  {file_size(job.path.stat().st_size)}")


def _print_formats() -> None:
    from noteweave.exporters import exporter, formats

    names = formats()
    width = max(map(len, names))
    for name in names:
        try:
            it = exporter(name)
        except RequestError as error:  # a broken plug-in must not hide the other formats
            say(f"{name:{width}}  ({translated(error.message)})")
            continue
        first = (it.__doc__ or "").strip().partition("\n")[0]
        say(f"{name:{width}}  {_(first)}")
        for option in getattr(it, "OPTIONS", ()):
            say(f"{'':{width}}    --set {option.name}={option.default}  {_(option.doc)}")
