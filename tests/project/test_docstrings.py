"""What CPython does with our docstrings."""

from __future__ import annotations

import ast

import pytest
from paths import ROOT

ROOMS = ("vault", "graph", "exporters", "noteweave")
FILES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def test_every_docstring_is_utf_8() -> None:
    """Python 3.13 cleans docstrings when it compiles and refuses a lone surrogate (gh-81283)."""
    definitions = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, definitions):
                try:
                    (ast.get_docstring(node, clean=False) or "").encode()
                except UnicodeEncodeError:
                    pytest.fail(f"{path}:{getattr(node, 'lineno', 1)}")
