"""The recipes of CONTRIBUTING.md, which tests follow to the letter."""

from __future__ import annotations

import re

from paths import ROOT


def recipe(title: str, language: str = "python") -> list[str]:
    """Return the blocks of code of a recipe in one language."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition(f"## Recipe: {title}\n")[2].partition("\n## ")[0]
    found = re.findall(rf"^```{language}\n(.*?)^```$", section, re.M | re.S)
    assert found
    return found
