"""Families of the demo county who wait for a Hive."""

from app.core.carer_rows import Carer
from app.demo.cast import Cast
from app.demo.words import AGENCIES, FAMILY_NAMES, FIRST_NAMES, HIVES
from app.families.models import HouseholdKind
from app.families.services import add_waiting

_FAMILIES = 26
_FROM_AGENCIES = 9


def fill_waiting_list(cast: Cast) -> None:
    """26 families over the areas, nine of them from independent agencies, carers held."""
    from_agencies = [True] * _FROM_AGENCIES + [False] * (_FAMILIES - _FROM_AGENCIES)
    cast.chance.shuffle(from_agencies)
    for number, comes_from_agency in enumerate(from_agencies):
        family = FAMILY_NAMES[-1 - number]
        kind = (
            HouseholdKind.COUNTY if comes_from_agency else cast.chance.choice(list(HouseholdKind))
        )
        is_new = kind is HouseholdKind.NEWLY_APPROVED
        firsts = cast.chance.sample(FIRST_NAMES, 2)[: cast.chance.choice([1, 2, 2])]
        add_waiting(
            actor=cast.named["david"],
            name=f"The {family} family",
            area=HIVES[number % len(HIVES)][1],
            kind=kind,
            approved_on=cast.days_ago(200, 340) if is_new else cast.days_ago(400, 4000),
            previous_agency=cast.chance.choice(AGENCIES) if comes_from_agency else "",
            waiting_since=cast.days_ago(4, 190),
            social_worker_id=cast.chance.choice(cast.social_workers).id,
            carers=[
                Carer(row, f"{first} {family}", f"{first}.{family}@demo.example".lower())
                for row, first in enumerate(firsts, start=1)
            ],
        )
