"""What people write into cells: dates, numbers, one of a few words."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

Choice = TypeVar("Choice")

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LIKE = "like 28/03/2019."
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]0?0:00(?::00)?)?")
_NUMBERS = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d+)")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]+([A-Za-z]{3,})\.?,?[ -]+(\d+)")


class Unreadable(ValueError):
    """What is wrong with a cell, in plain words."""


def day_from(text: str) -> date:
    """A date as 2019-03-28, 28/03/2019, 28.3.2019 or 28 March 2019; raises `Unreadable`."""
    year, month, day = _parts(text)
    if len(year) != 4:
        raise Unreadable(f"Write the year with four figures, {_LIKE}")
    if not 1 <= month <= 12:
        raise Unreadable(f"There is no month {month}. Write the day first, {_LIKE}")
    if not 1900 <= int(year) <= 2100:
        raise Unreadable(f"The year {year} can't be right.")
    if not 1 <= day <= monthrange(int(year), month)[1]:
        raise Unreadable(f"There is no {day} {_MONTHS[month - 1]} {year}.")
    return date(int(year), month, day)


def _parts(text: str) -> tuple[str, int, int]:
    if found := _ISO.fullmatch(text):
        return found[1], int(found[2]), int(found[3])
    if found := _NUMBERS.fullmatch(text):
        return found[3], int(found[2]), int(found[1])
    if (found := _WORDS.fullmatch(text)) and (month := _month(found[2])):
        return found[3], month, int(found[1])
    raise Unreadable(f"“{text[:40]}” is not a date. Write it {_LIKE}")


def _month(word: str) -> int:
    names = enumerate(_MONTHS, 1)
    return next((number for number, name in names if name.lower().startswith(word.lower())), 0)


def said_day(day: date) -> str:
    """A date as the messages say it: "3 October 2015"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def whole_from(text: str, lowest: int, highest: int) -> int:
    """A whole number within bounds; raises `Unreadable`."""
    # Spreadsheets write 8 as "8.0" once a column has held anything else.
    plain = text.removesuffix(".0").replace(",", "")
    if not (plain.isascii() and plain.isdigit() and len(plain) < 7):
        raise Unreadable(f"“{text[:40]}” is not a whole number.")
    if not lowest <= int(plain) <= highest:
        raise Unreadable(f"Write a number from {lowest} to {highest}.")
    return int(plain)


def one_of(text: str, choices: Mapping[str, Choice]) -> Choice:
    """What one of a few words stands for, whatever its capitals; raises `Unreadable`."""
    for word, choice in choices.items():
        if _same(word) == _same(text):
            return choice
    words = list(choices)
    raise Unreadable(
        f"“{text[:40]}” is not known here. Write {', '.join(words[:-1])} or {words[-1]}."
    )


def _same(word: str) -> str:
    return re.sub(r"[\s_-]+", " ", word.casefold())
