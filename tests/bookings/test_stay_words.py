"""Afterwards: a face and three words of the child, and a thank-you to the host."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.bookings.models import StayFace, StayThanks, StayWords
from app.bookings.services import mark_gone_home
from app.bookings.services.stay_words import say_how_it_was, thank_host
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.families.models import PlacementEnding
from app.families.services import end_placement
from app.notices.models import Notice
from tests.bookings.staying import TakenStay, travel


@pytest.fixture
def over(taken: TakenStay) -> TakenStay:
    taken.finish()
    return taken


def _say(stay: TakenStay, **given: object) -> StayWords:
    facts: dict[str, object] = {
        "actor": stay.family,
        "child_id": stay.child.id,
        "face": StayFace.GREAT,
    } | given
    return say_how_it_was(booking_id=stay.booking.id, **facts)


def test_a_child_says_how_it_was(over: TakenStay):
    with travel(over.booking.ends_at + timedelta(hours=2)):
        sent = over.post(
            over.family,
            "words",
            over.child,
            face="great",
            first="dog",
            third="pancakes",
            note="Slept well",
        )
        assert sent.status_code == 303
        said = db.session.scalars(sa.select(StayWords)).one()
        assert (said.face, said.words, said.note) == (
            StayFace.GREAT,
            ["dog", "pancakes"],
            "Slept well",
        )
        assert "Great, dog, pancakes" in over.read(over.family, "after")
        for person in (over.street.leader, over.street.social_worker):
            text = over.read(person, "after")
            assert "pancakes" in text
            assert "Slept well" in text


def test_the_host_sees_the_face_and_not_the_words(over: TakenStay):
    with travel(over.booking.ends_at):
        _say(over, words=["dog"], note="Wet bed")
        text = over.read(over.host, "after")
        assert "Great" in text
        assert over.child.name in text
        assert "Wet bed" not in text
        assert ">dog" not in text
    with travel(over.closes):
        for page in ("after", "stay"):
            text = over.read(over.host, page)
            assert "Great" in text
            assert over.child.name not in text
            assert "Wet bed" not in text


def test_what_is_said_again_replaces_what_was_said(over: TakenStay):
    with travel(over.booking.ends_at):
        _say(over)
        _say(over, face=StayFace.SAD, words=["home"])
        said = db.session.scalars(sa.select(StayWords)).one()
        assert (said.face, said.words) == (StayFace.SAD, ["home"])
        assert "home" in over.read(over.family, "words", over.child)


def test_a_face_is_needed_and_three_words_are_the_most(over: TakenStay):
    with travel(over.booking.ends_at):
        sent = over.post(over.family, "words", over.child, first="x" * 31)
        text = sent.get_data(as_text=True)
        assert sent.status_code == 422
        assert "Point at a face." in text
        assert "This is too long" in text
        with pytest.raises(Invalid):
            _say(over, words=["a", "b", "c", "d"])


def test_only_the_family_says_it(over: TakenStay):
    with travel(over.booking.ends_at):
        for person in (over.host, over.street.leader):
            with pytest.raises(NotAllowed):
                _say(over, actor=person)
            with pytest.raises(NotAllowed):
                thank_host(actor=person, booking_id=over.booking.id, text="Thanks")
            assert over.get(person, "words", over.child).status_code == 404
        with pytest.raises(NotFound):
            _say(over, actor=over.street.hosts[1].carer)


def test_before_the_end_and_long_after_it_is_too_early_or_too_late(taken: TakenStay):
    with taken.during(), pytest.raises(Conflict):
        _say(taken)
    taken.arrive()
    with travel(taken.booking.ends_at):  # nobody has written yet that they went home
        _say(taken)
    with travel(taken.booking.ends_at + timedelta(days=14)), pytest.raises(Conflict):
        _say(taken)


def test_who_went_home_early_can_say_so_at_once(taken: TakenStay):
    taken.arrive()
    with taken.during(2):
        mark_gone_home(actor=taken.host, booking_id=taken.booking.id)
        _say(taken, face=StayFace.SAD)


def test_the_host_is_thanked_once_and_told(over: TakenStay):
    with travel(over.booking.ends_at):
        for text in ("Thank you, you were lovely", "And again"):
            assert over.post(over.family, "thanks", text=text).status_code == 303
        assert db.session.scalars(sa.select(StayThanks)).one().text.startswith("Thank you")
        assert "you were lovely" in over.read(over.host, "after")
    notices = db.session.scalars(
        sa.select(Notice).where(Notice.person_id == over.host.id).order_by(Notice.id)
    ).all()
    assert [each.url for each in notices].count(over.url("after")) == 1
    assert notices[-1].title == "A family thanks you for the sleepover"
    with travel(over.closes + timedelta(days=2)):
        assert "you were lovely" in over.read(over.host, "stay")


def test_an_empty_thank_you_is_refused(over: TakenStay):
    with travel(over.booking.ends_at):
        sent = over.post(over.family, "thanks", text=" ")
        assert sent.status_code == 422
        assert "Write a word of thanks." in sent.get_data(as_text=True)


def test_nothing_a_phone_shows_locked_names_a_child_or_repeats_words(taken: TakenStay):
    taken.arrive()
    with taken.during():
        taken.post(taken.host, "notes", text="Wet bed", client_id=uuid.uuid4())
    with travel(taken.booking.ends_at):
        mark_gone_home(actor=taken.host, booking_id=taken.booking.id, collected_by="Auntie Jo")
        thank_host(actor=taken.family, booking_id=taken.booking.id, text="Lovely Lisa")
    notices = db.session.scalars(sa.select(Notice)).all()
    assert len(notices) >= 5
    for words in (taken.child.name, "Wet bed", "Auntie Jo", "Lovely Lisa"):
        assert [each.title for each in notices if words in each.title + each.url] == []


def test_when_the_child_has_moved_its_family_of_then_says_no_more(over: TakenStay):
    with travel(over.booking.ends_at):
        _say(over, words=["dog"])
        end_placement(
            actor=over.street.leader,
            child_id=over.child.id,
            until_on=clock.today(),
            ending=PlacementEnding.PLANNED,
            note="",
        )
    with travel(over.booking.ends_at + timedelta(days=1)):
        assert over.child.name not in over.read(over.family, "after")
        assert over.get(over.family, "words", over.child).status_code == 404
