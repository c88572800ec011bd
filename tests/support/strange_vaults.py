"""Hypothesis strategies for notes, canvases, settings and whole vaults, of what breaks programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

NAMES = ("Tea", "tea", "茶", "a b", "sub/Tea", "sub/x.y", "É", "e\u0301", "(x)", "#h", "^b", "🫖")
CHARACTERS = st.characters(codec="utf-8")

MARKUP = (
    "[[", "]]", "![[", "|", "#", "^b", "](", "[", ")", "<", ">", "<!--", "-->", "%%", "`", "```\n",
    "$", "$$", "\\", "\n", "\r\n", "\r", "\n\n", "    ", "\t", "> ", "- ", "1. ", "- [ ] ", "| ",
    "|-|\n", "# ", "---\n", "===\n", "::", "key:: ", "[k:: ", "(k:: ", "{{", "}}", "((", "))",
    "{{query ", "{{embed ", "^id", " ^id\n", "[^1]", "[^1]: ", "[r]: ", "https://a.b/c", "&amp;",
    "&#0;", "\u2028", "\u00a0", "\ufeff", "\u200d", "<div>", "</div>", "> [!note]", "#tag", "#a/b",
    "<!-- noteweave: ignore -->", "<!-- noteweave:backlinks -->", "~~", "**", "_", "==", "%20",
    "tags: [a, b]\n", "aliases: x\n", 'up: "[[Tea]]"\n', "id: 115012345678901234567\n",
    "a: &a [*a]\n",
)  # fmt: skip
PIECES = st.one_of(
    st.sampled_from(MARKUP),
    st.sampled_from(NAMES).flatmap(
        lambda name: st.sampled_from((
            f"[[{name}]]", f"[[{name}|x]]", f"![[{name}]]", f"[[{name}#h]]", f"[x]({name}.md)",
            f"[x](<{name}.md>)", f"[x]({name.replace(' ', '%20')}.md#h)", name,
        ))
    ),
    st.text(CHARACTERS, max_size=6),
)  # fmt: skip
NOTES = st.tuples(st.booleans(), st.lists(PIECES, max_size=25)).map(
    lambda drawn: ("---\n" if drawn[0] else "") + "".join(drawn[1])
)
"""Texts of notes; half of them begin as frontmatter does."""

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.sampled_from((10**400, "\ud800", "[[Tea]]", "Tea.md", "a", "z", "file", "text", "arrow")),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


def _objects(*names: str) -> st.SearchStrategy[Any]:
    """Objects with some of these keys, and any values."""
    return st.dictionaries(st.sampled_from(names), VALUES | NOTES, max_size=len(names))


_NODES = st.lists(_objects("id", "type", "file", "text", "subpath", "background"), max_size=5)
_EDGES = st.lists(_objects("id", "fromNode", "toNode", "label", "toEnd", "fromEnd"), max_size=3)
CANVASES = st.builds(
    lambda value, ascii_only: json.dumps(value, ensure_ascii=ascii_only),
    st.fixed_dictionaries({"nodes": _NODES, "edges": _EDGES}) | VALUES,
    st.booleans(),
)
"""Texts of canvases, and of JSON that is no canvas."""

SETTINGS = st.dictionaries(
    st.sampled_from((
        "userIgnoreFilters", "newLinkFormat", "useMarkdownLinks", "folder", "format",
        "templates_folder", "colorGroups", "search", "showTags",
    )),
    VALUES | st.lists(st.sampled_from(("/(x+x+)+y/", "/(/", "sub/", "Tea", "/^t/")), max_size=2),
    max_size=4,
).map(json.dumps) | VALUES.map(json.dumps)  # fmt: skip
SETTINGS_FILES = (
    ".obsidian/app.json",
    ".obsidian/graph.json",
    ".obsidian/templates.json",
    ".obsidian/daily-notes.json",
    ".vscode/settings.json",
    "dendron.yml",
)
IGNORE = st.lists(
    st.sampled_from(("!", "\\", "*a*b*c", "sub/", "**/T*", "!Tea.md", "[", "#x", " ", "*a" * 25)),
    max_size=4,
).map("\n".join)


@st.composite
def vaults(draw: Callable[..., Any], *, most: int = 6) -> dict[str, str]:
    """Draw the files of a vault by path: notes, canvases, settings, ignore files."""
    files = {}
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=most, unique=True)):
        files[f"{name}.md"] = draw(NOTES)
    for name in draw(st.lists(st.sampled_from(("b", "sub/c")), max_size=2, unique=True)):
        files[f"{name}.canvas"] = draw(CANVASES)
    for path in draw(st.lists(st.sampled_from(SETTINGS_FILES), max_size=2, unique=True)):
        files[path] = draw(SETTINGS)
    if draw(st.booleans()):
        files[".noteweaveignore"] = draw(IGNORE)
    return files
