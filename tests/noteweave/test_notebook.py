"""A graph in a notebook: its page in a sandboxed frame, a picture beneath it, and data frames."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from chromium import READY, opened
from export_graphs import READERS, require
from lxml import etree, html
from paths import ROOT

from noteweave import notebook
from noteweave.woven import Woven, weave

NOTEBOOK_PACKAGES = READERS / "notebook"
SHARED = NOTEBOOK_PACKAGES / "share" / "jupyter"


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("Teas")
    notes = {
        "Sencha.md": "---\ncreated: 2024-05-06\ntags: [green, japan]\nsteep: 70\n---\n[[Oolong]]",
        "Oolong.md": "Milder than [[Sencha]], brewed in a [[Gaiwan]]. </script><b>\"'&",
    }
    for name, text in notes.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def woven(vault: Path) -> Woven:
    return weave(vault)


def test_a_notebook_gets_the_page_a_picture_and_a_line(woven: Woven) -> None:
    bundle = woven._repr_mimebundle_(include=None, exclude=None)
    assert sorted(bundle) == ["image/svg+xml", "text/html", "text/plain"]
    assert bundle["text/plain"].endswith(": 2 notes, 1 topic, 3 links")
    assert etree.fromstring(bundle["image/svg+xml"].encode()) is not None
    (frame,) = html.fromstring(bundle["text/html"]).xpath("//iframe")
    assert frame.get("sandbox") == "allow-scripts allow-downloads allow-popups"
    assert frame.get("srcdoc").encode() == notebook.written(woven.vault, woven.graph, "html")


def test_markup_in_a_note_stays_inside_the_frame(woven: Woven) -> None:
    text = woven._repr_mimebundle_()["text/html"]
    assert html.fromstring(text).xpath("count(//script)") == 0
    assert "</script>" not in text
    assert "</script>" in unescape(text)


def test_a_large_page_is_a_picture(woven: Woven, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "LARGEST_PAGE", 1000)
    root = html.fromstring(woven._repr_mimebundle_()["text/html"])
    assert root.xpath("count(//iframe)") == 0
    assert root.xpath("//img/@src")[0].startswith("data:image/svg+xml;base64,")
    assert ".show()" in root.text_content()


def test_show_writes_the_page_and_opens_it(
    woven: Woven, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("webbrowser.open", shown.append)
    path = woven.show(tmp_path / "map.html")
    assert shown == [path.as_uri()]
    assert path.read_bytes() == notebook.written(woven.vault, woven.graph, "html")


CELL = """
import sys
sys.path.insert(0, {root!r})
from noteweave import weave
weave({vault!r})
"""


@pytest.mark.browser
def test_jupyter_runs_it_and_a_browser_draws_it(running: Any, vault: Path, tmp_path: Path) -> None:
    require("notebook", NOTEBOOK_PACKAGES.is_dir(), f"nbconvert in {NOTEBOOK_PACKAGES}")
    cell = {
        "cell_type": "code",
        "source": CELL.format(root=str(ROOT), vault=str(vault)),
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    document = {
        "cells": [cell],
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    (tmp_path / "teas.ipynb").write_text(json.dumps(document), encoding="utf-8")
    kernels = tmp_path / "jupyter" / "kernels" / "python3"
    kernels.mkdir(parents=True)
    start = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (kernels / "kernel.json").write_text(json.dumps({**kernel, "argv": start}), encoding="utf-8")
    convert = ["-m", "nbconvert", "--execute", "--to", "html", "--template", "basic", "teas.ipynb"]
    done = subprocess.run(
        [sys.executable, *convert],
        env={
            **os.environ,
            "PYTHONPATH": str(NOTEBOOK_PACKAGES),
            "JUPYTER_PATH": os.pathsep.join([str(kernels.parent.parent), str(SHARED)]),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    with opened(running, tmp_path / "teas.html", ready=False) as tab:
        tab.until("document.querySelector('iframe') !== null")
        (frame,) = (frame for frame in tab.page.frames if frame.parent_frame)
        for _ in range(400):
            if frame.evaluate(READY):
                break
            tab.page.wait_for_timeout(20)
        assert frame.evaluate("noteweave.app.graph.size") == 3


KINDS = {"pandas": "pandas", "polars": "polars", "arrow": "pyarrow"}


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path, str(NOTEBOOK_PACKAGES)])


def frames(woven: Woven, kind: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]], Any]:
    """Return the rows of nodes and edges, and the frame of nodes."""
    package = KINDS[kind]
    try:
        nodes, edges = woven.to_frames(kind)
    except ImportError:
        require("notebook", False, package)
        raise
    if kind == "pandas":
        return nodes.to_dict("records"), edges.to_dict("records"), nodes
    if kind == "polars":
        return nodes.to_dicts(), edges.to_dicts(), nodes
    return nodes.to_pylist(), edges.to_pylist(), nodes


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("kind", KINDS)
def test_data_frames_have_the_columns_of_csv(woven: Woven, kind: str) -> None:
    nodes, edges, _ = frames(woven, kind)
    header = csv_header(woven, "nodes"), csv_header(woven, "edges")
    assert (list(nodes[0]), list(edges[0])) == header
    sencha = next(node for node in nodes if node["id"] == "Sencha.md")
    assert list(sencha["tags"]) == ["green", "japan"]
    assert sencha["fm.steep"] == 70
    assert str(sencha["created"])[:10] == "2024-05-06"
    assert isinstance(sencha["created"], date)
    assert (edges[0]["source"], edges[0]["weight"], list(edges[0]["lines"])) == (
        "Oolong.md",
        1,
        [1],
    )


def csv_header(woven: Woven, table: str) -> list[str]:
    import io

    from noteweave.exporters import Request, exporter

    stream = io.BytesIO()
    exporter("csv").export(woven.graph, stream, Request(settings={"table": table}))
    return stream.getvalue().decode().splitlines()[0].split(",")


@pytest.mark.usefixtures("packages")
def test_pandas_columns_are_typed(woven: Woven) -> None:
    _, _, nodes = frames(woven, "pandas")
    types = {name: str(nodes[name].dtype) for name in ("id", "words", "orphan", "rank", "created")}
    assert types == {
        "id": "string",
        "words": "Int64",
        "orphan": "boolean",
        "rank": "float64",
        "created": "datetime64[s]",
    }


def test_a_missing_package_is_named(woven: Woven, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ImportError, match="pip install polars"):
        woven.to_frames("polars")
    with pytest.raises(ValueError, match="pandas, polars, arrow"):
        woven.to_frames("excel")  # type: ignore[arg-type]
