"""PNG picture of the map, for a README or a daily picture: what `svg` draws, in pixels.

Needs resvg: `pip install resvg-py`. No browser is started. Names are drawn with the fonts of the
system, so Chinese names need a font that has Chinese.
"""

from __future__ import annotations

import io
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request, svg
from noteweave.exporters._shared.options import Option, chosen
from noteweave.vault.errors import RequestError

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".png"

OPTIONS = (
    *svg.OPTIONS,
    Option("width", 1600, "pixels from left to right, up to 10000"),
)
WIDEST = 10_000
FONTS = (
    "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, "
    "WenQuanYi Micro Hei, Noto Sans, Segoe UI, Helvetica Neue, Arial, DejaVu Sans, Liberation Sans"
)
"""Families that are tried, those with Chinese first: resvg draws nothing in a family that it does
not find, and takes only missing characters from other fonts."""


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Draw the SVG picture on white, `width` pixels wide.

    Raises:
        RequestError: resvg is not installed, or the width is out of range.
    """
    options = chosen(OPTIONS, request.settings)
    width = int(options.pop("width"))
    if not 1 <= width <= WIDEST:
        raise RequestError(f"width={width}: not a width", f"choose 1 to {WIDEST:,}")
    renderer = _resvg()
    drawing = io.BytesIO()
    svg.export(graph, drawing, replace(request, settings=options))
    picture = renderer.svg_to_bytes(
        svg_string=drawing.getvalue().decode("utf-8"),
        width=width,
        background="#ffffff",
        style_sheet=f"svg {{ font-family: {FONTS}, sans-serif }}",
    )
    stream.write(bytes(picture))


def _resvg() -> Any:
    try:
        return import_module("resvg_py")
    except ImportError as error:
        raise RequestError("png: resvg-py is not installed", "pip install resvg-py") from error
