"""What the server answers besides calls of tools: prompts, resources, completion."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import mcp_types as types
from mcp import MCPError

from noteweave.serving import resources
from noteweave.serving.asking import Asking, one_sentence
from noteweave.serving.note_answers import persona_text
from noteweave.serving.prompts import prompt_named
from noteweave.serving.vault_view import VaultView
from noteweave.vault.errors import NoteweaveError

T = TypeVar("T")


class Others:
    """The requests of one server that call no tool."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def list_prompts(self, context: Any, request: Any) -> types.ListPromptsResult:
        """List the personas."""
        arguments = [
            types.PromptArgument(name="as", description="Who speaks to the character"),
            types.PromptArgument(name="about", description="What it is to remember"),
        ]
        found = await self._guarded(self._asking.prompts(context))
        return types.ListPromptsResult(
            prompts=[
                types.Prompt(name=one.name, title=one.title, arguments=arguments) for one in found
            ]
        )

    async def get_prompt(
        self, context: Any, request: types.GetPromptRequestParams
    ) -> types.GetPromptResult:
        """Return how to be a persona."""
        given = dict(request.arguments or {})

        def text(view: VaultView) -> str:
            path = prompt_named(view, request.name).path
            return persona_text(view, path, given.get("about", ""), given.get("as", ""), None)

        content = types.TextContent(type="text", text=await self._answer(context, text))
        return types.GetPromptResult(messages=[types.PromptMessage(role="user", content=content)])

    async def list_resources(self, context: Any, request: Any) -> types.ListResourcesResult:
        """List the resources that are always there; notes are found by completion."""
        fixed = types.Resource(
            uri=resources.STATS, name="stats", description="Figures of the vault"
        )
        return types.ListResourcesResult(resources=[fixed])

    async def list_templates(self, context: Any, request: Any) -> types.ListResourceTemplatesResult:
        """List the kinds of resources."""
        return types.ListResourceTemplatesResult(
            resource_templates=[
                types.ResourceTemplate(
                    uri_template=address, name=name, description=description, mime_type=kind
                )
                for address, name, description, kind in resources.TEMPLATES
            ]
        )

    async def read_resource(
        self, context: Any, request: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        """Return the text of a resource."""
        address = str(request.uri)
        text, kind = await self._answer(context, lambda view: resources.resource(view, address))
        content = types.TextResourceContents(uri=address, mime_type=kind, text=text)
        return types.ReadResourceResult(contents=[content])

    async def complete(
        self, context: Any, request: types.CompleteRequestParams
    ) -> types.CompleteResult:
        """Return the names that fit what was typed."""
        prompt = getattr(request.ref, "name", "")
        argument = request.argument
        found = await self._answer(
            context, lambda view: resources.completed(view, argument.value, argument.name, prompt)
        )
        values, total = found
        completion = types.Completion(values=values, total=total, has_more=total > len(values))
        return types.CompleteResult(completion=completion)

    async def _answer(self, context: Any, answer: Callable[[VaultView], T]) -> T:
        return await self._guarded(self._asking.answer(context, answer))

    async def _guarded(self, answer: Awaitable[T]) -> T:
        """Return an answer; what fails becomes an error of the protocol."""
        try:
            return await answer
        except NoteweaveError as error:
            raise MCPError(types.INVALID_PARAMS, one_sentence(error)) from None
        except Exception:
            traceback.print_exc(file=sys.stderr)
            raise MCPError(types.INTERNAL_ERROR, "internal error") from None
