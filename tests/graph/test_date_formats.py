"""Dates in the formats that apps let people choose."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noteweave.graph.date_formats import java, moment

DAY = date(2024, 1, 5)
LOGSEQ = [
    ("MMM do, yyyy", "Jan 5th, 2024"),
    ("do MMM yyyy", "5th Jan 2024"),
    ("do MMMM yyyy", "5th January 2024"),
    ("MMMM do, yyyy", "January 5th, 2024"),
    ("E, dd-MM-yyyy", "Fri, 05-01-2024"),
    ("E, MM/dd/yyyy", "Fri, 01/05/2024"),
    ("EEE, yyyy/MM/dd", "Fri, 2024/01/05"),
    ("EEEE, dd.MM.yyyy", "Friday, 05.01.2024"),
    ("dd.MM.yyyy", "05.01.2024"),
    ("MM_dd_yyyy", "01_05_2024"),
    ("yyyy-MM-dd EEEE", "2024-01-05 Friday"),
    ("yyyyMMdd", "20240105"),
    ("yyyy_MM_dd", "2024_01_05"),
    ("yyyy年MM月dd日", "2024年01月05日"),
    ("d/M/yy", "5/1/24"),
    ("'Day' d 'of' MMM yyyy", "Day 5 of Jan 2024"),
]
OBSIDIAN = [
    ("YYYY-MM-DD", "2024-01-05"),
    ("YYYY/MM/YYYY-MM-DD", "2024-01-05"),
    ("DD-MM-YYYY", "05-01-2024"),
    ("dddd, MMMM Do YYYY", "Friday, January 5th 2024"),
    ("YYYYMMDD ddd", "20240105 Fri"),
    ("[Journal] D.M.YY", "Journal 5.1.24"),
]


@pytest.mark.parametrize(("pattern", "name"), LOGSEQ)
def test_formats_of_logseq(pattern: str, name: str) -> None:
    assert java(pattern).write(DAY) == name
    assert java(pattern).read(name) == DAY


@pytest.mark.parametrize(("pattern", "name"), OBSIDIAN)
def test_formats_of_obsidian(pattern: str, name: str) -> None:
    assert moment(pattern).write(DAY) == name
    assert moment(pattern).read(name) == DAY


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("yyyy-MM-dd", "2024-13-05"),
        ("yyyy-MM-dd", "2024-02-30"),
        ("yyyy-MM-dd", "2024-01-05b"),
        ("yyyy-MM", "2024-01"),
        ("MMM do, yyyy", "Tea 5th, 2024"),
        ("(((", "((("),
        ("", ""),
    ],
)
def test_is_no_date(pattern: str, name: str) -> None:
    assert java(pattern).read(name) is None


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(LOGSEQ))
def test_what_is_written_is_read(day: date, example: tuple[str, str]) -> None:
    assert java(example[0]).read(java(example[0]).write(day)) == day


@pytest.mark.parametrize("pattern", ["yyyy" + "dM" * 25, "yyyyM" + "d''" * 45])
def test_a_token_that_is_repeated_takes_no_exponential_time(pattern: str) -> None:
    assert java(pattern).read("2024" + "1" * 70 + "x") is None


def test_a_token_that_is_repeated_is_the_same_text() -> None:
    assert moment("YYYY/MM/DD/YYYY-MM-DD").read("2024-01-05") == DAY
    assert java("dd yyyy-MM-dd").read("05 2024-01-05") == DAY
    assert java("dd yyyy-MM-dd").read("06 2024-01-05") is None
    assert java("d dd M yyyy").read("5 05 1 2024") == DAY


def test_a_very_long_format_reads_no_date() -> None:
    assert java("yyyy MM dd" + " " * 200).read(f"2024 01 05{' ' * 200}") is None
