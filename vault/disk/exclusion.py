"""Decide which files a vault's app excludes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from unicodedata import normalize

from noteweave.vault.disk.app_settings import AppSettings
from noteweave.vault.disk.ignore import encodable
from noteweave.vault.model import FileFault


def exclusion(
    settings: AppSettings, faults: list[FileFault] | None = None
) -> Callable[[str], bool]:
    """Return whether the vault's app excludes a path: by prefix, or by `/regular expression/`.

    An expression is matched by RE2 in linear time. One that RE2 cannot match (with a back
    reference or a look-around), or that is no expression, is added to `faults`.
    """
    prefixes = [f"{folder.lower()}/" for folder in settings.templates]
    expressions = []
    for entry in settings.exclude:
        if len(entry) > 2 and entry[0] == "/" == entry[-1]:
            expressions.append(entry[1:-1])
        else:
            prefixes.append(normalize("NFC", entry).lower())
    start = tuple(prefixes)
    if not expressions:
        return (lambda path: path.lower().startswith(start)) if start else lambda _path: False
    matches = _any_match(expressions, faults if faults is not None else [])
    return lambda path: path.lower().startswith(start) or matches(path)


def _any_match(expressions: Sequence[str], faults: list[FileFault]) -> Callable[[str], bool]:
    import re2

    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    compiled = []
    for expression in expressions:
        try:
            compiled.append(re2.compile(expression, options))
        except re2.error as error:
            reason = error.args[0].decode() if error.args else "unknown"
            shown = expression if len(expression) <= 40 else f"{expression[:39]}…"
            what = f"excluded files: /{shown}/ cannot be used ({reason[:80]})"
            faults.append(FileFault(".obsidian/app.json", what))
    return lambda path: any(c.search(encodable(path)) for c in compiled)
