"""The room of an event, for the services of events: in, out, closed."""

import pytest

from app.chat import queries, services
from app.chat.models import Room
from app.core.errors import NotAllowed, NotFound
from app.core.extensions import db
from tests.chat.andover import Andover, fresh, told


@pytest.fixture
def thread(andover: Andover) -> Room:
    room = services.open_event_thread(
        hive_id=andover.hive.id, name="Saturday picnic", people_ids=andover.ids("sam")
    )
    fresh()
    return room


def test_signing_up_lets_one_in_and_twice_is_once(andover: Andover, thread: Room, open_phone):
    phone = open_phone(andover["lisa"])
    phone.get_received()
    for _ in range(2):
        services.join_thread(room_id=thread.id, person_id=andover["lisa"].id)
    fresh()
    andover.say("sam", thread, "Who brings the rug?")
    assert len(told(phone, "chat:message_sent")) == 1
    andover.say("lisa", thread, "I do.")


def test_signing_off_takes_one_out_at_once_and_back_in_again(
    andover: Andover, thread: Room, open_phone
):
    phone = open_phone(andover["sam"])
    phone.get_received()
    for _ in range(2):
        services.leave_thread(room_id=thread.id, person_id=andover["sam"].id)
    assert [each["room_id"] for each in told(phone, "room:left")] == [thread.id]
    fresh()
    with pytest.raises(NotFound):
        andover.say("sam", thread)
    fresh()
    services.join_thread(room_id=thread.id, person_id=andover["sam"].id)
    fresh()
    andover.say("sam", thread)


def test_a_closed_one_is_read_and_not_written_in(andover: Andover, thread: Room):
    andover.say("sam", thread)
    for _ in range(2):
        services.close_thread(room_id=thread.id)
    fresh()
    assert len(queries.messages_in(queries.room_for(andover["sam"], thread.id))) == 1
    with pytest.raises(NotAllowed, match="closed"):
        andover.say("sam", thread)


def test_closing_a_thread_closes_no_other_kind_of_room(andover: Andover):
    group = andover.group("sam", "lisa")
    services.close_thread(room_id=group.id)
    fresh()
    assert db.session.get_one(Room, group.id).closed_at is None


def test_a_long_name_is_cut_and_a_support_worker_who_is_not_signed_up_does_not_read_along(
    andover: Andover,
):
    room = services.open_event_thread(hive_id=None, name="x" * 300)
    fresh()
    assert len(db.session.get_one(Room, room.id).name) == 100
    assert not andover.reads("priya", room)
