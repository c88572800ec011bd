"""NW041."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW041", reads="faults")
def invalid_canvas(subject: Subject) -> Iterator[Remark]:
    """A canvas is not JSON, or has no list of nodes.

    See the [JSON Canvas](https://jsoncanvas.org/spec/1.0/) format.

    Bad:
        --- table.canvas
        {"nodes": [}

    Good:
        --- table.canvas
        {"nodes": [], "edges": []}
    """
    yield from subject.faults("NW041")
