"""What one process tells, the others tell too: ready packets, through Redis.

A packet is made once, in the process that made the change, and goes as it is to the phones of all
processes. Redis keeps nothing: what is told while it is away reaches the phones of the process
that told it, and the others catch up by the numbers they miss.
"""

import json
import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from gevent import monkey

from app.chat.order import Fact
from app.core.extensions import socketio

log = logging.getLogger(__name__)

#: What waits while Redis is away, in facts; beyond it the oldest go.
MOST_WAITING = 10_000
_AT_ONCE = 500
_LONGEST_PAUSE = 10.0


@dataclass(frozen=True, slots=True)
class PersonFact:
    """Something to be told to all phones of a person."""

    person_id: int
    packet: str


class Relay:
    """Sends facts to the other processes, and takes theirs."""

    def __init__(self, url: str) -> None:
        import redis  # 4 MB that a service of one process does not need

        self._fault = redis.RedisError
        self._redis = redis.Redis.from_url(url, socket_keepalive=True, health_check_interval=30)
        # Redis's databases share their channels: another service may be in the next one.
        number = self._redis.connection_pool.connection_kwargs.get("db", 0)
        self._channel = f"hive-told-{number}"
        self._me = secrets.token_hex(8)
        self._waiting: list[Fact | PersonFact] = []
        self._has_waiting = threading.Event()
        self._is_open = False

    def send(self, facts: Sequence[Fact | PersonFact]) -> None:
        """Pass facts on; in a web process without waiting for Redis."""
        if not self._is_open:
            # A worker or a command: there is no loop, and it may end with this.
            self._publish(facts)
            return
        self._waiting.extend(facts)
        del self._waiting[:-MOST_WAITING]
        self._has_waiting.set()

    def open(self, hear: Callable[[Sequence[Fact | PersonFact]], None]) -> None:
        """Have `hear` called with what the others tell, from now on; in a web process."""
        if self._is_open or not monkey.is_module_patched("socket"):
            return
        self._is_open = True
        socketio.start_background_task(self._send_for_ever)
        socketio.start_background_task(self._listen_for_ever, hear)

    def _send_for_ever(self) -> None:
        while True:
            self._has_waiting.wait()
            self._has_waiting.clear()
            while self._waiting:
                facts, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
                self._publish(facts)

    def _publish(self, facts: Sequence[Fact | PersonFact]) -> None:
        told = json.dumps([self._me, [asdict(each) for each in facts]], separators=(",", ":"))
        try:
            self._redis.publish(self._channel, told)
        except self._fault:
            log.exception("relay_send_failed")

    def _listen_for_ever(self, hear: Callable[[Sequence[Fact | PersonFact]], None]) -> None:
        pause = 0.5
        while True:
            try:
                heard: Any = self._redis.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]
                heard.subscribe(self._channel)
                for message in heard.listen():
                    pause = 0.5
                    self._take(message, hear)
            except self._fault:
                log.exception("relay_listen_failed")
            socketio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _take(
        self, message: dict[str, Any], hear: Callable[[Sequence[Fact | PersonFact]], None]
    ) -> None:
        try:
            teller, facts = json.loads(message["data"])
            if teller != self._me:
                hear([_fact(each) for each in facts])
        except Exception:
            log.exception("relay_fact_failed")


def _fact(told: dict[str, Any]) -> Fact | PersonFact:
    return PersonFact(**told) if "person_id" in told else Fact(**told)
