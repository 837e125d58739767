"""A host reads a child's care card from acceptance until 24 hours after the end, and not longer."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.bookings import services
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.models import Household, HouseholdMember, Look, LookedAt, PlacementEnding
from app.families.services import end_placement
from tests.bookings.people import Street
from tests.bookings.staying import SECRET, TakenStay, travel
from tests.conventions.county import County
from tests.conventions.source import STATIC

A_SECOND = timedelta(seconds=1)


def _opens(taken: TakenStay) -> bool:
    response = taken.get(taken.host, "card", taken.child)
    text = response.get_data(as_text=True)
    if response.status_code == 200:
        assert SECRET in text
        return True
    assert response.status_code == 404
    assert SECRET not in text
    assert taken.child.name not in text
    return False


def _looks(child_id: int) -> list[Look]:
    return list(db.session.scalars(sa.select(Look).where(Look.child_id == child_id)))


def test_it_opens_with_the_hosts_yes(county: County, client_for: Callable[..., FlaskClient]):
    street = Street.built(county)
    booking = street.ask()
    taken = TakenStay(street, booking, client_for)
    path = taken.url("card", taken.child)
    client = client_for(taken.host)
    assert client.get(path).status_code == 404
    services.accept(actor=taken.host, booking_id=booking.id)
    assert client.get(path).status_code == 200


def test_an_acceptance_that_still_needs_a_yes_opens_it(
    county: County, client_for: Callable[..., FlaskClient]
):
    street = Street.built(county, delegated=False)
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    taken = TakenStay(street, booking, client_for)
    assert taken.get(taken.host, "card", taken.child).status_code == 200


def test_it_closes_24_hours_after_the_end_to_the_second(taken: TakenStay):
    taken.finish()
    for moment, is_open in (
        (taken.booking.starts_at, True),
        (taken.booking.ends_at, True),
        (taken.closes - A_SECOND, True),
        (taken.closes, False),
        (taken.closes + timedelta(days=30), False),
    ):
        with travel(moment):
            assert _opens(taken) is is_open, moment


def test_it_closes_by_the_clock_though_nobody_wrote_that_they_went_home(taken: TakenStay):
    taken.arrive()
    with travel(taken.closes - A_SECOND):
        assert _opens(taken)
    with travel(taken.closes):
        assert not _opens(taken)


def test_going_home_early_leaves_it_open_for_the_day_after_the_planned_end(taken: TakenStay):
    taken.arrive()
    with taken.during(3):
        services.mark_gone_home(actor=taken.host, booking_id=taken.booking.id)
    with travel(taken.closes - A_SECOND):
        assert _opens(taken)


def test_it_closes_when_the_stay_is_called_off(taken: TakenStay):
    assert _opens(taken)
    services.call_off(actor=taken.family, booking_id=taken.booking.id, why="Chickenpox")
    assert not _opens(taken)


def test_it_closes_when_the_child_lives_elsewhere(taken: TakenStay):
    end_placement(
        actor=taken.street.leader,
        child_id=taken.child.id,
        until_on=clock.today(),
        ending=PlacementEnding.PLANNED,
        note="",
    )
    assert _opens(taken)  # the last day counts
    with travel(clock.now() + timedelta(days=1)):
        assert not _opens(taken)


def test_a_carer_who_leaves_the_hosts_home_reads_it_no_more(taken: TakenStay):
    with unit_of_work():
        db.session.execute(
            sa.update(HouseholdMember)
            .where(HouseholdMember.person_id == taken.host.id)
            .values(until_on=clock.today() - timedelta(days=1))
        )
    assert not _opens(taken)


def test_nobody_else_reads_it_here(taken: TakenStay, county: County):
    path = taken.url("card", taken.child)
    others = (taken.street.hosts[1].carer, county.stranger(), county.people[Role.MANAGER])
    for person in others:
        assert taken.client_for(person).get(path).status_code == 404
    for person in (taken.family, taken.street.leader, taken.street.social_worker):
        sent = taken.client_for(person).get(path)
        assert (sent.status_code, sent.location) == (303, f"/children/{taken.child.id}/care-card")
    assert taken.get(taken.host, "card", county.child).status_code == 404
    # The family's own address of the card stays closed to the host.
    card = taken.client_for(taken.host).get(f"/children/{taken.child.id}/care-card")
    assert card.status_code == 404


def test_each_look_of_a_host_is_told_to_the_family_once_a_day(taken: TakenStay):
    for page in ("card", "card", "handover"):
        taken.read(taken.host, page, taken.child)
    taken.read(taken.host, "emergency")
    (look,) = _looks(taken.child.id)
    assert (look.person_id, look.thing) == (taken.host.id, LookedAt.CARE_CARD)
    assert (look.role, look.reason) == (Role.LINK_CARER, "has the child for a sleepover")
    with travel(clock.now() + timedelta(days=1)):
        taken.read(taken.host, "card", taken.child)
        assert len(_looks(taken.child.id)) == 2
        said = taken.client_for(taken.family).get(f"/children/{taken.child.id}/looks")
    assert "has the child for a sleepover" in said.get_data(as_text=True)


def test_a_refused_look_is_not_written_down(taken: TakenStay):
    with travel(taken.closes):
        taken.get(taken.host, "card", taken.child)
    assert _looks(taken.child.id) == []


def test_a_family_of_the_hive_that_hosts_is_written_down_as_carers(taken: TakenStay):
    host = db.session.get_one(Household, taken.street.host.household.id)
    with unit_of_work():
        for membership in taken.host.memberships:
            membership.role = Role.CARER
    assert host.is_host
    taken.read(taken.host, "card", taken.child)
    assert _looks(taken.child.id)[0].role is Role.CARER


@pytest.mark.parametrize(
    ("page", "of_child"),
    [
        ("stay", False),
        ("packing", False),
        ("notes", False),
        ("after", False),
        ("emergency", False),
        ("card", True),
        ("handover", True),
    ],
)
def test_an_open_page_asks_again_when_it_closes(taken: TakenStay, page: str, of_child: bool):
    child = taken.child if of_child else None
    with travel(taken.closes - timedelta(seconds=90)):
        response = taken.get(taken.host, page, child)
        assert response.status_code == 200
        assert taken.get(taken.family, page, child).headers.get("Refresh") is None
    seconds = int(response.headers["Refresh"])
    with travel(taken.closes - timedelta(seconds=90) + timedelta(seconds=seconds)):
        again = taken.get(taken.host, page, child)
    text = again.get_data(as_text=True)
    assert taken.child.name not in text
    assert again.status_code == (200 if page in ("stay", "after") else 404)


def test_an_open_card_is_looked_up_again_now_and_then(taken: TakenStay):
    """Somebody may call the stay off, or the child may move, while it lies open on a table."""
    response = taken.get(taken.host, "card", taken.child)
    assert int(response.headers["Refresh"]) <= 15 * 60


def test_browsers_and_the_service_worker_keep_no_copy(taken: TakenStay):
    for page, child in (("stay", None), ("emergency", None), ("card", taken.child)):
        response = taken.get(taken.host, page, child)
        assert "no-store" in response.headers["Cache-Control"]
        assert "Hive-Keep-Until" not in response.headers
    folder = STATIC / "pwa" / "worker"
    scripts = "".join(path.read_text() for path in sorted(folder.glob("*.js")))
    kept = [
        re.compile(each.replace("\\/", "/"))
        for each in re.findall(r"const (?:KEPT|REGISTER|PHOTO\w*) = /(.+)/;", scripts)
    ]
    assert len(kept) >= 2
    for page, child in (
        ("stay", None),
        ("notes", None),
        ("emergency", None),
        ("card", taken.child),
        ("handover", taken.child),
    ):
        assert [each for each in kept if each.search(taken.url(page, child))] == []


def test_a_child_of_another_stay_is_not_in_this_one(taken: TakenStay):
    other = taken.street.ask(
        host_ids=[taken.street.hosts[1].household.id],
        starts_at=taken.booking.starts_at + timedelta(days=5),
        ends_at=taken.booking.ends_at + timedelta(days=5),
    )
    with pytest.raises(NotFound):
        services.accept(actor=taken.host, booking_id=other.id)
    assert taken.client_for(taken.host).get(f"/bookings/{other.id}/stay").status_code == 404
