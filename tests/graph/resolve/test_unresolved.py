"""What a link that finds nothing means: a plan, a mistake, or nothing that can be said here."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.check.findings import Severity
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.vault import Vault


def said(root: Path, link: str) -> list[tuple[str, Severity]]:
    """What the check says about a link in `notes/today.md` of a small vault."""
    for path in ("notes/people/Alice.md", "LICENSE", "notes/scripts/brew", "img/cup.png"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("She knows.\n")
    (root / "notes" / "today.md").write_text(f"See {link}.\n", "utf-8")
    found = check(resolve(Vault.open(root)), CheckOptions())
    return [(finding.code, finding.severity) for finding in found]


@pytest.mark.parametrize(
    "link",
    [
        "[her](people/Alcie.md)",
        "[[people/Alcie]]",
        "[[Alcie.md]]",
        "[[./Bob]]",
        "![](cup.jpg)",
        "![[cup.jpg]]",
        "[a form](form.pdf)",
        "![cup](/img/pot.png)",
    ],
)
def test_surely_broken(tmp_path: Path, link: str) -> None:
    ((code, severity),) = said(tmp_path, link)
    assert code in ("NW001", "NW006")
    assert severity is Severity.ERROR


@pytest.mark.parametrize(
    "link", ["[[Bob]]", "[[people/Bob]]", "[[00-元语/茶]]", "[[package.json]]", "![[Bob]]"]
)
def test_a_plan(tmp_path: Path, link: str) -> None:
    assert said(tmp_path, link) == [("NW002", Severity.INFO)]


@pytest.mark.parametrize(
    "link",
    [
        "[a folder](people/)",
        "[a folder](people)",
        "[here](.)",
        "[the licence](../LICENSE)",
        "[a script](scripts/brew)",
        "[windows](people\\Alice.md)",
        "[a template's]({{ cover }})",
        "[^2](那时写的脚注)",
        "[top](#)",
        "[a query](people/Alice.md?plain=1)",
    ],
)
def test_nothing_is_wrong(tmp_path: Path, link: str) -> None:
    assert said(tmp_path, link) == []


@pytest.mark.parametrize(
    "link",
    [
        "[outside](../../README.md)",
        "[hidden](../.github/workflows/ci.yml)",
        "[a site's root](/about.png)",
        "[made](people/alice.html)",
        "[installed](../node_modules/tea/README.md)",
        "[an alias](@site/docs/tea.md)",
    ],
)
def test_nobody_can_say(tmp_path: Path, link: str) -> None:
    assert said(tmp_path, link) == [("NW017", Severity.INFO)]


def test_a_page_of_a_website_is_a_doubt_and_in_obsidian_an_error(tmp_path: Path) -> None:
    assert said(tmp_path, "[guide](guide/start)") == [("NW001", Severity.WARNING)]
    (tmp_path / ".obsidian").mkdir()
    assert said(tmp_path, "[guide](guide/start)") == [("NW001", Severity.ERROR)]


def test_a_web_address_without_its_beginning_is_told_how_to_begin(tmp_path: Path) -> None:
    assert said(tmp_path, "[tea](example.org/tea)") == [("NW001", Severity.ERROR)]
