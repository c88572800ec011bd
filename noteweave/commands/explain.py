"""`noteweave explain`: the manual of a rule, with an example."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from noteweave.vault.messages import _


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
        bool,
        typer.Option("--markdown", help="Print it as a page of Markdown."),
    ] = False,
) -> None:
    """Explain a rule of the check, or list them all, with what the vault's own rules demand."""
    from noteweave.graph.check.manual import in_language, manual, page, rule_page
    from noteweave.graph.check.registry import rules, rules_named
    from noteweave.terminal import say

    if markdown:
        text = "\n".join(map(rule_page, rules_named(rule))) if rule else page(rules())
        for line in text.splitlines():
            say(line)
        return
    if rule is None:
        for each in rules():
            off = "" if each.on else _(" (off until selected)")
            title = _(manual(each.manual).title)
            say(f"{each.code} {each.name:<24} {each.severity.value:<8} {title}{off}")
        _say_own(vault)
        return
    for each in rules_named(rule):
        heading = f"{each.code} {each.name} ({each.severity.value})"
        for line in (heading, "", *in_language(each.manual).splitlines(), ""):
            say(line)
        _say_own(vault, each.code)


def _say_own(vault: Path, code: str = "") -> None:
    """Print what the vault's own rules demand: of one rule, or all of it."""
    from noteweave.config import load
    from noteweave.graph.check.own_summary import summary
    from noteweave.terminal import say

    found = load(vault)
    lines = list(summary(found.config.rules, code))
    if lines:
        for line in (
            "",
            _("The rules of this vault ({file}):").format(file=found.folder / found.name),
            "",
            *lines,
        ):
            say(line)
