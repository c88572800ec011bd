"""Rewrite a link with another target; everything else stays as its author wrote it."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import quote

from noteweave.graph import names
from noteweave.graph.names import key
from noteweave.vault.model import Kind, Link, Syntax
from noteweave.vault.parsing.links import destination

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_PART = r"(?:[^\s()<\\]|\\.|\((?:[^\s()\\]|\\.)*\))+"
"""A bare destination: parentheses in it are balanced or escaped."""
_DESTINATION = re.compile(rf"\]\(\s*(?:<([^<>\r\n]*)>|({_PART}))(?=[\s)])")
_NON_ASCII = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")
_NO_TARGET = re.compile(r"[#|\r\n]|\[\[|\]\]")
"""What the target of a wikilink cannot contain."""
_BARE = ' ()<>%#?:\\"'
_POINTED = "<>%#?:\\"


def spellings(
    written: str, path: str, source: str, *, was: tuple[str, str], markdown: bool
) -> Iterator[str]:
    """Yield the ways to name a file from a note; the one most like the old spelling first.

    Args:
        written: the target as it was written.
        path: the vault path it must name now.
        source: the note that will contain the link.
        was: the path it named before, and the note that contained it.
        markdown: whether it is a Markdown link, whose plain paths may be relative.
    """
    short = path if _has_ending(written, was[0]) else names.without_md(path)
    near = posixpath.relpath(short, names.folder(source) or ".")
    dotted = near if near.startswith("../") else f"./{near}"
    if written.startswith(("./", "../")):
        yield dotted if written.startswith("./") or near.startswith("../") else near
        yield dotted
    elif written.startswith("/"):
        yield f"/{short}"
    elif markdown and _same(written, posixpath.relpath(was[0], names.folder(was[1]) or ".")):
        yield near
        yield dotted
    parts = short.split("/")
    least = written.count("/") + 1
    if _same(written, was[0]) and least > 1:
        yield short
    for count in range(min(least, len(parts)), len(parts) + 1):
        yield "/".join(parts[-count:])
    yield f"/{short}"
    yield f"/{path}"
    yield names.stem(path).replace("___", "/")  # Logseq's namespaces


def retargeted(
    link: Link, target: str, before: str | None = None, *, label_first: bool = False
) -> str | None:
    """Return the source of a link with another target; None if its syntax cannot express it.

    Args:
        link: as written; display text, fragment, title and spaces stay.
        target: what it must name, not encoded.
        before: the character before a link in a property: a quote tells how to escape for YAML.
            If it is None, a text that may need escaping gives None.
        label_first: whether the order is `[[label|target]]`.
    """
    if link.syntax is Syntax.CANVAS:
        return _json(target)
    if before is None:
        if link.kind is Kind.PROPERTY and re.search(r"[\\\"']", link.raw + target):
            return None
        before = ""
    if link.syntax is Syntax.WIKILINK:
        return _wikilink(link.raw, target, before, label_first)
    if link.syntax is Syntax.TAG:
        return f"#[[{target}]]" if re.search(r"\s", target) else f"#{target}"
    if link.syntax is Syntax.MARKDOWN:
        return _markdown(link, target, before, label_first)
    return None


def with_fragment(link: Link, fragment: str, *, label_first: bool = False) -> str | None:
    """Return the source of a link with another fragment; None if its syntax cannot express it.

    Args:
        link: as written, with a fragment.
        fragment: what follows the `#`, not encoded.
        label_first: whether the order is `[[label|target]]`.
    """
    if link.syntax is Syntax.WIKILINK:
        start = link.raw.index("[[") + 2
        content = link.raw[start:-2]
        first, last = _target_part(content, label_first)
        hash_ = content.find("#", first, last)
        if hash_ < 0 or re.search(r"[|\r\n]|\[\[|\]\]", fragment):
            return None
        return f"{link.raw[:start]}{content[: hash_ + 1]}{fragment}{content[last:]}]]"
    for match in reversed(list(_DESTINATION.finditer(link.raw))):
        group = 1 if match[1] is not None else 2
        path, hash_mark, _ = match[group].partition("#")
        if hash_mark and destination(unescaped(match[group])).fragment == link.fragment:
            special = _POINTED if group == 1 else _BARE
            new = "".join(quote(c, safe="") if c in special.replace("#", "") else c
                          for c in fragment)  # fmt: skip
            return f"{link.raw[: match.start(group)]}{path}#{new}{link.raw[match.end(group) :]}"
    return None


def encoded(target: str, written: str, *, pointed: bool) -> str:
    """Return the encoded destination for a target; `?…` and `#…` of the old one stay.

    Args:
        target: a path.
        written: the old destination; if it percent-encodes letters, so does the new one.
        pointed: whether it is in `<…>`, where spaces need no encoding.
    """
    rest = re.search(r"[?#].*", written, re.DOTALL)
    special = _POINTED if pointed else _BARE
    whole = _NON_ASCII.search(written) is not None
    path = "".join(quote(c, safe="") if c in special or c < " " or (whole and c > "~") else c
                   for c in target)  # fmt: skip
    return path + (rest[0] if rest else "")


def _wikilink(raw: str, target: str, before: str, label_first: bool) -> str | None:
    if _NO_TARGET.search(target):
        return None
    start = raw.index("[[") + 2
    content = raw[start:-2]
    first, last = _target_part(content, label_first)
    hash_ = content.find("#", first, last)
    last = hash_ if hash_ >= 0 else last
    path = content[first:last]
    first += len(path) - len(path.lstrip())
    last = max(first, last - (len(path) - len(path.rstrip())))
    return f"{raw[:start]}{content[:first]}{_quoted(target, before)}{content[last:]}]]"


def _target_part(content: str, label_first: bool) -> tuple[int, int]:
    """Return where the target and fragment are in the text between a wikilink's brackets."""
    lead = len(content) - len(content.lstrip())
    bar = content.find("|", lead + 1)
    if label_first and bar >= 0:
        return bar + 1, len(content)
    last = bar if bar >= 0 else len(content)
    return 0, last - 1 if bar == last and content[last - 1] == "\\" else last


def _markdown(link: Link, target: str, before: str, label_first: bool) -> str | None:
    for match in reversed(list(_DESTINATION.finditer(link.raw))):
        group = 1 if match[1] is not None else 2
        written = match[group]
        if written.startswith("[[") and written.endswith("]]"):
            inner = _wikilink(written, target, before, label_first)
            if inner is None:
                continue
            new = inner
        elif destination(unescaped(written)).target == link.target:
            new = encoded(target, written, pointed=group == 1)
        else:
            continue
        return (
            f"{link.raw[: match.start(group)]}{_quoted(new, before)}{link.raw[match.end(group) :]}"
        )
    return None


def unescaped(written: str) -> str:
    """Return a destination without CommonMark's escapes and entities."""
    from html import unescape  # a large table, seldom needed

    return unescape(_ESCAPED.sub(r"\1", written))


def _quoted(text: str, before: str) -> str:
    """Return a text for the inside of a YAML string that begins with the given quote."""
    if before == '"':
        return _json(text)
    return text.replace("'", "''") if before == "'" else text


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _has_ending(written: str, path: str) -> bool:
    """Whether a link names a note with its `.md`."""
    return names.without_md(written) != written and key(path).endswith(
        key(posixpath.basename(written))
    )


def _same(written: str, path: str) -> bool:
    return key(written) in (key(path), key(names.without_md(path)))
