"""Who may know what, said once more and in another way than the app says it.

Written from the table "Who may see and do what" of the design and from nothing else: it goes
from the facts of a county to a yes or a no, with no query and none of the app's policies. Where
the app and this differ, one of them is wrong.
"""

from tests.visibility.counties import HIVE_ROLES, County


def knows_child(county: County, person: int, child: int) -> bool:
    """Name, age and care card of a child: the same people know all of them.

    (A stay opens the card to a link carer, and an event the name to others who go there; they
    come with the slices of stays and events.)
    """
    return any(
        knows_children_of(county, person, stay.household)
        for stay in county.placements
        if stay.who == child and stay.span.is_now
    )


def knows_children_of(county: County, person: int, household: int) -> bool:
    """Those who live there, lead its Hive or supervise it. A manager gets counts."""
    home = county.homes[household]
    if home.hive is not None and _holds(county, person, "support_worker", home.hive):
        return True
    if home.social_worker == person and _holds(county, person, "social_worker", None):
        return True
    return not home.has_left and _lives_in(county, person, household)


def opens_household(county: County, person: int, household: int) -> bool:
    """A household's own page, with its terms: those who know its children, and managers."""
    return knows_children_of(county, person, household) or _holds(county, person, "manager", None)


def knows_name_of_household(county: County, person: int, household: int) -> bool:
    """The names of the families of one's own Hive, besides."""
    home = county.homes[household]
    return opens_household(county, person, household) or any(
        home.hive is not None and _holds(county, person, role, home.hive) for role in HIVE_ROLES
    )


def _holds(county: County, person: int, role: str, hive: int | None) -> bool:
    return any(
        each.person == person and each.role == role and each.hive == hive and each.span.is_now
        for each in county.holds
    )


def _lives_in(county: County, person: int, household: int) -> bool:
    return any(
        each.who == person and each.household == household and each.span.is_now
        for each in county.carers
    )
