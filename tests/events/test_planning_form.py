"""What comes in when an event is planned: times on the wall, places, whom it fits."""

from datetime import UTC, date, datetime, time

import pytest

from app.core import clock
from app.core.errors import Invalid
from app.core.time_fields import MISSING_HOUR
from app.core.wall_times import instant_of, midnight_before, moved_by_days
from app.events.schemas.planning import PlanEventSchema
from tests.events.forms import centre, event_form, saturday


@pytest.fixture
def in_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the nights the clocks change are to come."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 10, 12, tzinfo=UTC))


def _wrong(**changed: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        PlanEventSchema().load_or_invalid(event_form(1, **changed))
    return refused.value.errors


def test_times_on_the_wall_become_instants(in_2026: None):
    winter = PlanEventSchema().load_or_invalid(event_form(1, starts_on="2026-02-14"))
    summer = PlanEventSchema().load_or_invalid(event_form(1, starts_on="2026-06-13"))
    assert winter["starts_at"] == datetime(2026, 2, 14, 10, tzinfo=UTC)
    assert summer["starts_at"] == datetime(2026, 6, 13, 9, tzinfo=UTC)
    assert summer["ends_at"] == datetime(2026, 6, 13, 11, tzinfo=UTC)


def test_a_time_the_clocks_jump_over_is_refused(in_2026: None):
    assert _wrong(starts_on="2026-03-29", starts="01:30") == {"starts": MISSING_HOUR}
    assert _wrong(starts_on="2026-03-29", starts="00:30", ends="01:15") == {"ends": MISSING_HOUR}
    assert _wrong(starts_on="2026-06-13", closes="2026-03-29T01:30") == {"closes": MISSING_HOUR}


def test_of_an_hour_that_comes_twice_the_first_counts(in_2026: None):
    day = date(2026, 10, 25)
    assert instant_of(day, time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    data = PlanEventSchema().load_or_invalid(event_form(1, starts_on=day, starts="01:30"))
    assert data["starts_at"] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_whole_days_go_from_midnight_to_midnight(in_2026: None):
    form = event_form(1, is_all_day="yes", starts="", ends="", starts_on="2026-03-28",
                      ends_on="2026-03-29")  # fmt: skip
    data = PlanEventSchema().load_or_invalid(form)
    assert data["starts_at"] == midnight_before(date(2026, 3, 28))
    # The night between them is an hour shorter.
    assert (data["ends_at"] - data["starts_at"]).total_seconds() == 47 * 3600


def test_a_time_moved_by_days_stays_on_the_wall():
    before = datetime(2026, 3, 27, 18, tzinfo=UTC)
    assert moved_by_days(before, 7) == datetime(2026, 4, 3, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"kind": "party"}, "kind"),
        ({"audience": ""}, "audience"),
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "2020-01-01"}, "starts_on"),
        ({"starts": ""}, "starts"),
        ({"ends": "25:00"}, "ends"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"ends_on": "2040-01-01"}, "ends_on"),
        ({"opens": "soon"}, "opens"),
        ({"household_places": "-1"}, "household_places"),
        ({"part_0_child_places": "many"}, "part-0-child_places"),
        ({"part_0_age_from": "9", "part_0_age_to": "7"}, "part-0-age_to"),
        ({"part_0_age_from": "9", "part_0_year_from": "4"}, "part-0-age_from"),
        ({"audience": "support_workers"}, "part-0-child_places"),
        ({"client_id": "7"}, "client_id"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(changed: dict[str, object], field: str):
    assert list(_wrong(**changed)) == [field]


def test_an_event_is_somebodys():
    with pytest.raises(Invalid) as refused:
        PlanEventSchema().load_or_invalid(event_form())
    assert refused.value.errors == {"hives": "Choose whose event it is."}


def test_centres_stand_instead_of_the_one_place():
    form = event_form(1, is_all_day="yes", kind="activity_week", ends_on=saturday(1).isoformat())
    form |= centre(1, "Minstead", 4, 13) | centre(3, "Avon Tyrrell", 6, 17)
    parts = PlanEventSchema().load_or_invalid(form)["parts"]
    assert [(plan.name, plan.year_from, plan.child_places) for _, plan in parts] == [
        ("Minstead", 4, 13),
        ("Avon Tyrrell", 6, 17),
    ]


def test_a_centre_needs_a_name():
    with pytest.raises(Invalid) as refused:
        PlanEventSchema().load_or_invalid(event_form(1) | centre(2, "", 5, 19))
    assert refused.value.errors == {"part-2-name": "Give this centre a name."}


def test_boxes_with_made_up_names_are_left_out():
    form = event_form(1) | {"host-x": "yes", "host-²": "yes", "hive-99999999999": "yes"}
    data = PlanEventSchema().load_or_invalid(form)
    assert (data["hive_ids"], data["host_ids"]) == ([1], [])
