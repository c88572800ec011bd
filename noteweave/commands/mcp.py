"""`noteweave mcp`: answer the questions of an assistant about a vault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from noteweave.commands._options import Root
from noteweave.vault.errors import RequestError, VaultError

if TYPE_CHECKING:
    from noteweave.serving.tools import Tool

EPILOG = """Examples:

`noteweave mcp ~/notes` · `noteweave mcp ~/notes --only search,read,backlinks --budget 1000`

It reads requests from standard input and answers on standard output; a host starts it.
"""


def mcp(
    vault: Root = Path(),
    only: Annotated[
        str, typer.Option("--only", metavar="TOOL,…", help="Offer only these tools.")
    ] = "",
    budget: Annotated[
        int | None,
        typer.Option(metavar="TOKENS", help="Size of an answer, if none is asked for: 200-8000."),
    ] = None,
    write: Annotated[
        bool,
        typer.Option(
            "--write", help="Also offer `fix` and `rename`, which show a patch before they write."
        ),
    ] = False,
    print_config: Annotated[
        Literal["claude", "vscode", "cursor", "codex", "zed"] | None,
        typer.Option("--print-config", help="Print the settings that a host needs, and end."),
    ] = None,
) -> None:
    """Serve a vault to assistants by the Model Context Protocol (MCP).

    Without --write, no note is ever written.

    Answers name path, line and column of what they tell, and are never larger than a budget.

    Raises:
        RequestError: the extra `mcp` is missing, or a tool or budget does not exist.
        VaultError: there is no such vault, or it holds no notes.
    """
    from noteweave.serving.open_vault import OpenVault
    from noteweave.serving.receipts import LEAST, MOST
    from noteweave.writing import note_writer

    if print_config:
        _print_config(print_config, vault)
        return
    try:
        import anyio

        from noteweave.serving.server import serve, server
    except ModuleNotFoundError as error:
        raise RequestError(
            "`noteweave mcp` needs the Python SDK of MCP", "pip install 'noteweave[mcp]'"
        ) from error
    if budget is not None and not LEAST <= budget <= MOST:
        raise RequestError(
            f"{budget}: no such budget", f"give a number of tokens from {LEAST:,} to {MOST:,}"
        )
    tools = _chosen(only, write)
    note_writer.recover(vault, write=write)
    opened = OpenVault(vault)
    with opened.view() as view:
        if not view.paths:
            raise VaultError(f"{vault}: no notes in this folder", "name the folder of the notes")
    anyio.run(serve, server(opened, tools, budget), opened)


def _chosen(only: str, write: bool = False) -> tuple[Tool, ...]:
    """Return the tools that are named, or all.

    Raises:
        RequestError: there is no such tool.
    """
    from noteweave.serving.tools import TOOLS

    offered: tuple[Tool, ...] = TOOLS
    if write:
        from noteweave.serving.writers import WRITERS

        offered += WRITERS
    if not only:
        return offered
    wanted = [name.strip() for name in only.split(",") if name.strip()]
    known = {tool.name: tool for tool in offered}
    for name in wanted:
        if name not in known:
            raise RequestError(f"{name}: no such tool", f"there are {', '.join(known)}")
    return tuple(known[name] for name in dict.fromkeys(wanted))


def _print_config(host: str, vault: Path) -> None:
    """Print the settings by which a host starts the server."""
    from noteweave.terminal import say, say_json

    call = ["--from", "noteweave[mcp]", "noteweave", "mcp", str(vault.resolve())]
    entry: dict[str, object] = {"command": "uvx", "args": call}
    if host == "codex":
        say("[mcp_servers.noteweave]")
        say('command = "uvx"')
        say(f"args = {json.dumps(call, ensure_ascii=False)}")
        return
    if host == "vscode":
        entry = {"type": "stdio"} | entry
    keys = {"vscode": "servers", "zed": "context_servers"}
    say_json({keys.get(host, "mcpServers"): {"noteweave": entry}})
