"""Which name was meant: slips are found, other words are left alone."""

from __future__ import annotations

import pytest

from noteweave.graph.resolve.suggestions import SimilarNames


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Tea house", "Tea-House"),
        ("Lu Yu’s stove", "Lu Yu's stove"),
        ("白茶与红茶", "白茶和红茶"),
        ("《茶经》", "茶经"),
        ("茶经", "📚茶经"),
        ("Salt & butter tea", "Salt and butter tea"),
        ("Ｐｕ'ｅｒ", "Pu-er"),
        ("Tea leaf rolls", "Tea leaf roll"),
        ("Oolnog tea", "Oolong tea"),
        ("Lapsang Souchng", "Lapsang Souchong"),
        ("Why drink tea", "Why drink tea？"),
    ],
)
def test_a_slip_is_found(written: str, name: str) -> None:
    assert SimilarNames([f"leaf/{name}.md", "road/Kyakhta.md"]).find(written) == [f"leaf/{name}.md"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Week 12", "Week 13"),
        ("2024-1-11", "2024-11-1"),
        ("1.12", "11.2"),
        ("红茶", "绿茶"),
        ("春茶的采摘时间", "秋茶的采摘时间"),
        ("C", "C#"),
        ("Steep -", "Steep"),
        ("Laser", "Layer"),
        ("Glass", "Gloss"),
        ("Brass", "Bras"),
        ("Teapot", "Teapots"),
        ("Whisks", "Whisk"),
        ("Macroclimates", "Microclimates"),
        ("🎬茶馆", "📚茶馆"),
        ("!!", "??"),
    ],
)
def test_another_word_is_left_alone(written: str, name: str) -> None:
    assert SimilarNames([f"{name}.md"]).find(written) == []


def test_in_a_named_folder_a_shorter_slip_is_enough() -> None:
    names = SimilarNames(["people/Alice.md", "places/Alcie.md"])
    assert names.find_in_folder("Alcie", "people") == ["people/Alice.md"]
    assert names.find_in_folder("Alina", "people") == []
    assert SimilarNames(["people/Alice.md"]).find("Alcie") == []
