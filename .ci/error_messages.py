"""Find the messages and hints of errors, and what is reported, in the source of a module.

An error is raised with its English text, often an f-string, and so is what an exporter reports.
The template of it is that text with names for the values: `f"{path}: no such file"` is
`{path}: no such file`. A text that is not written in the call is looked for where the module
assigns the variable, or returns from the function.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from noteweave.vault.messages import SENTENCES

ERRORS = (
    "NoteweaveError",
    "RequestError",
    "VaultError",
    "UnknownNameError",
    "OutputError",
    "SessionClosedError",
    "ConfigError",
    "UnsupportedQueryError",
    "report",
)
"""What is called with a text that is translated where it is printed."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module(NamedTuple):
    """What names of a module mean."""

    tree: ast.Module
    functions: dict[str, Function]


def error_messages(source: str) -> list[str]:
    """Return the templates of what the errors of a module say, and of their hints."""
    tree = ast.parse(source)
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, Function)}
    module = Module(tree, functions)
    found = []
    for scope in [tree, *functions.values()]:
        for node in _own_nodes(scope):
            if isinstance(node, ast.Call) and _name(node.func) in ERRORS:
                for argument in [*node.args[:2], *(word.value for word in node.keywords)]:
                    found += _templates(argument, scope, module, depth=4)
    if "class NoteweaveError" in source:  # its subclasses give their own texts
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) == "__init__":
                for argument in node.args:
                    found += _templates(argument, tree, module, depth=1)
    return found


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a module or function without those of the functions in it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, Function):
            yield child
            yield from _own_nodes(child)


def _templates(node: ast.expr, scope: ast.AST, module: Module, depth: int) -> Iterator[str]:
    if depth == 0:
        return
    if isinstance(node, ast.Constant | ast.JoinedStr) and (text := template(node)):
        yield text
    nested = _meant(node, scope, module)
    if isinstance(node, ast.Call) and _name(node.func) in module.functions:
        scope = module.functions[_name(node.func)]
    for each in nested:
        yield from _templates(each, scope, module, depth - 1)


def _meant(node: ast.expr, scope: ast.AST, module: Module) -> list[ast.expr]:
    """Return the expressions from which an expression gets its value."""
    match node:
        case ast.IfExp():
            return [node.body, node.orelse]
        case ast.BoolOp():
            return node.values
        case ast.Starred():
            return [node.value]
        case ast.Tuple():
            return node.elts
        case ast.JoinedStr():
            values = [each.value for each in node.values if isinstance(each, ast.FormattedValue)]
            return [each for each in values if _name(each) in SENTENCES]
        case ast.Call(func=ast.Name(id=name)) if name in module.functions:
            body = ast.walk(module.functions[name])
            return [each.value for each in body if isinstance(each, ast.Return) and each.value]
        case ast.Name(id=name):
            return [*_assigned(name, scope)] or [*_assigned(name, module.tree)]
    return []


def _assigned(name: str, scope: ast.AST) -> Iterator[ast.expr]:
    """Yield what a variable of a function, or a constant of the module, is assigned."""
    for node in _own_nodes(scope):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            if isinstance(target, ast.Name) and target.id == name:
                yield node.value
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                for one, value in zip(target.elts, node.value.elts, strict=False):
                    if isinstance(one, ast.Name) and one.id == name:
                        yield value


def template(node: ast.expr) -> str:
    """Return a text with names for its values; "" if nothing in it is to be translated."""
    if isinstance(node, ast.Constant):
        text = node.value if isinstance(node.value, str) else ""
        return text if any(map(str.isalpha, text)) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts, names, words = [], list[str](), ""
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(value.value)
            words += value.value
        elif isinstance(value, ast.FormattedValue):
            name = _value_name(value.value)
            same = sum(each.rstrip("0123456789") == name for each in names)
            names.append(f"{name}{same + 1}" if same else name)
            parts.append(f"{{{names[-1]}}}")
    return "".join(parts) if any(map(str.isalpha, words)) else ""


def _value_name(node: ast.expr) -> str:
    """Return a name for a value: that of the variable or attribute, or the first in a call."""
    if isinstance(node, ast.Call):
        method = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        return _value_name(node.args[0] if node.args else method)
    if isinstance(node, ast.Subscript):
        return _value_name(node.value)
    if isinstance(node, ast.BoolOp):
        return _value_name(node.values[0])
    if isinstance(node, ast.IfExp):
        return _value_name(node.body)
    return _name(node).strip("_").lower() or "value"


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""
