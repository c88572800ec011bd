"""What a client is told of changes: in answers, and by notices of its own accord."""

from __future__ import annotations

import asyncio
import re
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from noteweave.serving.open_vault import OpenVault
from noteweave.serving.tools import TOOLS, called

pytest.importorskip("mcp")

BY_NAME = {tool.name: tool for tool in TOOLS}
PERSONA = "---\ntype: persona\n---\nYou keep [[Tea]].\n"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    (root / "Tea.md").write_text("# Tea\n\nSee [[Milk]].\n", encoding="utf-8")
    (root / "Milk.md").write_text("White.\n", encoding="utf-8")
    return root


def told(opened: OpenVault, tool: str, **arguments: Any) -> str:
    """Return the text of an answer."""
    with opened.view() as view:
        return called(BY_NAME[tool], view, arguments).text


def run(opened: OpenVault, question: Callable[[Any], Any], **options: Any) -> Any:
    """Connect a client of the SDK, and return what a coroutine function gets of it."""
    from mcp import Client

    from noteweave.serving.server import server

    async def connected() -> Any:
        async with Client(server(opened), raise_exceptions=True, **options) as client:
            return await asyncio.wait_for(question(client), 20)

    return asyncio.run(connected())


def test_changes_since_the_start_are_listed(vault: Path) -> None:
    opened = OpenVault(vault)
    assert "0 of 0" in told(opened, "stats", section="changes")
    (vault / "Milk.md").rename(vault / "Cream.md")
    (vault / "New.md").write_text("x\n", encoding="utf-8")
    told(opened, "stats")
    (vault / "Tea.md").write_text("Other text.\n", encoding="utf-8")
    lines = told(opened, "stats", section="changes").splitlines()
    rows = [re.sub(r", \d\d:\d\d:\d\d$", "", line) for line in lines[1:]]
    assert rows == ["Tea.md: changed", "New.md: added", "Cream.md: moved from Milk.md"]


def test_an_edit_of_the_same_size_at_the_same_time_is_seen(vault: Path) -> None:
    """The time of a file may stay the same when it is written twice in a moment."""
    import os

    opened = OpenVault(vault)
    assert "White." in told(opened, "read", note="Milk")
    status = (vault / "Milk.md").stat()
    (vault / "Milk.md").write_text("[[X]]!\n", encoding="utf-8")
    os.utime(vault / "Milk.md", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert "1 of 1" in told(opened, "links", note="Milk")


@pytest.mark.parametrize(
    ("name", "text", "target"),
    [
        ("New.md", "x\n", "Milk.md"),
        ("a/Milk.md", "Another.\n", "Milk.md"),
        ("Milk.md", "Other.\n\n# Heading\n", "Milk.md"),
    ],
)
def test_links_are_the_same_as_in_a_vault_that_is_opened_anew(
    vault: Path, name: str, text: str, target: str
) -> None:
    opened = OpenVault(vault)
    told(opened, "backlinks", note="Milk")
    (vault / name).parent.mkdir(exist_ok=True)
    (vault / name).write_text(text, encoding="utf-8")
    for tool, note in (("links", "Tea"), ("backlinks", target)):
        assert told(opened, tool, note=note) == told(OpenVault(vault), tool, note=note)


def test_links_lead_to_a_file_that_is_new(vault: Path) -> None:
    (vault / "Tea.md").write_text("See [[Honey]].\n", encoding="utf-8")
    opened = OpenVault(vault)
    assert "1 of 1 links to [[Honey]]" in told(opened, "backlinks", note="Honey")
    (vault / "Honey.md").write_text("Sweet.\n", encoding="utf-8")
    assert "1 of 1 links to Honey.md" in told(opened, "backlinks", note="Honey")
    (vault / "Honey.md").unlink()
    assert "1 of 1 links to [[Honey]]" in told(opened, "backlinks", note="Honey")


def test_a_repeated_question_reads_no_vault_again(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = OpenVault(vault)
    told(opened, "links", note="Tea")
    with opened.view() as first:
        pass
    with opened.view() as second:
        assert second is first


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_new_persona_is_announced_to_a_client_that_knows_the_list(vault: Path, mode: Any) -> None:
    from mcp.shared.subscriptions import PromptsListChanged

    heard: list[str] = []

    async def message(one: Any) -> None:
        heard.append(type(getattr(one, "root", one)).__name__)

    async def question(client: Any) -> list[str]:
        async def edit() -> None:
            assert not (await client.list_prompts()).prompts
            (vault / "Lin.md").write_text(PERSONA, encoding="utf-8")
            await client.call_tool("stats", {})

        if mode == "legacy":
            await edit()
            while not heard:
                await asyncio.sleep(0.01)
            return heard
        async with client.listen(prompts_list_changed=True) as events:
            await edit()
            async for event in events:
                return [type(event).__name__]
        return []

    found = run(OpenVault(vault), question, mode=mode, message_handler=message)
    assert found == [
        PromptsListChanged.__name__ if mode == "auto" else "PromptListChangedNotification"
    ]


def test_progress_is_reported_while_the_vault_is_read(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = OpenVault(vault)
    open_vault, go_on, seen = OpenVault._compare, threading.Event(), []

    def slowly(self: OpenVault, before: Any) -> Any:
        self._note(1, 2)
        go_on.wait(10)
        return open_vault(self, before)

    monkeypatch.setattr(OpenVault, "_compare", slowly)

    async def heard(progress: float, total: float | None, message: str | None) -> None:
        seen.append((progress, total))
        go_on.set()

    async def question(client: Any) -> None:
        await client.call_tool("stats", {}, progress_callback=heard)

    run(opened, question)
    assert seen[0] == (1, 2)


def test_the_check_tells_what_is_new_since_a_commit(vault: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-C", vault, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("-c", "user.name=a", "-c", "user.email=b", "commit", "-q", "--allow-empty", "-m", "x")
    (vault / "Old.md").write_text("See [[Gone]].\n", encoding="utf-8")
    git("add", "Old.md")
    git("-c", "user.name=a", "-c", "user.email=b", "commit", "-q", "-m", "x")
    (vault / "Fresh.md").write_text("See [[Nobody]].\n", encoding="utf-8")
    git("add", "Fresh.md")
    opened = OpenVault(vault)
    every = told(opened, "check", severity="info")
    assert "Gone" in every
    found = told(opened, "check", severity="info", since="HEAD")
    assert "Nobody" in found
    assert "Gone" not in found


def test_a_check_since_no_commit_is_one_sentence(vault: Path) -> None:
    from noteweave.vault.errors import RequestError

    for commit in ("HEAD", "--output=x", "no such"):
        with pytest.raises(RequestError) as error:
            told(OpenVault(vault), "check", since=commit)
        assert "\n" not in error.value.message


def test_lines_are_numbered_as_in_places(vault: Path) -> None:
    """A line separator and a form feed began a line in `read`, and in no other answer."""
    (vault / "Odd.md").write_bytes("a\u2028b\x0cc\r\nd\n[[Tea]]".encode())
    opened = OpenVault(vault)
    assert "Odd.md:3:1" in told(opened, "links", note="Odd")
    assert "3: [[Tea]]" in told(opened, "read", note="Odd").splitlines()
