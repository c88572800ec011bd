"""The command that starts the server: over a pipe, with its refusals and its settings for hosts."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from noteweave.cli import application
from noteweave.serving.resources import note_address
from noteweave.vault.errors import NoteweaveError

pytest.importorskip("mcp")


EVERY_TOOL: list[tuple[str, dict[str, Any], str]] = [
    ("links", {"note": "绿茶"}, "绿茶.md:1:6 ⟦很好，见 Tea。⟧ -> Tea.md"),
    ("search", {"query": "很好"}, "绿茶.md:1:1 ⟦很好，见 Tea。⟧"),
    ("read", {"note": "绿茶"}, "1: 很好，见 [[Tea]]。"),
    ("backlinks", {"note": "Tea", "mentions": True}, "links to, and mentions of, Tea.md"),
    ("neighbors", {"note": "Tea", "depth": 2}, "<- 绿茶.md"),
    ("path", {"from": "绿茶", "to": "Kyoto"}, "绿茶.md - Tea.md - Water.md - Kyoto.md"),
    ("related", {"note": "绿茶"}, "Water.md: both linked with Tea.md"),
    ("stats", {"section": "hubs"}, "Tea.md: "),
    ("check", {"severity": "info"}, "NW002"),
    ("persona", {"name": "Lin", "as": "安"}, "安 speaks to you"),
    ("fix", {}, "0 of 0 lines of a patch"),
    ("rename", {"note": "绿茶", "to": "红茶"}, "⟦rename from 绿茶.md⟧"),
]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_everything_works_over_a_pipe_in_an_ascii_locale(vault: Path, mode: Any) -> None:
    from mcp import Client, StdioServerParameters
    from mcp_types import ResourceTemplateReference

    (vault / "绿茶.md").write_text("很好，见 [[Tea]]。\n", encoding="utf-8")
    environment = os.environ | {
        "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"
    }  # fmt: skip
    command = ["-m", "noteweave", "mcp", str(vault), "--write"]
    process = StdioServerParameters(command=sys.executable, args=command, env=environment)
    reference = ResourceTemplateReference(uri="note:///{+path}")
    asked = EVERY_TOOL if mode == "auto" else EVERY_TOOL[:2]  # each session costs seconds

    async def run() -> list[str]:
        async with Client(process, mode=mode) as client:
            answers = []
            for tool, arguments, _ in asked:
                found = await client.call_tool(tool, arguments)
                answers.append(str(getattr(found.content[0], "text", "")))
            prompts = (await client.list_prompts()).prompts
            prompt = await client.get_prompt(prompts[0].name, {"about": "Water"})
            answers.append(str(getattr(prompt.messages[0].content, "text", "")))
            note = await client.read_resource(note_address("绿茶.md"))
            answers.append(str(getattr(note.contents[0], "text", "")))
            typed = await client.complete(reference, {"name": "path", "value": "绿"})
            answers += typed.completion.values
            vault.rename(vault.with_name(f"{vault.name} gone"))
            await asyncio.sleep(1.1)
            last = await client.call_tool("stats", {})
            assert last.is_error
            return [*answers, str(getattr(last.content[0], "text", ""))]

    expected = [text for *_, text in asked]
    expected += ["You are Lin", "很好，见 [[Tea]]。\n", "绿茶.md", "no such folder"]
    answers = asyncio.run(asyncio.wait_for(run(), 60))
    assert [a for a, text in zip(answers, expected, strict=True) if text not in a] == []


def test_without_the_extra_one_sentence_says_what_is_missing(vault: Path) -> None:
    script = """
import sys
sys.modules["mcp"] = sys.modules["mcp_types"] = None
from noteweave.cli import run
sys.exit(run(["mcp", sys.argv[1]]))
"""
    command = [sys.executable, "-c", script, str(vault)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "needs the Python SDK of MCP" in done.stderr
    assert "pip install 'noteweave[mcp]'" in done.stderr
    assert len(done.stderr.splitlines()) <= 2


def test_a_refusal_before_the_start_is_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from noteweave.cli import run

    for arguments in ([str(tmp_path)], [str(tmp_path / "none")], [str(tmp_path), "--budget", "9"]):
        assert run(["mcp", *arguments]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert 1 <= len(printed.err.splitlines()) <= 2


def test_the_command_refuses_before_it_answers(tmp_path: Path) -> None:
    runner = CliRunner()
    for arguments, message in [
        (["mcp", str(tmp_path)], "no notes"),
        (["mcp", str(tmp_path / "none")], "none"),
        (["mcp", str(tmp_path), "--only", "write"], "no such tool"),
        (["mcp", str(tmp_path), "--budget", "3"], "no such budget"),
    ]:
        found = runner.invoke(application("mcp"), arguments)
        assert isinstance(found.exception, NoteweaveError)
        assert message in found.exception.message


def test_the_settings_of_hosts_are_printed(tmp_path: Path) -> None:
    found = CliRunner().invoke(
        application("mcp"), ["mcp", str(tmp_path), "--print-config", "vscode"]
    )
    entry = json.loads(found.stdout)["servers"]["noteweave"]
    assert entry["args"][-1] == str(tmp_path.resolve())
    found = CliRunner().invoke(
        application("mcp"), ["mcp", str(tmp_path), "--print-config", "codex"]
    )
    entry = tomllib.loads(found.stdout)["mcp_servers"]["noteweave"]
    assert entry["args"][-1] == str(tmp_path.resolve())
