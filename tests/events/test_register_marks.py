"""Marks of a register, on whichever phone: together they are one picture."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.core.errors import Invalid
from app.core.extensions import db
from app.events.models import MarkKind, RegisterMark
from app.events.services.marking import Mark, keep_marks, mark
from tests.conventions.county import County
from tests.events.register_day import FIRST, SECOND, Day, kept


@pytest.fixture
def day(app: Flask) -> Day:
    return Day.of(County.founded())


@pytest.fixture
def leader(day: Day, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for(day.leader)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_phones_come_to_the_same_whichever_is_online_first(day: Day, order: tuple[int, int]):
    now, host = clock.now(), day.host()
    phones = [
        (day.leader, [kept(day.ida, MarkKind.ARRIVED, now - timedelta(minutes=3))]),
        (host, [kept(day.ida, MarkKind.GONE_HOME, now - timedelta(minutes=1), SECOND)]),
    ]
    for each in order:
        actor, marks = phones[each]
        assert keep_marks(actor=actor, event_id=day.event.id, marks=marks) == {}
    assert day.state(day.ida) == "gone_home"


def test_of_two_marks_at_the_same_moment_the_one_that_came_later_counts(day: Day):
    at = clock.now() - timedelta(minutes=1)
    for kind, client_id in ((MarkKind.ABSENT, FIRST), (MarkKind.ARRIVED, SECOND)):
        keep_marks(
            actor=day.leader, event_id=day.event.id, marks=[kept(day.ben, kind, at, client_id)]
        )
    assert day.state(day.ben) == "arrived"


def test_a_mark_sent_twice_is_one_mark(day: Day):
    sent = [kept(day.ida, MarkKind.ARRIVED, clock.now())]
    for _ in range(2):
        keep_marks(actor=day.leader, event_id=day.event.id, marks=sent + sent)
    assert len(db.session.scalars(sa.select(RegisterMark)).all()) == 1


def test_marks_of_the_future_were_made_now_and_none_is_from_before_the_day(day: Day):
    now = clock.now()
    marks = [
        kept(day.ida, MarkKind.ARRIVED, now + timedelta(days=400), FIRST),
        kept(day.ben, MarkKind.ARRIVED, now - timedelta(days=400), SECOND),
    ]
    keep_marks(actor=day.leader, event_id=day.event.id, marks=marks)
    found = {each.sign_up_id: each for each in db.session.scalars(sa.select(RegisterMark))}
    assert now <= found[day.ida.id].marked_at <= clock.now()
    assert now - timedelta(days=2) < found[day.ben.id].marked_at <= now


def test_a_phone_with_the_wrong_year_does_not_shut_out_the_others(day: Day):
    ahead = kept(day.ida, MarkKind.ABSENT, clock.now() + timedelta(days=400))
    keep_marks(actor=day.leader, event_id=day.event.id, marks=[ahead])
    mark(actor=day.leader, event_id=day.event.id, sign_up_id=day.ida.id, kind=MarkKind.ARRIVED)
    assert day.state(day.ida) == "arrived"


def test_what_is_wrong_with_one_mark_does_not_lose_the_others(day: Day):
    now = clock.now()
    nameless = Mark(SECOND, day.ben.id, MarkKind.GONE_HOME, now)
    refused = keep_marks(
        actor=day.leader,
        event_id=day.event.id,
        marks=[kept(day.ida, MarkKind.ARRIVED, now), nameless],
    )
    assert refused == {SECOND: "Write who takes the child home."}
    assert (day.state(day.ida), day.state(day.ben)) == ("arrived", "none")
    with pytest.raises(Invalid):
        mark(
            actor=day.leader, event_id=day.event.id, sign_up_id=day.ben.id, kind=MarkKind.GONE_HOME
        )


def test_phones_send_what_they_kept_and_get_the_register_without_names(
    day: Day, leader: FlaskClient
):
    sent = {
        "client_id": str(FIRST),
        "event_id": day.event.id,
        "sign_up_id": day.ida.id,
        "kind": "gone_home",
        "collected_by": "Granny May",
        "marked_at": clock.now().isoformat(),
    }
    answer = leader.post(f"/api/v1{day.url}", json={"marks": [sent]})
    assert answer.status_code == 200
    lines = {line["sign_up_id"]: line for line in answer.json["lines"]}
    assert lines[day.ida.id]["kind"] == "gone_home"
    assert lines[day.ida.id]["collected_by"] == "Granny May"
    assert lines[day.ben.id]["kind"] is None
    assert (answer.json["open"], answer.json["refused"]) == (True, {})
    assert "Idachild" not in answer.text
    assert leader.get(f"/api/v1{day.url}").json["lines"] == answer.json["lines"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "eaten"},
        {"marked_at": "yesterday"},
        {"marked_at": "0001-01-01T00:00:00+14:00"},
        {"client_id": "x"},
        {"sign_up_id": 2**40},
    ],
)
def test_marks_that_are_none_are_refused(day: Day, leader: FlaskClient, wrong: dict[str, object]):
    sent = {
        "client_id": str(FIRST),
        "sign_up_id": day.ida.id,
        "kind": "arrived",
        "marked_at": clock.now().isoformat(),
    }
    assert leader.post(f"/api/v1{day.url}", json={"marks": [sent | wrong]}).status_code == 422
