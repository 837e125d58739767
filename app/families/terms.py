"""Terms of approval that contradict who lives in a family: a caution, not a rule.

Pure: whoever asks has found the children through somebody who may see them.
"""

from collections.abc import Collection, Sequence
from datetime import date

from app.families.ages import years_old
from app.families.models import CareStatus, Child, Household

_NUMBERS = (
    "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven",
    "Twelve",
)  # fmt: skip


def cautions(
    household: Household, children: Sequence[Child], exempted: Collection[Child], today: date
) -> list[str]:
    """What does not fit, in words: too many children in care, or ages outside the terms.

    Who is named in an exemption does not count among the places (Children Act 1989, schedule 7);
    a birth child never does.
    """
    in_care = [each for each in children if each.care_status is CareStatus.IN_CARE]
    named = {each.id for each in exempted}
    placed = sum(1 for each in in_care if each.id not in named)
    ages = [years_old(each.born_on, today) for each in in_care]
    least, most = household.ages_from, household.ages_to
    found = []
    if household.places is not None and placed > household.places:
        lives = "lives" if placed == 1 else "live"
        places = _number(household.places).lower() if household.places else "none"
        found.append(f"{_children(placed)} in care {lives} here. The terms are for {places}.")
    found += _outside(0 if least is None else sum(age < least for age in ages), "younger")
    found += _outside(0 if most is None else sum(age > most for age in ages), "older")
    return found


def _outside(number: int, how: str) -> list[str]:
    if not number:
        return []
    return [f"{_children(number)} {'is' if number == 1 else 'are'} {how} than these ages."]


def _children(number: int) -> str:
    return f"{_number(number)} child" if number == 1 else f"{_number(number)} children"


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
