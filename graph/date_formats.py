"""Formats of dates in names, as Moment.js (Obsidian) and Java (Logseq) write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

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
_Part = tuple[str, Callable[[date], str]]
"""A regular expression for a part of a name, and what writes that part of a date."""


def _names(words: tuple[str, ...], length: int | None = None) -> str:
    return "|".join(word[:length] for word in words)


_PARTS: dict[str, _Part] = {
    "yyyy": (r"(?P<y>\d{4})", lambda d: f"{d.year:04}"),
    "yy": (r"(?P<yy>\d{2})", lambda d: f"{d.year % 100:02}"),
    "y": (r"(?P<y>\d{4})", lambda d: f"{d.year:04}"),
    "M": (r"(?P<m>\d{1,2})", lambda d: str(d.month)),
    "MM": (r"(?P<m>\d{2})", lambda d: f"{d.month:02}"),
    "MMM": (f"(?P<name>{_names(_MONTHS, 3)})", lambda d: _MONTHS[d.month - 1][:3]),
    "MMMM": (f"(?P<name>{_names(_MONTHS)})", lambda d: _MONTHS[d.month - 1]),
    "d": (r"(?P<d>\d{1,2})", lambda d: str(d.day)),
    "dd": (r"(?P<d>\d{2})", lambda d: f"{d.day:02}"),
    "do": (r"(?P<d>\d{1,2})(?:st|nd|rd|th)", lambda d: f"{d.day}{_ORDINALS.get(d.day, 'th')}"),
    "E": (f"(?:{_names(_DAYS, 3)})", lambda d: _DAYS[d.weekday()][:3]),
    "EEEE": (f"(?:{_names(_DAYS)})", lambda d: _DAYS[d.weekday()]),
}
_PARTS |= {"EE": _PARTS["E"], "EEE": _PARTS["E"]}


class DateFormat:
    """One format: writes a date, and reads one; English names of months and days."""

    def __init__(self, pattern: str, tokens: re.Pattern[str], java: Mapping[str, str]) -> None:
        """`java` translates the tokens that Java writes in another way."""
        parts: list[_Part] = []
        used: set[str] = set()
        at = 0
        for match in tokens.finditer(pattern):
            parts.append(_literal(pattern[at : match.start()]))
            at = match.end()
            text = match["text"]
            part = _literal(text) if text is not None else _PARTS[java.get(match[0], match[0])]
            group = re.match(r"\(\?P<(\w+)>", part[0])
            if group and group[1] in used:  # `YYYY/MM/YYYY-MM-DD`: the same twice
                part = (re.sub(r"\(\?P<\w+>", "(?:", part[0]), part[1])
            used |= {group[1]} if group else set()
            parts.append(part)
        parts.append(_literal(pattern[at:]))
        self._write = [write for _, write in parts]
        self._read = re.compile("".join(read for read, _ in parts), re.IGNORECASE)
        self._whole = "d" in used and bool(used & {"y", "yy"}) and bool(used & {"m", "name"})

    def write(self, day: date) -> str:
        """Return a date in this format."""
        return "".join(write(day) for write in self._write)

    def read(self, name: str) -> date | None:
        """Return the date that a name is; None if it is none, or not a whole date."""
        match = self._read.fullmatch(name) if self._whole else None
        if match is None:
            return None
        found = match.groupdict()
        year = int(found.get("y") or 0) or 2000 + int(found.get("yy") or 0)
        month = int(found.get("m") or 0)
        if found.get("name"):
            month = next(n for n, m in enumerate(_MONTHS, 1) if _same(m, found["name"]))
        try:
            return date(year, month, int(found["d"]))
        except ValueError:
            return None


def _literal(text: str) -> _Part:
    return re.escape(text), lambda _: text


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
