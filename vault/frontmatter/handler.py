"""Notes as noteweave reads them, for whoever works with python-frontmatter."""

from __future__ import annotations

from typing import Any

from frontmatter.default_handlers import YAMLHandler

from noteweave.vault.frontmatter.full_yaml import YamlReader
from noteweave.vault.frontmatter.reader import FIRST, places


class Handler(YAMLHandler):
    """python-frontmatter's YAML handler with the delimiters that Obsidian knows.

    The first line is exactly `---` (white space may follow); the first later line that begins with
    `---` closes it. python-frontmatter's own takes a blank line or four dashes for a beginning. Use
    it with `frontmatter.load(file, handler=Handler())` to read a note as noteweave does.
    """

    FM_BOUNDARY = FIRST

    def split(self, text: str) -> tuple[str, str]:
        """Return the YAML and the body.

        Raises:
            ValueError: there is no frontmatter.
        """
        found = places(text)
        if found is None:
            raise ValueError("no frontmatter")
        start, end, body = found
        return text[start:end], text[body:]

    def load(self, fm: str, **kwargs: object) -> Any:
        """Return the properties; faults are passed over (`vault.frontmatter.read` reports them)."""
        return YamlReader(fm, 0).properties
