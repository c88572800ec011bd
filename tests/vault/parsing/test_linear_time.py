"""A long note is parsed, and the contexts of its links are found, in time linear in its length."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from growth import assert_linear

from noteweave.vault.context.contexts import contexts
from noteweave.vault.parsing.grammar import Grammar
from noteweave.vault.parsing.note import parse

Make = Callable[[int], str]
LENIENT = Grammar(lenient_properties=True)
LOGSEQ = Grammar(lenient_properties=True, tag_pages=True)


def head(lines: str) -> str:
    return f"---\n{lines}\n---\n"


PROPERTIES: dict[str, Make] = {
    "a list of links": lambda n: head("up:\n" + "".join(f'- "[[n{i}]]"\n' for i in range(n))),
    "a flow list of links": lambda n: head(
        "up: [" + ", ".join(f'"[[n{i}]]"' for i in range(n)) + "]"
    ),
    "a map of links": lambda n: head("up:\n" + "".join(f'  k{i}: "[[n{i}]]"\n' for i in range(n))),
    "a text of links": lambda n: head('up: "' + ", ".join(f"[[n{i}]]" for i in range(n)) + '"'),
    "properties that are links": lambda n: head("".join(f'k{i}: "[[n{i}]]"\n' for i in range(n))),
    "links without quotes": lambda n: head("".join(f"k{i}: [[n{i}]]\n" for i in range(n))),
    "a list of links without quotes": lambda n: head(
        "up:\n" + "".join(f"- [[n{i}]]\n" for i in range(n))
    ),
    "large numbers": lambda n: head("ids:\n" + f"- {10**30}\n" * n),
    "properties of one name": lambda n: head("".join(f"k: {i}\n" for i in range(n))),
    "full-width colons": lambda n: head("".join(f"标签{i}：x\n" for i in range(n))),
    "Markdown links": lambda n: head("up:\n" + "".join(f'- "[a](n{i}.md)"\n' for i in range(n))),
}
BODIES: dict[str, Make] = {
    "wikilinks on a line": lambda n: "[[a]] " * n,
    "wikilinks on lines": lambda n: "[[a]]\n" * n,
    "wikilinks in paragraphs": lambda n: "[[a]]\n\n" * n,
    "wikilinks in a list": lambda n: "- [[a]]\n" * n,
    "wikilinks in a table": lambda n: "| a |\n| - |\n" + "| [[b]] |\n" * n,
    "wikilinks never closed": lambda n: "[[a " * n,
    "Markdown links on a line": lambda n: "[a](b.md) " * n,
    "Markdown links never closed": lambda n: "[a](" * n,
    "references": lambda n: "".join(f"[a{i}]: b.md\n" for i in range(n)) + "[a1] " * n,
    "footnotes": lambda n: "".join(f"[^{i}]: [[b]]\n" for i in range(n)) + "[^1] " * n,
    "embeds": lambda n: "![[a]]" * n,
    "tags": lambda n: "#a/b " * n,
    "inline fields": lambda n: "k:: [[a]]\n" * n,
    "inline fields in brackets": lambda n: "[k:: [[a]]] " * n,
    "headings": lambda n: "# [[a]]\n" * n,
    "block ids": lambda n: "".join(f"a ^b{i}\n\n" for i in range(n)),
    "comments": lambda n: "%% [[a]] %% " * n,
    "comments without a space": lambda n: "%%" * n * 20,
    "comments after a long indent": lambda n: " " * n * 20 + "%%" * n * 20,
    "comments never closed": lambda n: "%% a\n\n" * n,
    "HTML comments": lambda n: "<!-- [[a]] --> " * n,
    "ignored findings": lambda n: "<!-- noteweave: ignore NW001 -->\n[[a]]\n\n" * n,
    "ignored findings on a line": lambda n: "<!-- noteweave: ignore NW001 --> [[a]] " * n,
    "dollars": lambda n: "$a [[b]] " * n,
    "code": lambda n: "`[[a]]` `` x " * n,
    "fences": lambda n: "```\n[[a]]\n```\n" * n,
    "callouts": lambda n: "> [!note] [[a]]\n> b\n\n" * n,
    "escapes": lambda n: "\\[[a]] &amp; " * n,
    "characters of several code points": lambda n: "👩‍👩‍👧 [[a]] é " * n,
    "queries": lambda n: "{{query [[a]]}}\n" * n,
    "embedded blocks": lambda n: "{{embed [[a]]}} ((66f0a0b0-0000-4000-8000-000000000000))\n" * n,
    "queries never closed": lambda n: "{{query [[a]] " * n,
}


@pytest.mark.parametrize("name", PROPERTIES)
def test_properties_take_linear_time(name: str) -> None:
    assert_linear(PROPERTIES[name], lambda text: parse("n.md", text, LENIENT), 400)


@pytest.mark.parametrize("grammar", [LENIENT, LOGSEQ], ids=["obsidian", "logseq"])
@pytest.mark.parametrize("name", BODIES)
def test_a_body_takes_linear_time(name: str, grammar: Grammar) -> None:
    assert_linear(BODIES[name], lambda text: parse("n.md", text, grammar), 800)


@pytest.mark.parametrize("name", BODIES)
def test_contexts_take_linear_time(name: str) -> None:
    def make(n: int) -> tuple[str, tuple[object, ...]]:
        text = BODIES[name](n)
        return text, parse("n.md", text, LENIENT).links

    assert_linear(make, lambda given: contexts(*given), 400)
