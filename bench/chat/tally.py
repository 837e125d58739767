"""What was sent, and what came of it: every delivery is checked here."""

import json
from dataclasses import dataclass
from typing import Any

TEXT = "Is anybody free for a walk along the canal on Saturday? We could bring the dogs."


@dataclass(slots=True)
class Said:
    """A message: when it was sent, and who still waits for it."""

    room: int
    seq: int
    client_id: str
    sent_at: float
    to_come: int
    last_at: float = 0.0


class Tally:
    """The messages of one measurement. Times are in seconds of the performance counter."""

    def __init__(self, listeners: dict[int, int]) -> None:
        self._listeners = listeners
        self._sent: dict[str, float] = {}
        self._known: dict[bytes, Said] = {}
        self.faults = dict.fromkeys(
            ("lost", "doubled", "out_of_order", "wrong", "refused", "closed"), 0
        )
        self.acknowledged = self.deliveries = 0
        self.to_sender: list[float] = []
        self.problem = ""

    def sent(self, client_id: str, now: float) -> None:
        """A message was sent."""
        self._sent[client_id] = now

    def told(self, room: int, last_seq: int, text: bytes, now: float) -> int:
        """A socket of `room`, whose last number was `last_seq`, was told this; its last one now."""
        said = self._known.get(text)
        if said is None:
            said = self._known[text] = self._read(text)
        if said.room != room:
            self.faults["wrong"] += 1
            return last_seq
        if last_seq and said.seq != last_seq + 1:
            self.faults["doubled" if said.seq == last_seq else "out_of_order"] += 1
        said.to_come -= 1
        said.last_at = now
        self.deliveries += 1
        return max(last_seq, said.seq)

    def answered(self, text: bytes, taken: float) -> bool:
        """A sender has its answer, after so long; whether it says that all is well."""
        is_well = b'"ok":true' in text[:200].replace(b" ", b"")
        if is_well:
            self.acknowledged += 1
            self.to_sender.append(taken)
        else:
            self.faults["refused"] += 1
            self.problem = text.decode()[:500]
        return is_well

    def is_complete(self) -> bool:
        """Whether everybody has everything."""
        return len(self._known) == len(self._sent) and not any(
            each.to_come for each in self._known.values()
        )

    def example(self) -> dict[str, Any]:
        """What the phones are told of a message."""
        message: dict[str, Any] = json.loads(next(iter(self._known))[2:])[1]
        return message

    def result(self) -> dict[str, Any]:
        """All of it, once no more is to come."""
        known = self._known.values()
        told = {each.client_id for each in known}
        self.faults["lost"] += sum(max(0, each.to_come) for each in known)
        self.faults["lost"] += len(self._sent.keys() - told)
        self.faults["doubled"] += sum(max(0, -each.to_come) for each in known)
        self.faults["wrong"] += len(told) != len(known)
        return {
            "sent": len(self._sent),
            "acknowledged": self.acknowledged,
            "deliveries": self.deliveries,
            "to_all": sorted(each.last_at - each.sent_at for each in known),
            "to_sender": sorted(self.to_sender),
            "faults": self.faults,
            "problem": self.problem,
        }

    def _read(self, text: bytes) -> Said:
        message: dict[str, Any] = json.loads(text[2:])[1]
        client_id, room = message["client_id"], message["room_id"]
        if client_id not in self._sent or TEXT not in message["html"]:
            self.faults["wrong"] += 1
        sent_at = self._sent.get(client_id, 0.0)
        return Said(room, message["seq"], client_id, sent_at, self._listeners[room])
