"""Cells of CSV files that people open in a spreadsheet."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet calculate a cell: https://owasp.org/www-community/attacks/CSV_Injection."""


def no_formula(text: str) -> str:
    """Return a text cell that a spreadsheet does not calculate: with `'` before a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
