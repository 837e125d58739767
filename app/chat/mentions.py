"""Whom a text calls by name: "@Priya Shah", or "@Priya" where there is only one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from app.accounts.models import Person


def called_in(text: str, people: Sequence[Person]) -> list[Person]:
    """Those of `people` whom `text` calls, each once, in the order of `people`."""
    called = {person_id for _, _, person_id in calls_in(text, people)}
    return [each for each in people if each.id in called]


def calls_in(text: str, people: Sequence[Person]) -> Iterator[tuple[int, int, int]]:
    """Where `text` calls one of `people`: from, to (with the "@"), and the id of who it is."""
    names = _names(people)
    if names:
        for found in _pattern(names).finditer(text):
            yield found.start(), found.end(), names[found.group(1).casefold()]


def _names(people: Iterable[Person]) -> dict[str, int]:
    """Every name one may be called by, in lower case, with whose it is."""
    everybody = list(people)
    firsts = Counter(each.first_name.casefold() for each in everybody)
    names = {each.name.casefold(): each.id for each in everybody}
    for each in everybody:
        first = each.first_name.casefold()
        if firsts[first] == 1:
            names.setdefault(first, each.id)
    return names


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    # The longest first: "@Priya Shah" is not "@Priya" with a word after it.
    longest_first = sorted(names, key=len, reverse=True)
    either = "|".join(re.escape(name) for name in longest_first)
    return re.compile(rf"(?<!\w)@({either})(?!\w)", re.IGNORECASE)
