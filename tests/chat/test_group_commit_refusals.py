"""Who may not write, or can't, stands in nobody else's way; and nothing is told too early."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Device, Person
from app.accounts.services import start_device
from app.chat import readers, telling
from app.chat.models import Room, RoomKind
from app.chat.services import posting, send_message
from app.chat.services.posting import Posted, write_letters
from app.core import clock
from app.core.errors import Conflict, HiveError, Invalid, NotAllowed, NotFound, NotSignedIn
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.hives.services import end_membership
from tests.chat.letters import Letters, said_in
from tests.conventions.county import County
from tests.hives.conftest import role_of

TALKERS = (Role.CARER, Role.LINK_CARER, Role.SUPPORT_WORKER)


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def letter(county: County) -> Letters:
    return Letters(county)


def test_the_same_id_in_two_rooms_in_one_turn_is_a_conflict(county: County, letter: Letters):
    with unit_of_work():
        other = Room(hive_id=county.hive.id, kind=RoomKind.ANNOUNCEMENTS, name="News", last_seq=0)
        db.session.add(other)
    client_id = uuid.uuid4()
    worker = Role.SUPPORT_WORKER
    first, second = write_letters(
        [
            letter("here", worker, client_id=client_id),
            letter("there", worker, client_id=client_id, room_id=other.id),
        ]
    )
    assert isinstance(first, Posted)
    assert isinstance(second, Conflict)


def test_whoever_may_not_write_keeps_nobody_else_from_it(county: County, letter: Letters):
    stranger = county.stranger()
    results = write_letters(
        [
            letter("first"),
            letter("let me in", actor_id=stranger.id),
            letter("", Role.LINK_CARER),
            letter("please confirm", Role.LINK_CARER, needs_confirming=True),
            letter("no such room", room_id=99_999),
            letter("last", Role.LINK_CARER),
        ]
    )
    kinds = [type(each) for each in results]
    assert kinds == [Posted, NotFound, Invalid, NotAllowed, NotFound, Posted]
    assert said_in(county.room) == [(2, "first"), (3, "last")]


def test_news_are_written_by_those_who_lead_alone(county: County, letter: Letters):
    with unit_of_work():
        news = Room(hive_id=county.hive.id, kind=RoomKind.ANNOUNCEMENTS, name="News", last_seq=0)
        db.session.add(news)
    refused, posted = write_letters(
        [letter("mine", room_id=news.id), letter("hers", Role.SUPPORT_WORKER, room_id=news.id)]
    )
    assert isinstance(refused, NotAllowed)
    assert isinstance(posted, Posted)


def test_a_sign_in_that_has_ended_is_noticed_with_the_write(county: County, letter: Letters):
    live = start_device(county.people[Role.CARER], device_name="one")
    ended = start_device(county.people[Role.LINK_CARER], device_name="other")
    with unit_of_work():
        db.session.execute(
            sa.update(Device).where(Device.id == ended.id).values(ended_at=clock.now())
        )
    posted, refused = write_letters(
        [
            letter("in", actor_id=None, device_id=live.id),
            letter("out", actor_id=None, device_id=ended.id),
        ]
    )
    assert isinstance(posted, Posted)
    assert posted.message.author.name == county.people[Role.CARER].name
    assert isinstance(refused, NotSignedIn)


def test_a_role_that_has_ended_is_noticed_with_the_write(county: County, letter: Letters):
    assert isinstance(write_letters([letter("in", Role.LINK_CARER)])[0], Posted)
    end_membership(role_of(county.people[Role.LINK_CARER], county.hive))
    assert isinstance(write_letters([letter("out", Role.LINK_CARER)])[0], NotFound)


def test_an_old_sign_in_that_sends_was_seen_just_now(county: County, letter: Letters):
    device = start_device(county.people[Role.CARER], device_name="one")
    long_ago = clock.now() - timedelta(days=2)
    with unit_of_work():
        db.session.execute(
            sa.update(Device).where(Device.id == device.id).values(last_seen_at=long_ago)
        )
    write_letters([letter("hello", actor_id=None, device_id=device.id)])
    db.session.rollback()
    seen = db.session.scalar(sa.select(Device.last_seen_at).where(Device.id == device.id))
    assert seen > long_ago


def test_an_upload_that_is_not_there_fails_its_own_letter_and_leaves_no_gap(
    county: County, letter: Letters
):
    results = write_letters(
        [letter("one"), letter("photo", attachments=(uuid.uuid4(),)), letter("two")]
    )
    assert [type(each) for each in results] == [Posted, Invalid, Posted]
    assert said_in(county.room) == [(2, "one"), (3, "two")]


def test_a_failure_nobody_foresaw_fails_one_letter_alone(
    county: County, letter: Letters, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(posting, "attach", fail)
    results = write_letters(
        [letter("one"), letter("photo", attachments=(uuid.uuid4(),)), letter("two")]
    )
    assert [type(each) for each in results] == [Posted, RuntimeError, Posted]
    assert said_in(county.room) == [(2, "one"), (3, "two")]


def test_two_processes_with_one_id_write_it_once(
    county: County, letter: Letters, monkeypatch: pytest.MonkeyPatch
):
    twin = letter("twin")
    write_letters([twin])
    look, looks = posting.sent_before, [True]

    def too_early(**given: Any) -> Any:
        """The first look is before the other process's commit."""
        return {} if looks and looks.pop() else look(**given)

    monkeypatch.setattr(posting, "sent_before", too_early)
    results = write_letters([letter("one"), twin, letter("two")])
    assert [each.is_new for each in results if isinstance(each, Posted)] == [True, False, True]
    assert [text for _, text in said_in(county.room)] == ["twin", "one", "two"]


def test_nothing_is_told_and_nothing_is_there_when_the_work_around_it_fails(
    county: County, monkeypatch: pytest.MonkeyPatch
):
    told: list[object] = []
    monkeypatch.setattr(telling, "_tell", told.append)

    def fail() -> None:
        with unit_of_work():
            send_message(
                actor=county.people[Role.CARER],
                room_id=county.room.id,
                client_id=uuid.uuid4(),
                text="never",
            )
            raise RuntimeError("something else went wrong")

    with pytest.raises(RuntimeError):
        fail()
    assert told == []
    assert said_in(county.room) == []


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("kind", list(RoomKind))
def test_who_may_read_a_room_at_hand_is_who_finds_it(county: County, role: Role, kind: RoomKind):
    """The look without a query and the one with it say the same, for each role and kind."""
    person: Person = county.people[role]
    for room in db.session.scalars(sa.select(Room).where(Room.kind == kind)):
        is_member = bool(
            db.session.scalar(
                sa.select(sa.literal(1)).where(
                    readers.RoomMember.room_id == room.id,
                    readers.RoomMember.person_id == person.id,
                    readers.RoomMember.left_at.is_(None),
                )
            )
        )
        heard = room.id in readers.rooms_heard_by([person.id])[person.id]
        assert readers.may_read(person, room, is_member=is_member) is heard


def test_a_refusal_of_a_service_is_raised_to_its_caller(county: County):
    with pytest.raises(HiveError):
        send_message(
            actor=county.stranger(),
            room_id=county.room.id,
            client_id=uuid.uuid4(),
            text="let me in",
        )
