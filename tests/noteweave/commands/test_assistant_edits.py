"""Fifty kinds of faults are planted; an assistant that applies the edits of the JSON report finds
each gone, and every byte besides as it was before they were planted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from noteweave.cli import run

NOTES = {
    ".obsidian/app.json": "{}",
    "Dragon Well.md": "---\naliases: [Longjing, 龙井]\n---\n# First leaves\n\nFlat. ^flat\n",
    "Yixing pot.md": "Clay.\n",
    "things/Kettle.md": "It sings.\n",
    "茶/盖碗.md": "---\naliases: [Gaiwan]\n---\nA bowl with a lid.\n",
    "rain/Water.md": "Soft.\n",
    "well/spring/Water.md": "Hard.\n",
    "pictures/Tea bowl.png": "",
    "topics 1.md": "[[Gongfu Cha]] and [[Gongfu Cha]]\n",
    "topics 2.md": "[[Gongfu Cha]] again\n",
}
PLANTS = {
    "percent: text": ("See [[Dragon%20Well]].", "See [[Dragon Well]]."),
    "percent: display": ("[[Dragon%20Well|that tea]]", "[[Dragon Well|that tea]]"),
    "percent: heading": ("[[Dragon%20Well#First leaves]]", "[[Dragon Well#First leaves]]"),
    "percent: block": ("[[Dragon%20Well#^flat]]", "[[Dragon Well#^flat]]"),
    "percent: embed": ("![[Yixing%20pot]]", "![[Yixing pot]]"),
    "percent: picture": ("![[Tea%20bowl.png|200]]", "![[Tea bowl.png|200]]"),
    "percent: Chinese": ("[[%E7%9B%96%E7%A2%97]]", "[[盖碗]]"),
    "percent: list": ("- one\n  - [[Yixing%20pot]]", "- one\n  - [[Yixing pot]]"),
    "percent: task": ("- [ ] buy [[Yixing%20pot]]", "- [ ] buy [[Yixing pot]]"),
    "percent: quote": ("> [[Yixing%20pot]] holds less", "> [[Yixing pot]] holds less"),
    "percent: callout": ("> [!tip] [[Yixing%20pot]]\n> x", "> [!tip] [[Yixing pot]]\n> x"),
    "percent: heading line": ("## On [[Yixing%20pot]]", "## On [[Yixing pot]]"),
    "percent: bold": ("**[[Yixing%20pot]]**", "**[[Yixing pot]]**"),
    "percent: highlight": ("==[[Yixing%20pot]]==", "==[[Yixing pot]]=="),
    "percent: footnote": ("x[^1]\n\n[^1]: [[Yixing%20pot]]", "x[^1]\n\n[^1]: [[Yixing pot]]"),
    "percent: table": (
        "| a | b |\n| --- | --- |\n| [[Yixing%20pot\\|pot]] | z |",
        "| a | b |\n| --- | --- |\n| [[Yixing pot\\|pot]] | z |",
    ),
    "percent: property": (
        '---\nup: "[[Yixing%20pot]]"\n---\nx', '---\nup: "[[Yixing pot]]"\n---\nx',
    ),
    "percent: list of a property": (
        '---\nup:\n  - "[[Kettle]]"\n  - "[[Yixing%20pot]]"\n---\nx',
        '---\nup:\n  - "[[Kettle]]"\n  - "[[Yixing pot]]"\n---\nx',
    ),
    "percent: comment": ("%% [[Yixing%20pot]] %%", "%% [[Yixing pot]] %%"),
    "percent: twice in a line": (
        "[[Yixing%20pot]], then [[Dragon%20Well]]",
        "[[Yixing pot]], then [[Dragon Well]]",
    ),
    "percent: after emoji": ("🫖🍵 [[Yixing%20pot]] 🍵", "🫖🍵 [[Yixing pot]] 🍵"),
    "percent: after Chinese": ("先用[[Yixing%20pot]]泡茶。", "先用[[Yixing pot]]泡茶。"),
    "percent: CRLF": ("a\r\nb [[Yixing%20pot]]\r\nc", "a\r\nb [[Yixing pot]]\r\nc"),
    "percent: byte order mark": ("\ufeffSee [[Yixing%20pot]]", "\ufeffSee [[Yixing pot]]"),
    "percent: no line end": ("last [[Yixing%20pot]]\0", "last [[Yixing pot]]\0"),
    "alias: text": ("I like [[Longjing]] best", "I like [[Dragon Well|Longjing]] best"),
    "alias: Chinese": ("我喜欢[[龙井]]。", "我喜欢[[Dragon Well|龙井]]。"),
    "alias: display": ("[[Longjing|the tea]]", "[[Dragon Well|the tea]]"),
    "alias: heading": (
        "[[Longjing#First leaves|it]]",
        "[[Dragon Well#First leaves|it]]",
    ),
    "alias: list": ("1. [[Gaiwan]]", "1. [[盖碗|Gaiwan]]"),
    "alias: quote": ("> [[Gaiwan]]", "> [[盖碗|Gaiwan]]"),
    "alias: table": (
        "| a | b |\n|---|---|\n| [[Gaiwan]] | z |",
        "| a | b |\n|---|---|\n| [[盖碗\\|Gaiwan]] | z |",
    ),
    "alias: property": (
        '---\nup: "[[Longjing]]"\n---\nx', '---\nup: "[[Dragon Well|Longjing]]"\n---\nx',
    ),
    "case: wikilink": ("[[yixing pot]]", "[[Yixing pot]]"),
    "case: display": ("[[yixing Pot|it]]", "[[Yixing pot|it]]"),
    "case: embed": ("![[dragon well]]", "![[Dragon Well]]"),
    "case: Markdown link": ("[x](dragon%20well.md)", "[x](Dragon%20Well.md)"),
    "case: Markdown link with a title": (
        "[x](things/kettle.md 'hot')", "[x](things/Kettle.md 'hot')",
    ),
    "case: pointed brackets": ("[x](<dragon well.md>)", "[x](<Dragon Well.md>)"),
    "case: picture": ("![x](pictures/tea%20bowl.png)", "![x](pictures/Tea%20bowl.png)"),
    "ambiguous name": ("[[Water]]", "[[rain/Water]]"),
    "ambiguous name: display": ("[[Water|soft]]", "[[rain/Water|soft]]"),
    "spelling of a topic": ("[[Gongfu cha]]", "[[Gongfu Cha]]"),
    "space in a destination": ("[pot](Yixing pot.md)", "[pot](Yixing%20pot.md)"),
    "space in a destination: picture": (
        "![bowl](pictures/Tea bowl.png)",
        "![bowl](pictures/Tea%20bowl.png)",
    ),
    "pipe in a table": (
        "| a | b |\n|---|---|\n| [[Dragon Well|it]] | z |",
        "| a | b |\n|---|---|\n| [[Dragon Well\\|it]] | z |",
    ),
    "link without quotes in a property": (
        "---\nup: [[Kettle]]\n---\nx",
        '---\nup: "[[Kettle]]"\n---\nx',
    ),
    "wide colon": ("---\norigin：Hangzhou\n---\nx", "---\norigin: Hangzhou\n---\nx"),
    "no-break space after #": ("x\n\n##\u00a0Second\n\ny", "x\n\n## Second\n\ny"),
    "blank line before the frontmatter": ("\n---\nup: x\n---\ny", "---\nup: x\n---\ny"),
    "no-break space after #: CRLF": ("x\r\n\r\n#\u00a0Top\r\n", "x\r\n\r\n# Top\r\n"),
}  # fmt: skip


def planted(root: Path, which: int) -> dict[str, bytes]:
    """Write a vault with the faulty (0) or the right (1) form of every plant."""
    notes = NOTES | {f"{number:02}.md": pair[which] for number, pair in enumerate(PLANTS.values())}
    for name, text in notes.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        text = text.removesuffix("\0") if text.endswith("\0") else f"{text}\n"
        place.write_bytes(text.encode())
    return contents(root)


def contents(root: Path) -> dict[str, bytes]:
    """Return every file of a vault."""
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def reported(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, Any]]:
    """Return the findings of `check --format json`."""
    run(["check", "--format", "json", *options, str(root)])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["findings"]
    return found


def certain(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the edits that are certain, each once."""
    fixes = (one["fix"] for one in findings if "fix" in one)
    return [*{json.dumps(one): one for one in fixes if one.get("sure", True)}.values()]


def apply(root: Path, fixes: list[dict[str, Any]]) -> None:
    """Apply edits as the manual for assistants says: from the last to the first."""
    for fix in sorted(fixes, key=lambda one: (one["path"], one["start"]), reverse=True):
        place = root / fix["path"]
        data = place.read_bytes()
        mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        text = data.removeprefix(mark).decode()
        text = text[: fix["start"]] + fix["text"] + text[fix["end"] :]
        place.write_bytes(mark + text.encode())


def test_an_assistant_that_applies_the_edits_restores_every_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(PLANTS) >= 50
    right, root = planted(tmp_path / "right", 1), tmp_path / "vault"
    assert certain(reported(tmp_path / "right", capsys)) == []
    assert planted(root, 0) != right
    fixes = certain(reported(root, capsys))
    wrong = {f"{number:02}.md" for number in range(len(PLANTS))}
    assert wrong - {one["path"] for one in fixes} == set()
    apply(root, fixes)
    now = contents(root)
    names = dict(zip(sorted(wrong), PLANTS, strict=True))
    assert {names.get(path, path): (now[path], data) for path, data in right.items()
            if now[path] != data} == {}  # fmt: skip
    assert now == right
    assert certain(reported(root, capsys)) == []
