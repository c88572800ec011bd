"""Change one operator, constant or statement at a time: the tests must notice.

    python benchmarks/mutants.py [--sample N] [--seed S] [--jobs J] [MODULE...]

Each changed module (a mutant) is imported in a forked child that runs the tests next to it, and if
they pass, the tests of all rooms that read and resolve links. A mutant that passes them all
survived: it is printed with its line, to be looked at. Operators are those of DeMillo, Lipton and
Sayward ("Hints on Test Data Selection", 1978) as far as they fit Python.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import io
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MODULES = (
    "vault/parsing/wikilinks.py",
    "vault/parsing/markdown.py",
    "graph/resolve/file_index.py",
    "graph/resolve/resolved_vault.py",
    "graph/resolve/dialects.py",
    "graph/resolve/fragments.py",
    "graph/edits/edit.py",
    "graph/edits/retarget.py",
    "graph/edits/rename.py",
    "graph/edits/rename_part.py",
)
WIDE = (
    "tests/vault/parsing", "tests/graph/resolve", "tests/graph/edits", "tests/test_vaults.py",
    "tests/graph/check",
)  # fmt: skip
SECONDS = 600
"""Time after which a child is stopped: the mutant does not end."""
_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot,
    ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.Break: ast.Continue, ast.Continue: ast.Break,
}  # fmt: skip


def mutants(source: str) -> list[tuple[int, str, ast.Module]]:
    """Return the line, a description and the tree of each mutant of a module."""
    tree = ast.parse(source)
    count = sum(1 for _ in _places(tree))
    found = []
    for number in range(count):
        changed = copy.deepcopy(tree)
        for index, (line, what, change) in enumerate(_places(changed)):
            if index == number:
                change()
                found.append((line, what, ast.fix_missing_locations(changed)))
                break
    return found


def _places(tree: ast.Module) -> Iterator[tuple[int, str, Any]]:
    """Yield line, description and a function that changes the tree, for each possible change."""
    quiet = set(_not_code(tree))
    for node in ast.walk(tree):
        if node in quiet:
            continue
        line = getattr(node, "lineno", 0)
        for name, old in ast.iter_fields(node):
            if type(old) in _SWAPS:
                new = _SWAPS[type(old)]()
                what = f"{type(old).__name__} -> {type(new).__name__}"
                yield line, what, lambda n=node, f=name, v=new: setattr(n, f, v)
            elif isinstance(old, list):
                yield from _in_list(old, line, name)
        if isinstance(node, ast.Constant):
            yield from _constant(node)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield line, "not removed", lambda n=node: _negate(n)
        elif isinstance(node, ast.If | ast.While | ast.IfExp):
            for value in (True, False):
                if value and isinstance(node, ast.While):
                    continue  # never ends
                new = ast.Constant(value)
                yield line, f"condition {value}", lambda n=node, v=new: setattr(n, "test", v)
        elif isinstance(node, ast.Return) and not _is_none(node.value):
            yield line, "returns None", lambda n=node: setattr(n, "value", ast.Constant(None))


def _in_list(old: list[Any], line: int, name: str) -> Iterator[tuple[int, str, Any]]:
    for place, part in enumerate(old):
        if type(part) in _SWAPS:
            new = _SWAPS[type(part)]()
            what = f"{type(part).__name__} -> {type(new).__name__}"
            yield getattr(part, "lineno", line), what, lambda o=old, p=place, v=new: _put(o, p, v)
        elif name in ("body", "orelse") and isinstance(part, ast.Expr | ast.Assign | ast.AugAssign):
            if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant):
                continue  # a docstring
            if isinstance(part, ast.Assign) and len(old) == 1:
                continue
            yield part.lineno, "statement removed", lambda o=old, p=place: _put(o, p, ast.Pass())


def _put(parts: list[Any], place: int, new: ast.AST) -> None:
    parts[place] = ast.copy_location(new, parts[place])


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _negate(node: ast.UnaryOp) -> None:
    node.operand = ast.UnaryOp(ast.Not(), node.operand)


def _constant(node: ast.Constant) -> Iterator[tuple[int, str, Any]]:
    value = node.value
    if isinstance(value, bool):
        new: Any = not value
    elif isinstance(value, int):
        new = value + 1
    elif isinstance(value, str):
        new = f"{value}X" if value else "X"
    else:
        return
    yield node.lineno, f"{value!r:.40} -> {new!r:.40}", lambda: setattr(node, "value", new)


def _not_code(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield docstrings, annotations, error messages and what runs at import for types only."""
    for node in ast.walk(tree):
        parts: list[ast.AST | None] = []
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            parts = [node]
        elif isinstance(node, ast.AnnAssign | ast.arg):
            parts = [node.annotation]
        elif isinstance(node, ast.FunctionDef):
            parts = [node.returns, *node.decorator_list]
        elif isinstance(node, ast.Raise):
            parts = [node.exc]
        elif isinstance(node, ast.JoinedStr | ast.ImportFrom | ast.Import) or (
            isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        ):
            parts = [node]
        for part in parts:
            if part is not None:
                yield from ast.walk(part)
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and "TypeVar" in ast.unparse(node):
            yield from ast.walk(node)


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the changed code in place of a module."""

    def __init__(self, path: Path, tree: ast.Module) -> None:
        self._name = "noteweave." + ".".join(path.relative_to(ROOT).with_suffix("").parts)
        self._path = path
        self._code = compile(tree, str(path), "exec")

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        """Answer for the one module."""
        if name != self._name:
            return None
        return importlib.util.spec_from_file_location(name, self._path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed code."""
        exec(self._code, module.__dict__)


def survives(path: Path, tree: ast.Module, tests: list[str]) -> bool:
    """Run tests on a mutant in a child; return whether all passed."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    signal.alarm(SECONDS)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    os.dup2(null, 2)
    sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
    try:
        sys.meta_path.insert(0, _Changed(path, tree))
        options = ["-x", "-q", "-n0", "-p", "no:cacheprovider", "-k", "not time and not linear"]
        status = int(pytest.main([*options, *tests]))
    except BaseException:
        status = 3
    os._exit(1 if status else 0)


def beside(path: Path) -> list[str]:
    """Return the tests next to a module."""
    own = ROOT / "tests" / path.relative_to(ROOT).parent / f"test_{path.name}"
    folder = own.parent
    return [str(own)] if own.exists() else [str(folder)]


def main() -> int:
    """Print each survivor, and the counts of each module."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", default=MODULES)
    parser.add_argument("--sample", type=int, help="at most so many mutants of a module")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    os.chdir(ROOT)
    wide = [str(ROOT / part) for part in WIDE]
    total = killed = 0
    for name in given.modules:
        path = ROOT / name
        every = mutants(path.read_text(encoding="utf-8"))
        some = every
        if given.sample and given.sample < len(every):
            some = sorted(Random(given.seed).sample(every, given.sample), key=lambda m: m[0])

        def alive(mutant: tuple[int, str, ast.Module], path: Path = path) -> bool:
            tree = mutant[2]
            return survives(path, tree, beside(path)) and survives(path, tree, wide)

        print(f"{name}: {len(some)} of {len(every)} possible", flush=True)
        with ThreadPoolExecutor(given.jobs) as pool:
            for (line, what, _), lives in zip(some, pool.map(alive, some), strict=True):
                total, killed = total + 1, killed + (not lives)
                if lives:
                    print(f"  {name}:{line}: {what}", flush=True)
    print(f"{killed} of {total} noticed")
    return 0


if __name__ == "__main__":
    import pytest

    assert not any(name.startswith("noteweave") for name in sys.modules), "import it in children"
    sys.exit(main())
