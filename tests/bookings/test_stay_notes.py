"""Notes during the stay: the host writes, the household reads, nothing is changed."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.bookings.models import StayNote, StayNoteKind
from app.bookings.services.noting import note_medicine, write_note
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.notices.models import Notice
from tests.bookings.staying import TakenStay, travel
from tests.conventions.county import County

A_SECOND = timedelta(seconds=1)


def _notes() -> list[StayNote]:
    return list(db.session.scalars(sa.select(StayNote).order_by(StayNote.id)))


def _note(taken: TakenStay, text: str = "All well", **given: object) -> StayNote:
    facts = {"actor": taken.host, "client_id": uuid.uuid4()} | given
    return write_note(booking_id=taken.booking.id, text=text, **facts)


def _medicine(taken: TakenStay, **given: object) -> StayNote:
    facts: dict[str, object] = {
        "actor": taken.host,
        "client_id": uuid.uuid4(),
        "child_id": taken.child.id,
        "what": "Calpol",
        "dose": "5 ml",
    } | given
    return note_medicine(booking_id=taken.booking.id, **facts)


def test_the_household_reads_what_the_host_writes(taken: TakenStay):
    taken.arrive()
    with taken.during():
        sent = taken.post(taken.host, "notes", text="Ate <well>", client_id=uuid.uuid4())
        assert sent.status_code == 303
        street = taken.street
        for person in (taken.family, taken.host, street.leader, street.social_worker):
            assert "Ate &lt;well&gt;" in taken.read(person, "notes")


def test_the_notice_says_that_there_is_a_note_and_not_what(taken: TakenStay):
    with taken.during():
        _note(taken, "He cried at bedtime")
    notices = db.session.scalars(
        sa.select(Notice).where(Notice.person_id == taken.family.id).order_by(Notice.id)
    ).all()
    assert notices[-1].title == "There is a note about the stay"
    assert notices[-1].url == taken.url("notes")
    assert all(taken.child.name not in each.title for each in notices)
    assert all("bedtime" not in each.title for each in notices)


def test_sent_twice_it_is_one_note_and_one_notice(taken: TakenStay):
    client_id = uuid.uuid4()
    with taken.during():
        for _ in range(2):
            taken.post(taken.host, "notes", text="Asleep", client_id=client_id)
    assert [note.text for note in _notes()] == ["Asleep"]
    titles = db.session.scalars(sa.select(Notice.title)).all()
    assert titles.count("There is a note about the stay") == 1


def test_notes_are_written_from_three_hours_before_until_a_day_after(taken: TakenStay):
    opens = taken.booking.starts_at - timedelta(hours=3)
    with travel(opens - A_SECOND), pytest.raises(Conflict):
        _note(taken)
    with travel(opens):
        _note(taken)
    taken.finish()
    with travel(taken.closes - A_SECOND):
        _note(taken, "A sock is still here")
    with travel(taken.closes), pytest.raises(NotFound):
        _note(taken)
    assert len(_notes()) == 2


def test_only_the_host_writes(taken: TakenStay):
    with taken.during():
        for person in (taken.family, taken.street.leader, taken.street.social_worker):
            with pytest.raises(NotAllowed):
                _note(taken, actor=person)
            with pytest.raises(NotAllowed):
                _medicine(taken, actor=person)
        with pytest.raises(NotFound):
            _note(taken, actor=taken.street.hosts[1].carer)


def test_medicine_says_who_what_how_much_and_when(taken: TakenStay):
    taken.arrive()
    with taken.during(3):
        sent = taken.post(
            taken.host,
            "notes/medicine",
            client_id=uuid.uuid4(),
            child_id=taken.child.id,
            what="Calpol",
            dose="5 ml",
            day=clock.today().isoformat(),
            at="19:15",
        )
        assert sent.status_code == 303
        text = taken.read(taken.family, "notes")
    assert f"Medicine for {taken.child.name}" in text
    assert "Calpol, 5 ml" in text
    assert "today 19:15" in text
    (note,) = _notes()
    assert (note.kind, note.child_id) == (StayNoteKind.MEDICINE, taken.child.id)


def test_medicine_without_a_time_was_given_just_now(taken: TakenStay):
    with taken.during(1):
        assert _medicine(taken).happened_at == clock.now()


def test_medicine_is_not_given_ahead_nor_before_the_stay_nor_to_others(
    taken: TakenStay, county: County
):
    with taken.during(1):
        for wrong, field in (
            ({"happened_at": clock.now() + timedelta(hours=1)}, "at"),
            ({"happened_at": clock.now() - timedelta(hours=5)}, "at"),
            ({"child_id": county.child.id}, "child_id"),
        ):
            with pytest.raises(Invalid) as said:
                _medicine(taken, **wrong)
            assert field in said.value.errors


def test_what_is_missing_is_said_beside_its_field(taken: TakenStay):
    with taken.during(1):
        sent = taken.post(taken.host, "notes/medicine", client_id=uuid.uuid4(), day="2026-02-30")
        text = sent.get_data(as_text=True)
        assert sent.status_code == 422
        for words in ("Choose who was given it.", "Write which medicine it was.", "Write how much"):
            assert words in text
        sent = taken.post(taken.host, "notes", text=" ", client_id=uuid.uuid4())
        assert "Write how it goes." in sent.get_data(as_text=True)


def test_the_form_is_the_hosts_and_opens_with_the_stay(taken: TakenStay):
    assert "Write it down" not in taken.read(taken.host, "notes")
    with taken.during():
        assert "Write it down" in taken.read(taken.host, "notes")
        assert "Write it down" not in taken.read(taken.family, "notes")
        assert "Which medicine?" in taken.read(taken.host, "notes/medicine")
        assert taken.get(taken.family, "notes/medicine").status_code == 404


def test_with_two_children_the_host_says_who(
    county: County, client_for: Callable[..., FlaskClient]
):
    taken = TakenStay.of(county, client_for, 6, 9)
    with taken.during():
        text = taken.read(taken.host, "notes/medicine")
    for child in taken.street.family.children:
        assert child.name in text
    assert "checked" not in text
