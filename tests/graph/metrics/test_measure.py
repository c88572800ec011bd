"""What `measure` writes: counted by hand where a graph is small, by networkx where it is not."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pytest
from export_graphs import READERS, require
from paths import TESTS
from small_graphs import archipelago, woven

from noteweave.graph.layout import lay_out, positions
from noteweave.graph.metrics.arrays import GraphArrays
from noteweave.graph.metrics.igraph_metrics import IgraphMetrics
from noteweave.graph.metrics.measure import add_betweenness, measure
from noteweave.graph.saved_positions import SavedPosition
from noteweave.graph.schema import NODE_ATTRIBUTES
from noteweave.vault.errors import UnknownNameError


def measured(*links: str, alone: tuple[str, ...] = ()) -> nx.MultiDiGraph[str]:
    graph = woven(*links, alone=alone)
    measure(graph)
    return graph


def simple(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    plain = nx.Graph(graph)
    plain.remove_edges_from(nx.selfloop_edges(plain))
    return plain


def column(graph: nx.MultiDiGraph[str], name: str) -> dict[str, object]:
    return dict(graph.nodes(data=name))


def test_every_node_gets_every_attribute_with_the_type_of_the_schema() -> None:
    graph = measured("Tea -> Kettle", "Tea -> topic:cup", "Tea -> tag:drink", alone=("Moss",))
    types = {"int": int, "float": float, "bool": bool, "str": str}
    for attribute in NODE_ATTRIBUTES:
        if attribute.stage == "measure":
            for key, node in graph.nodes(data=True):
                assert type(node[attribute.name]) is types[attribute.type], (key, attribute.name)


def test_neighbors_are_distinct_and_a_note_is_not_its_own() -> None:
    graph = measured("茶 -> 水", "茶 -> 水", "水 -> 茶", "茶 -> 茶", "茶 -> 杯")
    assert column(graph, "neighbors") == {"茶.md": 2, "水.md": 1, "杯.md": 1}


def test_rank_is_pagerank_and_sums_to_one() -> None:
    graph = archipelago(300)
    measure(graph)
    expected = surfed(graph)
    assert column(graph, "rank") == pytest.approx(expected, abs=1e-9)
    assert sum(expected.values()) == pytest.approx(1)


def test_rank_of_a_large_vault_has_the_same_bits_each_time() -> None:
    """igraph's PageRank differs in the thirteenth digit from call to call, and so would pages."""
    size = 15_000
    flat = np.unique(np.random.default_rng(7).integers(0, size * size, 4 * size))
    pairs = np.column_stack(np.divmod(flat, size))
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    ones = np.ones(len(pairs))
    links = GraphArrays(tuple(map(str, range(size))), pairs[:, 0], pairs[:, 1], ones, pairs, ones)
    assert len({IgraphMetrics(links).rank().tobytes() for _ in range(10)}) == 1


def surfed(graph: nx.MultiDiGraph[str], damping: float = 0.85) -> dict[str, float]:
    """PageRank as its definition says, by walking until nothing changes."""
    rank = dict.fromkeys(graph, 1 / len(graph))
    for _ in range(200):
        lost = sum(rank[key] for key in graph if not graph.nodes[key]["out_links"])
        rest = (1 - damping + damping * lost) / len(graph)
        rank = {
            key: rest
            + damping
            * sum(
                rank[source] * count / graph.nodes[source]["out_links"]
                for source, _, count in graph.in_edges(key, data="count")
                if source != key
            )
            for key in graph
        }
    return rank


def test_betweenness_core_and_islands_are_those_of_networkx() -> None:
    graph = archipelago(300)
    measure(graph)
    plain = simple(graph)
    assert column(graph, "betweenness") == pytest.approx(nx.betweenness_centrality(plain))
    assert column(graph, "core") == nx.core_number(plain)
    islands = {frozenset(c) for c in nx.connected_components(plain)}
    ours: dict[object, set[str]] = {}
    for key, number in column(graph, "component").items():
        ours.setdefault(number, set()).add(key)
    assert set(map(frozenset, ours.values())) == islands
    sizes = [len(ours[number]) for number in range(len(ours))]
    assert sizes == sorted(sizes, reverse=True)


def test_betweenness_of_a_large_graph_is_estimated_well(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = archipelago(600)
    measure(graph)
    exact = column(graph, "betweenness")
    monkeypatch.setattr(
        "noteweave.graph.metrics.igraph_metrics.STEPS", 300_000
    )  # about 200 of 600 sources
    measure(graph)
    estimate = column(graph, "betweenness")
    assert estimate != exact
    top = sorted(exact, key=lambda key: exact[key])[-10:]
    assert sum(estimate[k] for k in top) == pytest.approx(sum(exact[k] for k in top), rel=0.2)


def test_a_community_is_named_after_its_most_central_note() -> None:
    tea = [f"{name} -> Tea" for name in ("Oolong", "Pu-erh", "Sencha", "Water")]
    moss = [f"{name} -> 苔藓" for name in ("Stone", "Shade", "Rain")]
    graph = measured(*tea, *moss, "Rain -> Water", "Oolong -> tag:leaf", alone=("Lonely",))
    called = column(graph, "community_name")
    assert called["Sencha.md"] == called["Oolong.md"] == "Tea"
    assert called["Stone.md"] == "苔藓"
    assert called["Lonely.md"] == "Lonely"
    assert graph.nodes["Tea.md"]["community"] == 0


def test_two_equally_central_notes_share_the_name() -> None:
    links = [f"{name} -> {hub}" for name in "abc" for hub in ("Yin", "Yang")]
    graph = measured(*links, "Yin -> Yang")
    assert set(column(graph, "community_name").values()) == {"Yang, Yin"}


def test_a_daily_note_lends_its_name_only_where_there_is_no_other() -> None:
    graph = woven("2024-05-01 -> Rain", "2024-05-01 -> Sun", "Rain -> Sun")
    graph.nodes["2024-05-01.md"]["journal"] = True
    measure(graph)
    assert graph.nodes["Sun.md"]["community_name"] == "Rain, Sun"


def test_a_bridge_holds_notes_together_and_a_leaf_topic_makes_none() -> None:
    graph = measured("A -> B", "B -> C", "C -> D", "D -> B", "D -> topic:x", "A -> tag:t")
    assert {key for key, bridge in column(graph, "bridge").items() if bridge} == {"B.md"}


def test_a_dead_end_is_linked_to_and_links_nowhere() -> None:
    graph = measured("A -> B", "B -> topic:x", "A -> C", "C -> C", alone=("D",))
    assert {key for key, dead in column(graph, "dead_end").items() if dead} == {"C.md"}


def laid_out(graph: nx.MultiDiGraph[str]) -> dict[str, SavedPosition]:
    measure(graph)
    lay_out(graph)
    return positions(graph)


def test_the_same_graph_keeps_its_communities() -> None:
    graph = archipelago(600)
    last = laid_out(graph)
    first = column(graph, "community")
    measure(graph, last, seed=5)
    assert column(graph, "community") == first


def test_communities_keep_their_numbers_when_a_few_links_change() -> None:
    graph = archipelago(600)
    last = laid_out(graph)
    for number in range(30):  # the smallest region of all becomes the largest
        graph.add_node(f"new/{number}.md", **graph.nodes["9/3.md"])
        graph.add_edge(f"new/{number}.md", "9/3.md", "link", kind="link", count=1)
    graph.remove_nodes_from(["2/3.md", "4/39.md"])
    measure(graph, last)
    now = column(graph, "community")
    same = [key for key in last if key in now and now[key] == last[key].community]
    assert len(same) > 0.95 * len(last)
    assert set(now.values()) == set(range(len(set(now.values()))))
    measure(graph)
    fresh = column(graph, "community")
    assert sum(fresh[key] != last[key].community for key in fresh if key in last) > 100


def test_a_note_that_lost_its_links_leaves_its_community() -> None:
    graph = archipelago(200)
    last = laid_out(graph)
    graph.remove_edges_from([*graph.in_edges("2/7.md"), *graph.out_edges("2/7.md")])
    measure(graph, last)
    now = column(graph, "community")
    assert [key for key in now if now[key] == now["2/7.md"]] == ["2/7.md"]


def test_the_order_of_nodes_and_links_changes_nothing() -> None:
    graph = archipelago(200)
    shuffled: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
    random.Random(7).shuffle(nodes)
    random.Random(8).shuffle(edges)
    shuffled.add_nodes_from((key, dict(node)) for key, node in nodes)
    shuffled.add_edges_from(edges)
    measure(graph)
    measure(shuffled)
    assert dict(graph.nodes(data=True)) == dict(shuffled.nodes(data=True))


@pytest.mark.parametrize("graph", [nx.MultiDiGraph(), woven(alone=("One",)), woven("A -> A")])
@pytest.mark.parametrize("backend", [None, "networkx"])
def test_hardly_any_graph_is_measured_too(graph: nx.MultiDiGraph[str], backend: str) -> None:
    measure(graph, backend=backend)
    assert all(node["rank"] == 1 and node["betweenness"] == 0 for _, node in graph.nodes(data=True))


def test_a_networkx_backend_gives_the_same_figures() -> None:
    graph, other = archipelago(200), archipelago(200)
    measure(graph)
    measure(other, backend="networkx")
    assert_same_figures(graph, other)


def assert_same_figures(graph: nx.MultiDiGraph[str], other: nx.MultiDiGraph[str]) -> None:
    for name in ("neighbors", "component", "core", "dead_end", "bridge"):
        assert column(graph, name) == column(other, name), name
    for name in ("rank", "betweenness"):
        assert column(other, name) == pytest.approx(column(graph, name), abs=1e-9), name


SAME = """
import networkx, {package}
from test_measure import archipelago, assert_same_figures, measure
graph, other = archipelago(200), archipelago(200)
measure(graph)
measure(other, backend="{backend}")
assert_same_figures(graph, other)
print("the same by {backend}, networkx", networkx.__version__)
"""


@pytest.mark.parametrize(
    ("backend", "package", "folder"),
    [
        ("parallel", "nx_parallel", Path(sys.prefix) / "beside"),
        ("graphblas", "graphblas_algorithms", READERS / "graphblas"),
    ],
)
def test_a_real_backend_gives_the_same_figures(backend: str, package: str, folder: Path) -> None:
    """Both need an older networkx than ours, which is installed in a folder of its own."""
    require(f"nx-{backend}", folder.is_dir(), package)
    path = os.pathsep.join([str(folder), str(Path(__file__).parent), str(TESTS / "support")])
    ran = subprocess.run(
        [sys.executable, "-c", SAME.format(backend=backend, package=package)],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout == f"the same by {backend}, networkx 3.4.2\n", ran.stderr


@pytest.mark.parametrize("notes", [300, 1500])
def test_a_backend_that_iterates_gives_the_same_rank(
    notes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """networkx stops at a change below 1e-6 times the number of nodes: 0.5 % off at 3,000."""
    from networkx.algorithms.link_analysis import pagerank_alg

    from noteweave.graph.metrics.arrays import graph_arrays
    from noteweave.graph.metrics.igraph_metrics import IgraphMetrics
    from noteweave.graph.metrics.networkx_metrics import NetworkxMetrics

    def pagerank(graph: Any, *, backend: str, **settings: Any) -> Any:
        return pagerank_alg._pagerank_python(graph, **settings)

    monkeypatch.setattr(NetworkxMetrics, "_implements", lambda self, function: True)
    monkeypatch.setattr(nx, "pagerank", pagerank)
    links = graph_arrays(archipelago(notes))
    metrics = NetworkxMetrics("networkx", links)
    metrics.backend = "abacus"
    assert metrics.rank() == pytest.approx(IgraphMetrics(links).rank(), rel=1e-6)


ABACUS = """
import types
def betweenness_centrality(graph, *args, **settings):
    {does}
def info():
    return {{"functions": {{"betweenness_centrality": {{}}}}}}
backend = types.SimpleNamespace(
    betweenness_centrality=betweenness_centrality,
    convert_from_nx=lambda graph, **settings: graph,
    convert_to_nx=lambda result, **settings: result,
)
"""
COUNTED = """
from small_graphs import woven
from noteweave.graph.layout import lay_out, positions
from noteweave.graph.metrics.measure import add_betweenness, measure
from noteweave.vault.errors import RequestError
graph = woven("A -> B", "B -> C")
try:
    measure(graph, backend="abacus")
    print([(node["betweenness"], node["core"]) for _, node in sorted(graph.nodes(data=True))])
except RequestError as error:
    print(error.message)
"""


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("return dict.fromkeys(graph, 0.25)", "[(0.25, 1), (0.25, 1), (0.25, 1)]"),
        ("return 1 / 0", "the networkx backend abacus failed: ZeroDivisionError: division by zero"),
    ],
)
def test_a_backend_computes_what_it_implements(does: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "abacus.py").write_text(ABACUS.format(does=does))
    info = tmp_path / "abacus-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: abacus\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[networkx.backends]\nabacus = abacus:backend\n"
        "[networkx.backend_info]\nabacus = abacus:info\n"
    )
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parent), str(TESTS / "support")])
    ran = subprocess.run(
        [sys.executable, "-c", COUNTED],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout.strip(), ran.returncode) == (said, 0), ran.stderr


def test_an_unknown_backend_is_a_request_that_cannot_be_met() -> None:
    with pytest.raises(UnknownNameError, match="abacus"):
        measure(woven("A -> B"), backend="abacus")


def test_igraph_gets_python_s_own_random_numbers_back() -> None:
    random.seed(1)
    expected = random.Random(1).random()
    measure(archipelago(80))
    assert igraph.Graph.Erdos_Renyi(n=9, m=9).ecount() == 9  # draws from the module `random`
    assert random.random() != expected


def test_betweenness_is_kept_while_no_node_or_link_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def without() -> nx.MultiDiGraph[str]:
        graph = archipelago(40)
        measure(graph, betweenness=False)
        assert not any("betweenness" in data for _, data in graph.nodes(data=True))
        return graph

    first = without()
    add_betweenness(first)
    for data in first.nodes.values():
        data |= {"x": 0.0, "y": 0.0}
    last = positions(first)
    whole = archipelago(40)
    measure(whole)
    wanted = dict(whole.nodes(data="betweenness"))
    assert dict(first.nodes(data="betweenness")) == wanted
    assert max(wanted.values()) > 0
    gone = without()
    gone.remove_node(next(iter(gone)))
    add_betweenness(gone, last)
    assert dict(gone.nodes(data="betweenness")) != {key: wanted[key] for key in gone}
    monkeypatch.setattr(IgraphMetrics, "betweenness", lambda _: pytest.fail("computed again"))
    same = without()
    add_betweenness(same, last)
    assert dict(same.nodes(data="betweenness")) == wanted
