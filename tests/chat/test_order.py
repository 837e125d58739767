"""Facts leave in the order of their numbers, however they come, and none is held for ever."""

import itertools
from collections.abc import Callable, Sequence

import pytest

from app.chat import order as module
from app.chat.order import Fact, Order


class Heard:
    """What phones hear, and what is to happen later."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.later: list[Callable[[], None]] = []
        self.order = Order(self._tell, lambda _seconds, action: self.later.append(action))

    def _tell(self, _room_id: int, facts: Sequence[Fact]) -> None:
        self.told += [each.packet for each in facts]

    def take(self, *facts: Fact) -> list[str]:
        self.order.take(facts)
        return self.told


@pytest.fixture
def heard() -> Heard:
    return Heard()


def sent(seq: int, room_id: int = 1) -> Fact:
    return Fact(room_id, f"m{seq}", seq)


def changed(change: int, seq: int = 1, room_id: int = 1) -> Fact:
    return Fact(room_id, f"c{change}", seq, change)


@pytest.mark.parametrize("came", list(itertools.permutations([4, 5, 6, 7])))
def test_messages_leave_in_order_however_they_come(heard: Heard, came: tuple[int, ...]):
    heard.order.begin([(1, 3, 0)])
    for seq in came:
        heard.take(sent(seq))
    assert heard.told == ["m4", "m5", "m6", "m7"]


def test_rooms_do_not_wait_for_each_other(heard: Heard):
    heard.order.begin([(1, 3, 0), (2, 8, 0)])
    assert heard.take(sent(5), sent(9, room_id=2)) == ["m9"]


def test_changes_leave_in_their_own_order(heard: Heard):
    heard.order.begin([(1, 3, 6)])
    assert heard.take(changed(8), changed(7), sent(4)) == ["c7", "c8", "m4"]


def test_a_change_waits_for_the_message_it_is_about(heard: Heard):
    heard.order.begin([(1, 3, 6)])
    assert heard.take(changed(7, seq=4)) == []
    assert heard.take(sent(4)) == ["m4", "c7"]


def test_what_has_no_number_waits_for_nothing(heard: Heard):
    heard.order.begin([(1, 3, 0)])
    assert heard.take(sent(5), Fact(1, "typing")) == ["typing"]


def test_what_is_missing_for_long_is_not_waited_for(heard: Heard, monkeypatch: pytest.MonkeyPatch):
    heard.order.begin([(1, 3, 0)])
    heard.take(sent(6), sent(5))
    assert heard.told == []
    assert len(heard.later) == 1
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.0)
    heard.later.pop()()
    assert heard.told == ["m5", "m6"]
    # Late, but better than never; and the next one waits for nothing.
    assert heard.take(sent(4), sent(7)) == ["m5", "m6", "m4", "m7"]


def test_a_room_this_process_never_heard_of_begins_with_what_comes(heard: Heard):
    assert heard.take(sent(9), sent(10)) == ["m9", "m10"]
    assert heard.order.unknown_among([1, 2]) == [2]


def test_beginning_again_changes_nothing(heard: Heard):
    heard.order.begin([(1, 3, 0)])
    heard.take(sent(4))
    heard.order.begin([(1, 3, 0)])
    assert heard.take(sent(5)) == ["m4", "m5"]


def test_what_leaves_together_is_told_together():
    calls: list[list[str]] = []
    order = Order(lambda _room, facts: calls.append([f.packet for f in facts]), lambda *_: None)
    order.begin([(1, 0, 0)])
    order.take([sent(2), sent(3)])
    order.take([sent(1)])
    order.take([sent(4), sent(5)])
    assert calls == [["m1", "m2", "m3"], ["m4", "m5"]]
