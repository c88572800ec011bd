"""`noteweave build`: the graph page, GraphML and the backlink report of a vault."""

from __future__ import annotations

import webbrowser
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
import typer

from noteweave.commands._options import (
    GraphOptions,
    ReadOptions,
    Root,
    Snippets,
    file_size,
)
from noteweave.terminal import plain, say, warn
from noteweave.vault.disk.walk import NOTE_SUFFIXES, OUTPUT_MARKER
from noteweave.vault.errors import OutputError, RequestError
from noteweave.vault.messages import _, counted, translatable, translated

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.config import Config
    from noteweave.graph.build.graph import Show
    from noteweave.vault.cache.fingerprint import Fingerprint
    from noteweave.vault.vault import OpenOptions
    from noteweave.woven import Woven

_FILES = {
    "graph.html": translatable("the map; open it in a browser"),
    "graph.graphml": translatable("for Gephi, yEd, Cytoscape, igraph"),
    "backlinks.md": translatable("the links to each note, in context"),
}
_MIRROR_FILES = _FILES | {
    "findings.json": translatable("what the check found: rules and places, without messages")
}


class PageOptions(msgspec.Struct, frozen=True):
    """What the page contains, and what it does."""

    snippets: Snippets = "links"
    open_with: Annotated[
        Literal["obsidian", "vscode", "file", "none"] | None,
        typer.Option(help="What the page opens notes with; by default the vault's app."),
    ] = None
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Compute a new layout; ignore the previous build.")
    ] = False
    history: Annotated[
        bool,
        typer.Option("--history", help="The page's timeline replays git: each link's life, too."),
    ] = False
    mirror: Annotated[
        bool, typer.Option("--mirror", help="Replace every word by an invented one, for sharing.")
    ] = False
    open_page: Annotated[
        bool, typer.Option("--open", help="Open the page in the browser when done.")
    ] = False

    def settings(self, root: Path, out: Path, config: Config) -> dict[str, dict[str, Any]]:
        """Return the settings of each format that depend on the options and the folders."""
        from noteweave.writing.atomic_write import relative_path

        vault = relative_path(root, out)
        # VS Code's URLs take absolute paths only
        page = {"root": str(root.resolve()) if self.open_with == "vscode" else vault}
        if self.open_with:
            page["open_with"] = self.open_with
        return {"html": page | config.page.options(), "backlinks": {"root": vault}}


def build(
    context: typer.Context,
    vault: Root = Path(),
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="OUT",
            help="The folder to write to.",
            show_default="noteweave-out",
        ),
    ] = None,
    use_sample: Annotated[
        bool, typer.Option("--sample", help="Use the sample vault that comes with noteweave.")
    ] = False,
    *,
    page: PageOptions,
    graph: GraphOptions,
    read: ReadOptions,
) -> None:
    """Write the graph page, GraphML and the backlink report of a vault.

    Notes keep their positions on the map from one build to the next.
    """
    from noteweave import config as config_
    from noteweave import saved_layout
    from noteweave.answer_cache import Answer
    from noteweave.build_files import BuildFiles, code_files
    from noteweave.vault.cache.fingerprint import Fingerprint
    from noteweave.woven import sample, weave

    root = sample() if use_sample else vault
    folder = saved_layout.output_folder(out)
    _check_out(folder, root)
    if page.mirror:
        _build_mirror(root, out, page, read, graph)
        return
    trace = Fingerprint()
    trace.add_named((*config_.searched_paths(root), *code_files()))
    config = config_.load(root).config
    with (
        saved_layout.marked(folder),
        BuildFiles(folder, page.snippets, page.settings(root, folder, config)) as files,
    ):
        last = None if page.fresh else saved_layout.load(folder)
        woven = weave(
            root,
            read.merged(config),
            graph.merged(config),
            last=last,
            when_read=files.find_contexts,
            when_built=files.begin,
            fingerprint=trace,
            betweenness=False,
        )
        past = _Past(root, folder, read.merged(config), graph.merged(config), trace)
        messages = files.finish(woven, last, past.added if page.history else None)
        messages += past.messages
    told = (plain(f"noteweave: {translated(message)}") for message in messages)
    answer = Answer(0, "".join(f"{line}\n" for line in told))
    answer.print(f"{plain(line)}\n" for line in _summary(woven, folder))
    if page.open_page:
        webbrowser.open((folder / "graph.html").resolve().as_uri())
    elif woven.vault.cache:
        outputs = [folder / name for name in (*_FILES, OUTPUT_MARKER)]
        answer.store(context.obj, trace, outputs)


class _Past:
    """Adds the past from git to the graph of the page."""

    def __init__(
        self, root: Path, out: Path, options: OpenOptions, show: Show, trace: Fingerprint
    ) -> None:
        self._root, self._out, self._options = root, out, options
        self._show, self._trace = show, trace
        self.messages: list[str] = []

    def added(self, graph: nx.MultiDiGraph[str]) -> tuple[nx.MultiDiGraph[str], str]:
        """Return a graph with its past, and the last commit; as it is where git has no past."""
        from noteweave import saved_layout
        from noteweave.past.graph_history import graph_history
        from noteweave.past.past_graph import with_past
        from noteweave.progress import Progress
        from noteweave.vault.errors import RequestError
        from noteweave.vault.git.repository import Repository

        show = replace(self._show, hierarchy=False, tags=False, mentions=False)
        try:
            self._trace.add_named(Repository(self._root).head_files())
            with Progress() as progress:
                found = graph_history(
                    self._root,
                    options=self._options,
                    show=show,
                    progress=lambda done, all_: progress.at(_("Reading commits"), done, all_),
                )
        except RequestError as error:
            kept = _("--history: {error}; dates stay as the notes have them")
            self.messages.append(kept.format(error=translated(error.message)))
            return graph, ""
        if found.shallow:
            shallow = _("a shallow clone: its oldest commit seems to add every file")
            self.messages.append(f"--history: {shallow} (git fetch --unshallow)")
        commits = found.lives.commits
        last = saved_layout.last_commit(self._out)
        past = with_past(graph, found.lives, last, shallow=found.shallow)
        return past, commits[-1].id if commits else ""


def _build_mirror(
    root: Path, out: Path | None, page: PageOptions, read: ReadOptions, graph: GraphOptions
) -> None:
    """Write the files with invented words; no positions are kept beside them: they have names."""
    from noteweave import config as config_
    from noteweave import saved_layout
    from noteweave.build_files import write_mirror
    from noteweave.git_check import Scope, run_check
    from noteweave.woven import weave

    if out is None:
        raise RequestError("--mirror: no folder is named", "name one with -o, to share its files")
    loaded = config_.load(root)
    reading = read.merged(loaded.config)
    last = saved_layout.load(saved_layout.DEFAULT_FOLDER)
    with saved_layout.marked(out):
        woven = weave(root, reading, graph.merged(loaded.config), last=last)
        found = run_check(root, reading, loaded.check_options(root), Scope()).findings
        for message in write_mirror(woven, found, out, page.snippets):
            warn(f"noteweave: {translated(message)}")
    for line in _summary(woven, out, _MIRROR_FILES):
        say(line)
    if page.open_page:
        webbrowser.open((out / "graph.html").resolve().as_uri())


def _summary(woven: Woven, out: Path, files: dict[str, str] = _FILES) -> Iterator[str]:
    """Return the lines that list the files and count what the graph contains."""
    width = max(map(len, files))
    for name, purpose in files.items():
        path = out / name
        wide = len(str(out)) + 1 + width
        yield f"{path!s:{wide}}  {file_size(path.stat().st_size):>8}  {_(purpose)}"
    nodes = woven.graph.nodes(data=True)
    kinds = Counter(data["kind"] for _, data in nodes)
    yield _(", ").join(
        (
            counted(kinds["note"], "note"),
            counted(kinds["topic"], "topic"),
            counted(sum(data["out_links"] for _, data in nodes), "link"),
            counted(sum(data["orphan"] for _, data in nodes), "orphan"),
            _("{count} broken").format(count=woven.graph.graph["broken"]),
        )
    )


def _check_out(out: Path, root: Path) -> None:
    """Refuse a folder that holds notes: an output folder is not read as part of a vault.

    Raises:
        OutputError: it is the vault itself, a file, or a folder with notes in it.
    """
    hint = "name another folder with -o"
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out}: is a file, not a folder", hint)
    if out.resolve() == root.resolve():
        raise OutputError(f"{out}: is the vault itself", hint)
    if out.is_dir() and not (out / OUTPUT_MARKER).exists():
        for path in sorted(out.iterdir()):
            if path.suffix.lower() in NOTE_SUFFIXES:
                raise OutputError(f"{out}: holds notes ({path.name})", hint)
