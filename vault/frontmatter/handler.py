"""A handler with which python-frontmatter reads a note as noteweave does."""

from __future__ import annotations

from typing import Any

from frontmatter.default_handlers import YAMLHandler

from noteweave.vault.frontmatter import delimiters
from noteweave.vault.frontmatter.full_yaml import YamlReader


class Handler(YAMLHandler):
    """python-frontmatter's YAML handler with Obsidian's delimiters and the types of YAML 1.2.

    The first line is exactly `---` (white space may follow); the first later line that begins with
    `---` closes it. python-frontmatter's own handler also accepts a blank line or four dashes at
    the beginning. Use it with `frontmatter.load(file, handler=Handler())`.
    """

    FM_BOUNDARY = delimiters.OPENING

    def __init__(self, original: str = "") -> None:
        """Read from `original`, if given, rather than from what python-frontmatter passes on.

        It passes on a text whose CR LF line ends are LF, so positions would not be the note's.
        """
        super().__init__()
        self._original = original
        self._start = 0
        self.reading = YamlReader("", 0)
        """The frontmatter read last, with the position of each property and what is wrong."""

    def split(self, text: str) -> tuple[str, str]:
        """Return the YAML and the body.

        Raises:
            ValueError: there is no frontmatter.
        """
        text = self._original or text
        found = delimiters.find(text)
        if found is None:
            raise ValueError("no frontmatter")
        self._start = found.start
        return text[found.start : found.end], text[found.body :]

    def load(self, fm: str, **kwargs: object) -> Any:
        """Return the properties; faults in the YAML are in `reading.faults`."""
        self.reading = YamlReader(fm, self._start)
        return self.reading.properties
