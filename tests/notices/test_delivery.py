import threading
import time

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.accounts.models import Device, LockScreenDetail, Person
from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.notices import services
from app.notices.models import Delivery, DeliveryState, Notice, NoticeCategory
from app.notices.services import delivery
from app.notices.services.outbox import prepare_deliveries
from tests.notices.hive_room import HiveRoom, deliveries, notices, states, subscriptions
from tests.push_service import Answer, PushService


def test_a_message_is_pushed_to_each_phone_of_each_reader(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    other = room.join("Olu Other")
    phones = [room.phone_of(reader), room.phone_of(reader), room.phone_of(other)]
    room.say(to=[reader, other])
    services.deliver_due()
    for phone in phones:
        (push,) = push_service.pushes(phone)
        assert push.payload == {
            "title": "Andover Hive",
            "body": "New message",
            "url": f"/chat/rooms/{room.id}",
            "tag": f"room-{room.id}",
            "unread": 1,
        }
        assert (push.ttl, push.urgency) == (86_400, "high")
        assert push.topic
    assert push_service.complaints == []
    assert states() == [DeliveryState.ACCEPTED] * 3
    assert all(each.last_sent_at for each in subscriptions())


def test_the_lock_screen_shows_neither_words_nor_names(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    phone = room.phone_of(reader)
    for text in ("Tom has a fever", "Tom sleeps now"):
        room.say(text, to=[reader])
    services.deliver_due()
    (push,) = push_service.pushes(phone)
    assert push.payload["body"] == "2 new messages"
    for word in ("Tom", "fever", "sleeps", "Ada", "Rosa"):
        assert word not in str(push.payload)


def test_who_chose_words_sees_the_beginning_of_them(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    phone = room.phone_of(reader)
    services.set_lock_screen(actor=reader, detail=LockScreenDetail.WORDS)
    room.say("Is anyone\ngoing to the park? " + "We are. " * 40, to=[reader])
    services.deliver_due()
    body = push_service.pushes(phone)[0].payload["body"]
    assert body.startswith("Ada: Is anyone going to the park? We are.")
    assert body.endswith("…")
    assert len(body) <= len("Ada: ") + 120


def test_the_same_room_has_the_same_topic_and_another_notice_has_not(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    phone = room.phone_of(reader)
    for _ in range(2):
        room.say(to=[reader])
        services.deliver_due()
    services.notify(
        people_ids=[reader.id], category=NoticeCategory.PRACTICAL, title="Hello", url="/"
    )
    services.deliver_due()
    first, second, other = push_service.pushes(phone)
    assert first.topic == second.topic != other.topic
    assert other.payload["body"] == "Hello"
    assert other.urgency == "normal"


def test_a_room_has_one_notice_for_a_person_however_much_is_said(
    room: HiveRoom, reader: Person
) -> None:
    for _ in range(3):
        room.say(to=[reader])
    (notice,) = notices()
    assert notice.message_seq == 3
    assert notice.push_due_at is None, "nobody takes pushes"


def test_two_runs_send_once(room: HiveRoom, reader: Person, push_service: PushService) -> None:
    phone = room.phone_of(reader)
    room.say(to=[reader])
    services.deliver_due()
    services.deliver_due()
    assert len(push_service.pushes(phone)) == 1


def test_workers_at_the_same_time_send_each_push_once(
    push_app: Flask, room: HiveRoom, push_service: PushService
) -> None:
    readers = [room.join(f"Reader {number}") for number in range(12)]
    phones = [room.phone_of(each, Answer(201, after_seconds=0.05)) for each in readers]
    room.say(to=readers)
    together = threading.Barrier(4)

    def work() -> None:
        with push_app.app_context():
            together.wait()
            services.deliver_due()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [len(push_service.pushes(phone)) for phone in phones] == [1] * 12
    assert states() == [DeliveryState.ACCEPTED] * 12


def test_who_reads_meanwhile_gets_no_push(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    phone = room.phone_of(reader)
    room.read(reader, room.say(to=[reader]))
    services.deliver_due()
    assert push_service.pushes(phone) == []
    assert notices()[0].read_at is not None


def test_who_reads_after_the_push_was_prepared_gets_none_either(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    phone = room.phone_of(reader)
    seq = room.say(to=[reader])
    prepare_deliveries()
    room.read(reader, seq)
    services.deliver_due()
    assert push_service.pushes(phone) == []
    assert states() == [DeliveryState.SKIPPED]


def test_a_message_after_reading_is_pushed_again(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    phone = room.phone_of(reader)
    first = room.say(to=[reader])
    services.deliver_due()
    room.read(reader, first)
    room.say(to=[reader])
    services.deliver_due()
    assert [push.payload["unread"] for push in push_service.pushes(phone)] == [1, 1]
    assert states() == [DeliveryState.ACCEPTED]


def test_reading_up_to_an_older_message_leaves_the_newer_one_to_be_pushed(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    phone = room.phone_of(reader)
    first = room.say(to=[reader])
    room.say(to=[reader])
    room.read(reader, first)
    services.deliver_due()
    assert [push.payload["body"] for push in push_service.pushes(phone)] == ["New message"]


def test_who_left_the_room_gets_no_push(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    phone = room.phone_of(reader)
    room.say(to=[reader])
    room.leave(reader)
    services.deliver_due()
    assert push_service.pushes(phone) == []
    assert states() == [DeliveryState.SKIPPED]


def test_a_push_prepared_for_a_sign_in_that_has_ended_is_dropped(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    """Also where nothing but the device itself tells of it."""
    device, phone = room.sign_in(reader), push_service.subscribe()
    room.subscribe(reader, device, phone)
    room.say(to=[reader])
    with unit_of_work():
        db.session.execute(sa.update(Device).values(ended_at=clock.now()))
    services.deliver_due()
    assert push_service.pushes(phone) == []
    assert states() == [DeliveryState.DROPPED]


def test_a_notice_that_was_read_is_not_pushed(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    phone = room.phone_of(reader)
    services.notify(
        people_ids=[reader.id], category=NoticeCategory.PRACTICAL, title="Hello", url="/"
    )
    prepare_deliveries()
    with unit_of_work():
        db.session.execute(sa.update(Notice).values(read_at=clock.now()))
    services.deliver_due()
    assert push_service.pushes(phone) == []
    assert states() == [DeliveryState.SKIPPED]


def test_nothing_is_sent_within_a_transaction(
    room: HiveRoom, reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.phone_of(reader)
    room.say(to=[reader])
    open_transactions: list[bool] = []
    submit = delivery.ThreadPoolExecutor.submit

    def watched(self: object, *args: object) -> object:
        open_transactions.append(db.session().in_transaction())
        return submit(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(delivery.ThreadPoolExecutor, "submit", watched)
    services.deliver_due()
    assert open_transactions == [False]


def test_a_push_waits_for_the_delay_and_a_busy_room_does_not_put_it_off(
    push_app: Flask, room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    push_app.extensions["hive_push"].delay = 2
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as traveller:
        phone = room.phone_of(reader)
        room.say(to=[reader])
        services.deliver_due()
        assert push_service.pushes(phone) == []
        traveller.shift(1)
        room.say(to=[reader])
        traveller.shift(1)
        services.deliver_due()
        assert [push.payload["unread"] for push in push_service.pushes(phone)] == [2]


def test_a_rollback_leaves_no_notice(room: HiveRoom, reader: Person, queued: list[int]) -> None:
    room.phone_of(reader)

    def fail_after_telling() -> None:
        with unit_of_work():
            services.notify(
                people_ids=[reader.id], category=NoticeCategory.PRACTICAL, title="Hello", url="/"
            )
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_telling()
    assert notices() == []
    assert queued == []


def test_many_messages_queue_few_jobs(room: HiveRoom, reader: Person, queued: list[int]) -> None:
    room.phone_of(reader)
    started = time.monotonic()
    for _ in range(30):
        room.say(to=[reader])
    seconds = time.monotonic() - started
    assert queued[0] == 0
    assert len(queued) <= 3 + 2 * seconds


def test_the_row_of_a_delivery_is_one_for_a_notice_and_a_browser(
    room: HiveRoom, reader: Person
) -> None:
    room.phone_of(reader)
    for _ in range(3):
        room.say(to=[reader])
        services.deliver_due()
    (only,) = deliveries()
    assert isinstance(only, Delivery)
    assert only.message_seq == 3
