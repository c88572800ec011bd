"""`noteweave explain`: the manual of a rule, with an example."""

from __future__ import annotations

from typing import Annotated

import typer


def explain(
    rule: Annotated[
        str | None,
        typer.Argument(metavar="[CODE|NAME]", help="A rule's code or name; all rules by default."),
    ] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the manuals as one Markdown page.")
    ] = False,
) -> None:
    """Explain a rule of the check, or list them all."""
    from noteweave.graph.check.manual import manual, page
    from noteweave.graph.check.registry import rules, rules_named
    from noteweave.terminal import say

    if markdown:
        for line in page(rules_named(rule or "all")).splitlines():
            say(line)
        return
    if rule is None:
        for each in rules():
            off = "" if each.on else " (off until selected)"
            title = manual(each.manual).title
            say(f"{each.code} {each.name:<24} {each.severity.value:<8} {title}{off}")
        return
    for each in rules_named(rule):
        heading = f"{each.code} {each.name} ({each.severity.value})"
        for line in (heading, "", *_lines(each.manual), ""):
            say(line)


def _lines(docstring: str) -> list[str]:
    import inspect

    return inspect.cleandoc(docstring).splitlines()
