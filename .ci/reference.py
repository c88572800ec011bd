"""Write what is generated from the commands and rules: pages of docs/, a man page, completions.

    python .ci/reference.py [--root FOLDER]

A test compares the files of the repository with what this script writes.
"""

from __future__ import annotations

import argparse
import inspect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typer
from typer.completion import get_completion_script

from noteweave import __version__
from noteweave.cli import EPILOG, application
from noteweave.graph.check.manual import page, rule_page
from noteweave.graph.check.registry import rules

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("docs/commands", "docs/rules")
"""Folders whose pages are all generated."""
SHELLS = ("bash", "zsh", "fish")
_COMMANDS_PAGE = """\
# Commands

`noteweave COMMAND --help` prints the same. `-h` is `--help`.

| command | what it does |
| --- | --- |
"""
_AFTER_OPTIONS = """\
.SH EXIT STATUS
.TP
0
Success, no findings.
.TP
1
Findings.
.TP
2
A request that cannot be met.
.TP
130
Interrupted.
.SH ENVIRONMENT
.TP
NO_COLOR
No colors on a terminal.
.TP
NOTEWEAVE_CACHE
The folder of the cache; \\fBnoteweave cache\\fR prints it.
.SH FILES
.TP
noteweave.toml
Settings of a vault; \\fBpyproject.toml\\fR may hold them, too.
"""


def files() -> dict[str, str]:
    """Return every generated file: path in the repository -> text."""
    root = typer.main.get_command(application())
    commands: dict[str, Any] = root.commands  # type: ignore[attr-defined]
    made = {"docs/rules.md": page(rules())}
    made |= {f"docs/rules/{rule.code}.md": rule_page(rule) for rule in rules()}
    rows = (
        f"| [{name}](commands/{name}.md) | {_first(each)} |\n" for name, each in commands.items()
    )
    made["docs/commands.md"] = _COMMANDS_PAGE + "".join(rows) + f"\n{EPILOG}\n"
    made |= {
        f"docs/commands/{name}.md": "\n\n".join(_command_page(name, each)) + "\n"
        for name, each in commands.items()
    }
    made["packaging/noteweave.1"] = _man_page(commands)
    for shell in SHELLS:
        script = get_completion_script(
            prog_name="noteweave", complete_var="_NOTEWEAVE_COMPLETE", shell=shell
        )
        made[f"packaging/noteweave.{shell}"] = script + "\n"
    return made


def _command_page(name: str, command: Any) -> Iterator[str]:
    yield f"# noteweave {name}"
    yield inspect.cleandoc(command.help or "").split("\f")[0].strip()
    yield f"```text\n{_usage(name, command)}\n```"
    for title, kind in (("Arguments", "argument"), ("Options", "option")):
        rows = [_row(each) for each in _parameters(command, kind)]
        if rows:
            yield f"## {title}"
            yield "| | meaning | default |\n| --- | --- | --- |\n" + "\n".join(rows)
    if command.epilog:
        yield re.sub(r"^Examples:\s*", "## Examples\n\n", inspect.cleandoc(command.epilog)).strip()


def _usage(name: str, command: Any) -> str:
    words = " ".join(_metavar(each) for each in _parameters(command, "argument"))
    return f"noteweave {name} [OPTIONS] {words}".rstrip()


def _parameters(command: Any, kind: str) -> Iterator[Any]:
    for each in command.params:
        if each.param_type_name == kind and not getattr(each, "hidden", False):
            yield each


def _row(parameter: Any) -> str:
    cells = (f"`{_spelling(parameter)}`", parameter.help or "", _default(parameter))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _spelling(parameter: Any) -> str:
    """Return an argument, or an option with its value, as it is typed."""
    if parameter.param_type_name == "argument":
        return _metavar(parameter)
    names = ", ".join([*parameter.opts, *parameter.secondary_opts])
    return names if parameter.is_flag or parameter.count else f"{names} {_metavar(parameter)}"


def _metavar(parameter: Any) -> str:
    if parameter.metavar:
        return str(parameter.metavar)
    choices = getattr(parameter.type, "choices", None)
    if choices:
        return "|".join(str(getattr(each, "value", each)) for each in choices)
    word = parameter.name if parameter.param_type_name == "argument" else parameter.type.name
    return str(word).upper()


def _default(parameter: Any) -> str:
    shown = parameter.show_default
    if isinstance(shown, str):
        return shown
    value = parameter.default
    if shown is False or value is None or value == () or value == [] or callable(value):
        return ""
    if isinstance(value, bool):
        on = parameter.opts[0] if value else next(iter(parameter.secondary_opts), "")
        return f"`{on}`" if parameter.secondary_opts else ""
    value = getattr(value, "value", value)
    if isinstance(value, Path):
        return "the current folder" if value == Path() else f"`{value.as_posix()}`"
    return f"`{value}`" if str(value) else ""


def _first(command: Any) -> str:
    return inspect.cleandoc(command.help or "").partition("\n\n")[0].replace("\n", " ")


def _man_page(commands: dict[str, Any]) -> str:
    """Return noteweave(1) in the macros of man(7); without a date, so that it is reproducible."""
    lines = [
        f'.TH NOTEWEAVE 1 "" "noteweave {__version__}" "User Commands"',
        ".SH NAME",
        "noteweave \\- weave a folder of Markdown notes into a knowledge graph",
        ".SH SYNOPSIS",
        ".B noteweave",
        ".I COMMAND",
        "[OPTIONS] [ARGUMENTS]",
        ".SH COMMANDS",
    ]
    for name, command in commands.items():
        lines += [f".SS {_roff(_usage(name, command))}", *_paragraphs(command.help)]
        for parameter in [*_parameters(command, "argument"), *_parameters(command, "option")]:
            default = _default(parameter).strip("`")
            more = f" Default: {default}." if default else ""
            text = " ".join((parameter.help or "").split()) + more
            lines += [".TP", f"\\fB{_roff(_spelling(parameter))}\\fR", _roff(text or "\\&")]
    return "\n".join(lines) + "\n" + _AFTER_OPTIONS


def _paragraphs(text: str | None) -> Iterable[str]:
    for part in inspect.cleandoc(text or "").split("\n\n"):
        yield from (".PP", _roff(" ".join(part.split())))


def _roff(text: str) -> str:
    """Escape what troff reads: backslashes, hyphens of options, a point or quote at the start."""
    text = text.replace("`", "").replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text


def write(root: Path) -> None:
    """Write all files, and remove pages of commands and rules that are no more."""
    made = files()
    for folder in FOLDERS:
        for path in (root / folder).glob("*.md"):
            if path.relative_to(root).as_posix() not in made:
                path.unlink()
    for name, text in made.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--root", type=Path, default=ROOT)
    write(parser.parse_args().root)
