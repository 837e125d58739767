"""What a phone makes of the marks it knows: the same as the server."""

from collections.abc import Callable
from typing import Any

import pytest

from app.events.ratios import Headcount, Ratios

pytestmark = pytest.mark.journey

MARKS = 'const marks = await import("/static/js/models/register_marks.js");'
Run = Callable[[str], Any]


def test_the_mark_made_last_counts_in_whatever_order_they_are_known(run: Run):
    found = run(
        f"""{MARKS}
        const mark = (kind, marked_at) => ({{ sign_up_id: 1, kind, marked_at }});
        const first = mark("arrived", "2026-06-06T10:00:00.100Z");
        const last = mark("gone_home", "2026-06-06T10:00:00.200001+00:00");
        const none = mark("", "");
        return [[first, last], [last, first], [none, last], [last, none]].map(
          (all) => marks.newestOf(all).get(1).kind);"""
    )
    assert found == ["gone_home"] * 4


def test_of_two_at_the_same_moment_the_one_on_this_phone_counts(run: Run):
    found = run(
        f"""{MARKS}
        const at = "2026-06-06T10:00:00Z";
        const mark = (kind) => ({{ sign_up_id: 1, kind, marked_at: at }});
        const both = ["absent", "arrived"].map(mark);
        return marks.newestOf(both).get(1).kind;"""
    )
    assert found == "arrived"


def test_a_tap_is_later_than_what_was_tapped_on(run: Run):
    ahead = run(
        f"""{MARKS}
        const shown = {{ kind: "arrived", marked_at: "2999-01-01T00:00:00.000Z" }};
        return [marks.tappedAt(shown), marks.tappedAt(undefined) < "2999"];"""
    )
    assert ahead == ["2999-01-01T00:00:00.001Z", True]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("arrived", "Here since 11:00"),
        ("gone_home", "Gone home 11:00, with Granny"),
        ("absent", "Not here"),
        ("cleared", ""),
    ],
)
def test_marks_are_said_in_the_time_of_london(run: Run, kind: str, said: str):
    words = run(
        f"""{MARKS}
        return marks.wordsFor(
          {{ kind: "{kind}", marked_at: "2026-06-06T10:00:00Z", collected_by: "Granny" }})
          .replace({'""' if kind == "gone_home" else '", with Granny"'}, "");"""
    )
    assert words == said


@pytest.mark.parametrize("ages", [[8, 9], [1] * 9, [1, 2, 3, *[5] * 7], [10] * 14, [3]])
@pytest.mark.parametrize("adults", [0, 1, 2, 3])
def test_adults_are_counted_as_the_server_counts_them(run: Run, ages: list[int], adults: int):
    ratios = Ratios()
    lines = [{"each": ratios.children_each(age), "state": "arrived"} for age in ages]
    lines += [{"each": 0, "state": "arrived"}] * adults
    counted = run(f"{MARKS} return marks.countsOf({lines!r}, {ratios.least});")
    server = Headcount.of_places([ages], adults, ratios)
    assert (counted["words"], counted["short"]) == (server.words, server.short)


def test_each_part_needs_adults_of_its_own(run: Run):
    lines = [{"each": 8, "state": "arrived", "part": part} for part in ("1", "1", "2")]
    assert run(f"{MARKS} return marks.countsOf({lines!r}, 2).short;") == 4
