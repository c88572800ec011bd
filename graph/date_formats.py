"""Formats of dates in names, as Moment.js (Obsidian) and Java (Logseq) write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
_JAVA = re.compile(r"'(?P<text>[^']*)'|yyyy|yy?|M{1,4}|do|dd?|E{1,4}")
_MOMENT = re.compile(r"\[(?P<text>[^\]]*)\]|YYYY|YY|Y|M{1,4}|Do|DD?|d{2,4}")
_FROM_MOMENT = {
    "YYYY": "yyyy", "Y": "yyyy", "YY": "yy", "Do": "do", "DD": "dd", "D": "d", "dd": "E",
    "ddd": "EEE", "dddd": "EEEE",
}  # fmt: skip
LONGEST = 200
"""Characters of the longest format by which names are read as dates."""


class _Part(NamedTuple):
    """One token of a format."""

    field: str
    """What it says of a date; "": nothing that is needed."""
    read: str
    """A regular expression for what is read."""
    after: str
    """A regular expression for what follows."""
    write: Callable[[date], str]


def _names(words: tuple[str, ...], length: int | None = None) -> str:
    return "|".join(word[:length] for word in words)


_PARTS: dict[str, _Part] = {
    "yyyy": _Part("year", r"\d{4}", "", lambda d: f"{d.year:04}"),
    "yy": _Part("year", r"\d{2}", "", lambda d: f"{d.year % 100:02}"),
    "y": _Part("year", r"\d{4}", "", lambda d: f"{d.year:04}"),
    "M": _Part("month", r"\d{1,2}", "", lambda d: str(d.month)),
    "MM": _Part("month", r"\d{2}", "", lambda d: f"{d.month:02}"),
    "MMM": _Part("month", _names(_MONTHS, 3), "", lambda d: _MONTHS[d.month - 1][:3]),
    "MMMM": _Part("month", _names(_MONTHS), "", lambda d: _MONTHS[d.month - 1]),
    "d": _Part("day", r"\d{1,2}", "", lambda d: str(d.day)),
    "dd": _Part("day", r"\d{2}", "", lambda d: f"{d.day:02}"),
    "do": _Part(
        "day", r"\d{1,2}", "(?:st|nd|rd|th)", lambda d: f"{d.day}{_ORDINALS.get(d.day, 'th')}"
    ),
    "E": _Part("", _names(_DAYS, 3), "", lambda d: _DAYS[d.weekday()][:3]),
    "EEEE": _Part("", _names(_DAYS), "", lambda d: _DAYS[d.weekday()]),
}
_PARTS |= {"EE": _PARTS["E"], "EEE": _PARTS["E"]}


class DateFormat:
    """One format: writes a date, and reads one; English names of months and days."""

    def __init__(self, pattern: str, tokens: re.Pattern[str], java: Mapping[str, str]) -> None:
        """`java` translates the tokens that Java writes in another way."""
        self._write: list[Callable[[date], str]] = []
        read: list[str] = []
        self._tokens: dict[str, str] = {}

        def literal(text: str) -> None:
            self._write.append(lambda _: text)
            read.append(re.escape(text))

        at = 0
        for match in tokens.finditer(pattern):
            literal(pattern[at : match.start()])
            at = match.end()
            if match["text"] is not None:
                literal(match["text"])
                continue
            token = java.get(match[0], match[0])
            part = _PARTS[token]
            self._write.append(part.write)
            # The same token again (`YYYY/YYYY-MM-DD`) is the same text: `DMDMDM...` would else be
            # tried against digits in exponential time.
            again = f"(?P={token})" if token in self._tokens else f"(?P<{token}>{part.read})"
            read.append(again + part.after)
            self._tokens.setdefault(token, part.field)
        literal(pattern[at:])
        self._whole = len(pattern) <= LONGEST and {"year", "month", "day"} <= {
            *self._tokens.values()
        }
        self._read = re.compile("".join(read) if self._whole else "", re.IGNORECASE)

    def write(self, day: date) -> str:
        """Return a date in this format."""
        return "".join(write(day) for write in self._write)

    def read(self, name: str) -> date | None:
        """Return the date that a name is; None if it is none, or not a whole date."""
        match = self._read.fullmatch(name) if self._whole else None
        if match is None:
            return None
        found: dict[str, str] = {}
        for token, field in self._tokens.items():
            found.setdefault(field, match[token])
        year, month = found["year"], found["month"]
        if not month.isdecimal():
            month = str(next(n for n, m in enumerate(_MONTHS, 1) if _same(m, month)))
        try:
            return date(int(year) + 2000 * (len(year) == 2), int(month), int(found["day"]))
        except ValueError:
            return None


def _same(month: str, name: str) -> bool:
    return month.lower().startswith(name.lower())


@lru_cache(100)
def java(pattern: str) -> DateFormat:
    """Return a format such as `EEEE, dd.MM.yyyy` or `MMM do, yyyy`."""
    return DateFormat(pattern, _JAVA, {})


@lru_cache(100)
def moment(pattern: str) -> DateFormat:
    """Return a format such as `YYYY-MM-DD` or `dddd, MMMM Do YYYY`, without its folders."""
    return DateFormat(pattern.rpartition("/")[2], _MOMENT, _FROM_MOMENT)
