"""`noteweave export`: the graph in the formats of other tools, whole or in part."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from noteweave.commands._vault_options import (
    Gitignore,
    Ignore,
    ProfileName,
    Sections,
    Snippets,
    reading,
    shown,
)
from noteweave.graph.schema import NodeKind
from noteweave.vault.errors import RequestError, UnknownNameError

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.exporters import Exporter
    from noteweave.vault.vault import Vault

OUT = Path("noteweave-out")
EPILOG = """Examples:

`noteweave export graphml` · `noteweave export ~/notes graphml gexf -o out/` ·
`noteweave export json -o - | jq .nodes` · `noteweave export mermaid --depth-from "Tea" -o tea.mmd`
"""


def export(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[VAULT] FORMAT...",
            help="The folder of notes, when it is not this one, and one or more formats.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE|FOLDER|-",
            help="Where to: a file, a folder, or - for standard output.",
            show_default=str(OUT),
        ),
    ] = None,
    list_formats: Annotated[
        bool, typer.Option("--list", help="List the formats and their options.")
    ] = False,
    folder: Annotated[
        list[str] | None, typer.Option(metavar="FOLDER", help="Only what lies in this folder.")
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="Only notes with this tag.")
    ] = None,
    kind: Annotated[list[NodeKind] | None, typer.Option(help="Only nodes of this kind.")] = None,
    since: Annotated[
        str, typer.Option(metavar="DATE", help="Only notes created on this day or later.")
    ] = "",
    until: Annotated[
        str, typer.Option(metavar="DATE", help="Only notes created on this day or before.")
    ] = "",
    depth_from: Annotated[
        str | None, typer.Option(metavar="NOTE", help="Only what is near this note.")
    ] = None,
    depth: Annotated[
        int, typer.Option(metavar="N", min=0, help="How many links away that may be.")
    ] = 1,
    section: Sections = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A format's option.")
    ] = None,
    tags: Annotated[bool, typer.Option("--tags", help="Make tags nodes, too.")] = False,
    external: Annotated[bool, typer.Option("--external", help="Make URLs nodes, too.")] = False,
    snippets: Annotated[
        Snippets, typer.Option(help="How much of the notes' text enters the result.")
    ] = Snippets.LINKS,
    profile: ProfileName = None,
    ignore: Ignore = None,
    gitignore: Gitignore = True,
) -> None:
    """Write the graph for other tools: Gephi, Neo4j, Cytoscape, D3, Datasette, pandas and more.

    The first word is the vault unless it is the name of a format; `./json` is a folder of that
    name. Filters given together must all fit; the same filter given twice, one of them.
    """
    from noteweave import saved_layout
    from noteweave.graph.query.select import select
    from noteweave.weave import weave

    if list_formats:
        _print_formats()
        return
    root, formats = _split(words or [])
    jobs = _jobs(formats, out, _pairs(settings or []))
    beside = saved_layout.load(jobs[0].path.parent) if jobs[0].path else None
    last = beside or saved_layout.load(OUT)
    show = shown(
        root,
        section,
        tags=tags or NodeKind.TAG in (kind or ()),
        external=external or NodeKind.EXTERNAL in (kind or ()),
    )
    options = reading(root, profile, tuple(ignore or ()), gitignore)
    woven = weave(root, options, show, last=last)
    part = select(
        woven.graph,
        folders=folder or (),
        tags=tag or (),
        kinds=kind or (),
        since=since,
        until=until,
        around=depth_from,
        depth=depth,
    )
    if not part:
        raise RequestError("nothing in the vault fits the filters", "leave one of them out")
    if out is None:
        saved_layout.mark(OUT)
    _write(woven.vault, part, jobs, snippets)


@dataclass(frozen=True)
class Job:
    """One format on its way to one place."""

    format: str
    exporter: Exporter
    path: Path | None
    """None: standard output."""
    settings: dict[str, Any]


def _split(words: Sequence[str]) -> tuple[Path, list[str]]:
    """Return the vault and the formats.

    Raises:
        RequestError: no format is named.
        UnknownNameError: a word is neither.
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
            if _near(first, known)
            else RequestError(
                f"{first}: neither a folder nor a format", "name the folder that holds your notes"
            )
        )
    return root, list(dict.fromkeys(wanted))


def _no_format(word: str, known: Sequence[str]) -> UnknownNameError:
    near = _near(word, known)
    hint = f"did you mean {near}?" if near else f"there are {', '.join(known)}"
    return UnknownNameError(f"{word}: no such format", hint)


def _near(word: str, known: Sequence[str]) -> str | None:
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
    """Decide what goes where, before anything is read.

    Raises:
        RequestError: one place for several formats, or an option that no format has.
    """
    from noteweave.exporters import exporter

    if out == "-" and len(formats) > 1:
        raise RequestError("standard output takes one format", "name one, or a folder with -o")
    exporters = {format: exporter(format) for format in formats}
    _check_options(exporters, settings)
    return [
        Job(name, it, _place(it, out, len(formats) > 1), _own(it, settings))
        for name, it in exporters.items()
    ]


def _place(it: Exporter, out: str | None, several: bool) -> Path | None:
    if out == "-":
        return None
    name = f"{getattr(it, 'STEM', 'graph')}{it.SUFFIX}"
    if out is None:
        return OUT / name
    path = Path(out)
    if not several and not path.is_dir() and not out.endswith(("/", "\\")):
        return path
    if path.exists() and not path.is_dir():
        raise RequestError(f"{out}: is a file, not a folder", "name a folder for several formats")
    return path / name


def _own(it: Exporter, settings: dict[str, str]) -> dict[str, Any]:
    """Return the settings that concern a format; all of them when it does not say."""
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
            hint = f"there is {', '.join(sorted(known))}" if known else "it has none"
            raise UnknownNameError(f"{name}: no such option of {', '.join(exporters)}", hint)


def _write(vault: Vault, graph: nx.MultiDiGraph[str], jobs: list[Job], snippets: Snippets) -> None:
    """Write each file whole, and say so."""
    from noteweave.exporters import Request
    from noteweave.progress import Progress
    from noteweave.writing.atomic_write import OTHER_PLACE, replacing, way

    for job in jobs:
        if job.format == "html":
            job.settings.setdefault("root", str(vault.root.resolve()))
        elif any(o.name == "root" for o in getattr(job.exporter, "OPTIONS", ())):
            folder = job.path.parent if job.path else Path()
            job.settings.setdefault("root", way(vault.root, folder))
        request = Request(
            contexts=None if snippets is Snippets.NONE else vault.contexts,
            settings=job.settings,
            snippets=snippets.value,
            report=_report(job.format),
        )
        if job.path is None:
            job.exporter.export(graph, sys.stdout.buffer, request)
            continue
        with Progress() as progress, replacing(job.path, OTHER_PLACE) as stream:
            progress.at(f"Writing {job.path.name}", 0, None)
            job.exporter.export(graph, stream, request)
        print(f"{job.path}  {_size(job.path.stat().st_size)}")


def _report(format: str) -> Callable[[str], None]:
    return lambda message: print(f"noteweave: {format}: {message}", file=sys.stderr)


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"


def _print_formats() -> None:
    from noteweave.exporters import exporter, formats

    names = formats()
    width = max(map(len, names))
    for name in names:
        try:
            it = exporter(name)
        except RequestError as error:  # a plug-in that is broken is no reason to hide the others
            print(f"{name:{width}}  ({error.what})")
            continue
        first = (it.__doc__ or "").strip().partition("\n")[0]
        print(f"{name:{width}}  {first}")
        for option in getattr(it, "OPTIONS", ()):
            print(f"{'':{width}}    --set {option.name}={option.default}  {option.doc}")
