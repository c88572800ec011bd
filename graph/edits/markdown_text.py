"""Write text and links as Markdown that is parsed back to exactly the same text. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from posixpath import relpath

from noteweave.graph import names
from noteweave.graph.resolve.resolved_vault import ResolvedVault, sources
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.model import Link, Syntax

_SIGN = re.compile(r"[\\`*\[\]<>#|~$=%^&_]")
_SPECIAL = re.compile(
    # a pattern that begins with a character set is ten times as fast as an alternation
    f"{_SIGN.pattern}(?:(?<![&_])"
    r"|(?<=&)(?=#?\w+;)"
    r"|(?<=_)(?!\w)|(?<=_)(?<!\w_))"  # snake_case needs none
)
_LIST = re.compile(r"[-+:](?!\w)|\d+[.)](?=\s|$)")
_BEGINNING = re.compile(r"[-+:\d]")
"""The first characters of a `_LIST`."""
_UNSAFE = re.compile(r"[\x00-\x20\x7f()<>\"'\\#?%]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def escaped(text: str) -> str:
    """Write `text` so that no character of it is read as markup."""
    text = " ".join(text.split())
    words = _SPECIAL.sub(_behind_backslash, text)
    if item := _LIST.match(text):  # nothing before its end was escaped
        return f"{words[: item.end() - 1]}\\{words[item.end() - 1 :]}"
    return words


def _behind_backslash(sign: re.Match[str]) -> str:
    return "\\" + sign[0]


def is_plain(text: str) -> bool:
    """Whether neither a text nor any part of it needs escaping."""
    return not _SIGN.search(text) and not _BEGINNING.match(text) and " ".join(text.split()) == text


def address(path: str) -> str:
    """Write a relative path as the destination of a link: readable in any script."""
    safe = _UNSAFE.sub(lambda m: f"%{ord(m[0]):02X}", path)
    return f"./{safe}" if _SCHEME.match(safe) else safe


def link(label: str, path: str) -> str:
    """Write a link to a file, or the bare label where there is no file."""
    return f"[{escaped(label)}]({address(path)})" if path else escaped(label)


def strong(text: str) -> str:
    """Write bold text, also next to Chinese characters and full-width punctuation.

    CommonMark's `**` does not open between a letter and punctuation; `<b>` always does.
    """
    words = escaped(text)
    if text[:1].isalnum() and text[-1:].isalnum():
        return f"**{words}**"
    return f"<b>{words}</b>" if words else ""


def prefers_markdown(resolved: ResolvedVault) -> bool:
    """Whether a vault's own links are `[x](y.md)` rather than `[[y]]`: by its app, or by count."""
    if resolved.vault.settings.markdown_links:
        return True
    counts = Counter(
        link.syntax for note in sources(resolved) for link in note.links if not link.external
    )
    return counts[Syntax.MARKDOWN] + counts[Syntax.REFERENCE] > counts[Syntax.WIKILINK]


def wikilinks(resolved: ResolvedVault, source: str, target: str, words: str = "") -> Iterator[str]:
    """Yield the wikilinks by which `source` can reach `target`, the shortest first.

    Args:
        resolved: the vault.
        source: path of the note that will contain the link.
        target: path of the note it must lead to.
        words: display text, if not the target's name.
    """
    label_first = resolved.vault.settings.grammar.label_first
    stem = names.stem(target)
    is_caseless = resolved.vault.settings.profile is Profile.LOGSEQ
    spelled = words if is_caseless and names.key(words) == names.key(stem) else stem
    for name in dict.fromkeys((spelled, *resolved.spellings(target))):
        if not _reaches(resolved, name, source, target) or _UNLINKABLE.search(name):
            continue
        if words in ("", name):
            yield f"[[{name}]]"
        elif not _UNLINKABLE.search(words):
            pair = (words, name) if label_first else (name, words)
            yield f"[[{pair[0]}|{pair[1]}]]"


_UNLINKABLE = re.compile(r"[\[\]|#^\r\n]|%%")
"""What a wikilink cannot contain."""


def _reaches(resolved: ResolvedVault, name: str, source: str, target: str) -> bool:
    link = Link(f"[[{name}]]", name, 0, 0, 0, 0)
    return resolved.resolve(link, source).target == target


def markdown_link(source: str, target: str, words: str = "") -> str:
    """Write a Markdown link from one note to another, relative to the first."""
    return link(words or names.stem(target), relpath(target, names.folder(source) or "."))
