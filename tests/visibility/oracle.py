"""Who may know what, said once more and in another way than the app says it.

Written from the table "Who may see and do what" of the design and from nothing else: it goes
from the facts of a county to a yes or a no, with no query and none of the app's policies. Where
the app and this differ, one of them is wrong.
"""

from tests.visibility.counties import HIVE_ROLES, HIVES, County, Outing, Talk


def knows_child(county: County, person: int, child: int) -> bool:
    """Name, age and care card of a child: the same people know all of them.

    (A stay opens the card to a link carer; that comes with the slice of stays.)
    """
    return any(
        knows_children_of(county, person, stay.household)
        for stay in county.placements
        if stay.who == child and stay.span.is_now
    )


def knows_name_of_child(county: County, person: int, child: int) -> bool:
    """The name alone: besides, those who host an event it goes to, and whose own child goes too."""
    return knows_child(county, person, child) or any(
        child in outing.going | outing.waiting
        and sees_event(county, person, outing)
        and (
            person in outing.hosts
            or _holds(county, person, "support_worker", outing.hive)
            or (child in outing.going and _has_child_at(county, person, outing))
        )
        for outing in county.outings
    )


def sees_event(county: County, person: int, outing: Outing) -> bool:
    """Of the own Hive, or of one whose families one supervises; of the county; managers all."""
    if _holds(county, person, "manager", None):
        return True
    if outing.hive is None:
        return _is_somebody(county, person)
    supervises = _holds(county, person, "social_worker", None) and any(
        home.social_worker == person and home.hive == outing.hive for home in county.homes
    )
    return supervises or _belongs(county, person, outing.hive)


def _has_child_at(county: County, person: int, outing: Outing) -> bool:
    homes = {county.home_of(each) for each in outing.going} - {None}
    return any(
        home is not None and not county.homes[home].has_left and _lives_in(county, person, home)
        for home in homes
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


def reads_room(county: County, person: int, talk: Talk) -> bool:
    """Rooms of a Hive: its people. Managers and social workers read none but their direct rooms."""
    if talk.kind in {"hive", "announcements"}:
        return _belongs(county, person, talk.hive)
    if talk.kind == "team":
        return _is_anywhere(county, person, "support_worker")
    if talk.kind == "link_carers":
        return any(_is_anywhere(county, person, role) for role in ("link_carer", "support_worker"))
    if person not in talk.inside:
        return False
    return (
        _is_somebody(county, person) if talk.hive is None else _belongs(county, person, talk.hive)
    )


def writes_in_room(county: County, person: int, talk: Talk) -> bool:
    """Whoever reads a room writes there; news its support workers, direct rooms while they may."""
    if not reads_room(county, person, talk):
        return False
    if talk.kind == "announcements":
        return _holds(county, person, "support_worker", talk.hive)
    if talk.kind != "direct":
        return True
    (other,) = talk.inside - {person}
    is_by_manager = talk.opened_by is not None and _holds(county, talk.opened_by, "manager", None)
    return _is_somebody(county, other) and (is_by_manager or _are_tied(county, person, other))


def may_write_to(county: County, person: int, other: int) -> bool:
    """With whom one may open a direct room."""
    if person == other or not (_is_somebody(county, person) and _is_somebody(county, other)):
        return False
    return _holds(county, person, "manager", None) or _are_tied(county, person, other)


def _are_tied(county: County, one: int, other: int) -> bool:
    """People of one Hive; a social worker, and the carers of own households and their HCSW."""
    return (
        any(_belongs(county, one, hive) and _belongs(county, other, hive) for hive in range(HIVES))
        or _looks_after(county, one, other)
        or _looks_after(county, other, one)
    )


def _looks_after(county: County, social_worker: int, person: int) -> bool:
    return _holds(county, social_worker, "social_worker", None) and any(
        home.social_worker == social_worker
        and not home.has_left
        and (
            _lives_in(county, person, number)
            or (home.hive is not None and _holds(county, person, "support_worker", home.hive))
        )
        for number, home in enumerate(county.homes)
    )


def _belongs(county: County, person: int, hive: int | None) -> bool:
    return hive is not None and any(_holds(county, person, role, hive) for role in HIVE_ROLES)


def _is_anywhere(county: County, person: int, role: str) -> bool:
    return any(_holds(county, person, role, hive) for hive in range(HIVES))


def _is_somebody(county: County, person: int) -> bool:
    return any(each.person == person and each.span.is_now for each in county.holds)


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
