"""GEXF 1.3, for Gephi and Gephi Lite: parallel links, lists of tags, and a timeline.

Nodes have the same ids as in GraphML. Notes without a date and topics have no start, so that they
are shown at every time. `tags` and `aliases` are lists; a property that is a list is one text: in
Gephi a column keeps the type that the first file gave it, and the next vault may have a text there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.appearance import Appearance
from noteweave.exporters._shared.edges import Edge, single_edges
from noteweave.exporters._shared.losses import Loss, Losses
from noteweave.exporters._shared.options import Option, chosen
from noteweave.exporters._shared.property_columns import SCHEMA, Column, NodeTable, is_day
from noteweave.exporters._shared.text import write_text
from noteweave.exporters._shared.xml_text import node_id, xml_attribute, xml_text
from noteweave.vault.errors import RequestError

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".gexf"

OPTIONS = (
    Option("timeline", "created", "the column a node's start is taken from; none: no timeline"),
)

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
"""
_EDGE_ATTRIBUTES = """<attributes class="edge">
<attribute id="edge_kind" title="kind" type="string"/>
<attribute id="relation" title="relation" type="string"/>
<attribute id="lines" title="lines" type="string"/>
<attribute id="section" title="section" type="string"/>
<attribute id="reason" title="reason" type="string"/>
</attributes>
"""


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write the whole graph with all parallel edges.

    Raises:
        RequestError: there is no column with the timeline's name.
    """
    options = chosen(OPTIONS, request.settings)
    losses = Losses()
    file = _File(graph, losses, options["timeline"])
    write_text(stream, file.lines(), losses)
    losses.report(request)


class _File:
    """The state that the parts of one file share."""

    def __init__(self, graph: nx.MultiDiGraph[str], losses: Losses, timeline: str) -> None:
        self._graph, self._losses = graph, losses
        self._table, self._appearance = NodeTable(graph, losses), Appearance(graph)
        self._timeline = _column_index(self._table, timeline)
        self._ids = {key: node_id(key) for key in graph}
        self._values = [_value(column, losses) for column in self._table.columns]

    def lines(self) -> Iterator[str]:
        yield _HEAD
        name = xml_text(str(self._graph.graph.get("name", "")), self._losses)
        creator = xml_text(str(self._graph.graph.get("generator", "noteweave")), self._losses)
        yield f"<meta><creator>{creator}</creator><description>{name}</description></meta>\n"
        yield f'<graph defaultedgetype="directed" {self._mode()}>\n'
        yield '<attributes class="node">\n'
        for column in self._table.columns:
            if column.name != "label":
                kind = _type(column)
                yield f'<attribute id="{column.name}" title="{column.name}" type="{kind}"/>\n'
        yield f"</attributes>\n{_EDGE_ATTRIBUTES}<nodes>\n"
        order = self._ids.__getitem__
        for key in sorted(self._graph, key=order):
            yield self._node(key)
        yield "</nodes>\n<edges>\n"
        for number, edge in enumerate(single_edges(self._graph, order)):
            yield self._edge(number, edge)
        yield "</edges>\n</graph>\n</gexf>\n"

    def _mode(self) -> str:
        """Return the attributes of a dynamic graph if a node has a start, else static."""
        if self._timeline is not None:
            name = self._table.columns[self._timeline].name
            for _, node in self._graph.nodes(data=True):
                if _day(self._table.cell(node, name)):
                    return 'mode="dynamic" timeformat="date" timerepresentation="interval"'
        return 'mode="static"'

    def _node(self, key: str) -> str:
        node = self._graph.nodes[key]
        cells = self._table.cells(node)
        label = xml_attribute(str(node.get("label") or key), self._losses)
        values = [
            value(cell) for value, cell in zip(self._values, cells, strict=True) if cell is not None
        ]
        return (
            f'<node id="{self._ids[key]}" label="{label}"{self._start(cells)}>'
            f"<attvalues>{''.join(values)}</attvalues>{_viz(self._appearance, node)}</node>\n"
        )

    def _start(self, cells: list[Any]) -> str:
        written = None if self._timeline is None else cells[self._timeline]
        day = _day(written)
        if written and not day:
            self._losses[Loss.DATE] += 1
        return f' start="{day}"' if day else ""

    def _edge(self, number: int, edge: Edge) -> str:
        source, target = self._ids[edge.source], self._ids[edge.target]
        kind, relation = edge.kinds[0], "".join(edge.relations)
        name = xml_attribute(f"{kind}:{relation}" if relation else kind, self._losses)
        values = {
            "edge_kind": kind,
            "relation": relation,
            "lines": ", ".join(map(str, edge.lines)),
            "section": ", ".join(edge.sections),
            "reason": "; ".join(edge.reasons),
        }
        attributes = "".join(
            f'<attvalue for="{key}" value="{xml_attribute(value, self._losses)}"/>'
            for key, value in values.items()
            if value
        )
        return (
            f'<edge id="e{number}" source="{source}" target="{target}" kind="{name}"'
            f' weight="{edge.weight}.0"><attvalues>{attributes}</attvalues></edge>\n'
        )


def _column_index(table: NodeTable, timeline: str) -> int | None:
    """Return the index of the column with the starts; None for no timeline."""
    if timeline == "none":
        return None
    for index, column in enumerate(table.columns):
        if column.name == timeline:
            return index
    if timeline == "created":
        return None
    dates = [column.name for column in table.columns if column.type == "date"]
    raise RequestError(
        f"timeline={timeline}: the notes have no such column",
        f"columns of dates: {', '.join(dates) or 'none'}",
    )


def _day(written: Any) -> str:
    """Return the date at the start of a text; "" for a year alone, or any other text."""
    text = written[:10] if isinstance(written, str) else ""
    return text if is_day(text) else ""


def _type(column: Column) -> str:
    if column.type == "int":
        return "long" if column.wide else "integer"
    if column.type == "strings":
        return "liststring" if column.name in SCHEMA else "string"
    return {"bool": "boolean", "float": "double"}.get(column.type, "string")


def _value(column: Column, losses: Losses) -> Callable[[Any], str]:
    """Return a function that writes a value of the column as an element."""
    if column.name == "label":
        return lambda cell: ""  # written as an attribute of the node
    start = f'<attvalue for="{column.name}" value="'
    match column.type:
        case "bool":
            yes, no = f'{start}true"/>', f'{start}false"/>'
            return lambda cell: yes if cell else no
        case "int" | "float":
            return lambda cell: f'{start}{cell!r}"/>'
        case "strings":
            join = _listed if column.name in SCHEMA else ", ".join
            return lambda cell: f'{start}{xml_attribute(join(cell), losses)}"/>'
        case _:
            return lambda cell: f'{start}{xml_attribute(cell, losses)}"/>'


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def _listed(texts: list[str]) -> str:
    """Return a list in the notation of Gephi and graphology."""
    return "[" + ", ".join(f'"{text.translate(_ESCAPES)}"' for text in texts) + "]"


def _viz(appearance: Appearance, node: Mapping[str, Any]) -> str:
    text = ""
    if (color := appearance.color(node)) is not None:
        red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
        text += f'<viz:color r="{red}" g="{green}" b="{blue}" a="1.0"/>'
    if (position := appearance.position(node)) is not None:
        text += f'<viz:position x="{position[0]!r}" y="{position[1]!r}" z="0.0"/>'
    if (size := appearance.size(node)) is not None:
        text += f'<viz:size value="{size!r}"/>'
    return text
