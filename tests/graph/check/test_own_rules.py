"""The rules that a vault sets itself, beyond what their manuals show."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave.config import load
from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.check.findings import Finding, Severity
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.errors import ConfigError
from noteweave.vault.vault import Vault

CLIPPINGS = """\
[[rules.sections]]
heading = "相关文档"
why = "没有理由的链接没有用"
item = "[[*]]；关联理由：{relation}；说明：{reason}"
relations = ["引用", "延伸思考"]
no-unwritten = true

[[rules.sections]]
heading = "主题"
notes = "clips/"
targets-in = "topics/"
least = 2
most = 3
no-tags = true
severity = "warning"
"""


def found(root: Path, rules: str, files: dict[str, str]) -> list[Finding]:
    """Write a vault with rules of its own; return what they find."""
    for path, text in {"noteweave.toml": rules, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())
    options = CheckOptions(select=("NW1",), own=load(root).config.rules)
    return list(check(resolve(Vault.open(root)), options))


def test_each_fault_of_a_collection_is_found_once_and_nothing_else(tmp_path: Path) -> None:
    """A link that one of the vault's own rules reports is no `unresolved-topic` as well."""
    (tmp_path / "noteweave.toml").write_text(
        """\
[topics]
folders = ["topics"]

[[rules.sections]]
heading = "Related"
item = "[[*]]; relation: {relation}"
relations = ["same event", "answer"]
no-unwritten = true

[[rules.sections]]
heading = "Topics"
notes = "clips/"
required = true
targets-in = "topics/"
least = 2
no-tags = true

[[rules.topics]]
forbidden = "article"
same = { "harbours" = "Harbour" }

[[rules.properties]]
notes = "clips/"
required = { "published" = "date" }
"""
    )
    files = {
        "good": ("published: 2024-02-03", "", ""),
        "bare": ("published: 2024-02-03", "- [[clips/good]]", ""),
        "gone": ("published: 2024-02-03", "- [[clips/lost]]; relation: answer", ""),
        "kind": ("published: 2024-02-03", "- [[clips/good]]; relation: similar", ""),
        "late": ("author: Nobody", "", ""),
        "none": ("published: 2024-02-03", "", "- [[topics/Article]]"),
        "same": ("published: 2024-02-03", "", "- [[topics/harbours]]"),
        "tag": ("published: 2024-02-03", "", "- #sea"),
    }
    (tmp_path / "clips").mkdir()
    for name, (head, related, topic) in files.items():
        topics = f"- [[topics/Ships]]\n- [[topics/Fog]]\n{topic}\n"
        text = f"---\n{head}\n---\n\n## Related\n\n{related}\n\n## Topics\n\n{topics}"
        (tmp_path / f"clips/{name}.md").write_text(text)
    (tmp_path / "clips/few.md").write_text(
        "---\npublished: 2024-02-03\n---\n\n## Topics\n\n- [[topics/Fog]]\n"
    )
    options = load(tmp_path).check_options(tmp_path)
    findings = check(resolve(Vault.open(tmp_path)), options)
    assert [(f.path[6:], f.line, f.code) for f in findings] == [
        ("bare.md", 7, "NW104"),
        ("few.md", 5, "NW108"),
        ("gone.md", 7, "NW107"),
        ("kind.md", 7, "NW105"),
        ("late.md", 1, "NW112"),
        ("none.md", 13, "NW110"),
        ("same.md", 13, "NW111"),
        ("tag.md", 13, "NW109"),
    ]


def test_a_topic_folder_that_is_nowhere_is_shown_where_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("[[planned/Tea]]")
    (tmp_path / "noteweave.toml").write_text('[topics]\nfolders = ["planned", "topcis"]\n')
    options = load(tmp_path).check_options(tmp_path)
    assert places(list(check(resolve(Vault.open(tmp_path)), options))) == [
        "noteweave.toml:2:24 NW117 `[topics] folders`: no note and no link is in `topcis`"
    ]


def test_only_targets_in_a_topic_folder_may_be_unwritten_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics/Lighthouse keeper.md").write_text("A place for ships.")
    (tmp_path / "a.md").write_text("[[Lighthouse keper]] [[Fog]] [[topics/Ice]]")
    options = CheckOptions(topic_folders=("topics",))
    findings = check(resolve(Vault.open(tmp_path)), options)
    assert [(f.code, f.suggestion) for f in findings] == [
        ("NW002", "Lighthouse keeper"),
        ("NW002", ""),
    ]


def places(findings: list[Finding]) -> list[str]:
    return [f"{f.path}:{f.line}:{f.column} {f.code} {f.message}" for f in findings]


def test_every_item_says_why_it_is_linked(tmp_path: Path) -> None:
    note = """\
# 相关文档

- [[b]]；关联理由：引用；说明：同一天。
- [[b]]
- [[b]]；关联理由：引申；说明：远了。
- [[c]]；关联理由：引用；说明：没有人写。

# 别处

- [[c]]
"""
    rules = CLIPPINGS.partition("\n\n")[0]
    why = " (没有理由的链接没有用)"
    form = "`[[*]]；关联理由：{relation}；说明：{reason}`"
    assert places(found(tmp_path, rules, {"a.md": note, "b.md": ""})) == [
        f"a.md:4:1 NW104 this item of `相关文档` is not written {form}{why}",
        f"a.md:5:1 NW105 `引申` is no relation of `相关文档`; there are 引用, 延伸思考{why}",
        f"a.md:6:3 NW107 `c` is not written yet, as `相关文档` demands{why}",
    ]


def test_topics_stand_in_their_folder_enough_of_them_and_no_tags(tmp_path: Path) -> None:
    files = {
        "clips/few.md": "## 主题\n\n- [[topics/茶]]\n",
        "clips/many.md": "## 主题\n\n- [[茶]]\n- [[topics/水]]\n- ![[pot.png]]\n- #陶 [x](https://x.org)\n",
        "clips/out.md": "## 主题\n\n- [[水]]\n- [[topics/茶]]\n",
        "elsewhere.md": "## 主题\n\n- [[水]]\n",
        "topics/茶.md": "",
        "pot.png": "",
    }
    findings = found(tmp_path, CLIPPINGS.partition("\n\n")[2], files)
    assert {finding.severity for finding in findings} == {Severity.WARNING}
    assert places(findings) == [
        "clips/few.md:1:1 NW108 `主题` has 1 item; it should have at least 2",
        "clips/many.md:1:1 NW108 `主题` has 4 items; it should have at most 3",
        "clips/many.md:6:3 NW109 `#陶` is a tag; `主题` has none",
        "clips/out.md:3:3 NW106 `水` is not in `topics/`",
    ]


def test_a_section_holds_what_stands_under_its_smaller_headings(tmp_path: Path) -> None:
    rules = '[[rules.sections]]\nheading = "Topics"\nleast = 2\n'
    note = "## **Topics**\n\n- [[a]]\n\n### More\n\n- [[b]]\n\n## Other\n"
    assert found(tmp_path, rules, {"n.md": note}) == []


def test_sections_by_folder(tmp_path: Path) -> None:
    rules = """\
[[rules.sections]]
heading = "Steps"
notes = ["recipes/", "!recipes/index.md"]
required = true
only-here = true
"""
    files = {
        "recipes/a.md": "\n\nNone.",
        "recipes/b.md": "## Steps\n\n## Steps\n",
        "recipes/index.md": "## Steps\n",
        "places/c.md": "- text\n\n## Steps\n",
    }
    assert places(found(tmp_path, rules, files)) == [
        "places/c.md:3:1 NW102 a section `Steps` is not allowed in this note",
        "recipes/a.md:1:1 NW101 there is no section `Steps`",
        "recipes/b.md:3:1 NW103 `Steps` is on line 1 already",
        "recipes/index.md:1:1 NW102 a section `Steps` is not allowed in this note",
    ]


def test_topics_that_are_forbidden_or_called_otherwise(tmp_path: Path) -> None:
    rules = """\
[[rules.topics]]
forbidden = ["article", "old/Tea"]
same = { "agents" = "Agent", "llm" = "LLM", "茶叶" = "topics/茶" }
"""
    note = """\
---
up: "[[Agents]]"
---
[[x/Article]] [[Tea]] [[old/tea]] [[x/agents|both]] [[Agent]] [[LLM]] [[Llm#a]] [t](x/agents.md)
[[茶叶]] https://x.org/agents
"""
    findings = found(tmp_path, rules, {"n.md": note})
    assert [(f.line, f.code, f.fix.text if f.fix else "") for f in findings] == [
        (2, "NW111", "[[Agent]]"),
        (4, "NW110", ""),
        (4, "NW110", ""),
        (4, "NW111", "[[x/Agent|both]]"),
        (4, "NW111", "[[LLM#a]]"),
        (4, "NW111", "[t](x/Agent.md)"),
        (5, "NW111", "[[topics/茶]]"),
    ]


def test_properties_are_there_and_are_what_they_should_be(tmp_path: Path) -> None:
    rules = """\
[[rules.properties]]
notes = ["clips/"]
required = { "发布日期" = "date", "author" = "any" }
optional = { rating = "number", tags = "list", done = "checkbox", kind = ["a", "b"] }

[[rules.properties]]
optional = { title = "text" }
"""
    head = "---\n{}\n---\n"
    good = "发布日期: 2024-02-29T10:00\nAuthor: me\nrating: 4.5\ntags: [x]\ndone: true\nkind: [a]"
    bad = '发布日期: 2023-02-29\nauthor:\nrating: "4"\ntags: x\ndone: 1\ntitle: [x]\nkind: [a, c]'
    files = {
        "clips/good.md": head.format(good),
        "clips/bad.md": head.format(bad),
        "clips/none.md": "No head.",
        "clips/board.canvas": "{}",
        "free.md": "",
    }
    assert places(found(tmp_path, rules, files)) == [
        "clips/bad.md:2:1 NW113 `发布日期` should be a date, as in `2024-04-05`",
        "clips/bad.md:3:1 NW112 the property `author` is empty",
        "clips/bad.md:4:1 NW113 `rating` should be a number",
        "clips/bad.md:5:1 NW113 `tags` should be a list",
        "clips/bad.md:6:1 NW113 `done` should be a checkbox",
        "clips/bad.md:7:1 NW113 `title` should be a text",
        "clips/bad.md:8:1 NW113 `kind` should be one of a, b",
        "clips/none.md:1:1 NW112 there is no property `author`",
        "clips/none.md:1:1 NW112 there is no property `发布日期`",
    ]


def test_words_that_must_not_remain(tmp_path: Path) -> None:
    rules = """\
[[rules.text]]
words = ["TODO", "待补"]
patterns = ['^\\s*lorem\\b.*$']
why = "finished notes only"
"""
    note = """\
---
title: TODO
---
`TODO` stays, 待补充 not.

```
TODO
```

lorem ipsum dolor sit amet, consectetur adipiscing elit

<!-- noteweave: backlinks -->
## Backlinks

- [[other]]
  - TODO in **n**
<!-- noteweave: /backlinks -->
"""
    assert places(found(tmp_path, rules, {"n.md": note})) == [
        "n.md:2:8 NW114 `TODO` must not remain (finished notes only)",
        "n.md:4:15 NW114 `待补` must not remain (finished notes only)",
        "n.md:10:1 NW114 `lorem ipsum dolor sit amet, consectetur …` must not remain"
        " (finished notes only)",
    ]


def test_relations_want_an_answer(tmp_path: Path) -> None:
    rules = """\
[[rules.sections]]
heading = "See"
item = ["[[*]]: {relation}", "*"]

[[rules.answers]]
symmetric = ["same event"]
pairs = { "before" = "after" }
"""
    files = {
        "a.md": "same event:: [[b]]\n\n## See\n\n- [[b]]: before\n- [[c]]: Before\n- [[d]]\n",
        "b.md": '---\nafter: "[[a]]"\n---\n(same event:: [[a]])\n',
        "c.md": "before:: [[a]]",
    }
    assert places(found(tmp_path, rules, files)) == [
        "a.md:6:3 NW115 `c.md` has no `after` back to this note",
        "c.md:1:10 NW115 `a.md` has no `after` back to this note",
    ]


def test_a_rule_that_holds_nowhere_is_shown_where_it_is_written(tmp_path: Path) -> None:
    rules = """\
[[rules.topics]]
forbidden = ["x"]

[[rules.sections]]
heading = "Topics"
notes = ["clips/", "clipings/"]
least = 1

[[rules.sections]]
heading = "Topisc"
least = 1
"""
    files = {"clips/a.md": "## Topics\n\n- [[b]]\n"}
    assert places(found(tmp_path, rules, files)) == [
        "noteweave.toml:4:1 NW116 `notes`: no note matches `clipings/`",
        "noteweave.toml:9:1 NW116 no note has a section `Topisc`",
    ]


@pytest.mark.parametrize(
    ("rules", "what"),
    [
        (
            '[[rules.sections]]\nheading = "A"\n',
            "`[[rules.sections]]` number 1: it demands nothing",
        ),
        ('[[rules.sections]]\nheading = ""\nleast = 1\n', "`heading` is empty"),
        ('[[rules.sections]]\nheading = "A"\nleast = 3\nmost = 2\n', "`least` 3 is more than"),
        ('[[rules.sections]]\nheading = "A"\npattern = "(a"\n', "is not a regular expression"),
        ('[[rules.sections]]\nheading = "A"\nitem = "*{reason}"\n', "nothing stands between"),
        (
            '[[rules.sections]]\nheading = "A"\nitem = "*"\nrelations = ["x"]\n',
            "no form says where it stands",
        ),
        (
            '[[rules.sections]]\nheading = "A"\nrelations = ["Like", "unlike"]\n'
            'pattern = "because (?P<relation>like|alike)"\n',
            "the relation `unlike` is allowed, but by no pattern",
        ),
        ('[[rules.topics]]\nsame = { a = "b", b = "a" }\n', "`b`, which is itself something else"),
        ('[[rules.text]]\nwhy = "x"\n', "a demand is one of words, patterns"),
    ],
)
def test_an_entry_without_a_meaning_is_refused(tmp_path: Path, rules: str, what: str) -> None:
    with pytest.raises(ConfigError) as caught:
        found(tmp_path, rules, {"a.md": ""})
    assert what in f"{caught.value.message}: {caught.value.hint}"
    assert caught.value.message.startswith("noteweave.toml: ")
