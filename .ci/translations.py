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
from pathlib import Path

import typer
from error_messages import error_messages

from noteweave.cli import application
from noteweave.commands._translated_help import texts, words
from noteweave.exporters import exporter, formats
from noteweave.exporters._shared.losses import Loss
from noteweave.graph.check.fault_messages import TEMPLATES
from noteweave.graph.check.manual import manual
from noteweave.graph.check.registry import rules
from noteweave.library_messages import MESSAGES
from noteweave.vault.messages import LANGUAGES, catalogue, catalogue_file

ROOT = Path(__file__).resolve().parent.parent
MARKS = {"_": 1, "translatable": 1, "ngettext": 2}
"""Functions that mark a message -> the number of literals they take."""
LINKED = tuple(f"noteweave/{room}/" for room in ("vault", "graph", "exporters"))
"""Where the rooms appear a second time, by symbolic links."""
_HEAD = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: {language}\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""
_CODE = re.compile(r"`[^`]*`")


def messages() -> dict[str, tuple[str, str]]:
    """Return every message: the English text -> its plural, and where it is."""
    found: dict[str, tuple[str, str]] = {}
    for room in ("vault", "graph", "exporters", "noteweave"):
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(
                ("noteweave/vault/", "noteweave/graph/", "noteweave/exporters/")
            ):
                source = path.read_text(encoding="utf-8")
                for text, plural in marked(source):
                    found.setdefault(text, (plural, name))
                for text in error_messages(source):
                    found.setdefault(text, ("", name))
    for template in MESSAGES:
        found.setdefault(template, ("", "noteweave/library_messages.py"))
    for loss in Loss:
        for text in loss.value:
            found.setdefault(text, ("", "exporters/_shared/losses.py"))
    for name in formats():
        for option in getattr(exporter(name), "OPTIONS", ()):
            found.setdefault(option.doc, ("", f"option of {name}"))
    for template in TEMPLATES:
        found.setdefault(template, ("", "graph/check/fault_messages.py"))
    for rule in rules():
        found.setdefault(manual(rule.manual).title, ("", f"rule {rule.code}"))
    for text in words():
        found.setdefault(text, ("", "help"))
    for text in texts(typer.main.get_command(application())):
        if has_words(text):
            found.setdefault(text, ("", "help"))
    return found


def marked(source: str) -> list[tuple[str, str]]:
    """Return the messages that a module marks, each with its plural or ""."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            count = MARKS.get(node.func.id, 0)
            texts = [each.value for each in node.args[:count] if isinstance(each, ast.Constant)]
            if texts and all(isinstance(text, str) for text in texts):
                found.append((texts[0], texts[1] if len(texts) > 1 else ""))
    return found


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
