"""Bring the catalogues of vault/locale/ up to date: `make translations`.

New messages are added without a translation, those that are no more are removed. Prints what lacks
a translation. A message is a literal in a call of `_`, `ngettext` or `translatable`, the message or
hint of an error, a template of the parser's faults, a text of the help, or a paragraph of a rule's
manual.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Collection
from pathlib import Path

import typer
from error_messages import ERRORS, error_messages, template

from noteweave.cli import application
from noteweave.commands._translated_help import texts, words
from noteweave.exporters import exporter, formats
from noteweave.exporters._shared.losses import Loss
from noteweave.graph.check.fault_messages import TEMPLATES
from noteweave.graph.check.manual import PAGES, manual, paragraphs
from noteweave.graph.check.registry import rules
from noteweave.library_messages import MESSAGES
from noteweave.vault.messages import ERROR_FLAG, LANGUAGES, NOUNS, catalogue, catalogue_file

ROOT = Path(__file__).resolve().parent.parent
MARKS = {"_": 1, "translatable": 1, "ngettext": 2}
"""Functions that mark a message -> the number of literals they take."""
PRINTS = ("say", "warn", "words", "at", "_tell", "print", "append", "confirm", "_heading")
"""Functions whose arguments people read."""
LINKED = tuple(f"noteweave/{room}/" for room in ("vault", "graph", "exporters"))
"""Where the rooms appear a second time, by symbolic links."""
_HEAD = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: {language}\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""
_IN_TEMPLATE = re.compile(r"""\b_\("([^"]+)"\)""")
"""A message in a template of Jinja."""
_TWO_WORDS = re.compile(r"[a-z]{2,} [a-z]{2,}", re.IGNORECASE)
_VALUE = re.compile(r"\{[^{}]*\}")
_CODE = re.compile(r"`[^`]*`|\(git [^()]*\)")


def messages() -> dict[str, tuple[str, str]]:
    """Return every message: the English text -> its plural, and where it is."""
    found = {text: ("", f"{place}\n{ERROR_FLAG}") for text, place in errors().items()}
    for path in modules():
        name, source = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        for text, plural in marked(source):
            found.setdefault(text, (plural, name))
    for path in sorted((ROOT / "exporters").rglob("*.html")):
        for text in _IN_TEMPLATE.findall(path.read_text(encoding="utf-8")):
            found.setdefault(text, ("", path.relative_to(ROOT).as_posix()))
    for noun in NOUNS:
        found.setdefault(f"{{n:,}} {noun}", (f"{{n:,}} {noun}s", "vault/messages.py"))
    for name in formats():
        for option in getattr(exporter(name), "OPTIONS", ()):
            found.setdefault(option.doc, ("", f"option of {name}"))
    for text in TEMPLATES:
        found.setdefault(text, ("", "graph/check/fault_messages.py"))
    for rule in rules():
        told = manual(rule.manual)
        for text in (told.title, *paragraphs(told.text)):
            found.setdefault(text, ("", f"rule {rule.code}"))
    for text in PAGES:
        found.setdefault(text, ("", "graph/check/manual.py"))
    for text in words():
        found.setdefault(text, ("", "help"))
    for text in texts(typer.main.get_command(application())):
        if has_words(text):
            found.setdefault(text, ("", "help"))
    return found


def errors() -> dict[str, str]:
    """Return the messages in whose place a text with values stands: the English -> its module."""
    found: dict[str, str] = {}
    for path in modules():
        name, source = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        texts = error_messages(source)
        if not name.startswith("graph/check/"):  # findings carry their translation
            texts += [text for text, _plural in marked(source, ("translatable",))]
        for text in texts:
            found.setdefault(text, name)
    for text in MESSAGES:
        found.setdefault(text, "noteweave/library_messages.py")
    for loss in Loss:
        for text in loss.value:
            found.setdefault(text, "exporters/_shared/losses.py")
    return found


def modules() -> list[Path]:
    """Return the modules of all rooms, each once."""
    found: list[Path] = []
    for room in ("vault", "graph", "exporters", "noteweave"):
        for path in sorted((ROOT / room).rglob("*.py")):
            if not path.relative_to(ROOT).as_posix().startswith(LINKED):
                found.append(path)
    return found


def marked(source: str, marks: Collection[str] = tuple(MARKS)) -> list[tuple[str, str]]:
    """Return the messages that a module marks, each with its plural or ""."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _called(node) in marks:
            count = MARKS[_called(node)]
            texts = [each.value for each in node.args[:count] if isinstance(each, ast.Constant)]
            if texts and all(isinstance(text, str) for text in texts):
                found.append((texts[0], texts[1] if len(texts) > 1 else ""))
    return found


def unmarked(source: str) -> list[tuple[int, str]]:
    """Return texts of a module that are printed and not marked: line and text.

    A text is one of at least two words that a function of `PRINTS` is given, or that a generator
    yields; in an f-string, its words beside the values. Markup is none, nor is a command.
    """
    tree = ast.parse(source)
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(each) for each in node.values}
        if isinstance(node, ast.Call) and _called(node) in {*MARKS, *ERRORS, "Option", "Argument"}:
            inside |= {id(each) for each in ast.walk(node)}
    found = []
    for node in ast.walk(tree):
        printed: list[ast.expr] = []
        if isinstance(node, ast.Call) and _called(node) in PRINTS:
            printed = [*node.args, *(word.value for word in node.keywords)]
        elif isinstance(node, ast.Yield | ast.YieldFrom) and node.value is not None:
            printed = [node.value]
        for each in (part for value in printed for part in ast.walk(value)):
            if id(each) in inside or not isinstance(each, ast.Constant | ast.JoinedStr):
                continue
            text = template(each) if isinstance(each, ast.JoinedStr) else each.value
            if (
                isinstance(text, str)
                and "<" not in text
                and _TWO_WORDS.search(_VALUE.sub("", _CODE.sub("", text)))
            ):
                found.append((each.lineno, text))
    return sorted(set(found))


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def has_words(text: str) -> bool:
    """Whether a text of the help has anything to translate besides code and names."""
    rest = _CODE.sub("", text).replace("·", "").strip()
    return bool(re.search(r"[A-Za-z]{2}", rest)) and (" " in rest or rest[-1] in ".:")


def updated(language: str) -> str:
    """Return a catalogue with all messages and the translations that it has."""
    known = catalogue(language) if Path(catalogue_file(language)).exists() else {}
    parts = [_HEAD.format(language=language)]
    for text, (plural, place) in messages().items():
        entry = [f"#: {place}", f"msgid {_quoted(text)}"]
        entry += [f"msgid_plural {_quoted(plural)}"] if plural else []
        entry.append(f"msgstr{'[0]' if plural else ''} {_quoted(known.get(text, ''))}")
        parts.append("\n".join(entry) + "\n")
    return "\n".join(parts)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    status = 0
    for each in LANGUAGES[1:]:
        Path(catalogue_file(each)).write_text(updated(each), encoding="utf-8", newline="\n")
        for missing in sorted(messages().keys() - catalogue(each).keys()):
            print(f"{each}: no translation: {missing!r}", file=sys.stderr)
            status = 1
    sys.exit(status)
