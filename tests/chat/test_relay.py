"""What one process tells, the phones of another hear: once, whole and in order."""

import json
import threading

import pytest
import redis

from app.chat.order import Fact
from app.chat.relay import PersonFact, Relay
from tests.live_phone import LivePhone
from tests.live_server import LiveServer
from tests.test_durability import _until

ROOM = 1
FACTS = [
    Fact(7, '42["chat:message_sent",{"html":"שלום 🐝"}]', 3),
    Fact(7, '42["chat:message_changed",{}]', 3, 1),
    Fact(7, '42["chat:typing",{}]'),
    PersonFact(12, '42["unread",{}]'),
]


@pytest.mark.redis
def test_facts_arrive_as_they_were_sent_and_ones_own_do_not(redis_url: str):
    one, other = Relay(redis_url), Relay(redis_url)
    heard = redis.Redis.from_url(redis_url).pubsub(ignore_subscribe_messages=True)
    heard.subscribe(one._channel)
    heard.get_message(timeout=5)  # that the subscription stands
    one.send(FACTS)
    message = None
    while message is None:
        message = heard.get_message(timeout=5)
    taken: list[Fact | PersonFact] = []
    other._take(message, taken.extend)
    one._take(message, taken.extend)
    assert taken == FACTS
    heard.close()


def test_what_can_not_be_read_is_left_out(caplog: pytest.LogCaptureFixture):
    relay = Relay("redis://127.0.0.1:1/3")
    taken: list[Fact | PersonFact] = []
    for data in (b"", b"{}", b'["x", [{"nonsense": 1}]]', b"[1]"):
        relay._take({"data": data}, taken.extend)
    assert taken == []
    assert len(caplog.records) == 4
    relay._take({"data": json.dumps(["x", [{"room_id": 1, "packet": "42"}]])}, taken.extend)
    assert taken == [Fact(1, "42")]


def test_without_redis_nothing_fails_but_the_relay(caplog: pytest.LogCaptureFixture):
    Relay("redis://127.0.0.1:1/0").send(FACTS)
    assert [each.message for each in caplog.records] == ["relay_send_failed"]


def test_databases_of_one_redis_are_kept_apart():
    assert Relay("redis://127.0.0.1:1/3")._channel != Relay("redis://127.0.0.1:1/4")._channel


def _talk(phone: LivePhone, count: int) -> None:
    for nth in range(count):
        assert phone.send(ROOM, f"number {nth}")["ok"]


@pytest.mark.postgres
@pytest.mark.redis
def test_phones_of_both_processes_hear_everything_once_and_in_order(
    two_servers: tuple[LiveServer, LiveServer],
):
    pairs = zip(("sam", "aisha", "lisa", "priya"), two_servers * 2, strict=True)
    phones = [LivePhone(server.url, who) for who, server in pairs]
    for each in phones:
        each.connect()
    threads = [threading.Thread(target=_talk, args=(each, 25)) for each in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert _until(lambda: all(len(each.heard) >= 100 for each in phones))
    for each in phones:
        seqs = [message["seq"] for message in each.heard if message["room_id"] == ROOM]
        assert seqs == list(range(seqs[0], seqs[0] + 100))
        assert each.heard == phones[0].heard

    typing: list[dict[str, object]] = []
    phones[0].socket.on("chat:typing", typing.append)
    assert phones[1].socket.call("chat:typing", {"room_id": ROOM}, timeout=5)["ok"]
    assert _until(lambda: len(typing) == 1)
    for each in phones:
        each.socket.disconnect()
