"""Small vaults of each app, and what their links, headings and tags are.

The rules are those of the apps' own sources and documentation, of CommonMark, of GitHub's anchors
and of RFC 3986; see the modules that apply them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from noteweave.cli import run

OBSIDIAN = {".obsidian/app.json": "{}"}
LOGSEQ = {"logseq/config.edn": "{:meta/version 1}\n"}
FOAM = {".vscode/settings.json": '{"foam.edit.linkReferenceDefinitions": "off"}'}


class Case(NamedTuple):
    """A vault, and the targets of the links and the codes of the findings of one note."""

    name: str
    files: dict[str, str]
    note: str
    targets: list[str | None]
    codes: list[str]


CASES = [
    Case(
        "a path that climbs above the vault begins at its root, one that misses inside does not",
        OBSIDIAN | {"herbs/Sage.md": "", "beds/x.md": "[[../../../herbs/Sage]] [[../Sage]]\n"},
        "beds/x.md", ["herbs/Sage.md", None], ["NW001"],
    ),
    Case(
        "a fence of tildes may close with tabs, and one of backticks inside does not close it",
        OBSIDIAN | {"a.md": "~~~\n[[no]]\n```\n[[no]]\n~~~ \t\n[[yes]]\n", "yes.md": ""},
        "a.md", ["yes.md"], [],
    ),
    Case(
        "percent signs of a share hide no heading below them, those of a comment around it do",
        OBSIDIAN | {"a.md": "5%% more\n\n[[#Sum]] [[#Kept]] `%%`\n\n%%\n# Kept\n%%\n\n# Sum\n"},
        "a.md", ["a.md", "a.md"], ["NW004"],
    ),
    Case(
        "percent signs in an address begin no comment",
        OBSIDIAN | {"a.md": "[x](b.md?q=%%) [[#End]]\n\n## End\n", "b.md": ""},
        "a.md", ["b.md", "a.md"], [],
    ),
    Case(
        "a file without extension comes before a note of its name elsewhere",
        OBSIDIAN | {"LICENSE": "", "legal/LICENSE.md": "", "a.md": "[x](LICENSE)\n"},
        "a.md", ["LICENSE"], [],
    ),
    Case(
        "an embedded file may carry a block id, in a list too",
        OBSIDIAN | {"p.png": "", "a.md": "- ![[p.png]]^fig\n\n[[#^fig]]\n"},
        "a.md", ["p.png", "a.md"], [],
    ),
    Case(
        "an underline with a space behind it makes no heading",
        OBSIDIAN | {"a.md": "Sun\n--- \n\n[[#Sun]]\n"},
        "a.md", ["a.md"], ["NW004"],
    ),
    Case(
        "a block id holds letters, digits and hyphens, of any case",
        OBSIDIAN | {"b.md": "one ^A-1\n\ntwo ^b.2\n", "a.md": "[[b#^a-1]] [[b#^b.2]]\n"},
        "a.md", ["b.md", "b.md"], ["NW005"],
    ),
    Case(
        "backups of a Logseq graph hide no page and are no pages",
        LOGSEQ | {"pages/Jam.md": "- now", "logseq/bak/pages/Jam/old.md": "- [[Lost]]",
                  "logseq/bak/Jam.md": "", "pages/x.md": "- [[Jam]]\n"},
        "pages/x.md", ["pages/Jam.md"], [],
    ),
    Case(
        "a Logseq journal is found by its title format, by ISO and with underscores",
        {"logseq/config.edn": '{:journal/page-title-format "do MMMM yyyy"}\n',
         "journals/2023_03_02.md": "", "pages/x.md": "- [[2nd March 2023]] [[2023-03-02]]\n"},
        "pages/x.md", ["journals/2023_03_02.md", "journals/2023_03_02.md"], [],
    ),
    Case(
        "a Logseq page reference has no fragment, and file names decode any percent sign",
        LOGSEQ | {"pages/F%23 minor.md": "- x", "pages/80%25.md": "",
                  "pages/x.md": "- [[F# minor]] [[80%]]\n"},
        "pages/x.md", ["pages/F%23 minor.md", "pages/80%25.md"], [],
    ),
    Case(
        "arguments of a Logseq macro are no links, those of an embed are",
        LOGSEQ | {"pages/Jam.md": "- j", "pages/x.md": "- {{cards [[Jam]]}} {{embed [[Jam]]}}\n"},
        "pages/x.md", ["pages/Jam.md"], [],
    ),
    Case(
        "a block of code that begins on a Logseq bullet holds no links",
        LOGSEQ | {"pages/Jam.md": "- j",
                  "pages/x.md": "- #+BEGIN_EXAMPLE\n  [[Jam]]\n  #+END_EXAMPLE\n- [[jam]]\n"},
        "pages/x.md", ["pages/Jam.md"], [],
    ),
    Case(
        "a note of another Dendron vault is named with its vault",
        {"dendron.yml": "version: 5\nworkspace:\n  vaults:\n"
         "    - fsPath: one\n    - fsPath: two\n      name: second\n",
         "one/root.md": "", "two/root.md": "", "two/tea.md": "",
         "one/x.md": "[[dendron://second/tea]] [[root]]\n"},
        "one/x.md", ["two/tea.md", "one/root.md"], ["NW003"],
    ),
    Case(
        "a definition of Foam resolves a wikilink of another case",
        FOAM | {"notes/red-tea.md": "",
                "a.md": "[[Red Tea]]\n\n[red tea]: notes/red-tea.md \"Red Tea\"\n"},
        "a.md", ["notes/red-tea.md"], [],
    ),
    Case(
        "a name of Foam may contain dots and be the end of another",
        FOAM | {"v1.2.md": "", "old-v1.2.md": "", "a.md": "[[v1.2]]\n"},
        "a.md", ["v1.2.md"], [],
    ),
    Case(
        "a colon after a number sign or in a folder makes no scheme",
        {"b.md": "# At 7:30\n", "a.md": "[x](b.md#at-730) [y](./c:d/e.md)\n"},
        "a.md", ["b.md", None], ["NW001"],
    ),
    Case(
        "anchors of repeated headings are counted, and a colliding one counts on",
        {"b.md": "# Log\n# Log\n# Log-1\n",
         "a.md": "[x](b.md#log-1) [y](b.md#log-1-1) [z](b.md#log-2)\n"},
        "a.md", ["b.md", "b.md", "b.md"], ["NW004"],
    ),
    Case(
        "anchors keep Chinese, drop emoji and punctuation, and fold other scripts",
        {"b.md": "# 茶 与 Вода! 🍵\n", "a.md": "[x](b.md#茶-与-вода-)\n"},
        "a.md", ["b.md"], [],
    ),
    Case(
        "a name with brackets is suggested as it can be written",
        OBSIDIAN | {"Tea [2].md": "", "a.md": "[Tea](Tea%20%5B2%5D.md)\n"},
        "a.md", ["Tea [2].md"], [],
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_links_and_findings(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, content in case.files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    run(["links", "--no-cache", "--format", "jsonl"])
    links = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [link["target"] for link in links if link["source"] == case.note] == case.targets
    run(["check", "--no-cache", "--format", "json"])
    found: list[dict[str, Any]] = json.loads(capfd.readouterr().out)["findings"]
    assert [one["code"] for one in found if one["path"] == case.note] == case.codes
