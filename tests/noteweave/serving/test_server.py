"""The server, asked by the SDK's own client in the same process."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from noteweave.serving.open_vault import OpenVault
from noteweave.serving.resources import note_address

pytest.importorskip("mcp")


def ask(root: Path, question: Callable[[Any], Any], **options: Any) -> Any:
    """Connect a client to a server of a vault, and return what a coroutine function gets."""
    from mcp import Client

    from noteweave.serving.server import server

    async def run() -> Any:
        opened = OpenVault(root)
        async with Client(server(opened, **options), raise_exceptions=True) as client:
            return await question(client)

    return asyncio.run(run())


def call(root: Path, tool: str, **arguments: Any) -> tuple[str, dict[str, Any]]:
    """Return the text and the structured part of an answer."""
    found = ask(root, lambda client: client.call_tool(tool, arguments))
    assert not found.is_error, found.content[0].text
    return found.content[0].text, found.structured_content


def refused(root: Path, tool: str, **arguments: Any) -> str:
    """Return the message of a request that is refused."""
    found = ask(root, lambda client: client.call_tool(tool, arguments))
    assert found.is_error
    return str(found.content[0].text)


def test_the_list_of_tools_is_small(vault: Path) -> None:
    listed = ask(vault, lambda client: client.list_tools())
    assert [tool.name for tool in listed.tools][:4] == ["search", "read", "links", "backlinks"]
    assert all(tool.annotations.read_only_hint for tool in listed.tools)
    assert all(tool.output_schema for tool in listed.tools)
    assert len(listed.model_dump_json(by_alias=True, exclude_none=True)) < 12_000


def test_the_list_of_tools_is_small_with_those_that_write(vault: Path) -> None:
    from noteweave.commands.mcp import _chosen

    tools = _chosen("", write=True)
    listed = ask(vault, lambda client: client.list_tools(), tools=tools)
    assert len(listed.model_dump_json(by_alias=True, exclude_none=True)) < 12_000
    kinds = {tool.name: tool.annotations.destructive_hint for tool in listed.tools}
    assert [name for name, writes in kinds.items() if writes] == ["fix", "rename"]


def test_backlinks_have_receipts(vault: Path) -> None:
    text, told = call(vault, "backlinks", note="Water")
    digest = hashlib.sha256((vault / "Water.md").read_bytes()).hexdigest()[:12]
    assert text.splitlines() == [
        f"1 of 1 links to Water.md ({digest})",
        "Tea.md:6:15 ⟦Tea goes with Water and Milk.⟧",
    ]
    assert told["items"][0]["raw"] == "[[Water]]"
    assert (told["total"], told["shown"], told["cut"], told["after"]) == (1, 1, None, None)


def test_links_name_their_targets(vault: Path) -> None:
    text, told = call(vault, "links", note="tea")
    assert [one["target"] for one in told["items"]] == ["Water.md", "[[Milk]]"]
    assert "-> [[Milk]]" in text
    _, broken = call(vault, "links", note="Tea.md", broken=True)
    assert [one["raw"] for one in broken["items"]] == ["[[Milk]]"]


def test_an_unwritten_topic_has_backlinks(vault: Path) -> None:
    text, told = call(vault, "backlinks", note="Milk")
    assert told["subject"]["kind"] == "topic"
    assert "Tea.md:6:29" in text


def test_mentions_are_listed_when_asked_for(vault: Path) -> None:
    (vault / "Kettle Valley.md").write_text("A place.\n", encoding="utf-8")
    (vault / "Trip.md").write_text("We saw Kettle Valley twice.\n", encoding="utf-8")
    text, _ = call(vault, "backlinks", note="Kettle Valley", mentions=True)
    assert "Trip.md:1:8 ⟦We saw Kettle Valley twice.⟧ (mention)" in text


def test_read_gives_lines_with_numbers(vault: Path) -> None:
    text, told = call(vault, "read", note="Water")
    assert "3: ## Springs" in text.splitlines()
    assert "outline: L3 ⟦Springs⟧" in text
    assert told["total"] == 5
    text, _ = call(vault, "read", note="Water", section="Springs")
    assert "Boil it" not in text
    assert "says [[Tea|the tea note]]" in text


def test_search_finds_names_and_texts(vault: Path) -> None:
    text, told = call(vault, "search", query="drunk")
    assert told["total"] == 1
    assert "Kyoto.md:1:16 ⟦A city. Tea is drunk here.⟧" in text


def test_neighbors_and_path(vault: Path) -> None:
    text, _ = call(vault, "neighbors", note="Tea")
    assert "<-> Water.md" in text
    assert "<- Lin.md" in text
    text, told = call(vault, "path", **{"from": "Lin", "to": "Kyoto"})
    assert "Lin.md - Tea.md - Water.md - Kyoto.md" in text
    assert [step["path"] for step in told["items"][0]["steps"]] == ["Lin.md", "Tea.md", "Water.md"]


def test_related_stats_check_and_persona(vault: Path) -> None:
    assert "Water.md: both linked with Tea.md" in call(vault, "related", note="Lin")[0]
    text, _ = call(vault, "stats")
    assert "notes: 4" in text
    assert "Lin.md: 1 links" in call(vault, "stats", section="personas")[0]
    assert "[[Milk]]: 1" in call(vault, "stats", section="wanted")[0]
    text, told = call(vault, "check", severity="info")
    assert any("Milk" in one["sentence"] for one in told["items"])
    text, _ = call(vault, "persona", name="Lin")
    assert "You are Lin" in text


def test_an_edit_is_in_the_next_answer(vault: Path) -> None:
    async def question(client: Any) -> list[str]:
        first = await client.call_tool("backlinks", {"note": "Kyoto"})
        (vault / "New.md").write_text("See [[Kyoto]].\n", encoding="utf-8")
        second = await client.call_tool("backlinks", {"note": "Kyoto"})
        return [one.content[0].text.splitlines()[0][:6] for one in (first, second)]

    assert ask(vault, question) == ["1 of 1", "2 of 2"]


def test_a_cut_answer_continues_after_its_cursor(vault: Path) -> None:
    lines = [f"Sentence {number} about [[Kyoto]] and nothing else." for number in range(40)]
    (vault / "Many.md").write_text("\n\n".join(lines), encoding="utf-8")
    whole = call(vault, "links", note="Many", budget=8000)[1]["items"]
    found, after = [], ""
    while True:
        text, told = call(vault, "links", note="Many", budget=200, after=after)
        assert len(text.encode()) <= 600
        found += told["items"]
        after = told["after"]
        if not after:
            break
    assert found == whole
    assert len(whole) == 40


def test_a_cursor_of_another_question_is_refused(vault: Path) -> None:
    assert "ask again without `after`" in refused(vault, "links", note="Tea", after="bm9uZQ")


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("links", {}, "`note` is missing"),
        ("links", {"note": "Nothing like it"}, "no such note"),
        ("links", {"note": 3}, "give a text"),
        ("links", {"note": "Tea", "budget": 10}, "from 200 to 8,000"),
        ("links", {"note": "Tea", "budget": True}, "from 200 to 8,000"),
        ("links", {"note": "Tea", "kind": "x"}, "give one of"),
        ("links", {"note": "Tea", "broken": 1}, "true or false"),
        ("links", {"note": "Tea", "folder": "x"}, "no argument `folder`"),
        ("read", {"note": "Milk"}, "nobody has written this note"),
        ("read", {"note": "Water", "section": "Wells"}, "its headings: ⟦Springs⟧"),
        ("persona", {"name": "Tea"}, "no persona"),
        ("search", {"query": " "}, "nothing to search for"),
        ("remove", {"note": "Tea"}, "no such tool"),
    ],
)
def test_a_bad_request_is_one_sentence(
    vault: Path, tool: str, arguments: dict[str, Any], message: str
) -> None:
    told = refused(vault, tool, **arguments)
    assert message in told
    assert "\n" not in told


def test_an_ambiguous_name_lists_paths_that_work(vault: Path) -> None:
    for folder in ("a", "b"):
        (vault / folder).mkdir()
        (vault / folder / "Twin.md").write_text("[[Tea]]\n", encoding="utf-8")
    assert "a/Twin.md, b/Twin.md" in refused(vault, "links", note="Twin")
    assert call(vault, "links", note="b/Twin.md")[1]["total"] == 1


def test_a_vault_that_is_gone_is_an_error(vault: Path) -> None:
    async def question(client: Any) -> Any:
        await client.call_tool("stats", {})
        vault.rename(vault.with_name("moved"))
        return await client.call_tool("stats", {})

    found = ask(vault, question)
    assert found.is_error
    assert "internal" not in found.content[0].text


def test_only_some_tools(vault: Path) -> None:
    from noteweave.commands.mcp import _chosen

    listed = ask(vault, lambda client: client.list_tools(), tools=_chosen("read, search"))
    assert [tool.name for tool in listed.tools] == ["read", "search"]


def test_personas_are_prompts(vault: Path) -> None:
    (vault / "阿照.md").write_text("---\ntype: persona\n---\n你守着[[Tea]]。\n", encoding="utf-8")
    (vault / "b").mkdir()
    (vault / "b" / "lin.md").write_text("---\ntype: persona\n---\nOther, of [[Tea]].\n")

    async def question(client: Any) -> Any:
        listed = (await client.list_prompts()).prompts
        told = await client.get_prompt(listed[0].name, {"as": "Ann", "about": "spring"})
        return listed, told.messages[0].content.text

    listed, text = ask(vault, question)
    names = [one.name for one in listed]
    assert names[:2] == ["persona-lin", "persona-lin-2"]
    assert re.fullmatch("persona-[0-9a-f]{6}", names[2])
    assert listed[2].title == "阿照"
    assert "You are Lin" in text
    assert "Ann" in text


def test_resources_are_read_by_address(vault: Path) -> None:
    (vault / "a b#c?.md").write_text("Odd name.\n", encoding="utf-8")

    async def question(client: Any) -> list[str]:
        addresses = [
            "noteweave://stats", "note:///Water.md", note_address("a b#c?.md"),
            "noteweave://rules/NW001", "noteweave://persona/persona-lin",
        ]  # fmt: skip
        return [(await client.read_resource(one)).contents[0].text for one in addresses]

    stats, water, odd, rule, lin = ask(vault, question)
    assert "notes: 5" in stats
    assert water == (vault / "Water.md").read_text(encoding="utf-8")
    assert odd == "Odd name.\n"
    assert "NW001" in rule
    assert "You are Lin" in lin


@pytest.mark.parametrize(
    "address", ["note:///Nothing.md", "note:///../x.md", "note:///%2e%2e/x.md", "noteweave://x"]
)
def test_an_unknown_resource_is_an_error(vault: Path, address: str) -> None:
    from mcp import MCPError

    async def question(client: Any) -> None:
        with pytest.raises(MCPError, match="no such resource"):
            await client.read_resource(address)

    ask(vault, question)


def test_names_are_completed(vault: Path) -> None:
    from mcp_types import ResourceTemplateReference

    reference = ResourceTemplateReference(uri="note:///{+path}")
    for number in range(120):
        (vault / f"day {number}.md").write_text("x\n")
    argument = {"name": "path", "value": "kyo"}
    found = ask(vault, lambda client: client.complete(reference, argument)).completion
    assert found.values == ["Kyoto.md"]
    argument["value"] = "day"
    found = ask(vault, lambda client: client.complete(reference, argument)).completion
    assert (len(found.values), found.total, found.has_more) == (100, 120, True)


def test_a_shown_path_can_be_asked_for(vault: Path) -> None:
    """Two spaces were shown as one, which is the path of another note."""
    for name in ("a  b.md", "a b.md", "odd\u2060.md"):
        (vault / name).write_text(f"From {len(name)} to [[Kyoto]].\n", encoding="utf-8")
    _, told = call(vault, "backlinks", note="Kyoto")
    shown = [one["path"] for one in told["items"]]
    assert {"a  b.md", "a b.md", "odd\\u{2060}.md"} <= {*shown}
    for path in shown:
        assert call(vault, "links", note=path)[1]["items"][0]["path"] == path


def test_a_template_can_be_read_and_its_links_are_no_backlinks(vault: Path) -> None:
    """The links of templates were missing, which the app has."""
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian" / "templates.json").write_text('{"folder": "forms"}')
    (vault / "forms").mkdir()
    (vault / "forms" / "Day.md").write_text("See [[Kyoto]].\n")
    assert call(vault, "links", note="Day")[1]["items"][0]["target"] == "Kyoto.md"
    assert call(vault, "backlinks", note="Kyoto")[1]["total"] == 1
    assert call(vault, "stats")[0].splitlines()[1] == "notes: 4"
