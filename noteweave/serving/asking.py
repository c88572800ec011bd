"""How requests are answered: in another thread, with progress, and with notices of new prompts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import anyio
from mcp.server.subscriptions import InMemorySubscriptionBus, PromptsListChanged

from noteweave.serving.open_vault import OpenVault
from noteweave.serving.prompts import PersonaPrompt, prompts
from noteweave.serving.vault_view import VaultView
from noteweave.vault.errors import NoteweaveError

T = TypeVar("T")
_PAUSE = 0.25
"""Seconds between two reports of progress."""


def one_sentence(error: NoteweaveError) -> str:
    """Return the message and the hint of an error on one line."""
    return " ".join("; ".join(filter(None, (error.message, error.hint))).split())


class Asking:
    """One vault, as the requests of a client ask it."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault
        self.bus = InMemorySubscriptionBus()
        """Where clients of protocols from 2026 on hear that the list of prompts is another one."""
        self._told: list[PersonaPrompt] | None = None
        """The prompts that the client knows; None: it has not asked for them."""

    async def answer(self, context: Any, question: Callable[[VaultView], T]) -> T:
        """Return an answer about the vault, which is made in another thread.

        Args:
            context: of the request; None: there is no request.
            question: makes the answer.
        """
        now: list[PersonaPrompt] | None = None

        def with_view() -> T:
            nonlocal now
            with self._vault.view() as view:
                found = question(view)
                if self._told is not None and not view.written:
                    now = prompts(view)
                return found

        if context is None:
            return await anyio.to_thread.run_sync(with_view)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._report, context)
            try:
                found = await anyio.to_thread.run_sync(with_view)
                error = None
            except Exception as caught:  # raised below: a task group would wrap it
                error = caught
            tasks.cancel_scope.cancel()
        if error is not None:
            raise error
        if now is not None and now != self._told:
            self._told = now
            await self.bus.publish(PromptsListChanged())
            await context.session.send_prompt_list_changed()
        return found

    async def prompts(self, context: Any) -> list[PersonaPrompt]:
        """Return the personas; the client is told when they are others."""
        self._told = found = await self.answer(context, prompts)
        return found

    async def _report(self, context: Any) -> None:
        """Report how many notes are read, while the vault is read for the first time."""
        last = 0
        while True:
            await anyio.sleep(_PAUSE)
            read, total = self._vault.read
            if read > last:
                last = read
                await context.session.report_progress(read, total, "reading notes")
