"""Who may know what, said once more and in another way than the app says it.

Written from the table "Who may see and do what" of the design and from nothing else: it goes
from the facts of a county to a yes or a no, with no query and none of the app's policies. Where
the app and this differ, one of them is wrong.
"""

from tests.visibility.counties import HIVE_ROLES, HIVES, County, Outing, Sleep, Talk


def knows_child(county: County, person: int, child: int) -> bool:
    """Name, age, care card and plan of a child: the same people know all of them."""
    return any(
        knows_children_of(county, person, stay.household)
        for stay in county.placements
        if stay.who == child and stay.span.is_now
    )


def knows_card(county: County, person: int, child: int) -> bool:
    """The care card: besides, a host while the child's stay is open to it."""
    return knows_child(county, person, child) or any(
        child in sleep.children and is_host_now(county, person, sleep, child)
        for sleep in county.sleeps
    )


def sees_booking(county: County, person: int, sleep: Sleep) -> bool:
    """The family's people, who has or had the children, and who is asked while nobody has them."""
    if knows_children_of(county, person, sleep.family):
        return True
    if sleep.host is not None and _is_home(county, person, sleep.host):
        return True
    return any(
        _is_home(county, person, home) and said in {"asked", "offered", "accepted"}
        for home, said in sleep.called
    )


def has_declined(county: County, person: int, sleep: Sleep) -> bool:
    """Whether the person's home was asked, and said that it can't."""
    return any(said == "declined" and _is_home(county, person, home) for home, said in sleep.called)


def has_open(county: County, person: int, sleep: Sleep) -> bool:
    """As a host: from acceptance until 24 hours after the end."""
    return (
        sleep.state in {"accepted", "confirmed", "under_way", "finished"}
        and sleep.ends + 24 > 0
        and sleep.host is not None
        and _is_home(county, person, sleep.host)
    )


def is_host_now(county: County, person: int, sleep: Sleep, child: int) -> bool:
    """Then more than a name is told, as long as the child lives with the family that asked."""
    return has_open(county, person, sleep) and any(
        each.who == child and each.household == sleep.family and each.span.is_now
        for each in county.placements
    )


def reads_stay(county: County, person: int, sleep: Sleep) -> bool:
    """What was written for and in a stay: the family's people, and the host while it is open."""
    return knows_children_of(county, person, sleep.family) or any(
        is_host_now(county, person, sleep, child) for child in sleep.children
    )


def reads_answer(county: County, person: int, sleep: Sleep, home: int) -> bool:
    """What a host wrote with its answer: the family's people, and that host."""
    return knows_children_of(county, person, sleep.family) or _is_home(county, person, home)


def reads_about_home(county: County, person: int, number: int) -> bool:
    """What a host tells of its home: those it has children for, and who asked it."""
    return (
        _is_home(county, person, number)
        or any(_hosts_for(county, number, hive) for hive in _hives_of(county, person))
        or any(
            knows_children_of(county, person, sleep.family) and number in dict(sleep.called)
            for sleep in county.sleeps
        )
    )


def _hosts_for(county: County, number: int, hive: int) -> bool:
    """Hosts of a Hive: its own, and the homes of its link carers elsewhere."""
    home = county.homes[number]
    if home.has_left or home.hive is None:
        return False
    return home.hive == hive or any(
        each.household == number
        and each.span.is_now
        and _holds(county, each.who, "link_carer", hive)
        for each in county.carers
    )


def _hives_of(county: County, person: int) -> set[int]:
    """Where somebody belongs, and where the family is that they live in."""
    lived_in = {
        home.hive
        for number, home in enumerate(county.homes)
        if home.hive is not None and _lives_in(county, person, number)
    }
    return lived_in | {hive for hive in range(HIVES) if _belongs(county, person, hive)}


def _is_home(county: County, person: int, number: int) -> bool:
    return not county.homes[number].has_left and _lives_in(county, person, number)


def knows_name_of_child(county: County, person: int, child: int) -> bool:
    """The name alone: besides, those who host an event it goes to, and whose own child goes too.

    And the family it was asked for from, and the host while the stay is open to it.
    """
    if knows_card(county, person, child) or any(
        child in sleep.children
        and (knows_children_of(county, person, sleep.family) or has_open(county, person, sleep))
        for sleep in county.sleeps
    ):
        return True
    return any(
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
    """The names of the families of one's own Hive, of its hosts, and of both sides of a stay."""
    home = county.homes[household]
    if opens_household(county, person, household) or reads_about_home(county, person, household):
        return True
    if any(
        household in {sleep.family, sleep.host} and sees_booking(county, person, sleep)
        for sleep in county.sleeps
    ):
        return True
    return any(
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
