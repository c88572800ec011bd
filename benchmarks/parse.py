"""Show where the time of reading a note goes, stage by stage, in microseconds.

    python benchmarks/parse.py VAULT [--notes 2500]

The best of four rounds; each stage includes what it calls. `floor` is what reading the files and
running pyromark's events over them takes.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyromark import Markdown

from noteweave.vault.frontmatter import reader
from noteweave.vault.parsing import body, markdown, note, properties, structure

STAGES: tuple[tuple[Any, str], ...] = (
    (reader, "read"),
    (note, "body"),
    (body, "outline"),
    (note, "body_links"),
    (note, "_inline_tags"),
    (structure, "headings"),
    (structure, "anchors"),
    (structure, "blocks"),
    (properties, "property_links"),
    (properties, "property_tags"),
    (note, "count_words"),
)


def main() -> None:
    """Time the vault that the command line names."""
    asked = argparse.ArgumentParser(description="Show where the time of reading a note goes.")
    asked.add_argument("vault", type=Path)
    asked.add_argument("--notes", type=int, default=2500)
    given = asked.parse_args()
    paths = sorted(given.vault.rglob("*.md"))[: given.notes]
    texts = [(path.name, path.read_text(encoding="utf-8", errors="replace")) for path in paths]
    gc.disable()
    print(f"{'floor':16}{min(floor(paths) for _ in range(4)):8.1f}")
    rounds = []
    spent = watch()
    for _ in range(4):
        spent.clear()
        began = time.perf_counter()
        for name, text in texts:
            note.parse(name, text)
        rounds.append({"parse": time.perf_counter() - began, **spent})
    best = min(rounds, key=lambda found: found["parse"])
    for name, seconds in sorted(best.items(), key=lambda item: -item[1]):
        print(f"{name:16}{seconds / len(texts) * 1e6:8.1f}")


def floor(paths: list[Path]) -> float:
    """Return the microseconds a note that no reader in Python can do without."""
    parser = Markdown(options=markdown.OPTIONS)
    began = time.perf_counter()
    for path in paths:
        for _ in parser.events_with_range(path.read_text(encoding="utf-8", errors="replace")):
            pass
    return (time.perf_counter() - began) / len(paths) * 1e6


def watch() -> dict[str, float]:
    """Wrap every stage so that it adds up its seconds; returns where."""
    spent: dict[str, float] = defaultdict(float)
    for module, name in STAGES:
        setattr(module, name, timed(getattr(module, name), name, spent))
    return spent


def timed(function: Any, name: str, spent: dict[str, float]) -> Any:
    """Return the same function, its time counted."""

    def wrapper(*arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            found = function(*arguments)
            return list(found) if isinstance(found, Iterator) else found
        finally:
            spent[name] += time.perf_counter() - began

    return wrapper


if __name__ == "__main__":
    main()
