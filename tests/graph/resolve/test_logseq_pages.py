"""Which page a link of Logseq finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave.graph.resolve.dialects import page_name
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.disk.app_settings import AppSettings, LogseqSettings
from noteweave.vault.vault import Vault


def found(root: Path, config: str, *paths: str, text: str) -> list[str | None]:
    """Return the targets of the links of `pages/x.md`."""
    for path in ("logseq/config.edn", "pages/x.md", *paths):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(f"- {path}\n", encoding="utf-8")
    (root / "logseq/config.edn").write_text(config, encoding="utf-8")
    (root / "pages/x.md").write_text(text, encoding="utf-8")
    resolved = resolve(Vault.open(root))
    return [link.target for link in resolved.links(resolved.vault.notes["pages/x.md"])]


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("a___b", "a/b"),
        ("50%25", "50%"),
        ("a%22b", 'a"b'),
        ("C%23", "C#"),
        ("what%3F%20now", "what? now"),
        ("a%252Fb", "a%2Fb"),
        ("a%E4%BD%A0", "a%E4%BD%A0"),
        ("100%zz", "100%zz"),
        ("CON___", "CON"),
        ("a____b", "a/_b"),
        ("x.y", "x.y"),
    ],
)
def test_a_page_is_called_as_its_file_decoded(stem: str, name: str) -> None:
    assert page_name(f"pages/{stem}.md") == name


def test_names_of_files_in_the_old_format() -> None:
    old = AppSettings(logseq=LogseqSettings(dots_are_slashes=True))
    assert page_name("pages/a.b%3Fc.md", old) == "a/b?c"


@pytest.mark.parametrize("name", ["C#", "c#", "f# minor"])
def test_a_page_reference_has_no_fragment(tmp_path: Path, name: str) -> None:
    paths = ("pages/C%23.md", "pages/F%23 minor.md")
    text = f"- [[{name}]] #[[{name}]] [see]([[{name}]])"
    assert set(found(tmp_path, "{}", *paths, text=text)) == {
        "pages/C%23.md" if name.lower() == "c#" else "pages/F%23 minor.md"
    }


@pytest.mark.parametrize(
    ("config", "file", "names"),
    [
        (
            "{}",
            "journals/2024_01_05.md",
            ["Jan 5th, 2024", "jan 5th, 2024", "2024_01_05", "2024-01-05"],
        ),
        (
            '{:journal/page-title-format "EEEE, dd.MM.yyyy"'
            ' :journal/file-name-format "yyyy-MM-dd"}',
            "journals/2024-01-05.md",
            ["Friday, 05.01.2024", "2024-01-05", "2024_01_05", "Jan 5th, 2024"],
        ),
        (
            '{:journals-directory "diary" :journal/file-name-format "dd MMM yyyy"}',
            "diary/05 Jan 2024.md",
            ["Jan 5th, 2024", "2024-01-05"],
        ),
    ],
)
def test_a_journal_is_found_by_every_form_of_its_date(
    tmp_path: Path, config: str, file: str, names: list[str]
) -> None:
    text = " ".join(f"[[{name}]]" for name in names)
    assert found(tmp_path, config, file, text=text) == [file] * len(names)
    assert found(tmp_path, config, text="[[Jan 6th, 2024]] [[2024-13-45]] [[12]]") == [None] * 3


def test_a_backup_is_not_the_page(tmp_path: Path) -> None:
    paths = ("pages/Tea.md", "logseq/version-files/base/pages/Tea.md", "logseq/bak/pages/Old.md")
    assert found(tmp_path, "{}", *paths, text="[[Tea]] [[Old]]") == ["pages/Tea.md", None]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("- #+BEGIN_QUERY\n  {:title [[Tea]]}\n  #+END_QUERY\n- [[Tea]]", 1),
        ("- #+begin_src clj\n  [[Tea]]\n  #+end_src\n", 0),
        ("#+BEGIN_QUOTE\n[[Tea]]\n#+END_QUOTE\n", 1),
        ("- #+BEGIN_SRC\n  [[Tea]]\n", 1),
        ("- #+BEGIN_QUERY\n#+BEGIN_SRC\n[[Tea]]\n#+END_SRC\n", 0),
        ("- {{poem [[Tea]]}} {{renderer :todo, [[Tea]]}} [[Tea]]", 1),
        ("- {{embed [[Tea]]}} {{ embed [[Tea]]}} {{{embed [[Tea]] }}}", 3),
        ("- {{{cards [[Tea]]}}} {{{{[[Tea]]}}}}", 0),
        ("- {{query (and [[Tea]] {{x}})}}", 0),
        ("- {{ [[Tea]]", 1),
    ],
)
def test_arguments_of_macros_and_code_are_no_links(tmp_path: Path, text: str, count: int) -> None:
    assert len(found(tmp_path, "{}", "pages/Tea.md", text=text)) == count


def test_a_tag_may_have_dots(tmp_path: Path) -> None:
    assert found(tmp_path, "{}", "pages/a.b.c.md", text="- #a.b.c. and #a.b.c, and #a") == [
        "pages/a.b.c.md",
        "pages/a.b.c.md",
        None,
    ]


@pytest.mark.parametrize(
    ("config", "text", "pages"),
    [
        ("{}", "- x\n  tags:: a, b\n", ["a", "b"]),
        ("{}", "- x\n  kind:: a, b\n", []),
        ("{:property/separated-by-commas #{:kind :Of_What}}", "- x\n  kind:: a，b\n", ["a", "b"]),
        ('{:property/separated-by-commas ["of-what"]}', "of_what:: a\n", ["a"]),
        ("{}", "by:: [[a]] and #b\n", ["a", "b"]),
        ("{:ignored-page-references-keywords #{:by}}", "by:: [[a]] and #b\n\n- [[c]]\n", ["c"]),
        ("{:ignored-page-references-keywords #{:by}}", "- x [[c]]\n  By:: [[a]] #b\n", ["c"]),
        ("{}", 'by:: "[[a]] and #b"\n\n- [[c]]\n', ["c"]),
        ("{}", "- x\n  title:: [[a]]\n", []),
        ("{}", "- ```\n  tags:: a\n  ```\n", []),
    ],
)
def test_properties_name_pages_as_the_settings_say(
    tmp_path: Path, config: str, text: str, pages: list[str]
) -> None:
    paths = [f"pages/{name}.md" for name in "abc"]
    expected = [f"pages/{name}.md" for name in pages]
    assert found(tmp_path, config, *paths, text=text) == expected


@pytest.mark.parametrize("name", ["Jan 5th, 2024", "2024-01-05", "2024_01_05", "05.01.2024"])
def test_a_journal_is_found_whatever_format_is_set(tmp_path: Path, name: str) -> None:
    config = '{:journal/page-title-format "dd.MM.yyyy"}'
    journal = "journals/2024_01_05.md"
    assert found(tmp_path, config, journal, text=f"- [[{name}]]\n") == [journal]


def test_a_journal_is_called_by_its_date() -> None:
    assert page_name("journals/2024_01_05.md") == "Jan 5th, 2024"
    assert page_name("pages/2024_01_05.md") == "2024_01_05"


@pytest.mark.parametrize("name", ["tea", "/tea", "tea/", " TEA "])
def test_slashes_and_spaces_around_a_name_do_not_count(tmp_path: Path, name: str) -> None:
    assert found(tmp_path, "{}", "pages/tea.md", text=f"- [[{name}]]\n") == ["pages/tea.md"]


def test_a_file_of_org_mode_is_a_page_unless_it_is_ignored(tmp_path: Path) -> None:
    text = "- [[tea]] [[pot]]\n"
    (tmp_path / ".noteweaveignore").write_text("old/\n", encoding="utf-8")
    paths = found(tmp_path, "{}", "pages/tea.org", "old/pot.org", text=text)
    assert paths == ["pages/tea.org", None]
