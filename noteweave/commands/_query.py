"""What the commands that query the graph share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from noteweave.commands._options import ReadOptions
from noteweave.config import load, searched_paths
from noteweave.graph.schema import Occurrence

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.vault.cache.fingerprint import Fingerprint
    from noteweave.vault.vault import Vault

NOT_FOUND = 1
"""Exit status when there is no result, as `grep` has it."""


Tags = Annotated[bool, typer.Option("--tags", help="Also follow shared tags.")]
QueriedNote = Annotated[
    str, typer.Argument(metavar="NOTE", help="A note: its name, alias or path.")
]


@dataclass(frozen=True)
class QueriedGraph:
    """A vault and its graph, neither measured nor laid out."""

    vault: Vault
    graph: nx.MultiDiGraph[str]
    trace: Fingerprint
    """The files that it was made from."""

    def reply(self, lines: Iterable[str], arguments: Sequence[str], status: int = 0) -> int:
        """Print lines and return the exit status; the same command line need not compute it again.

        Args:
            lines: without their ends; text for a terminal is made plain by the caller.
            arguments: the command line.
            status: the exit status.
        """
        from noteweave.answer_cache import Answer

        answer = Answer(status)
        answer.print(f"{line}\n" for line in lines)
        if self.vault.cache:
            answer.store(arguments, self.trace)
        return status

    def node(self, key: str) -> dict[str, Any]:
        """Return the fields of a node for JSON."""
        node = self.graph.nodes[key]
        return {"key": key, "label": node["label"], "kind": str(node["kind"]), "path": node["path"]}

    def label(self, key: str) -> str:
        """Return a node's name for printing; a topic's is in brackets."""
        node = self.graph.nodes[key]
        return f"[[{node['label']}]]" if node["kind"] == "topic" else str(node["label"])

    def edges(self, source: str, target: str) -> list[dict[str, Any]]:
        """Return the attributes of the edges from one node to another."""
        return list((self.graph.get_edge_data(source, target) or {}).values())

    def link(self, source: str, target: str) -> list[dict[str, Any]]:
        """Return the links from one node to another, each with the sentence around it."""
        from noteweave.graph.backlinks.link_table import links_from

        path = self.graph.nodes[source]["path"]
        return [
            {
                "source": source,
                "target": target,
                "kind": str(link.kind),
                "relation": link.relation,
                "reason": link.place.reason,
                "section": link.place.section,
                "path": path,
                "line": link.place.line,
                "column": link.place.column,
                "sentence": self._sentence(path, link.place),
            }
            for link in links_from(self.graph, source, target, mentions=True)
        ]

    def between(self, one: str, other: str) -> list[dict[str, Any]]:
        """Return the links between two nodes, first those in the direction given."""
        ways = [(one, other), (other, one)]
        return [link for a, b in ways if self.graph.has_edge(a, b) for link in self.link(a, b)]

    def _sentence(self, path: str, place: Occurrence) -> str:
        context = self.vault.contexts(path).get((place.line, place.column)) if path else None
        return context.text if context else " ".join(place.raw.split())


def query(
    root: Path, read: ReadOptions, *, tags: bool = False, sections: Sequence[str] | None = None
) -> QueriedGraph:
    """Read a vault and build its graph, with all links or those under some headings.

    Raises:
        ConfigError: the configuration is invalid.
        VaultError: there is no such vault, or it holds no notes.
    """
    from noteweave.graph.build.graph import Show
    from noteweave.vault.cache.fingerprint import Fingerprint
    from noteweave.woven import weave

    trace = Fingerprint()
    trace.add_named(searched_paths(root))
    config = load(root).config
    show = Show(tags=tags, sections=tuple(sections or ()), topic_folders=config.topics.folders)
    how = read.merged(config)
    woven = weave(root, how, show, measured=False, laid_out=False, fingerprint=trace)
    return QueriedGraph(woven.vault, woven.graph, trace)


def where(link: dict[str, Any]) -> str:
    """Return the place of a link as editors and terminals understand it."""
    return f"{link['path']}:{link['line']}:{link['column']}"
