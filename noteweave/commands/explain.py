"""`noteweave explain`: the manual of a rule, with an example."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def explain(
    rule: Annotated[
        str | None,
        typer.Argument(metavar="[CODE|NAME]", help="A rule's code or name; all rules by default."),
    ] = None,
    vault: Annotated[
        Path,
        typer.Option(
            "--vault", help="The vault whose own rules are shown.", show_default="this folder"
        ),
    ] = Path(),
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the manuals as one Markdown page.")
    ] = False,
) -> None:
    """Explain a rule of the check, or list them all, with what the vault's own rules demand."""
    from noteweave.graph.check.manual import manual, page
    from noteweave.graph.check.registry import rules, rules_named

    if markdown:
        print(page(rules_named(rule or "all")), end="")
        return
    if rule is None:
        for each in rules():
            off = "" if each.on else " (off until selected)"
            title = manual(each.manual).title
            print(f"{each.code} {each.name:<24} {each.severity.value:<8} {title}{off}")
        _print_own(vault)
        return
    for each in rules_named(rule):
        print(f"{each.code} {each.name} ({each.severity.value})\n")
        print(_printable(each.manual))
        _print_own(vault, each.code)


def _print_own(vault: Path, code: str = "") -> None:
    """Print what the vault's own rules demand: of one rule, or all of it."""
    from noteweave.config import load
    from noteweave.graph.check.own_summary import summary

    found = load(vault)
    lines = list(summary(found.config.rules, code))
    if lines:
        print(f"\nThe rules of this vault ({found.folder / found.name}):\n")
        print("\n".join(lines).encode("utf-8", "backslashreplace").decode())


def _printable(text: str) -> str:
    import inspect

    return inspect.cleandoc(text).encode("utf-8", "backslashreplace").decode() + "\n"
