"""The session in the manual is what the server really answers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from paths import ROOT, SAMPLE

from noteweave.serving.open_vault import OpenVault
from noteweave.serving.tools import TOOLS, called

PAGE = ROOT / "docs" / "assistants.md"
_BLOCK = re.compile(r"```text\n(> search .*?)```\n", re.DOTALL)
_CALL = re.compile(r"^> (\w+) (\{.*\})$", re.MULTILINE)


def test_the_session_in_the_manual_is_as_printed(pytestconfig: pytest.Config) -> None:
    page = PAGE.read_text(encoding="utf-8")
    block = _BLOCK.search(page)
    assert block
    told = answers(SAMPLE, block[1])
    if pytestconfig.getoption("--update", default=False):
        PAGE.write_text(page.replace(block[1], told), encoding="utf-8")
    else:
        assert _same(block[1]) == _same(told)


def _same(text: str) -> str:
    """Return a text without cursors and hashes, which depend on when and how the files came."""
    return re.sub(r'after="[^"]*"|\([0-9a-f]{12}\)', "", text)


def answers(root: Path, calls: str) -> str:
    """Return calls with their answers; what stands between the calls is not looked at."""
    by_name = {tool.name: tool for tool in TOOLS}
    parts = []
    with OpenVault(root).view() as view:
        for name, arguments in _CALL.findall(calls):
            text = called(by_name[name], view, json.loads(arguments)).text
            parts.append(f"> {name} {arguments}\n{text.rstrip()}\n")
    return "\n".join(parts)
