"""The same findings, as each reader wants them."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import msgspec
import pytest
from jsonschema import Draft4Validator
from paths import ROOT, TESTS

from noteweave.graph.check.findings import Finding, Fix, Severity
from noteweave.graph.check.registry import rules
from noteweave.reports import CheckReport, formats, report_format
from noteweave.reports._width import cells, clip
from noteweave.reports.text import summary
from noteweave.vault.errors import UnknownNameError

NOTE = "# 茶\n\n见 [[people/Alcie|爱丽丝]]，以及\t[[壶]]。\n"
BROKEN = Finding(
    "日记/50% tea, cold.md", 3, 3, 3, 23, "NW001", "broken-link", Severity.ERROR,
    "there is no note `people/Alcie`; did you mean `people/Alice`?", "people/Alice",
    Fix("日记/50% tea, cold.md", 7, 27, "[[people/Alice|爱丽丝]]"),
)  # fmt: skip
TOPIC = Finding(
    "日记/50% tea, cold.md", 3, 27, 3, 32, "NW002", "unresolved-topic", Severity.INFO,
    "nobody has written `壶` yet",
)  # fmt: skip
BOTH = [BROKEN, TOPIC]


def printed(name: str, findings: list[Finding] = BOTH, **more: object) -> str:
    report = CheckReport(findings, lambda _: NOTE, **more)  # type: ignore[arg-type]
    return "".join(report_format(name).lines(report))


def test_all_reports_are_listed_and_documented() -> None:
    assert formats() == ("github", "gitlab", "json", "junit", "sarif", "text")
    manual = ROOT / "docs" / "check.md"
    assert all(f"`{name}`" in manual.read_text(encoding="utf-8") for name in formats())


def test_an_unknown_report_names_the_others() -> None:
    with pytest.raises(UnknownNameError, match="xml: no such report"):
        report_format("xml")


def test_a_line_of_text_is_path_line_column_code_message() -> None:
    assert printed("text") == (
        "日记/50% tea, cold.md:3:3: NW001 there is no note `people/Alcie`; "
        "did you mean `people/Alice`?\n"
        "日记/50% tea, cold.md:3:27: NW002 nobody has written `壶` yet\n"
    )


def test_a_person_sees_the_place() -> None:
    lines = printed("text", interactive=True, display_prefix="notes/", hidden=7).splitlines()
    assert lines[0] == "notes/日记/50% tea, cold.md"
    text, mark = lines[2], lines[3]
    start = cells(text[: text.index("[[people")])
    assert mark == " " * 10 + "|" + " " * (start - 11) + "^" * cells("[[people/Alcie|爱丽丝]]")
    assert lines[-1] == "1 error, 1 remark; 7 slighter remarks with --show info"
    assert "\x1b" not in "".join(lines)


def test_colours_are_only_for_a_terminal_that_wants_them() -> None:
    assert "\x1b[1;31mNW001\x1b[0m" in printed("text", interactive=True, colour=True)


def test_what_a_note_holds_cannot_reach_the_terminal() -> None:
    evil = Finding(
        "a\nb.md", 1, 1, 1, 4, "NW001", "broken-link", Severity.ERROR, "no `\x1b[2J\u202e`"
    )
    report = CheckReport([evil], lambda _: "\x1b[2J[[x]]", interactive=True)
    shown = "".join(report_format("text").lines(report))
    assert not re.search("[\x1b\u202e]", shown)
    assert printed("text", [evil]).count("\n") == 1


@pytest.mark.parametrize(
    ("found", "words"),
    [([], "nothing is wrong"), ([BROKEN, BROKEN], "2 errors"), ([TOPIC], "1 remark")],
)
def test_a_summary_counts(found: list[Finding], words: str) -> None:
    assert summary(found) == words


@pytest.mark.parametrize("width", [5, 60, 200])
def test_a_long_line_is_cut_around_the_place(width: int) -> None:
    line = "茶" * width + "[[壶]]" + "水" * width
    text, before, length = clip(line, width, width + 5)
    assert cells(text) <= 90
    at = next(n for n in range(len(text)) if cells(text[:n]) == before)
    assert text[at : at + 5] == "[[壶]]"
    assert length == 6


def test_json_is_what_the_manual_says() -> None:
    data = json.loads(printed("json"))
    assert data["version"] == 1
    assert data["findings"][1] == {
        "path": "日记/50% tea, cold.md", "line": 3, "column": 27, "end_line": 3, "end_column": 32,
        "code": "NW002", "name": "unresolved-topic", "severity": "info",
        "message": "nobody has written `壶` yet",
    }  # fmt: skip
    assert data["findings"][0]["suggestion"] == "people/Alice"
    fix = data["findings"][0]["fix"]
    assert NOTE[fix["start"] : fix["end"]] == "[[people/Alcie|爱丽丝]]"
    assert json.loads(printed("json", [])) == {"version": 1, "findings": []}


def test_sarif_says_what_code_scanning_asks_for() -> None:
    data = json.loads(printed("sarif", prefix="my notes/"))
    assert data["version"] == "2.1.0"
    (run,) = data["runs"]
    described = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in described] == [rule.code for rule in rules()]
    first, second = run["results"]
    assert described[first["ruleIndex"]]["id"] == first["ruleId"] == "NW001"
    assert [first["level"], second["level"]] == ["error", "note"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].startswith("my%20notes/%E6%97%A5")
    assert place["region"]["endColumn"] == 23
    assert first["partialFingerprints"] != second["partialFingerprints"]
    replacement = first["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement["insertedContent"]["text"] == "[[people/Alice|爱丽丝]]"


def every_kind() -> list[Finding]:
    """A finding of each rule: without a place, over two lines, with a fix, with odd characters."""
    path = "茶/50% & ‘cold’ #1 \udcff.md"
    fixes = [None, Fix(path, 0, 0, "\n\t\x00"), Fix(path, 3, 9, "")]
    return [
        Finding(
            path, n + 1, 1, n + 1 + n % 2, 1 + n % 3, rule.code, rule.name, rule.severity,
            f"{rule.name} `{{0}}` \u2028 <b>", fix=fixes[n % 3],
        )
        for n, rule in enumerate(rules())
    ]  # fmt: skip


@pytest.mark.parametrize("findings", [[], BOTH, every_kind()], ids=["none", "two", "all rules"])
def test_sarif_is_valid_by_its_schema(findings: list[Finding]) -> None:
    schema = TESTS / "schemas" / "sarif-2.1.0-rtm.5.json"
    validator = Draft4Validator(json.loads(schema.read_text(encoding="utf-8")))
    data = json.loads(printed("sarif", findings, prefix="my notes/"))
    assert [error.message for error in validator.iter_errors(data)] == []
    data["runs"][0]["tool"]["driver"].pop("name")
    assert not validator.is_valid(data)


def test_a_fingerprint_stays_when_lines_are_written_above() -> None:
    def prints(found: list[Finding]) -> list[str]:
        return [issue["fingerprint"] for issue in json.loads(printed("gitlab", found))]

    lower = Finding(*(getattr(BROKEN, name) + (name in ("line", "end_line")) * 9
                      if name in ("line", "end_line") else getattr(BROKEN, name)
                      for name in BROKEN.__struct_fields__))  # fmt: skip
    assert prints([BROKEN]) == prints([lower])
    twice = prints([BROKEN, lower])
    assert len(set(twice)) == 2


def test_gitlab_has_what_its_widget_reads() -> None:
    issue = json.loads(printed("gitlab", prefix="docs/"))[0]
    assert issue["location"]["path"] == "docs/日记/50% tea, cold.md"
    assert issue["location"]["positions"]["begin"] == {"line": 3, "column": 3}
    assert issue["severity"] == "major"
    assert issue["description"].startswith("NW001 there is no note")


def test_github_commands_are_escaped() -> None:
    first, second = printed("github", prefix="docs/").splitlines()
    assert first.startswith("::error file=docs/日记/50%25 tea%2C cold.md,line=3,col=3,")
    assert first.endswith("::there is no note `people/Alcie`; did you mean `people/Alice`?")
    assert second.startswith("::notice ")


def test_junit_counts_and_survives_what_xml_forbids() -> None:
    evil = Finding("a&\x01.md", 1, 1, 1, 2, "NW001", "broken-link", Severity.ERROR, 'no "<\x02>"')
    tree = ElementTree.fromstring(printed("junit", [BROKEN, TOPIC, evil]))
    assert (tree.get("tests"), tree.get("failures")) == ("3", "3")
    assert [suite.get("tests") for suite in tree] == ["2", "1"]
    empty = ElementTree.fromstring(printed("junit", []))
    assert (empty.get("tests"), empty.get("failures")) == ("1", "0")


def test_a_line_break_in_a_name_makes_no_second_line_of_a_junit_failure() -> None:
    odd = msgspec.structs.replace(TOPIC, path="a\rb\nc\x1b[31m.md")
    tree = ElementTree.fromstring(printed("junit", [odd]))
    (failure,) = tree.iter("failure")
    assert failure.text == ("a\\x0db\\x0ac\\x1b[31m.md:3:27: NW002 nobody has written `壶` yet")
