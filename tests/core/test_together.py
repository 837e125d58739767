"""Work that waits for its turn is done together, each piece once, each error to its own caller."""

import threading
from collections.abc import Sequence

import pytest

from app.core.together import Together


class Gate:
    """Work that can be held up, so that others have to wait beside it."""

    def __init__(self) -> None:
        self.turns: list[list[int]] = []
        self.is_open = threading.Event()
        self.has_begun = threading.Event()

    def work(self, pieces: Sequence[int]) -> list[int | Exception]:
        self.turns.append(list(pieces))
        self.has_begun.set()
        assert self.is_open.wait(10)
        return [ValueError(f"odd {each}") if each % 2 else each * 10 for each in pieces]


def _ask(together: Together[int, int], queue: str, piece: int, answers: dict[int, object]) -> None:
    try:
        answers[piece] = together.do(queue, piece)
    except Exception as error:
        answers[piece] = error


def _all_at_once(
    together: Together[int, int], gate: Gate, pieces: Sequence[int]
) -> dict[int, object]:
    """The first piece is under way while the others come, one after the other."""
    answers: dict[int, object] = {}
    threads = []
    for nth, piece in enumerate(pieces):
        thread = threading.Thread(target=_ask, args=(together, "room", piece, answers))
        thread.start()
        threads.append(thread)
        if nth == 0:
            assert gate.has_begun.wait(10)
        else:
            while len(together._queues["room"]) < nth:
                pass
    gate.is_open.set()
    for thread in threads:
        thread.join(10)
    return answers


def test_what_comes_meanwhile_is_done_in_one_turn_in_the_order_it_came():
    gate = Gate()
    together: Together[int, int] = Together(gate.work, at_most=64)
    answers = _all_at_once(together, gate, [2, 4, 6, 8])
    assert gate.turns == [[2], [4, 6, 8]]
    assert answers == {2: 20, 4: 40, 6: 60, 8: 80}


def test_no_turn_is_longer_than_it_may_be():
    gate = Gate()
    together: Together[int, int] = Together(gate.work, at_most=2)
    _all_at_once(together, gate, [2, 4, 6, 8, 10])
    assert gate.turns == [[2], [4, 6], [8, 10]]


def test_an_error_goes_to_its_own_caller_alone():
    gate = Gate()
    together: Together[int, int] = Together(gate.work, at_most=64)
    answers = _all_at_once(together, gate, [2, 3, 4])
    assert answers[2] == 20
    assert str(answers[3]) == "odd 3"
    assert answers[4] == 40


def test_when_all_of_it_fails_everybody_hears_and_the_next_turn_goes_on():
    fails = [True, False]

    def work(pieces: Sequence[int]) -> list[int | Exception]:
        if fails.pop(0):
            raise OSError("no disk")
        return list(pieces)

    together: Together[int, int] = Together(work, at_most=64)
    with pytest.raises(OSError, match="no disk"):
        together.do("room", 1)
    assert together.do("room", 2) == 2


def test_one_that_is_killed_in_its_turn_keeps_nobody_waiting():
    class Killed(BaseException):
        pass

    kills = [True]

    def work(pieces: Sequence[int]) -> list[int | Exception]:
        if kills:
            kills.pop()
            raise Killed
        return list(pieces)

    together: Together[int, int] = Together(work, at_most=64)
    with pytest.raises(Killed):
        together.do("room", 1)
    assert together.do("room", 2) == 2


def test_queues_do_not_wait_for_each_other():
    gate = Gate()
    together: Together[int, int] = Together(gate.work, at_most=64)
    answers: dict[int, object] = {}
    held = threading.Thread(target=_ask, args=(together, "one", 2, answers))
    held.start()
    assert gate.has_begun.wait(10)
    other = threading.Thread(target=_ask, args=(together, "other", 4, answers))
    other.start()
    while len(gate.turns) < 2:
        pass
    assert gate.turns == [[2], [4]]
    gate.is_open.set()
    held.join(10)
    other.join(10)
    assert answers == {2: 20, 4: 40}
