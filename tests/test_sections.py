"""Where the section that noteweave keeps in a note is."""

import pytest

from noteweave.vault.sections import CLOSING, OPENING, section_range

SECTION = f"{OPENING}\n## Backlinks\n\n- [[Teapot]]\n{CLOSING}"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_it_reaches_from_comment_to_comment(newline: str) -> None:
    section = SECTION.replace("\n", newline)
    text = f"茶{newline}{newline}{section}{newline}after"
    found = section_range(text)
    assert found is not None
    assert text[found[0] : found[1]] == section


@pytest.mark.parametrize(
    "text",
    [
        "",
        OPENING,
        f"{CLOSING}\n{OPENING}",
        f"in a line {SECTION}",
        f"```\n{SECTION}\n```",
        f"~~~ md\n{SECTION}",
        f"````\n```\n{SECTION}\n````",
    ],
)
def test_what_is_no_section(text: str) -> None:
    assert section_range(text) is None


def test_a_fence_that_has_ended_hides_nothing() -> None:
    assert section_range(f"```\ncode\n```\n{SECTION}") is not None
