from datetime import timedelta

import pytest
import time_machine

from app.accounts.models import Person
from app.notices import services
from app.notices.models import DeliveryState
from app.notices.push_sender import PushSender
from app.notices.services import claims, delivery
from app.notices.services.outbox import prepare_deliveries
from tests.notices.hive_room import HiveRoom, deliveries, states, subscriptions
from tests.push_service import Answer, PushService


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_told_nothing_more(
    room: HiveRoom, reader: Person, push_service: PushService, status: int
) -> None:
    gone, there = room.phone_of(reader, Answer(status)), room.phone_of(reader)
    room.say(to=[reader])
    services.deliver_due()
    room.say(to=[reader])
    services.deliver_due()
    assert len(push_service.pushes(gone)) == 1
    assert len(push_service.pushes(there)) == 2
    assert [each.ended_at is None for each in subscriptions()] == [False, True]
    assert states() == [DeliveryState.DROPPED, DeliveryState.ACCEPTED]


def test_a_refused_push_is_dropped_and_the_browser_kept(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    phone = room.phone_of(reader, Answer(413), Answer(201))
    room.say(to=[reader])
    services.deliver_due()
    assert states() == [DeliveryState.DROPPED]
    room.say(to=[reader])
    services.deliver_due()
    assert states() == [DeliveryState.ACCEPTED]
    assert len(push_service.pushes(phone)) == 2


@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        (Answer(500), 30),
        (Answer(429), 30),
        (Answer(429, {"Retry-After": "300"}), 300),
        (Answer(429, {"Retry-After": "5"}), 30),
        (Answer.garbage(), 30),
        (Answer.hang(2), 30),
    ],
)
def test_a_service_in_trouble_is_tried_again_after_a_wait(
    room: HiveRoom,
    reader: Person,
    push_service: PushService,
    queued: list[int],
    answer: Answer,
    wait: int,
) -> None:
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as traveller:
        phone = room.phone_of(reader, answer, Answer(201))
        room.say(to=[reader])
        queued.clear()
        services.deliver_due()
        assert states() == [DeliveryState.WAITING]
        assert queued == [wait]
        traveller.shift(wait - 1)
        services.deliver_due()
        assert len(push_service.pushes(phone)) == 1
        traveller.shift(1)
        services.deliver_due()
        assert len(push_service.pushes(phone)) == 2
        assert states() == [DeliveryState.ACCEPTED]
        assert deliveries()[0].attempts == 2


def test_waits_grow_and_end_after_a_day(
    room: HiveRoom, reader: Person, push_service: PushService, queued: list[int]
) -> None:
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as traveller:
        phone = room.phone_of(reader, Answer(503))
        room.say(to=[reader])
        queued.clear()
        services.deliver_due()
        while states() == [DeliveryState.WAITING]:
            traveller.shift(queued[-1])
            services.deliver_due()
        assert queued[:5] == [30, 120, 600, 3600, 10_800]
        assert sum(queued) < 86_400
        assert states() == [DeliveryState.DROPPED]
        assert len(push_service.pushes(phone)) == len(queued) + 1


def test_a_newer_message_does_not_shorten_the_wait_a_service_asked_for(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as traveller:
        phone = room.phone_of(reader, Answer(429, {"Retry-After": "300"}), Answer(201))
        room.say(to=[reader])
        services.deliver_due()
        room.say(to=[reader])
        services.deliver_due()
        assert len(push_service.pushes(phone)) == 1
        traveller.shift(300)
        services.deliver_due()
        assert [push.payload["unread"] for push in push_service.pushes(phone)] == [1, 2]


def test_a_message_said_while_a_push_is_on_its_way_gets_its_own(
    room: HiveRoom, reader: Person, push_service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = room.phone_of(reader)
    room.say(to=[reader])
    record = delivery._record
    said = []

    def record_after_another_message(results: list) -> None:
        if results and not said:
            said.append(room.say(to=[reader]))
            prepare_deliveries()
        record(results)

    monkeypatch.setattr(delivery, "_record", record_after_another_message)
    services.deliver_due()
    assert [push.payload["unread"] for push in push_service.pushes(phone)] == [1, 2]
    assert states() == [DeliveryState.ACCEPTED]


def test_hanging_browsers_do_not_hold_up_the_others(
    room: HiveRoom, push_service: PushService
) -> None:
    readers = [room.join(f"Reader {number}") for number in range(40)]
    hanging = [room.phone_of(each, Answer.hang(5)) for each in readers[:20]]
    healthy = [room.phone_of(each) for each in readers[20:]]
    room.say(to=readers)
    services.deliver_due()
    first_hung = min(push_service.pushes(phone)[0].at for phone in hanging)
    last_served = max(push_service.pushes(phone)[0].at for phone in healthy)
    assert last_served - first_hung < 5, "twenty hangs one after the other would take longer"
    assert states().count(DeliveryState.ACCEPTED) == 20
    assert states().count(DeliveryState.WAITING) == 20


def test_a_crash_before_the_deliveries_are_written_loses_nothing(
    room: HiveRoom, reader: Person, push_service: PushService, queued: list[int]
) -> None:
    phone = room.phone_of(reader)
    room.say(to=[reader])
    queued.clear()  # the job never ran
    services.deliver_due()  # the sweeper's call
    assert len(push_service.pushes(phone)) == 1


def test_a_crash_while_sending_is_made_up_for_when_the_claim_ends(
    room: HiveRoom, reader: Person, push_service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as traveller:
        phone = room.phone_of(reader)
        room.say(to=[reader])

        def crash(results: object) -> None:
            raise SystemExit

        with monkeypatch.context() as broken:
            broken.setattr(delivery, "_record", crash)
            with pytest.raises(SystemExit):
                services.deliver_due()
        services.deliver_due()
        assert len(push_service.pushes(phone)) == 1, "the claim still holds"
        traveller.shift(claims.CLAIM_LIFE + timedelta(seconds=1))
        services.deliver_due()
        first, second = push_service.pushes(phone)
        assert first.topic == second.topic, "the service replaces the first one"
        assert states() == [DeliveryState.ACCEPTED]


def test_a_sender_that_fails_is_tried_again(
    room: HiveRoom, reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.phone_of(reader)
    room.say(to=[reader])

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(PushSender, "send", fail)
    services.deliver_due()
    assert states() == [DeliveryState.WAITING]
    assert deliveries()[0].claimed_until is None


def test_a_notice_of_the_day_before_is_not_pushed(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as traveller:
        phone = room.phone_of(reader)
        room.say(to=[reader])
        traveller.shift(86_401)
        services.deliver_due()
        assert push_service.pushes(phone) == []
        assert states() == [DeliveryState.DROPPED]
