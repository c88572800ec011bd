"""PNG: the picture of `svg`, in pixels; with the names, whatever their script."""

from __future__ import annotations

import struct
import sys

import pytest
from export_graphs import tea_house, written

from noteweave.vault.errors import RequestError


def test_a_picture_of_the_wanted_width() -> None:
    pytest.importorskip("resvg_py")
    picture = written(tea_house(), "png", width="320")
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", picture[16:20]) == (320,)
    assert picture == written(tea_house(), "png", width="320")


def test_names_are_drawn_in_chinese_too() -> None:
    pytest.importorskip("resvg_py")
    graph = tea_house()
    pictures = set()
    for name in ("Bai", "白牡丹", "红茶杯"):
        next(iter(graph.nodes.values()))["label"] = name
        pictures.add(written(graph, "png", width="640"))
    if len(pictures) == 1:
        pytest.skip("no font of the system was found")
    assert len(pictures) == 3


@pytest.mark.parametrize("width", ["0", "10001"])
def test_a_width_out_of_range_is_refused(width: str) -> None:
    with pytest.raises(RequestError, match="not a width"):
        written(tea_house(), "png", width=width)


def test_without_resvg_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(RequestError, match="resvg-py is not installed"):
        written(tea_house(), "png")
