"""The stay's own page: who, when, arriving and going home, the bag, and whom to ring."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.bookings import services
from app.bookings.models import Booking, BookingKind, BookingState, PackedThing, Stay
from app.bookings.services.packing import MOST_THINGS, add_thing
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.extensions import db
from app.core.roles import Role
from app.families.models import PlacementEnding
from app.families.services import end_placement
from app.notices.models import Notice
from tests.bookings.people import AHEAD, at
from tests.bookings.staying import SECRET, TakenStay, phones, travel
from tests.conventions.county import County

A_SECOND = timedelta(seconds=1)


def _booking(taken: TakenStay) -> Booking:
    return db.session.get_one(Booking, taken.booking.id)


def test_all_who_have_to_do_with_it_see_who_comes(taken: TakenStay):
    street = taken.street
    for person in (taken.family, taken.host, street.leader, street.social_worker):
        assert taken.child.name in taken.read(person, "stay")


def test_nobody_else_knows_of_it(taken: TakenStay, county: County):
    people = (taken.street.hosts[1].carer, county.stranger(), county.people[Role.MANAGER])
    for person in people:
        for page in ("stay", "packing", "notes", "emergency", "after"):
            assert taken.get(person, page).status_code == 404
        for page in ("handover", "my-stay", "words"):
            assert taken.get(person, page, taken.child).status_code == 404


def test_before_a_host_has_taken_it_there_is_no_stay(taken: TakenStay):
    asked = taken.street.ask(
        starts_at=taken.booking.starts_at + timedelta(days=5),
        ends_at=taken.booking.ends_at + timedelta(days=5),
    )
    for person in (taken.family, taken.host, taken.street.leader):
        path = f"/bookings/{asked.id}/stay"
        assert taken.client_for(person).get(path).status_code == 404


def test_after_a_day_a_host_reads_that_it_is_over_and_nothing_of_the_children(taken: TakenStay):
    taken.finish()
    with travel(taken.closes - A_SECOND):
        assert taken.child.name in taken.read(taken.host, "stay")
    with travel(taken.closes):
        text = taken.read(taken.host, "stay")
        assert "This stay is over" in text
        assert taken.child.name not in text
        assert taken.child.name in taken.read(taken.family, "stay")
        for page in ("packing", "notes", "emergency"):
            assert taken.get(taken.host, page).status_code == 404


def test_when_the_child_moves_nothing_of_it_is_shown_any_more(taken: TakenStay):
    taken.arrive()
    taken_child = taken.child.name
    with taken.during():
        end_placement(
            actor=taken.street.leader,
            child_id=taken.child.id,
            until_on=clock.today(),
            ending=PlacementEnding.ON_NOTICE,
            note="",
        )
    with travel(taken.booking.ends_at):
        for person in (taken.host, taken.family):
            assert taken_child not in taken.read(person, "stay")
            assert taken.get(person, "notes").status_code == 404
        # Whoever has a child in the house can still ring for help.
        assert "999" in taken.read(taken.host, "emergency")


def test_one_button_says_that_they_are_here(taken: TakenStay):
    with travel(taken.booking.starts_at - timedelta(hours=4)):
        assert "They are here" not in taken.read(taken.host, "stay")
        assert taken.post(taken.host, "arrived").status_code == 409
    with travel(taken.booking.starts_at):
        assert "They are here" in taken.read(taken.host, "stay")
        for _ in range(2):
            assert taken.post(taken.host, "arrived").status_code == 303
        assert _booking(taken).state is BookingState.UNDER_WAY
        assert "Arrived today 17:00" in taken.read(taken.family, "stay")
    titles = db.session.scalars(sa.select(Notice.title)).all()
    assert titles.count("They have arrived, 17:00") == 1


def test_the_time_can_be_said_afterwards(taken: TakenStay):
    with taken.during(2):
        sent = taken.post(taken.host, "arrived", at="25:00")
        assert sent.status_code == 422
        assert "Enter a time like 18:00." in sent.get_data(as_text=True)
        assert taken.post(taken.host, "arrived", at="17:20").status_code == 303
    stay = db.session.scalars(sa.select(Stay).where(Stay.booking_id == taken.booking.id)).one()
    assert stay.arrived_at == taken.booking.starts_at + timedelta(minutes=20)


def test_a_time_before_the_stay_is_refused_beside_its_field(taken: TakenStay):
    with travel(taken.booking.starts_at):
        sent = taken.post(taken.host, "arrived", at="17:30")
    assert sent.status_code == 422
    assert "Choose the time at which they came." in sent.get_data(as_text=True)


def test_going_home_says_when_and_with_whom(taken: TakenStay):
    taken.arrive()
    with travel(taken.booking.ends_at):
        assert "They have gone home" in taken.read(taken.host, "stay")
        sent = taken.post(taken.host, "gone-home", at="09:45", collected_by="Sam")
        assert sent.status_code == 303
        assert "Gone home today 09:45, with Sam" in taken.read(taken.family, "stay")
    assert _booking(taken).state is BookingState.FINISHED


def test_after_midnight_a_late_time_is_of_yesterday(taken: TakenStay):
    with taken.during(8):  # one in the morning
        taken.post(taken.host, "arrived", at="17:10")
    stay = db.session.scalars(sa.select(Stay).where(Stay.booking_id == taken.booking.id)).one()
    assert stay.arrived_at == taken.booking.starts_at + timedelta(minutes=10)


def test_a_social_worker_reads_and_writes_nothing_down(taken: TakenStay):
    with travel(taken.booking.starts_at):
        assert taken.post(taken.street.social_worker, "arrived").status_code == 403
        for person in (taken.street.social_worker, taken.street.leader):
            sent = taken.post(person, "packing", what="Hat", client_id=uuid.uuid4())
            assert sent.status_code == 403


def test_the_bag_begins_with_what_is_usual_and_that_once(taken: TakenStay):
    text = taken.read(taken.family, "packing")
    assert "Begin with these" in text
    for _ in range(2):
        assert taken.post(taken.family, "packing/usual").status_code == 303
    whats = [each.what for each in db.session.scalars(sa.select(PackedThing))]
    assert len(whats) == len(set(whats))
    assert {"Toothbrush", "Pyjamas", "Medicine", "Favourite toy"} <= set(whats)


def test_a_bag_for_a_day_has_no_pyjamas(county: County, client_for: Callable[..., FlaskClient]):
    day = TakenStay.of(county, client_for, kind=BookingKind.DAY_CARE, **_within_a_day())
    day.post(day.family, "packing/usual")
    whats = {each.what for each in db.session.scalars(sa.select(PackedThing))}
    assert "Medicine" in whats
    assert "Pyjamas" not in whats


def _within_a_day() -> dict[str, object]:
    return {"starts_at": at(AHEAD, 9), "ends_at": at(AHEAD, 15)}


def test_both_sides_tick_the_same_bag(taken: TakenStay):
    client_id = uuid.uuid4()
    for _ in range(2):
        taken.post(taken.family, "packing", what="Blue bear", client_id=client_id)
    thing = db.session.scalars(sa.select(PackedThing)).one()
    for move, packed, back in (
        ("in", True, False),
        ("in", True, False),
        ("back", True, True),
        ("not_back", True, False),
        ("out", False, False),
    ):
        who = taken.host if "back" in move else taken.family
        sent = taken.post(who, f"packing/{thing.id}", move=move)
        assert sent.status_code == 303
        thing = db.session.scalars(sa.select(PackedThing)).one()
        assert (thing.is_packed, thing.is_back) == (packed, back), move
    assert "0 of 1 in the bag" in taken.read(taken.host, "packing")


def test_things_are_taken_off_by_those_who_may(taken: TakenStay):
    thing_id = add_thing(
        actor=taken.family, booking_id=taken.booking.id, client_id=uuid.uuid4(), what="Bear"
    ).id
    assert taken.post(taken.host, f"packing/{thing_id}", move="remove").status_code == 403
    assert taken.post(taken.family, f"packing/{thing_id}", move="remove").status_code == 303
    assert taken.post(taken.family, f"packing/{thing_id}", move="in").status_code == 404


def test_a_thing_of_another_bag_is_not_there(taken: TakenStay):
    other = taken.street.ask(
        host_ids=[taken.street.host.household.id],
        starts_at=taken.booking.starts_at + timedelta(days=5),
        ends_at=taken.booking.ends_at + timedelta(days=5),
    )
    services.accept(actor=taken.host, booking_id=other.id)
    thing = add_thing(actor=taken.family, booking_id=other.id, client_id=uuid.uuid4(), what="Hat")
    assert taken.post(taken.family, f"packing/{thing.id}", move="in").status_code == 404


def test_what_goes_into_the_bag_must_be_said(taken: TakenStay):
    sent = taken.post(taken.family, "packing", what=" ", client_id=uuid.uuid4())
    assert sent.status_code == 422
    assert "Write what goes into the bag." in sent.get_data(as_text=True)


def test_a_bag_has_an_end(taken: TakenStay):
    def add() -> PackedThing:
        return add_thing(
            actor=taken.family, booking_id=taken.booking.id, client_id=uuid.uuid4(), what="Sock"
        )

    for _ in range(MOST_THINGS):
        add()
    with pytest.raises(Invalid):
        add()
    with pytest.raises(NotAllowed):
        add_thing(
            actor=taken.street.leader,
            booking_id=taken.booking.id,
            client_id=uuid.uuid4(),
            what="Sock",
        )


def test_in_an_emergency_the_right_numbers_are_there(taken: TakenStay):
    street = taken.street
    numbers = {"07700 900111": taken.family, "07700 900222": street.leader}
    phones(**numbers, **{"07700 900333": taken.host})
    text = taken.read(taken.host, "emergency")
    for number in ("999", "07700900111", "07700900222", "03005551373", "01962841841"):
        assert f'href="tel:{number}"' in text, number
    assert SECRET not in text
    assert "tel:07700900333" not in text
    theirs = taken.read(taken.family, "emergency")
    assert 'href="tel:07700900333"' in theirs
    assert "tel:07700900111" not in theirs
    with travel(taken.closes):
        assert "tel:07700900333" not in taken.read(taken.family, "emergency")
        assert taken.get(taken.host, "emergency").status_code == 404


def test_others_do_not_read_the_card_through_the_emergency_page(taken: TakenStay):
    assert "01962" not in taken.read(taken.street.social_worker, "emergency")
