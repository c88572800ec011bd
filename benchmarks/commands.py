"""Time whole commands on vaults of 1,000, 10,000 and 100,000 notes, beside floors and peers.

    python benchmarks/commands.py [--sizes 1000 10000 100000] [--runs 3] [--folder DIR]

Every row is a process from its start to its end: wall seconds, processor seconds (children
included), peak memory of its largest process. The rows of one size run in turns, so that a machine
whose speed drifts slows all of them; each figure is the median of the runs. `x read` is a row's
wall time divided by what Python needs to read the files; the last column is how much more time ten
times the notes take. noteweave and its peers (graphmark, obsidiantools) are each installed into an
environment of their own beside the vaults, as people do; peers are left out with a word where that
fails.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from generate import generate

PEERS = ("graphmark==0.11", "obsidiantools==0.11")
ROOT = Path(__file__).parent.parent
SLOW = {"obsidiantools connect": 10_000}
"""Rows that are left out above so many notes."""

READ = """
import os, sys
def read(folder):
    for entry in os.scandir(folder):
        if entry.is_dir():
            read(entry.path)
        elif entry.name.endswith('.md'):
            with open(entry.path, 'rb', buffering=0) as file:
                file.read()
read(sys.argv[1])
"""
PARSE = """
import os, sys
from pyromark import events_with_range
def read(folder):
    for entry in os.scandir(folder):
        if entry.is_dir():
            read(entry.path)
        elif entry.name.endswith('.md'):
            with open(entry.path, 'rb', buffering=0) as file:
                for event in events_with_range(file.read().decode()):
                    pass
read(sys.argv[1])
"""
CONNECT = """
import sys
from pathlib import Path
import obsidiantools.api as otools
otools.Vault(Path(sys.argv[1])).connect()
"""


class Row(NamedTuple):
    """One command to be measured."""

    name: str
    command: Sequence[str]
    before: Callable[[], None] = lambda: None
    """What has to be so before it runs."""
    environment: Mapping[str, str] = {}


class Cost(NamedTuple):
    """What one process cost."""

    wall: float
    processor: float
    """Seconds."""
    memory: float
    """MB, of the largest process."""


def main() -> None:
    """Measure what the command line asks for, and print one table."""
    asked = argparse.ArgumentParser(description="Time whole commands.")
    asked.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--folder", type=Path, default=Path("build/bench"))
    asked.add_argument("--no-peers", action="store_true")
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    own = install(given.folder / "own", [str(ROOT)]) or Path(sys.prefix)
    peers = None if given.no_peers else install(given.folder / "peers", PEERS)
    results: dict[int, dict[str, Cost]] = {}
    for size in given.sizes:
        vault = given.folder / f"vault-{size}"
        if not vault.exists():
            print(f"writing {size:,} notes", file=sys.stderr)
            generate(size, vault)
            time.sleep(2.5)  # older than the clock's tick, or the cache would not trust it
        results[size] = measure(list(rows(vault, size, own, peers)), given.runs)
    print(table(results))


def rows(vault: Path, size: int, own: Path, peers: Path | None) -> Iterator[Row]:
    """Yield what is measured on one vault; `own` and `peers` are environments.

    The fastest peer runs between our own commands: a machine's speed drifts.
    """
    folder = str(vault)
    cache = vault.with_name(f"{vault.name}.cache")
    kept = {"NOTEWEAVE_CACHE": str(cache)}
    python, ours = str(own / "bin" / "python"), str(own / "bin" / "noteweave")
    out = str(vault.with_name(f"{vault.name}.out"))

    def clear() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    yield Row("find", ["find", folder, "-type", "f"])
    yield Row("cat", ["find", folder, "-name", "*.md", "-exec", "cat", "{}", "+"])
    yield Row("grep -rn '[['", ["grep", "-rnF", "[[", folder])
    yield Row("Python: start", [python, "-c", ""])
    yield Row("noteweave --version", [ours, "--version"])
    yield Row("Python: read", [python, "-c", READ, folder])
    yield Row("Python: read, pyromark", [python, "-c", PARSE, folder])
    links = [ours, "links", folder, "--format", "jsonl"]
    yield Row("links, cold", links, clear, kept)
    yield Row("links, warm", links, environment=kept)
    if peers:
        graphmark = str(peers / "bin" / "graphmark")
        yield Row("graphmark stats", [graphmark, "--root", folder, "stats"])
    yield Row("check, cold", [ours, "check", folder], clear, kept)
    yield Row("check, warm", [ours, "check", folder], environment=kept)
    check = [ours, "check", folder]
    yield Row("check, one note edited", check, edit_after(check, vault, kept), kept)
    yield Row("build, cold", [ours, "build", folder, "-o", out, "--fresh"], clear, kept)
    build = [ours, "build", folder, "-o", out]
    yield Row("build, warm", build, environment=kept)
    yield Row("build, one note edited", build, edit_after(build, vault, kept), kept)
    yield Row("build, nothing changed", build, environment=kept)
    if peers and size <= SLOW["obsidiantools connect"]:
        connect = [str(peers / "bin" / "python"), "-c", CONNECT, folder]
        yield Row("obsidiantools connect", connect)


def edit_after(
    command: Sequence[str], vault: Path, environment: Mapping[str, str]
) -> Callable[[], None]:
    """Return what adds a link to a note: after an earlier edit and a run of the command.

    Both times the file gets older than the clock's tick, which a cache does not trust.
    """
    paths = sorted(vault.rglob("*.md"))
    note, other = paths[len(paths) // 2], paths[len(paths) // 3]

    def edit() -> None:
        with note.open("a", encoding="utf-8") as file:
            file.write(f"\nSee [[{other.stem}]].\n")
        time.sleep(2.5)

    def before() -> None:
        edit()
        run(Row("", command, environment=environment))
        edit()

    return before


def measure(found: Sequence[Row], runs: int) -> dict[str, Cost]:
    """Run all rows in turns; the median of each."""
    costs: dict[str, list[Cost]] = {row.name: [] for row in found}
    for n in range(runs):
        for row in found:
            print(f"run {n + 1} of {runs}: {row.name}", file=sys.stderr)
            row.before()
            costs[row.name].append(run(row))
    return {
        name: Cost(*(statistics.median(column) for column in zip(*several, strict=True)))
        for name, several in costs.items()
    }


def run(row: Row) -> Cost:
    """Run one process to its end, its output read and thrown away."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment = {**plain, **row.environment}
    start = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(row.command, stdout=nowhere, stderr=nowhere, env=environment)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode not in (0, 1):
        raise SystemExit(f"{row.name}: exit status {process.returncode}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)


def install(folder: Path, packages: Sequence[str]) -> Path | None:
    """Install packages into an environment of their own, as people do; None where that fails."""
    python = folder / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
        subprocess.run([python, "-m", "compileall", "-q", folder / "lib"], check=False)
    except (OSError, subprocess.CalledProcessError):
        print(f"{', '.join(packages)}: cannot be installed here", file=sys.stderr)
        return None
    return folder


def table(results: Mapping[int, Mapping[str, Cost]]) -> str:
    """Return the results as a Markdown table."""
    sizes = sorted(results)
    head = ["", *(f"{size:,} notes: s / CPU s / MB / x read" for size in sizes)]
    if len(sizes) > 1:
        head.append(f"{sizes[-1]:,} to {sizes[-2]:,}")
    lines = [head, ["---"] * len(head)]
    for name in results[sizes[0]]:
        line = [name]
        for size in sizes:
            cost = results[size].get(name)
            read = results[size]["Python: read"].wall
            line.append(_cell(cost, read) if cost else "-")
        if len(sizes) > 1:
            last, before = results[sizes[-1]].get(name), results[sizes[-2]].get(name)
            line.append(f"{last.wall / before.wall:.1f}" if last and before else "-")
        lines.append(line)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(cost: Cost, read: float) -> str:
    seconds = (f"{n:.2f}" if n >= 1 else f"{n:.3f}" for n in (cost.wall, cost.processor))
    return f"{' / '.join(seconds)} / {cost.memory:.0f} / {cost.wall / read:.1f}"


if __name__ == "__main__":
    main()
