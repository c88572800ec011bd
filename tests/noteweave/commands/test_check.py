"""`noteweave check` and `explain`, as they are typed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from noteweave.cli import run
from noteweave.graph.check.registry import rules

Output = pytest.CaptureFixture[bytes]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / "leaf").mkdir()
    (tmp_path / "today.md").write_text(
        "[the pot](pot.md)\n[[leaf/Oolnog]]\n[[Leaf day]]\n[[leaf/Oolong#Roast]]\n", "utf-8"
    )
    (tmp_path / "leaf" / "Oolong.md").write_text("# Oolong\n", "utf-8")
    return tmp_path


def codes(out: bytes) -> list[str]:
    return [finding["code"] for finding in json.loads(out)["findings"]]


def check(vault: Path, capfd: Output, *arguments: str) -> tuple[int, list[str]]:
    status = run(["check", str(vault), "--format", "json", "--no-cache", *arguments])
    return status, codes(capfd.readouterr().out)


def test_errors_fail_and_plans_do_not(vault: Path, capfdbinary: Output) -> None:
    assert check(vault, capfdbinary) == (1, ["NW001", "NW001", "NW002", "NW004"])
    (vault / "today.md").write_text("[[Leaf day]]\n", "utf-8")
    assert check(vault, capfdbinary) == (0, ["NW002"])
    assert check(vault, capfdbinary, "--fail-on", "info") == (1, ["NW002"])


def test_rules_are_chosen_by_code_name_and_beginning(vault: Path, capfdbinary: Output) -> None:
    assert check(vault, capfdbinary, "--select", "broken-heading") == (1, ["NW004"])
    assert check(vault, capfdbinary, "--ignore", "NW001", "--ignore", "nw004") == (0, ["NW002"])
    assert check(vault, capfdbinary, "--select", "NW03") == (0, [])
    assert check(vault, capfdbinary, "--show", "error")[1] == ["NW001", "NW001", "NW004"]


def test_an_unknown_rule_is_a_request_that_cannot_be_met(
    vault: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(vault), "--select", "broken-lnk"]) == 2
    said = capfd.readouterr().err
    assert "broken-lnk: no such rule" in said
    assert "did you mean broken-link?" in said


def test_the_configuration_is_heard_and_the_command_line_wins(
    vault: Path, capfdbinary: Output
) -> None:
    (vault / "noteweave.toml").write_text(
        '[check]\nignore = ["NW002"]\nfail-on = "info"\n[check.severity]\nNW001 = "info"\n'
        '[check.paths."today.md"]\nignore = ["broken-heading"]\n',
        "utf-8",
    )
    assert check(vault, capfdbinary) == (1, ["NW001", "NW001"])
    assert check(vault, capfdbinary, "--fail-on", "error") == (0, ["NW001", "NW001"])
    assert check(vault, capfdbinary, "--select", "unresolved-topic") == (1, ["NW002"])


def test_a_baseline_lets_an_old_vault_start_clean(vault: Path, capfdbinary: Output) -> None:
    known = vault / "known.json"
    assert run(["check", str(vault), "--baseline", str(known)]) == 2
    assert b"--update-baseline" in capfdbinary.readouterr().err
    assert run(["check", str(vault), "--baseline", str(known), "--update-baseline"]) == 0
    capfdbinary.readouterr()
    assert check(vault, capfdbinary, "--baseline", str(known)) == (0, ["NW002"])
    text = (vault / "today.md").read_text("utf-8")
    (vault / "today.md").write_text(f"New line.\n{text}![[new.png]]\n", "utf-8")
    assert check(vault, capfdbinary, "--baseline", str(known)) == (1, ["NW002", "NW006"])


@pytest.mark.parametrize(
    "text",
    [
        "[the pot](pot.md) <!-- noteweave: ignore NW001 -->\n",
        "<!-- noteweave: ignore -->\n[the pot](pot.md)\n",
        "<!-- noteweave: ignore-file broken-link -->\n\n[the pot](pot.md)\n",
        "---\nnoteweave-ignore: [NW001]\n---\n[the pot](pot.md)\n",
        "---\nnoteweave-ignore: broken-link\n---\n[the pot](pot.md)\n",
    ],
)
def test_a_writer_may_say_that_it_is_meant(vault: Path, capfdbinary: Output, text: str) -> None:
    (vault / "today.md").write_text(text, "utf-8")
    assert check(vault, capfdbinary) == (0, [])


def test_a_pardon_covers_its_line_and_its_rule_only(vault: Path, capfdbinary: Output) -> None:
    (vault / "today.md").write_text(
        "[a](pot.md) <!-- noteweave: ignore NW004 -->\n\n[b](cup.md)\n", "utf-8"
    )
    assert check(vault, capfdbinary) == (1, ["NW001", "NW001"])


def test_excluded_notes_are_targets_but_not_checked(vault: Path, capfdbinary: Output) -> None:
    (vault / "old.md").write_text("[gone](gone.md)\n", "utf-8")
    (vault / "today.md").write_text("[[old]]\n", "utf-8")
    assert check(vault, capfdbinary, "--exclude", "old.md") == (0, [])


def test_check_waits_for_no_graph_library(vault: Path) -> None:
    heavy = "networkx", "igraph", "pyvis", "IPython", "numpy", "jinja2", "rich"
    code = (
        "import sys; from noteweave.cli import run; status = run(sys.argv[1:]); "
        f"print(sorted(m for m in {heavy} if m in sys.modules), file=sys.stderr); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "check", str(vault)], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "[]"


def test_explain_prints_a_manual_and_lists_all(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "NW004"]) == 0
    assert "A link names a heading that its note does not have." in capfd.readouterr().out
    assert run(["explain"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line[:5] for line in lines] == [rule.code for rule in rules()]
    assert run(["explain", "NW999"]) == 2


def test_a_template_need_not_be_whole(vault: Path, capfdbinary: Output) -> None:
    (vault / "today.md").write_text("---\ntitle: {{title}}: {{date}}\n---\n[[{{next}}]]\n", "utf-8")
    assert check(vault, capfdbinary) == (0, [])
    (vault / "today.md").write_text("---\ntitle: Tea: a day\n---\n", "utf-8")
    assert check(vault, capfdbinary) == (1, ["NW020"])
