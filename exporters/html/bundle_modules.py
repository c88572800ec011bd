"""Put the page's ES modules into one script, without a build step.

Browsers do not load modules from `file://`, and a strict policy forbids `data:` imports. So every
module becomes a function that runs once, in the order of their imports:

    import { fold } from "./normalize.js";    const { fold } = data_normalize_js;
    export function search(text) { … }        const data_search_js = (() => { function search …

Supported, and checked by a test: named imports, and `export` before a function, class or const.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from importlib.resources import files
from importlib.resources.abc import Traversable
from posixpath import dirname, join, normpath

_IMPORT = re.compile(r'^import \{([^}]*)\} from "((?:\.\.?/)+[\w/-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function\*?|class|const) (\w+)", re.MULTILINE)
_COMMENT_LINE = re.compile(r"^[ \t]*//[^\n]*\n", re.MULTILINE)
_DOC = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)


def modules() -> dict[str, str]:
    """Return the source of every module of the page, by its path in `js/`."""
    return dict(sorted(_below(files(__package__) / "js", "")))


def _below(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _below(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(".js"):
            yield path + entry.name, entry.read_text("utf-8")


def bundle(sources: Mapping[str, str], entry: str = "main.js") -> str:
    """Return one strict script that runs `entry` and everything it imports.

    Raises:
        ValueError: a module imports one that does not exist, modules import each other in a circle,
            or a module uses a form of import or export that is not supported.
    """
    imports: dict[str, list[str]] = {}
    queue = [entry]
    while queue:
        name = queue.pop()
        if name not in sources:
            raise ValueError(f"{name}: no such module")
        if name not in imports:
            imports[name] = [_resolved(name, m[2]) for m in _IMPORT.finditer(sources[name])]
            queue += imports[name]
    order = TopologicalSorter({name: sorted(imports[name]) for name in sorted(imports)})
    parts = [_as_function(name, sources[name]) for name in order.static_order()]
    return '"use strict";\n' + "".join(parts)


def _as_function(name: str, source: str) -> str:
    body = _IMPORT.sub(lambda m: _as_constants(m[1], _resolved(name, m[2])), source)
    exported = [m[2] for m in _EXPORT.finditer(body)]
    body = _EXPORT.sub(r"\1 \2", body)
    for line in body.splitlines():
        if line.startswith(("import ", "export ")):
            raise ValueError(
                f"{name}: {line!r} is a form of import or export that is not supported"
            )
    body = _COMMENT_LINE.sub("", _DOC.sub("", body))
    result = f"return {{ {', '.join(exported)} }};\n" if exported else ""
    return f"const {_identifier(name)} = (() => {{\n{body.strip()}\n{result}}})();\n"


def _resolved(importer: str, path: str) -> str:
    """Return the path in `js/` of an imported module."""
    return normpath(join(dirname(importer), path))


def _as_constants(names: str, module: str) -> str:
    return f"const {{{_renamed(names)}}} = {_identifier(module)};\n"


def _renamed(names: str) -> str:
    """`a as b` in an import is `a: b` in a destructuring."""
    return ",".join(_names(names))


def _names(names: str) -> Iterator[str]:
    for name in names.split(","):
        if name.strip():
            yield f" {name.strip().replace(' as ', ': ')} "


def _identifier(name: str) -> str:
    return re.sub(r"\W", "_", name)
