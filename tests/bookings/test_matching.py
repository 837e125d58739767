"""Which hosts fit, why, and what stands against each; who fits best comes first."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine

from app.bookings import services
from app.bookings.matching import Fit, fitting_hosts
from app.bookings.models import Booking, BookingState, DayPart, HostAway, HostHome, HostPattern
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.models import Face, Thing
from app.families.services import save_about_me
from tests.bookings.people import AHEAD, Host, Street, at
from tests.conventions.county import County, _hive, _membership


@pytest.fixture
def street(county: County) -> Street:
    """A family without any host; its house is in Andover."""
    street = Street.built(county, 8, hosts=0)
    with unit_of_work():
        street.family.household.area = "Andover"
    return street


def _fits(street: Street, begin: int = AHEAD, nights: int = 1, to: int = 9) -> list[Fit]:
    """Those beside a stay from five o'clock for so many nights."""
    return list(
        fitting_hosts(
            street.family.household,
            street.family.children,
            at(begin, 17),
            at(begin + nights, to),
        )
    )


def _names(fits: list[Fit]) -> list[str]:
    return [fit.host.name.removeprefix("The ").removesuffix(" family") for fit in fits]


def test_who_said_nothing_is_not_free(street: Street):
    Host.of(street.county.hive, free=False)
    (fit,) = _fits(street)
    assert (fit.is_free, fit.fits) == (False, False)
    assert fit.against == ["Has not said they are free then"]


def test_free_on_all_the_parts_or_not_at_all(street: Street):
    host = Host.of(street.county.hive, free=False)
    host.frees([AHEAD], [DayPart.NIGHT])
    assert _fits(street)[0].is_free
    # Fetched at noon, the morning is needed as well.
    assert not _fits(street, to=12)[0].is_free
    assert not _fits(street, nights=2)[0].is_free
    host.frees([AHEAD + 1], [DayPart.MORNING])
    assert _fits(street, to=12)[0].is_free


def test_a_pattern_frees_its_weekday_and_a_day_said_otherwise_counts_before_it(street: Street):
    host = Host.of(street.county.hive, free=False)
    day = clock.today() + timedelta(days=AHEAD)
    with unit_of_work():
        db.session.add(
            HostPattern(
                household_id=host.household.id,
                weekday=day.weekday(),
                every_weeks=2,
                begins_on=day,
                until_on=day + timedelta(days=28),
                night=True,
            )
        )
    assert [_fits(street, AHEAD + 7 * week)[0].is_free for week in range(6)] == [
        *(True, False, True, False, True),
        False,
    ]
    assert not _fits(street, AHEAD - 14)[0].is_free
    host.frees([AHEAD], [])
    assert not _fits(street)[0].is_free


def test_away_counts_before_all(street: Street):
    host = Host.of(street.county.hive)
    day = clock.today() + timedelta(days=AHEAD)
    with unit_of_work():
        db.session.add(HostAway(household_id=host.household.id, from_on=day, until_on=day))
    assert [_fits(street, AHEAD + each)[0].is_free for each in (-1, 0, 1)] == [True, False, True]


def test_a_bed_for_each_child_at_once(county: County):
    street = Street.built(county, 8, 9, 10, hosts=0)
    Host.of(county.hive, "Narrow", places=2)
    Host.of(county.hive, "Wide", places=3)
    Host.of(county.hive, "Wary", places=3, at_once=1)
    fits = {fit.host.name: fit for fit in _fits(street)}
    assert fits["The Wide family"].fits
    assert "Room for all of them together" in fits["The Wide family"].why
    assert fits["The Narrow family"].against == ["Room for 2 of 3"]
    assert fits["The Wary family"].against == ["Room for 1 of 3"]


def test_a_bed_that_is_taken_then_is_no_room(county: County, street: Street):
    host = Host.of(county.hive, places=1)
    other = Street.built(county, 9, hosts=0)
    booking = other.ask(host_ids=[host.household.id])
    assert _fits(street)[0].has_beds  # only asked for
    services.accept(actor=host.carer, booking_id=booking.id)
    (fit,) = _fits(street)
    assert (fit.has_beds, fit.against) == (False, ["No bed left then"])
    assert _fits(street, AHEAD + 1)[0].has_beds


@pytest.mark.parametrize(
    ("home", "against"),
    [
        ({"ages_from": 8, "ages_to": 8}, []),
        ({"ages_from": 9}, ["Has children from 9"]),
        ({"ages_to": 7}, ["Has children up to 7"]),
    ],
)
def test_the_ages_a_home_likes_to_have(street: Street, home: dict, against: list[str]):
    Host.of(street.county.hive, **home)
    (fit,) = _fits(street)
    assert (list(fit.against), fit.fits) == (against, not against)


def test_near_is_the_same_area(street: Street):
    Host.of(street.county.hive, "Far", area="Gosport")
    Host.of(street.county.hive, "Near", area="Andover")
    Host.of(street.county.hive, "Alsofar", area="")
    fits = _fits(street)
    assert _names(fits)[0] == "Near"
    assert [fit.is_near for fit in fits] == [True, False, False]
    assert "Near: Andover" in fits[0].why


def test_who_knows_the_child_comes_first(street: Street):
    hosts = [Host.of(street.county.hive, name, area="Gosport") for name in ("Aa", "Zz")]
    for begin in (1, 3):
        booking = street.ask(
            starts_at=at(begin, 17), ends_at=at(begin + 1, 9), host_ids=[hosts[1].household.id]
        )
        _finished(hosts[1], booking, begin)
    fits = _fits(street)
    assert _names(fits) == ["Zz", "Aa"]
    name = street.family.children[0].preferred_name
    assert f"{name} has stayed twice" in fits[0].why


def _finished(host: Host, booking: Booking, begin: int) -> None:
    services.accept(actor=host.carer, booking_id=booking.id)
    with time_machine.travel(at(begin, 17), tick=False):
        services.mark_arrived(actor=host.carer, booking_id=booking.id)
    with time_machine.travel(at(begin + 1, 9), tick=False):
        services.mark_gone_home(actor=host.carer, booking_id=booking.id)
    assert booking.state is BookingState.FINISHED


def test_who_had_the_fewest_nights_comes_before_others(county: County, street: Street):
    hosts = [Host.of(county.hive, name, places=2) for name in ("Aa", "Bb")]
    other = Street.built(county, 9, hosts=0)
    booking = other.ask(host_ids=[hosts[0].household.id], ends_at=at(AHEAD + 3, 9))
    services.accept(actor=hosts[0].carer, booking_id=booking.id)
    fits = _fits(street)
    assert _names(fits) == ["Bb", "Aa"]
    assert [fit.load for fit in fits] == [0, 3]


@pytest.mark.parametrize("face", list(Face))
def test_a_dog_where_a_child_is_afraid_of_dogs(street: Street, face: Face):
    Host.of(street.county.hive, "Aa", has_dog=True)
    Host.of(street.county.hive, "Zz", has_cat=True)
    child = street.family.children[0]
    save_about_me(
        actor=street.family.carer,
        child_id=child.id,
        texts={},
        faces={Thing.DOGS: face},
        seen={},
    )
    fits = _fits(street)
    is_afraid = face in {Face.DISLIKE, Face.HATE}
    assert _names(fits) == (["Zz", "Aa"] if is_afraid else ["Aa", "Zz"])
    said = [f"Has a dog: {child.preferred_name} said that is hard"] if is_afraid else []
    assert next(fit for fit in fits if fit.host.name == "The Aa family").against == said
    # It can still be asked: the carers know best.
    assert all(fit.fits for fit in fits)


def test_only_hosts_of_the_hive_and_its_link_carers_elsewhere(street: Street):
    county = street.county
    with unit_of_work():
        far, _ = _hive(f"Far {uuid.uuid4().hex[:6]}")
    Host.of(far, "Stranger")
    linked = Host.of(far, "Linked")
    left = Host.of(county.hive, "Left")
    unmarked = Host.of(county.hive, "Unmarked")
    full = Host.of(county.hive, "Nobed", places=0)
    with unit_of_work():
        _membership(linked.carer, county.hive, Role.LINK_CARER)
        unmarked.household.is_host = False
        left.household.state, left.household.hive_id = "left", None
        left.household.left_on = date(2026, 1, 1)
    assert full.household.host_places == 0
    assert _names(_fits(street)) == ["Linked"]


def test_the_family_itself_is_no_host_for_its_children(street: Street):
    with unit_of_work():
        street.family.household.is_host, street.family.household.host_places = True, 2
    assert _fits(street) == []


def test_who_fits_comes_before_who_is_free_before_the_others(street: Street):
    Host.of(street.county.hive, "Aa", free=False)
    Host.of(street.county.hive, "Bb", ages_to=3)
    Host.of(street.county.hive, "Cc")
    assert _names(_fits(street)) == ["Cc", "Bb", "Aa"]
    assert db.session.query(HostHome).count() == 1
