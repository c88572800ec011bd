"""What all tests share."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from chromium import browser
from hypothesis import HealthCheck, settings
from page_graph import Write, coast, sentences

from noteweave.exporters import Request, exporter

# Other tests run beside: how long an example takes says nothing.
settings.register_profile("beside", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("beside")


@pytest.fixture(autouse=True, scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the tests' caches away from the user's."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOTEWEAVE_CACHE", str(folder))
        yield folder


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update` rewrites expected files; the diff is the review."""
    parser.addoption("--update", action="store_true", help="rewrite the expected files")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be rewritten."""
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    with browser() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def write(tmp_path_factory: pytest.TempPathFactory) -> Write:
    def write(graph: nx.MultiDiGraph[str], **how: Any) -> Path:
        stream = io.BytesIO()
        exporter("html").export(graph, stream, Request(contexts=sentences, **how))
        path = tmp_path_factory.mktemp("page") / "graph.html"
        path.write_bytes(stream.getvalue())
        return path

    return write


@pytest.fixture(scope="module")
def page(write: Write) -> Path:
    return write(coast())
