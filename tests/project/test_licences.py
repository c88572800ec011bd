"""Every package that is installed with noteweave has a licence that lets it be used with it."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution, metadata

import pytest
from packaging.requirements import Requirement

PERMISSIVE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Zlib|Unlicense|CC0|0BSD|MPL|HPND)\b",
    re.IGNORECASE,
)
COPYLEFT = {"igraph": "README.md says so"}
"""Packages with another licence, and why that is accepted."""


def installed(name: str, seen: dict[str, str]) -> dict[str, str]:
    """Return the packages that a package needs here, itself included, each with its licence."""
    name = re.sub(r"[-_.]+", "-", name).lower()
    if name in seen:
        return seen
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return seen
    data = metadata(name)
    classifiers = [c for c in data.get_all("Classifier") or () if c.startswith("License")]
    stated = data.get("License-Expression") or "; ".join(classifiers) or data.get("License") or ""
    seen[name] = stated or _licence_file(found)
    for text in found.requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            installed(requirement.name, seen)
    return seen


def _licence_file(found: Distribution) -> str:
    """Return the beginning of the licence's text, for a package whose metadata names none."""
    for file in found.files or ():
        if file.name.upper().startswith(("LICENSE", "LICENCE")):
            return file.read_text()[:200]
    return ""


def test_every_dependency_has_a_known_licence() -> None:
    found = installed("noteweave", {})
    if len(found) < 10:
        pytest.skip("noteweave is not installed here")
    unknown = {n: licence for n, licence in found.items() if not PERMISSIVE.search(licence)}
    assert set(unknown) <= set(COPYLEFT), unknown
