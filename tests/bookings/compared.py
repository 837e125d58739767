"""The database beside the model: every booking with all that hangs on it."""

import sqlalchemy as sa

from app.bookings.models import HOLDING, Booking, BookingStep, Stay
from app.bookings.queries import allowance_for
from app.core.extensions import db
from app.families.models import Household
from tests.bookings.kept import FAMILIES, NIGHTS, day_of, year_of
from tests.bookings.model import Model


def compare(
    model: Model, ids: list[int], person_ids: dict[str, int], home_ids: dict[str, int]
) -> None:
    """The database holds what the model says, and nothing is held twice."""
    stored = {each.id: each for each in db.session.scalars(sa.select(Booking))}
    assert sorted(stored) == sorted(ids)
    people = {number: name for name, number in person_ids.items()} | {None: None}
    homes = {number: name for name, number in home_ids.items()} | {None: None}
    trails: dict[int, list[tuple[str, str | None]]] = {each: [] for each in ids}
    for step in db.session.scalars(sa.select(BookingStep).order_by(BookingStep.id)):
        trails[step.booking_id].append((step.state.value, people[step.by_id]))
    for booking_id, it in zip(ids, model.kept, strict=True):
        booking = stored[booking_id]
        assert (booking.state.value, homes[booking.host_id]) == (it.state, it.host)
        assert (booking.starts_at, booking.ends_at) == (it.starts, it.ends)
        assert booking.night_days == it.nights
        assert trails[booking_id] == it.trail
        calls = {str(homes[call.host_id]): call.state.value for call in booking.calls}
        assert calls == {host: call.state for host, call in it.calls.items()}
        yeses = [(each.kind.value, each.is_yes is True) for each in booking.yeses]
        assert sorted(yeses) == sorted((key[0], said) for key, (_, said) in it.yeses.items())
        assert tuple(stay.bed for stay in booking.stays if stay.bed) == it.beds
        assert (booking.ended_at is None) == booking.is_live
    _compare_nights(model, home_ids)
    _nothing_twice()


def _compare_nights(model: Model, home_ids: dict[str, int]) -> None:
    today = day_of(model.now)
    for family in FAMILIES:
        home = db.session.get_one(Household, home_ids[family])
        counted = allowance_for(home)
        held = {night for night in model.nights_held(family) if year_of(night) == year_of(today)}
        assert counted.used == sum(night < today for night in held)
        assert counted.used + counted.booked == len(held)
        assert counted.left - counted.over == NIGHTS[family] - len(held)
        asked = model.nights_asked(family)
        assert counted.asked == sum(year_of(night) == year_of(today) for night in asked)


def _nothing_twice() -> None:
    stays = db.session.scalars(sa.select(Stay).where(Stay.host_id.is_not(None))).all()
    for one in stays:
        for other in stays:
            if (
                one.id < other.id
                and one.starts_at < other.ends_at
                and one.ends_at > other.starts_at
            ):
                assert one.child_id != other.child_id
                assert (one.host_id, one.bed) != (other.host_id, other.bed)
    assert all(stay.booking.state in HOLDING for stay in stays)
