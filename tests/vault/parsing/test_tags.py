"""Tags in running text, by Obsidian's grammar."""

from __future__ import annotations

import pytest

from noteweave.vault.parsing.note import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#a", ["a"]),
        ("x #a y", ["a"]),
        ("a#b (#c) \\#d /#e", []),
        ("**#b** _#c_ ~~#d~~", ["b", "c", "d"]),
        ("#1984 #y1984 #19-84", ["y1984", "19-84"]),
        ("#a/b #a/B/c/", ["a/b", "a/B/c"]),
        ("#图论，离散", ["图论，离散"]),
        ("#图“论”", ["图"]),
        ("#C++ #can't #a—b", ["C", "can", "a"]),
        ("#🧵/线", ["🧵/线"]),
        ("# Title\n#Title", ["Title"]),
        ("#\u3000x", []),
        ("\u3000#x", ["x"]),
        ("`#a`\n\n```\n#b\n```\n\n    #c", []),
        ("$#a$ <!-- #b --> x <p style='#c'>", []),
        ("[x](http://y.z/#a) <http://y.z/ #b>", ["b"]),
        ("https://y.z/#frag", []),
        ("[[n #a]] [[#b]]", []),
        ("%%#a%%", []),
        ("%% #a %%", ["a"]),
        ("> #a\n- #b\n\n| #c |\n|---|\n|#d|", ["a", "b", "c", "d"]),
        ("##a #b#c", ["b", "c"]),
        ("#a/#b#c/#d x#e #1#f", ["a", "b", "c", "d"]),
        ("[#a](b.md) [x #c](d.md)", ["a", "c"]),
        ("## x #a", ["a"]),
    ],
)
def test_grammar(text: str, expected: list[str]) -> None:
    assert [tag.name for tag in parse("n.md", text).tags] == expected


def test_position_is_that_of_the_hash() -> None:
    [tag] = parse("n.md", "---\na: 1\n---\n中文 #标签\n").tags
    assert (tag.name, tag.line, tag.column) == ("标签", 4, 4)
