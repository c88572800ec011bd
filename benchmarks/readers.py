"""Count what readers written by others find in our files of real vaults.

    python benchmarks/readers.py VAULT...

Readers that are not installed are left out. pyarrow is our extra `parquet`; DuckDB, graphology are
looked for in ~/.cache/noteweave-readers (or NOTEWEAVE_READERS), the others come with noteweave or
Python. Exit status 1 if a reader's count is not ours.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import igraph
import networkx as nx

from noteweave import Vault, build_graph

Count = tuple[int, int]
READERS = Path(os.environ.get("NOTEWEAVE_READERS", Path.home() / ".cache" / "noteweave-readers"))
FORMATS = ("graphml", "gexf", "json", "csv", "sqlite", "parquet")
GRAPHOLOGY = """
const { readFileSync } = require("node:fs");
const { MultiDirectedGraph } = require("graphology");
const { window } = new (require("jsdom").JSDOM)("");
const [name, path] = process.argv.slice(1);
const parse = require(`graphology-${name}/common/parser`)(window.DOMParser, window.Document);
const graph = parse(MultiDirectedGraph, readFileSync(path, "utf8"));
console.log(JSON.stringify([graph.order, graph.size]));
"""


def networkx_graphml(folder: Path) -> Count:
    graph = nx.read_graphml(folder / "graph.graphml")
    return graph.number_of_nodes(), graph.number_of_edges()


def networkx_gexf(folder: Path) -> Count:
    graph = nx.read_gexf(folder / "graph.gexf", version="1.2draft")
    return graph.number_of_nodes(), graph.number_of_edges()


def igraph_graphml(folder: Path) -> Count:
    graph = igraph.Graph.Read_GraphML(str(folder / "graph.graphml"))
    return graph.vcount(), graph.ecount()


def networkx_json(folder: Path) -> Count:
    data = json.loads((folder / "graph.json").read_text(encoding="utf-8"))
    graph = nx.node_link_graph(data, edges="links" if "links" in data else "edges")
    return graph.number_of_nodes(), graph.number_of_edges()


def python_csv(folder: Path) -> Count:
    one, two = (
        sum(1 for _ in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        for data in tables(folder / "graph.csv.zip")
    )
    return one, two


def python_sqlite(folder: Path) -> Count:
    with sqlite3.connect(folder / "graph.sqlite") as base:
        one, two = (
            base.execute(f"select count(*) from {table}").fetchone()[0]
            for table in ("nodes", "edges")
        )
    return one, two


def tables(path: Path) -> list[bytes]:
    """Return the files of nodes and of edges in an archive."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        return [archive.read(next(n for n in names if part in n)) for part in ("node", "edge")]


def pyarrow_parquet(folder: Path) -> Count:
    from pyarrow import BufferReader, parquet

    one, two = (
        parquet.read_table(BufferReader(data)).num_rows
        for data in tables(folder / "graph.parquet.zip")
    )
    return one, two


def duckdb_parquet(folder: Path) -> Count:
    sys.path.append(str(READERS / "duckdb"))
    import duckdb

    counts = []
    for number, data in enumerate(tables(folder / "graph.parquet.zip")):
        path = folder / f"{number}.parquet"
        path.write_bytes(data)
        (count,) = duckdb.execute("select count(*) from read_parquet(?)", [str(path)]).fetchone()
        counts.append(count)
    return counts[0], counts[1]


def graphology(name: str) -> Callable[[Path], Count]:
    def read(folder: Path) -> Count:
        words = ["node", "-e", GRAPHOLOGY, name, str(folder / f"graph.{name}")]
        environment = {**os.environ, "NODE_PATH": str(READERS / "node_modules")}
        done = subprocess.run(words, env=environment, capture_output=True, check=True, text=True)
        one, two = json.loads(done.stdout)
        return one, two

    return read


def main(vaults: list[Path]) -> int:
    """Print a table for each vault; return 1 if a count differs from ours."""
    readers: dict[str, tuple[str, Callable[[Path], Count]]] = {
        "networkx GraphML": ("pairs", networkx_graphml),
        "igraph GraphML": ("pairs", igraph_graphml),
        "graphology GraphML": ("pairs", graphology("graphml")),
        "networkx GEXF": ("links", networkx_gexf),
        "graphology GEXF": ("links", graphology("gexf")),
        "networkx JSON": ("links", networkx_json),
        "csv": ("links", python_csv),
        "SQLite": ("links", python_sqlite),
        "pyarrow Parquet": ("links", pyarrow_parquet),
        "DuckDB Parquet": ("links", duckdb_parquet),
    }
    if not shutil.which("node") or not (READERS / "node_modules" / "graphology").is_dir():
        readers = {name: one for name, one in readers.items() if "graphology" not in name}
    different = 0
    for vault in vaults:
        graph = build_graph(Vault.open(vault))
        ours = {
            "links": (graph.number_of_nodes(), graph.number_of_edges()),
            "pairs": (graph.number_of_nodes(), len(set(graph.edges()))),
        }
        print(f"{vault.name}: {ours['links'][0]} nodes, {ours['links'][1]} edges")
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            words = [sys.executable, "-m", "noteweave", "export", str(vault), *FORMATS]
            subprocess.run([*words, "-o", f"{folder}/"], check=True, stdout=subprocess.DEVNULL)
            for name, (kind, read) in readers.items():
                try:
                    found = read(folder)
                except ImportError as error:
                    print(f"  {name:<20} not installed ({error.name})")
                    continue
                same = "" if found == ours[kind] else f"  DIFFERS from {ours[kind]}"
                different += bool(same)
                print(f"  {name:<20} {found[0]:>7} {found[1]:>7}{same}")
    return int(different > 0)


if __name__ == "__main__":
    sys.exit(main([Path(word) for word in sys.argv[1:]]))
