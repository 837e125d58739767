"""So many at once and so many a second after that, for each person by themselves."""

import pytest

from app.core import pace as module
from app.core.errors import TooMany
from app.core.pace import Pace


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def test_a_burst_goes_through_and_then_so_many_a_second(at: list[float]):
    pace = Pace(at_once=3, a_second=2)
    assert [pace.seconds_to_wait("sam") for _ in range(4)] == [0, 0, 0, 0.5]
    at[0] = 0.5
    assert pace.seconds_to_wait("sam") == 0
    assert pace.seconds_to_wait("sam") == 0.5


def test_one_who_is_too_fast_slows_nobody_else(at: list[float]):
    pace = Pace(at_once=1, a_second=1)
    assert pace.seconds_to_wait("sam") == 0
    assert pace.seconds_to_wait("sam") == 1
    assert pace.seconds_to_wait("aisha") == 0


def test_being_refused_does_not_make_the_wait_longer(at: list[float]):
    pace = Pace(at_once=1, a_second=1)
    pace.seconds_to_wait("sam")
    for _ in range(10):
        assert pace.seconds_to_wait("sam") == 1
    at[0] = 1
    assert pace.seconds_to_wait("sam") == 0


@pytest.mark.parametrize(("a_second", "said"), [(1.0, "1 second"), (0.1, "10 seconds")])
def test_the_words_say_how_long(at: list[float], a_second: float, said: str):
    pace = Pace(at_once=1, a_second=a_second)
    pace.check("sam", "Wait {wait}.")
    with pytest.raises(TooMany) as refused:
        pace.check("sam", "Wait {wait}.")
    assert refused.value.detail == f"Wait {said}."
    assert refused.value.retry_after == int(said.split()[0])


def test_those_who_have_rested_are_forgotten(at: list[float], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_REMEMBERED", 3)
    pace = Pace(at_once=2, a_second=1)
    for who in ("a", "b", "c"):
        pace.seconds_to_wait(who)
    at[0] = 1
    pace.seconds_to_wait("c")
    at[0] = 2
    pace.seconds_to_wait("d")
    assert set(pace._left) == {"c", "d"}
