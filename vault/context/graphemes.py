"""Where a text may be cut: never inside a grapheme cluster (UAX #29)."""

from __future__ import annotations

import unicodedata

REACH = 64
"""Code points of the longest cluster; a longer run of marks is cut, so that time is bounded."""

_JOINER = "\u200d"
_VIRAMA = 9
"""Canonical combining class of the sign that joins two consonants in Indic scripts."""


def may_cut(text: str, at: int) -> bool:
    """Return whether `text` may be cut before `text[at]` without dividing a grapheme cluster.

    The rules use the properties that the standard library has: marks, joined and coloured emoji,
    flags, Hangul written in letters, Indic conjuncts.
    """
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if before < "\u0300" and after < "\u0300":
        return not (before == "\r" and after == "\n")
    if _extends(after) or before == _JOINER:
        return False
    if unicodedata.combining(before) == _VIRAMA and unicodedata.category(after) == "Lo":
        return False
    if _is_flag_letter(before) and _is_flag_letter(after):
        return _flag_letters_before(text, at) % 2 == 0
    return not (_is_hangul(before) and _is_later_jamo(after))


def cut_after(text: str, at: int) -> int:
    """Return the first place from `at` on at which `text` may be cut."""
    last = at + REACH
    while at < last and not may_cut(text, at):
        at += 1
    return at


def cut_before(text: str, at: int) -> int:
    """Return the last place up to `at` at which `text` may be cut."""
    first = at - REACH
    while at > first and not may_cut(text, at):
        at -= 1
    return at


def _extends(char: str) -> bool:
    return (
        char == _JOINER
        or unicodedata.category(char) in {"Mn", "Me", "Mc"}
        or char in "\u0e33\u0eb3"  # Thai and Lao am: letters by category, marks by UAX #29
        or "\U0001f3fb" <= char <= "\U0001f3ff"  # skin colours
        or "\U000e0020" <= char <= "\U000e007f"  # the letters of a region's flag
    )


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _flag_letters_before(text: str, at: int) -> int:
    first = at
    while first > max(0, at - REACH) and _is_flag_letter(text[first - 1]):
        first -= 1
    return at - first


def _is_hangul(char: str) -> bool:
    return (
        "\u1100" <= char <= "\u11ff"  # letters
        or "\ua960" <= char <= "\ua97c"  # old letters
        or "\uac00" <= char <= "\ud7fb"  # syllables, and more old letters
    )


def _is_later_jamo(char: str) -> bool:
    """Whether this is a vowel or final consonant, which joins the letter before it."""
    return "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7fb"
