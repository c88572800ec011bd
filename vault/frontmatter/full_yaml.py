"""Read any frontmatter with libyaml: always a result, with a fault where something is wrong.

PyYAML reads YAML 1.1, in which `no` is False, `12:30` is 750 and a date that does not exist raises.
Notes are written for apps that read YAML 1.2 (core schema): libyaml composes the nodes, and the
types of scalars are decided here.
"""

from __future__ import annotations

import operator
import re
from typing import Any

import yaml

from noteweave.vault.frontmatter.scalars import Scalar, is_number_too_large, typed
from noteweave.vault.model import Fault, Replacement

try:  # libyaml composes; PyYAML's resolver and constructor are not used
    from yaml.cyaml import CParser as _Base  # type: ignore[attr-defined]
except ImportError:  # PyYAML without libyaml: slower, the same answers
    from yaml import SafeLoader as _Base  # type: ignore[assignment]

LIMIT = 100_000
"""Values that one frontmatter may hold once its aliases are written out."""

_FULLWIDTH = re.compile(r"^([^\s:：#\-\"'\[{][^:：\n]*)：(?!//)\s*\S?", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} [^\r\n]+", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{\{|\{%|<%")
"""A placeholder of a template, whose YAML need not be valid before it is filled in."""
_BAD = re.compile(r"[^\x09\x0a\x0d\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Loader(_Base):
    """Composes nodes without deciding the types of scalars."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return "plain" if kind is yaml.ScalarNode and implicit[0] else "quoted"

    descend_resolver = staticmethod(operator.is_)
    ascend_resolver = staticmethod(tuple)
    """Called for each node; replaced by C functions that take as many arguments and do nothing."""


class _TooMuchError(Exception):
    """The aliases of a frontmatter expand to more values than `LIMIT`."""


class YamlReader:
    """One frontmatter: its properties, their positions, and its faults."""

    def __init__(self, source: str, begin: int) -> None:
        """Read `source`, which begins at the character `begin` of the note."""
        self.source = source
        self.begin = begin
        self.properties: dict[str, Any] = {}
        self.lines: dict[str, int] = {}
        self.strings: list[Scalar] = []
        self.nested: list[Scalar] = []
        self.faults: list[Fault] = []
        self._left = LIMIT
        if not source.strip():
            return
        node = self._compose()
        if node is None:
            if not self.faults:
                self._lost_heading()
            return
        if isinstance(node, yaml.MappingNode):
            try:
                self._properties(node)
            except (_TooMuchError, RecursionError):
                self.properties = {}
                self._fault("NW020", "its aliases expand without end", 2, 1)
        elif not self._fullwidth():
            what = "a list" if isinstance(node, yaml.SequenceNode) else "a text"
            self._fault("NW020", f"the frontmatter is {what}, not `key: value` lines", 2, 1)

    def _compose(self) -> yaml.Node | None:
        loader = _Loader(self.source)
        try:
            node: yaml.Node | None = loader.get_single_node()
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            self._refused(error)
            return None
        finally:
            loader.dispose()
        return node

    def _refused(self, error: Exception) -> None:
        """Report why this is not YAML, unless it is a template or has full-width colons."""
        bad = _BAD.search(self.source)
        if bad:
            line, column = self._place(bad.start())
            self._fault("NW020", f"control character U+{ord(bad.group()):04X}", line, column)
        elif not isinstance(error, yaml.YAMLError):
            self._fault("NW020", str(error) or "nested too deep", 2, 1)
        elif not self._fullwidth() and not _PLACEHOLDER.search(self.source):
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            line, column = (mark.line + 2, mark.column + 1) if mark else (2, 1)
            what = getattr(error, "problem", None) or str(error)
            last = self.source.count("\n") + 1
            self._fault("NW020", str(what), min(line, last), column if line <= last else 1)

    def _properties(self, node: yaml.MappingNode) -> None:
        for key_node, value_node in node.value:
            key = key_node.value if key_node.__class__ is yaml.ScalarNode else self._key(key_node)
            line = key_node.start_mark.line + 2
            if key in self.properties:
                what = f"`{key}` is here twice; line {self.lines[key]} is not read"
                self._fault("NW021", what, line, key_node.start_mark.column + 1, len(key))
            self.lines[key] = line
            if value_node.__class__ is yaml.ScalarNode:
                self.properties[key] = self._scalar(value_node, key)
            else:
                self.properties[key] = self._value(value_node, (key,), ())

    def _key(self, node: yaml.Node) -> str:
        """A key as it is written; YAML may give it another type."""
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        return self.source[node.start_mark.index : node.end_mark.index]

    def _value(self, node: yaml.Node, key: tuple[str, ...], above: tuple[int, ...]) -> Any:
        self._left -= 1
        if self._left < 0 or id(node) in above or len(above) > 100:
            raise _TooMuchError
        if node.__class__ is yaml.ScalarNode:
            return self._scalar(node, *key)
        above = (*above, id(node))
        if isinstance(node, yaml.SequenceNode):
            if node.flow_style and self._is_unquoted_link(node):
                self.nested.append(self._whole(node, key))
            return self._items(node, key, above)
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            name = self._key(key_node)
            values[name] = self._value(value_node, (*key, name), above)
        return values

    def _items(
        self, node: yaml.SequenceNode, key: tuple[str, ...], above: tuple[int, ...]
    ) -> list[Any]:
        self._left -= len(node.value)
        found = []
        for index, item in enumerate(node.value):
            if item.__class__ is yaml.ScalarNode and "[" not in item.value:  # as nearly all are
                found.append(self._plain(item, key[0]) if item.tag == "plain" else item.value)
            else:
                found.append(self._value(item, (*key, str(index)), above))
        return found

    def _scalar(self, node: yaml.ScalarNode, *key: str) -> Any:
        text: str = node.value
        plain = node.tag == "plain"
        if "[" in text:
            start, end = node.start_mark.index + self.begin, node.end_mark.index + self.begin
            self.strings.append(Scalar(key, text, start, end, not plain))
        return self._plain(node, key[0]) if plain else text

    def _plain(self, node: yaml.ScalarNode, name: str) -> Any:
        text: str = node.value
        value = typed(text)
        if is_number_too_large(text, value):
            shown = text if len(text) <= 40 else f"{text[:39]}…"
            what = f"`{name}` holds {shown}, which no 64-bit number can hold: it is kept as text"
            mark = node.start_mark
            self._fault("NW029", what, mark.line + 2, mark.column + 1, len(text))
        return value

    @staticmethod
    def _is_unquoted_link(node: yaml.SequenceNode) -> bool:
        """Whether this is a list of one list, which YAML makes of an unquoted `[[Note]]`."""
        return (
            bool(node.flow_style)
            and len(node.value) == 1
            and isinstance(node.value[0], yaml.SequenceNode)
            and bool(node.value[0].flow_style)
            and all(isinstance(n, yaml.ScalarNode) for n in node.value[0].value)
            and len(node.value[0].value) > 0
        )

    def _whole(self, node: yaml.Node, key: tuple[str, ...]) -> Scalar:
        start, end = node.start_mark.index, node.end_mark.index
        return Scalar(key, self.source[start:end], start + self.begin, end + self.begin, False)

    def _fullwidth(self) -> bool:
        """Report lines like `标签：知识`: a full-width colon does not make a property."""
        found = False
        for match in _FULLWIDTH.finditer(self.source):
            name = match.group(1).strip()
            if ":" in self.source[match.start() : match.end(1)]:
                continue
            line, column = self._place(match.end(1))
            what = f"`{name}：` has a full-width colon, so it is lost"
            start, end = self.begin + match.end(1), self.begin + match.end(1) + 1
            while end - self.begin < len(self.source) and self.source[end - self.begin] == " ":
                end += 1
            self.faults.append(
                Fault("NW024", what, line, column, line, column + 1, Replacement(start, end, ": "))
            )
            found = True
        return found

    def _lost_heading(self) -> None:
        """Report `---⏎# Heading⏎---` at the head of a note, which YAML reads as a comment."""
        match = _HEADING.search(self.source)
        if match:
            line, column = self._place(match.start())
            what = "a heading between two `---` at the head of a note is a comment: it is lost"
            self._fault("NW028", what, line, column, len(match.group()))

    def _place(self, index: int) -> tuple[int, int]:
        before = self.source[:index]
        return before.count("\n") + 2, index - (before.rfind("\n") + 1) + 1

    def _fault(self, code: str, message: str, line: int, column: int, width: int = 1) -> None:
        self.faults.append(Fault(code, message, line, column, line, column + width))
