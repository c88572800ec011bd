"""Which pages are to be written for topics, and what they hold."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from noteweave.graph.backlinks.topic_pages import from_template, leads_to, topic_pages
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.vault import Vault
from noteweave.vault.views import overlay


def vault(root: Path, files: dict[str, str]) -> Vault:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return Vault.open(root)


def test_a_page_stands_where_links_lead_and_is_spelt_as_most_spell_it(tmp_path: Path) -> None:
    found = vault(
        tmp_path,
        {
            "a.md": "[[主题/茶]] [[Water]] [[water]] [[gone.md]] [[pic.png]] [x](x.md) [[a]]",
            "b.md": "[[主题/茶|tea]] [[Water]] [[What?]] [[.hidden/x]]",
        },
    )
    assert topic_pages(resolve(found), folder="topics/") == [
        (".hidden/x", "", 1),
        ("Water", "topics/Water.md", 2),
        ("What?", "", 1),
        ("主题/茶", "主题/茶.md", 2),
    ]
    assert [page.path for page in topic_pages(resolve(found), 2)] == ["Water.md", "主题/茶.md"]


def test_in_logseq_a_page_stands_among_the_pages(tmp_path: Path) -> None:
    files = {"logseq/config.edn": "{}", "pages/a.md": "- [[Tea/Green]] #cup\n"}
    found = resolve(vault(tmp_path, files))
    pages = topic_pages(found)
    assert [page.path for page in pages] == ["pages/Tea___Green.md", "pages/cup.md"]
    after = resolve(overlay(found.vault, {page.path: b"" for page in pages}))
    assert all(leads_to(after, page) for page in pages)


def test_links_lead_to_a_page_in_a_vault_that_has_it(tmp_path: Path) -> None:
    before = vault(tmp_path, {"b/c.md": "[[Tea]]", "z.md": ""})
    (page,) = topic_pages(resolve(before), folder="a")
    assert not leads_to(resolve(before), page)
    after = overlay(before, {page.path: b"---\naliases: [Cha]\n---\n"})
    assert list(after.notes) == ["a/Tea.md", "b/c.md", "z.md"]
    assert list(after.files) == list(after.notes)
    assert leads_to(resolve(after), page)


def test_a_template_is_filled_in_as_the_app_does() -> None:
    template = "# {{title}}\n{{date}} {{time}} {{date:YYYY}}\n"
    filled = from_template(template, "主题/茶", datetime(2024, 4, 5, 9, 7))
    assert filled == "# 茶\n2024-04-05 09:07 {{date:YYYY}}\n"
