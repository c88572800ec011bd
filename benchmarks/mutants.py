"""Change one operator, constant or statement at a time: the tests must notice.

    python benchmarks/mutants.py [--sample N] [--seed S] [--tests N] [MODULE...]

All tests are run once to see which of them reaches each line, and how long it takes. Then each
change (a mutant) is made in a forked child that runs the tests that reach the changed line, the
quickest first. A mutant that passes them all survived: it is printed with its line, to be looked
at. Operators are those of DeMillo, Lipton and Sayward ("Hints on Test Data Selection", 1978)
as far as they fit Python. Tests that start a process, measure time or open a browser do not count.
"""

from __future__ import annotations

import argparse
import ast
import copy
import gc
import importlib
import io
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from types import CodeType, FunctionType
from typing import Any

import pytest

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
    "graph/edits/merge.py",
    "graph/edits/markdown_text.py",
)
TESTS = (
    "tests/vault/parsing", "tests/graph/resolve", "tests/graph/edits", "tests/graph/check",
    "tests/test_vaults.py", "tests/noteweave/commands/test_rename.py",
    "tests/noteweave/commands/test_merge.py", "tests/noteweave/test_outputs.py",
    "tests/noteweave/writing/test_unread_notes.py", "tests/noteweave/serving/test_edits.py",
)  # fmt: skip
OPTIONS = (
    "-q",
    "-n0",
    "-p",
    "no:cacheprovider",
    "-k",
    "not time and not linear",
    "-m",
    "not browser",
)
SECONDS = 120
"""CPU time after which a child is stopped: the mutant does not end."""
CANNOT = 77
"""Exit status of a child that cannot make the change in imported code."""
OUT = os.dup(1)
Reached = dict[str, dict[int, list[str]]]
"""For each module and line: ids of the tests that run it, the quickest first."""
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


def changed_module(path: Path, tree: ast.Module, line: int) -> bool:
    """Put the code of a mutant in place of the imported one; return whether that can be done.

    Functions keep their identity and get other code; a value assigned at import is replaced in
    every module that imported it by its name. Class bodies are run once and stay as they are.
    """
    code = compile(tree, str(path), "exec")
    new = {(part.co_qualname, part.co_firstlineno): part for part in _codes(code)}
    inside = any(
        isinstance(node, ast.FunctionDef) and node.body[0].lineno <= line <= (node.end_lineno or 0)
        for node in ast.walk(tree)
    )
    if not inside:
        return _changed_value(path, tree, line)
    done = 0
    try:
        for function in gc.get_objects():
            if isinstance(function, FunctionType):
                own = function.__code__
                key = (own.co_qualname, own.co_firstlineno)
                if key in new and Path(own.co_filename).resolve() == path:
                    function.__code__ = new[key]
                    done += 1
    except ValueError:  # another number of variables of the functions around it
        return False
    return done > 0


def _codes(code: CodeType) -> Iterator[CodeType]:
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield part
            yield from _codes(part)


def module_name(path: Path) -> str:
    """Return the name by which a file is imported."""
    return "noteweave." + ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _changed_value(path: Path, tree: ast.Module, line: int) -> bool:
    """Assign a changed value of a module again, wherever it was imported."""
    own = sys.modules[module_name(path)]
    for node in tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        if not node.lineno <= line <= (node.end_lineno or 0):
            continue
        before = dict(vars(own))
        exec(compile(ast.Module([node], []), str(path), "exec"), vars(own))
        for key, value in before.items():
            if vars(own)[key] is not value:
                for module in list(sys.modules.values()):
                    if getattr(module, key, own) is value:
                        setattr(module, key, vars(own)[key])
        return True
    return False


class Trial:
    """A pytest plugin: runs the collected tests once, then those of each mutant in a child."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.given = given
        self.seconds: dict[str, float] = {}
        self.failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember a failure."""
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Print each survivor, and the counts of each module."""
        session.config.pluginmanager.unregister(name="terminalreporter")
        for name in self.given.modules:  # else those that only a command imports stay unchanged
            importlib.import_module(module_name(ROOT / name))
        lines = self._reached(session)
        total = killed = 0
        for name in self.given.modules:
            every = mutants((ROOT / name).read_text(encoding="utf-8"))
            some = every
            if self.given.sample and self.given.sample < len(every):
                some = Random(self.given.seed).sample(every, self.given.sample)
                some.sort(key=lambda mutant: mutant[0])
            results = [self._try(session, name, mutant, lines[name]) for mutant in some]
            tried = len(results) - results.count(None)
            say(f"{name}: {results.count(True)} of {tried} noticed; {len(every)} possible")
            total, killed = total + tried, killed + results.count(True)
        say(f"{killed} of {total} noticed")
        return True

    def _reached(self, session: pytest.Session) -> Reached:
        """Run all tests in a child; return the tests that reach each line of each module."""
        with tempfile.TemporaryDirectory() as folder:
            answer = Path(folder) / "answer.json"
            if status := in_child(lambda: self._measure(session, Path(folder), answer)):
                raise SystemExit(f"the tests fail without any change: {status}")
            return {
                name: {int(line): ids for line, ids in lines.items()}
                for name, lines in json.loads(answer.read_text("utf-8")).items()
            }

    def _measure(self, session: pytest.Session, folder: Path, answer: Path) -> bool:
        import coverage

        paths = {str(ROOT / name): name for name in self.given.modules}
        measured = coverage.Coverage(
            config_file=False, data_file=str(folder / "data"), include=list(paths)
        )
        measured.start()
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            measured.switch_context(item.nodeid)
            began = time.process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self.seconds[item.nodeid] = time.process_time() - began
            if self.failed:
                answer.write_text(item.nodeid)
                print(item.nodeid, file=sys.__stderr__)
                return False
        measured.stop()
        found: dict[str, dict[int, list[str]]] = {name: {} for name in paths.values()}
        for path, name in paths.items():
            for line, ids in measured.get_data().contexts_by_lineno(path).items():
                known = [test for test in set(ids) if test in self.seconds]
                found[name][line] = sorted(known, key=lambda test: (self.seconds[test], test))
        answer.write_text(json.dumps(found), "utf-8")
        return True

    def _try(
        self,
        session: pytest.Session,
        name: str,
        mutant: tuple[int, str, ast.Module],
        lines: dict[int, list[str]],
    ) -> bool | None:
        """Return whether tests notice a mutant, or None if it cannot be tried."""
        line, what, tree = mutant
        ids = with_neighbours(tests_for(line, tree, lines), lines)
        items = {item.nodeid: item for item in session.items}
        chosen = [items[test] for test in ids][: self.given.tests]

        def unnoticed() -> bool:
            if not changed_module(ROOT / name, tree, line):
                os._exit(CANNOT)
            for item, following in zip(chosen, [*chosen[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if self.failed:
                    return False
            return True

        status = in_child(unnoticed)
        if status == 0:
            say(f"  {name}:{line}: {what} ({len(chosen)} of {len(ids)} tests)")
        return None if status == CANNOT else status != 0


def in_child(task: Callable[[], bool]) -> int:
    """Do a task in a child process with nothing to print to; return 0 if its answer is true."""
    child = os.fork()
    if child:
        status = os.waitpid(child, 0)[1]
        return os.waitstatus_to_exitcode(status)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    os.dup2(null, 2)
    sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        status = 0 if task() else 1
    except BaseException:
        status = 1
    os._exit(status)


def say(text: str) -> None:
    """Print beside pytest, which may hold back standard output."""
    os.write(OUT, f"{text}\n".encode())


def tests_for(line: int, tree: ast.Module, lines: dict[int, list[str]]) -> list[str]:
    """Return the tests of a changed line; of one that runs at import, all that reach the module."""
    every = list(dict.fromkeys(test for ids in lines.values() for test in ids))
    bodies = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    if not any(node.body[0].lineno <= line <= (node.end_lineno or 0) for node in bodies):
        return every
    if line in lines:
        return lines[line]
    around = [  # a statement of several lines may be counted at another of them
        node for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0)
    ]  # fmt: skip
    least = max(around, key=lambda node: node.lineno)
    span = range(least.lineno, (least.end_lineno or least.lineno) + 1)
    return list(dict.fromkeys(test for number in span for test in lines.get(number, ())))


def with_neighbours(ids: list[str], lines: dict[int, list[str]]) -> list[str]:
    """Add the other tests of the same files that reach the module.

    What is computed once and kept, for example for a value of a test module, is reached by the
    first test alone, and its result is used by the others.
    """
    files = {test.partition("::")[0] for test in ids}
    every = (test for reached in lines.values() for test in reached)
    return list(dict.fromkeys([*ids, *(t for t in every if t.partition("::")[0] in files)]))


def main() -> int:
    """Collect the tests with pytest, in one process, and try the mutants there."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", default=MODULES)
    parser.add_argument("--sample", type=int, help="at most so many mutants of a module")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tests", type=int, help="at most so many tests of a mutant, the quickest")
    given = parser.parse_args()
    os.chdir(ROOT)
    return int(pytest.main([*OPTIONS, *TESTS], plugins=[Trial(given)]))


if __name__ == "__main__":
    sys.exit(main())
