"""The stays of a random county, with something written on each of their pages."""

import uuid
from datetime import timedelta

from app.bookings.models import (
    Booking,
    BookingKind,
    BookingReason,
    BookingState,
    BookingStep,
    BookingYes,
    CallState,
    Flexibility,
    Handover,
    HostCall,
    HostHome,
    PackedThing,
    Stay,
    StayNote,
    StayNoteKind,
    StayWords,
    YesKind,
)
from app.bookings.models.kinds import LIVE
from app.bookings.models.stays import StayFace
from app.bookings.nights import nights_between
from app.core import clock
from tests.visibility.counties import HIVES, TAKEN
from tests.visibility.words import Built, add, word


def add_bookings(built: Built) -> None:
    """What each host tells of its home, and the stays."""
    for number, household in enumerate(built.households):
        welcome = word("welcome")
        built.of_home[welcome] = number
        add(
            HostHome(
                household_id=household.id,
                welcome=welcome,
                changed_by_id=built.people[0].id,
                changed_at=clock.now(),
            )
        )
    for number in range(len(built.county.sleeps)):
        _add_booking(built, number)


def _add_booking(built: Built, number: int) -> None:
    sleep, now = built.county.sleeps[number], clock.now()
    starts_at, ends_at = (now + timedelta(hours=each) for each in (sleep.starts, sleep.ends))
    nights, state, note = nights_between(starts_at, ends_at), BookingState(sleep.state), word("ask")
    hive = built.county.homes[sleep.family].hive
    booking = Booking(
        household_id=built.households[sleep.family].id,
        hive_id=built.hives[0 if hive is None else hive % HIVES].id,
        kind=BookingKind.SLEEPOVER if nights else BookingKind.DAY_CARE,
        state=state,
        starts_at=starts_at,
        ends_at=ends_at,
        nights=nights,
        reason=BookingReason.REST,
        flexibility=Flexibility.FIXED,
        note=note,
        ended_why="",
        ended_at=None if state in LIVE else now,
        asked_by_id=built.people[0].id,
        asked_at=now,
        client_id=uuid.uuid4(),
        changed_at=now,
        host_id=None if sleep.host is None else built.households[sleep.host].id,
        confirmed_at=now if state is BookingState.CONFIRMED else None,
    )
    add(booking)
    built.bookings.append(booking)
    built.of_booking[note] = number
    _add_calls(built, booking, number)
    _add_stays(built, booking, number)
    add(BookingStep(booking_id=booking.id, state=state, by_id=built.people[0].id, at=now))
    # What a manager is asked, and whoever works with the family.
    for kind in (YesKind.LIMIT, YesKind.ALLOWANCE):
        add(BookingYes(booking_id=booking.id, kind=kind, about="4 of 3", asked_at=now))


def _add_calls(built: Built, booking: Booking, number: int) -> None:
    for home, said in built.county.sleeps[number].called:
        answer = word("answer")
        built.of_answer[answer] = (number, home)
        is_offer = said == "offered"
        add(
            HostCall(
                booking_id=booking.id,
                host_id=built.households[home].id,
                state=CallState(said),
                asked_at=clock.now(),
                offered_starts_at=booking.starts_at + timedelta(hours=1) if is_offer else None,
                offered_ends_at=booking.ends_at if is_offer else None,
                words=answer,
            )
        )


def _add_stays(built: Built, booking: Booking, number: int) -> None:
    sleep, now, writer = built.county.sleeps[number], clock.now(), built.people[0].id
    holds = sleep.state in {"accepted", "confirmed", "under_way"}
    for nth, child in enumerate(sorted(sleep.children)):
        words = {kind: word(kind) for kind in ("helps", "bring", "look", "note", "face", "by")}
        child_id = built.children[child].id
        has_come = sleep.state in {"under_way", "finished"}
        has_gone = sleep.state == "finished"
        add(
            Stay(
                booking_id=booking.id,
                child_id=child_id,
                host_id=booking.host_id if holds else None,
                bed=nth + 1 if holds else None,
                starts_at=booking.starts_at,
                ends_at=booking.ends_at,
                arrived_at=booking.starts_at if has_come else None,
                gone_home_at=booking.ends_at if has_gone else None,
                collected_by=words["by"] if has_gone else "",
            )
        )
        if sleep.state not in TAKEN:
            continue
        add(
            Handover(
                booking_id=booking.id,
                child_id=child_id,
                helps=words["helps"],
                bring=words["bring"],
                looking_forward=words["look"],
                written_by_id=writer,
                written_at=now,
            )
        )
        add(
            StayNote(
                booking_id=booking.id,
                kind=StayNoteKind.NOTE,
                child_id=child_id,
                text=words["note"],
                happened_at=now,
                written_by_id=writer,
                written_at=now,
                client_id=uuid.uuid4(),
            )
        )
        add(
            StayWords(
                booking_id=booking.id,
                child_id=child_id,
                face=StayFace.GOOD,
                said='["Fun"]',
                note=words["face"],
                written_by_id=writer,
                written_at=now,
            )
        )
        built.of_stay |= dict.fromkeys(words.values(), number)
    packed = word("packed")
    built.of_stay[packed] = number
    add(
        PackedThing(
            booking_id=booking.id,
            what=packed,
            added_by_id=writer,
            added_at=now,
            client_id=uuid.uuid4(),
        )
    )
