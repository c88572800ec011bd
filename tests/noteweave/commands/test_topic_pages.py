"""`noteweave backlinks --write --topics`, as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave.cli import run

Output = pytest.CaptureFixture[str]
SETTINGS = '[backlinks]\ntopic-template = "templates/topic.md"\ntopic-folder = "topics"\n'
TEMPLATE = '---\nkind: topic\nup: "[[Index]]"\n---\n# {{title}}\n'


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    files = {
        "noteweave.toml": 'exclude = ["templates/"]\n' + SETTINGS,
        "templates/topic.md": TEMPLATE,
        "Index.md": "All topics.\n",
        "a.md": "Steam and [[元语/茶|tea]]. [[Water]] [[Once]]\n",
        "b.md": "- [[元语/茶]]\n- [[Water]]\n- [[bad:name]] [[bad:name]]\n",
        "c.md": "[[bad:name]]\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


def test_pages_begin_as_the_template_and_end_with_their_backlinks(
    vault: Path, capfd: Output
) -> None:
    assert run(["backlinks", str(vault), "--write", "--topics", "--at-least", "2"]) == 0
    printed = capfd.readouterr()
    assert printed.out.splitlines() == [
        "Index.md", "topics/Water.md", "元语/茶.md", "3 notes changed",
    ]  # fmt: skip
    assert printed.err == "bad:name: no page is written: a file cannot have this name\n"
    assert (vault / "元语/茶.md").read_text("utf-8") == TEMPLATE.replace("{{title}}", "茶") + (
        "\n<!-- noteweave: backlinks -->\n## Backlinks\n\n"
        "- [[a]]\n  - Steam and **tea**. Water Once\n- [[b]]\n  - **元语/茶**\n"
        "<!-- noteweave: /backlinks -->\n"
    )
    assert "[[topics/Water]]" not in (vault / "Index.md").read_text("utf-8")
    assert "- [[Water]]\n" in (vault / "Index.md").read_text("utf-8")
    assert not (vault / "topics/Once.md").exists()


def test_a_second_run_changes_nothing(vault: Path, capfd: Output) -> None:
    assert run(["backlinks", str(vault), "--write", "--topics"]) == 0
    capfd.readouterr()
    assert run(["backlinks", str(vault), "--write", "--topics", "--dry-run"]) == 0
    assert capfd.readouterr().out == "0 notes would change\n"


def test_no_file_is_replaced(vault: Path, capfd: Output) -> None:
    (vault / ".noteweaveignore").write_text("topics/\n")
    (vault / "topics").mkdir()
    (vault / "topics" / "Once.md").write_text("mine")
    (vault / "元语").mkdir()
    (vault / "元语" / "茶.md").symlink_to("nowhere")
    run(["backlinks", str(vault), "--write", "--topics"])
    assert (vault / "topics" / "Once.md").read_text() == "mine"
    assert not (vault / "nowhere").exists()
    assert "元语/茶: no page is written: there is a file\n" in capfd.readouterr().err


def test_a_preview_writes_nothing(vault: Path, capfd: Output) -> None:
    assert run(["backlinks", str(vault), "--write", "--topics", "--diff"]) == 1
    assert "new file mode 100644\n--- /dev/null\n+++ b/topics/Once.md\n" in capfd.readouterr().out
    assert not (vault / "topics").exists()


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--topics"], "--topics writes pages for all topics, with --write and without a NOTE"),
        (["Index", "--write", "--topics"], "without a NOTE"),
    ],
)
def test_what_cannot_be_combined_is_said(
    vault: Path, capfd: Output, arguments: list[str], what: str
) -> None:
    assert run(["backlinks", str(vault), *arguments]) == 2
    assert what in capfd.readouterr().err


def test_a_missing_template_is_said(vault: Path, capfd: Output) -> None:
    (vault / "templates" / "topic.md").unlink()
    assert run(["backlinks", str(vault), "--write", "--topics"]) == 2
    assert "templates/topic.md: the template of topics cannot be read" in capfd.readouterr().err
    assert not (vault / "topics").exists()
