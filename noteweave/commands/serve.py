"""`noteweave serve`: the graph page of a vault, open beside the editor."""

from __future__ import annotations

import sys
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import typer

from noteweave.commands._options import Root
from noteweave.terminal import say, warn
from noteweave.vault.errors import VaultError
from noteweave.vault.messages import _, translated

EPILOG = """Examples:

`noteweave serve ~/notes --open` · `noteweave serve --port 9000`

The address with `?follow` selects the note that was written last.
"""


def serve(
    vault: Root = Path(),
    port: Annotated[
        int | None,
        typer.Option(
            min=1, max=65535, help="The port to listen on.", show_default="8137, or a free one"
        ),
    ] = None,
    open_page: Annotated[
        bool, typer.Option("--open", help="Open the page in the browser.")
    ] = False,
    open_with: Annotated[
        Literal["obsidian", "vscode", "none"] | None,
        typer.Option(help="What the page opens notes with; by default the vault's app."),
    ] = None,
) -> None:
    """Serve the graph page on this machine, and show what changes in the vault while it is open.

    Nothing is written, and nothing but the page is served. Ctrl-C ends it.

    Raises:
        RequestError: the port is taken.
        VaultError: there is no such vault, or it holds no notes.
    """
    from noteweave import saved_layout
    from noteweave.living.live_page import LivePage, page_settings
    from noteweave.living.page_server import PageServer
    from noteweave.living.page_server import serve as serve_page
    from noteweave.living.session import Session

    with Session.open(vault) as session:
        if not session.notes:
            raise VaultError(f"{vault}: no notes in this folder", "notes are files that end in .md")
        profile = str(session.vault.settings.profile)
        settings = page_settings(vault, session.config.config, open_with, profile)
        live = LivePage(session, settings, saved_layout.load(saved_layout.DEFAULT_FOLDER))
        server = PageServer(live, port)
        with suppress(KeyboardInterrupt):
            served = _("the map of {vault}; Ctrl-C ends it").format(vault=session.vault.name)
            say(f"{server.url}  {served}")
            sys.stdout.flush()  # it may be a pipe
            if open_page:
                webbrowser.open(server.url)
            serve_page(server, live, vault, lambda text: warn(f"noteweave: {translated(text)}"))
