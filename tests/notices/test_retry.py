from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from app.notices.retry import LONGEST_WAIT, next_wait, parse_retry_after


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 30), (2, 120), (3, 600), (4, 3600), (5, 10_800), (9, 10_800)]
)
def test_waits_grow(attempts: int, seconds: int) -> None:
    assert next_wait(attempts) == timedelta(seconds=seconds)


def test_a_longer_wait_that_was_asked_for_is_kept_to() -> None:
    assert next_wait(1, timedelta(seconds=90)) == timedelta(seconds=90)
    assert next_wait(2, timedelta(seconds=90)) == timedelta(seconds=120)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 120 ", 120),
        ("99999999999999999999999", 86_400),
        ("Mon, 23 Nov 2026 10:02:00 GMT", 120),
        ("Mon, 23 Nov 2026 09:00:00 GMT", 0),
        ("Tue, 23 Nov 2027 09:00:00 GMT", 86_400),
    ],
)
@time_machine.travel("2026-11-23T10:00:00Z", tick=False)
def test_retry_after_is_read_in_seconds_and_as_a_date(header: str, seconds: int) -> None:
    assert parse_retry_after(header) == timedelta(seconds=seconds)


@pytest.mark.parametrize("header", [None, "", "-5", "1.5", "soon", "Mon, 99 Nov 2026 10:00:00 GMT"])
def test_a_retry_after_without_sense_is_ignored(header: str | None) -> None:
    assert parse_retry_after(header) is None


@given(st.text(max_size=60))
def test_no_header_whatever_breaks_it(header: str) -> None:
    wait = parse_retry_after(header)
    assert wait is None or timedelta() <= wait <= LONGEST_WAIT
