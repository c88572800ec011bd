"""NW036."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote

from noteweave.graph import names
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts, Subject
from noteweave.vault.messages import translatable
from noteweave.vault.model import FileKind

_MEDIA = re.compile(
    r"\.(?:avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp|flac|m4a|mp3|ogg|wav|webm|3gp|mkv|mov|mp4|ogv"
    r"|pdf|docx?|odt|xlsx?|pptx?|epub|zip)$",
    re.IGNORECASE,
)
"""Files that are in a vault to be linked; a style sheet or a script is not."""
_TEXT = re.compile(
    r"\.(?:md|markdown|mdx|canvas|base|css|scss|less|html?|xml|svg|m?[jt]sx?|json|ya?ml|toml|edn|txt"
    r"|org|rst|tex|csv|py|sh|vue|astro|njk|liquid|webmanifest)$",
    re.IGNORECASE,
)
_ICON = re.compile(r"(?:favicon|apple-touch-icon|android-chrome|mstile|safari-pinned-tab)", re.I)
"""Files that a browser or web server finds by their name."""
_VARIANT = re.compile(r"\.(?:excalidraw|light|dark)$")
_LARGEST_TEXT = 1 << 22
"""Bytes of the largest file that is searched for names."""
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_TAIL = 4
"""Characters before the extension by which names are looked up."""


def attachments(subject: Subject) -> Iterator[str]:
    """Yield the attachments that a note links to or embeds."""
    for found in subject.links:
        if found.target and subject.vault.files[found.target].kind is FileKind.ATTACHMENT:
            yield found.target


@vault_rule("NW036", Severity.INFO, on=False, reads="links", gather=attachments)
def unused_attachment(vault: CheckedVault, facts: Facts) -> Iterator[Remark]:
    """No note uses a picture, PDF or other attachment.

    Links, embeds, properties and canvases count, and so does the name of the file anywhere in a
    note, in a style sheet, script or page of the vault, or in the settings of its app. The icons of
    a website and a picture with the name of a note in its folder (a drawing) count as used.

    Bad:
        --- tea.md
        ![[gaiwan.svg]]
        --- pictures/gaiwan.svg
        <svg xmlns="http://www.w3.org/2000/svg"/>
        --- pictures/kettle.svg
        <svg xmlns="http://www.w3.org/2000/svg"/>

    Good:
        --- tea.md
        ![[gaiwan.svg]] and <img src="pictures/kettle.svg">
        --- pictures/gaiwan.svg
        <svg xmlns="http://www.w3.org/2000/svg"/>
        --- pictures/kettle.svg
        <svg xmlns="http://www.w3.org/2000/svg"/>
    """
    notes = {_bare(path) for path, file in vault.files.items() if file.kind is FileKind.NOTE}
    unused = [
        path
        for path, file in vault.files.items()
        if file.kind is FileKind.ATTACHMENT
        and not (file.excluded or file.ignored or path in facts)
        and _MEDIA.search(path)
        and not _ICON.match(path.rpartition("/")[2])
        and _bare(path) not in notes
    ]
    if unused:
        named = _named(unused, _texts(vault))
        for path in unused:
            if path not in named:
                yield Remark(path, 1, 1, 1, 1, translatable("no note uses this file"))


def _bare(path: str) -> str:
    """Return a path without extensions: Excalidraw writes `x.dark.svg` for `x.excalidraw.md`."""
    return _VARIANT.sub("", names.without_md(_MEDIA.sub("", path)))


def _texts(vault: CheckedVault) -> Iterator[tuple[str, str]]:
    """Yield path and text of every file that may name another one."""
    source = vault.resolved.vault
    for path, file in vault.files.items():
        if _TEXT.search(path) and file.size <= _LARGEST_TEXT and not file.ignored:
            yield path, source.text(path)
    for text in source.app_texts():
        yield "", text


def _named(paths: Iterable[str], texts: Iterable[tuple[str, str]]) -> set[str]:
    """Return the files whose name is in a text, however a link may write it."""
    by_tail: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for path in paths:
        name = names.key(path.rpartition("/")[2])
        by_tail[_tail(name)].append((name, path))
    pattern = re.compile("|".join(map(re.escape, sorted(by_tail, key=len, reverse=True))))
    found: set[str] = set()
    for source, text in texts:
        for form in _forms(text):
            for match in pattern.finditer(form):
                for name, path in by_tail[match[0]]:
                    if source != path and form.endswith(name, 0, match.end()):
                        found.add(path)
    return found


def _tail(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    return f"{stem[-_TAIL:]}{dot}{extension}"


def _forms(text: str) -> set[str]:
    forms = {text}
    if "%" in text:
        forms.add(unquote(text))
    if "\\" in text:
        forms.add(_ESCAPED.sub("", text))
    if "&" in text:
        forms.add(unescape(text))
    return {names.key(form) for form in forms}
