"""The language of messages: English, or another by a catalogue in `vault/locale/`.

A message is written in English where it arises and marked for extraction by the function it is
passed to. Three functions differ in what they return while another language is in use:

- `_` and `ngettext` return the translation: for text that is printed;
- `translatable` returns the English text, which carries its translation (`local` returns that): for
  findings, whose English is compared, sorted and stored.

An error is raised with its English text, which callers of the library and assistants read;
`translated` finds the translation of it where it is printed.

Catalogues are PO files (https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html), which
are read as they are: there is nothing to compile, and a merge is one of text. English needs none.
`make translations` adds messages to them.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # as type checkers know it, without the time it takes to import typing
if TYPE_CHECKING:
    from re import Pattern
    from typing import Any

ENGLISH = "en"
LANGUAGES = (ENGLISH, "zh")
SENTENCES = frozenset(
    [
        "error",
        "expected",
        "hint",
        "message",
        "more",
        "noun",
        "others",
        "problem",
        "reason",
        "strerror",
        "text",
        "what",
        "why",
    ]
)
"""Names of values in messages that are words to translate, and not names from a vault."""
ERROR_FLAG = "#, error"
"""The line in a catalogue before a message that is translated with its values in it."""
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set names the language
(https://www.gnu.org/software/gettext/manual/html_node/Locale-Environment-Variables.html)."""


class _State:
    """The language in use; a process has one."""

    language = ENGLISH
    fixed = True
    """Whether a configuration cannot change it: outside the command line, or after `--lang`."""
    catalogue: dict[str, str] | None = None
    """Message -> translation; None in English."""
    patterns: list[tuple[str, Pattern[str]]] | None = None
    """Messages of errors as regular expressions, the longest first; None: not made yet."""


class _Translated(str):
    """An English text that carries its translation."""

    local: str


def known(name: str) -> str | None:
    """Return the language that a name such as `zh_CN.UTF-8` means; None if there is no catalogue.

    `C` and `POSIX` are English.
    """
    first = name.replace("-", "_").partition(".")[0].partition("_")[0].lower()
    if first in ("c", "posix"):
        return ENGLISH
    return first if first in LANGUAGES else None


def of_environment() -> str:
    """Return the language that the environment asks for; English for one without a catalogue."""
    value = next((found for name in VARIABLES if (found := os.environ.get(name))), "")
    names = value.split(":")
    return next((found for name in names if (found := known(name))), ENGLISH)


def use(language: str, *, fixed: bool = True) -> None:
    """Use a language from now on.

    Args:
        language: one of `LANGUAGES`.
        fixed: a configuration does not change it.
    """
    _State.language, _State.fixed = language, fixed
    _State.catalogue = None if language == ENGLISH else catalogue(language)
    _State.patterns = None


def configure(language: str | None) -> None:
    """Use the language of a configuration, unless the command line has named one."""
    if language and not _State.fixed and language != _State.language:
        use(language, fixed=False)


def language() -> str:
    """Return the language in use."""
    return _State.language


def identity() -> str:
    """Return what stored translations depend on: the language, and the content of its catalogue."""
    import zlib

    return f"{_State.language} {zlib.crc32(repr(_State.catalogue).encode()):08x}"


def catalogue_file(language: str) -> str:
    """Return the path of a catalogue."""
    return os.path.join(os.path.dirname(__file__), "locale", f"{language}.po")


def catalogue(language: str) -> dict[str, str]:
    """Read a catalogue: message -> translation; of a message with a number, the first plural.

    (Chinese has one form for all numbers.) Messages without a translation are left out.
    """
    import json

    found: dict[str, str] = {}
    entry = {"msgid": "", "msgstr": ""}
    field = ""
    with open(catalogue_file(language), encoding="utf-8") as file:
        lines = file.read().splitlines()
    for line in [*lines, "msgid"]:
        word, _blank, quoted = line.partition(" ")
        if word == "msgid":
            if entry["msgid"] and entry["msgstr"]:
                found[entry["msgid"]] = entry["msgstr"]
            entry = {"msgid": "", "msgstr": ""}
        if word.startswith("msg"):
            field = "msgstr" if word == "msgstr[0]" else word
        elif line.startswith('"'):
            quoted = line
        else:
            continue
        if quoted:
            entry[field] = entry.get(field, "") + json.loads(quoted)
    return found


def _(text: str) -> str:
    """Return a text in the language in use."""
    return _State.catalogue.get(text, text) if _State.catalogue else text


def ngettext(one: str, many: str, n: int) -> str:
    """Return a text with a number in the language in use; `{n}` and `{n:,}` are the number."""
    translated = _State.catalogue.get(one) if _State.catalogue else None
    return (translated or (one if n == 1 else many)).format(n=n)


NOUNS = ("change", "commit", "link", "note", "orphan", "place", "topic")
"""What is counted; their plurals end in -s."""


def counted(number: int, noun: str) -> str:
    """Return a number with one of `NOUNS`, as in `1 note` and `2,000 notes`."""
    return ngettext(f"{{n:,}} {noun}", f"{{n:,}} {noun}s", number)


def translatable(template: str, /, **values: Any) -> str:
    """Return an English text with values; `local` returns it in the language in use.

    A value may itself come from `translatable`.
    """
    text = template.format(**values) if values else template
    if _State.catalogue is None:
        return text
    translated = _Translated(text)
    translated.local = _State.catalogue.get(template, template)
    if values:
        shown = {name: local(value) for name, value in values.items()}
        translated.local = translated.local.format(**shown)
    return translated


def local(text: Any) -> Any:
    """Return the translation that a text of `translatable` carries; any other value as it is."""
    return text.local if isinstance(text, _Translated) else text


def translation(text: str) -> str:
    """Return the translation that a text of `translatable` carries; "" without one."""
    return text.local if isinstance(text, _Translated) else ""


def translated(text: str) -> str:
    """Return the translation of an English text in which values stand already: that of an error.

    It is compared with the messages that the catalogue flags as those of errors. The words of an
    inner error (`SENTENCES`) are translated as well, and those after a name: `notes.toml: no such
    file`.
    """
    if _State.catalogue is None:
        return text
    return text.local if isinstance(text, _Translated) else _by_template(text) or text


def _by_template(text: str) -> str:
    """Return a translation; "" if no message fits."""
    catalogue = _State.catalogue or {}
    if text in catalogue:
        return catalogue[text]
    if _State.patterns is None:
        _State.patterns = _compiled(catalogue_file(_State.language))
    for template, pattern in _State.patterns:
        if match := pattern.fullmatch(text):
            values = {
                name: (name.rstrip("2") in SENTENCES and _by_template(value)) or value
                for name, value in match.groupdict().items()
            }
            return catalogue[template].format(**values)
    name, colon, rest = text.partition(": ")
    inner = _by_template(rest) if colon else ""
    return f"{name}{colon}{inner}" if inner else ""


def _compiled(path: str) -> list[tuple[str, Pattern[str]]]:
    import json
    import re

    value = re.compile(r"\{([A-Za-z_]\w*)\}")
    with open(path, encoding="utf-8") as file:
        flagged = re.findall(rf"^{ERROR_FLAG}\nmsgid (.+)$", file.read(), re.MULTILINE)
    own = {text: len(value.sub("", text)) for text in map(json.loads, flagged)}
    found = []
    for text in sorted(own, key=lambda text: (-own[text], text)):
        if value.search(text):
            literal = re.escape(text).replace(r"\{", "{").replace(r"\}", "}")
            literal = literal.replace("{number}", r"(?P<number>[\d,]+)")
            found.append((text, re.compile(value.sub(r"(?P<\1>.+)", literal), re.DOTALL)))
    return found
