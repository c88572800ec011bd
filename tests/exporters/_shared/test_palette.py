"""The palette stays legible: for color-blind eyes, and on a light and a dark page."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from noteweave.exporters._shared.palette import COLORS, NEUTRAL, color_of

Color = tuple[float, float, float]
Matrix = tuple[Color, Color, Color]

# Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB.
EYES: dict[str, Matrix] = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(color: str) -> Color:
    def channel(start: int) -> float:
        value = int(color[start : start + 2], 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return channel(1), channel(3), channel(5)


def oklab(rgb: Color) -> Color:
    """Björn Ottosson's OKLab, in which a distance of 0.02 is just noticeable."""
    red, green, blue = rgb
    l = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)  # noqa: E741
    m = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    s = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
    )


def seen(color: str, eye: Matrix) -> Color:
    rgb = linear(color)
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, rgb, strict=True)))) for row in eye
    )
    return oklab((red, green, blue))


def contrast(one: str, two: str) -> float:
    """WCAG 2 contrast ratio."""

    def luminance(color: str) -> float:
        red, green, blue = linear(color)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("eye", EYES)
def test_any_two_colors_are_told_apart(eye: str) -> None:
    for one, two in combinations((*COLORS, NEUTRAL), 2):
        distance = math.dist(seen(one, EYES[eye]), seen(two, EYES[eye]))
        assert distance > 0.04, f"{one} and {two} look alike"


@pytest.mark.parametrize("page", ["#ffffff", "#14171c"])
def test_every_color_is_seen_on_the_page(page: str) -> None:
    for color in (*COLORS, NEUTRAL):
        assert contrast(color, page) > 1.7, color


def test_topics_and_orphans_are_quiet() -> None:
    assert color_of({"kind": "note", "community": 0}) == COLORS[0]
    assert color_of({"kind": "note", "community": 12}) == COLORS[0]
    assert color_of({"kind": "topic", "community": 0}) == NEUTRAL
    assert color_of({"kind": "note", "community": 3, "orphan": True}) == NEUTRAL
    assert color_of({"kind": "note"}) is None
