"""The private calendar: whose it is, what is in it, when it has changed, and when it stops."""

import gzip
import hashlib
import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.events.feed_text import calendar_text
from app.events.models import Audience, CalendarFeed, Event, EventKind
from app.events.services.cancelling import cancel_event
from app.events.services.changing import change_event
from app.events.services.planning import plan_event
from app.events.views import feeds as views
from app.hives.models import Hive, Membership
from tests.conventions.county import County
from tests.conventions.events import add_event
from tests.events.guests import Guests, an_event
from tests.events.strict_calendar import Part, read_strictly
from tests.events.weekly import plan_of

Clients = Callable[[Person | None], FlaskClient]


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


def _link(client: FlaskClient) -> str:
    """The path of a feed that is made on its page."""
    page = client.post("/events/feed", follow_redirects=True).get_data(as_text=True)
    found = re.search(r'data-copy-text="https?://[^/"]+(/calendar/[\w-]+\.ics)"', page)
    assert found, page
    return found[1]


def _read(app: Flask, path: str, **headers: str) -> Part:
    """The feed as a phone reads it, which is not signed in."""
    response = app.test_client().get(path, headers=headers)
    assert response.status_code == 200
    assert response.mimetype == "text/calendar"
    return read_strictly(response.get_data())


def _titles(calendar: Part) -> set[str]:
    return {each.text("SUMMARY") for each in calendar.of("VEVENT")}


def _leader(county: County) -> Person:
    return county.people[Role.SUPPORT_WORKER]


def test_a_carer_makes_a_link_that_a_phone_reads_without_signing_in(
    app: Flask, county: County, client_for: Clients
):
    path = _link(client_for(county.people[Role.CARER]))
    an_event(county, title="Bread")
    assert _titles(_read(app, path)) == {"Pizza kitchen", "Bread"}


def test_the_page_offers_to_subscribe_and_says_what_is_in_it(county: County, client_for: Clients):
    client = client_for(county.people[Role.CARER])
    assert "Make my link" in client.get("/events/feed").get_data(as_text=True)
    path = _link(client)
    page = client.get("/events/feed").get_data(as_text=True)
    assert re.search(rf'href="webcal://[^/"]+{path}"', page)
    assert "Never a child" in page


def test_a_feed_holds_what_its_person_may_see_and_is_theirs(
    app: Flask, county: County, client_for: Clients
):
    far, manager = county.stranger(), county.people[Role.MANAGER]
    an_event(county, title="A draft", is_draft=True)
    an_event(county, title="Long over", starts_in=timedelta(days=-100))
    an_event(county, title="Last month's", starts_in=timedelta(days=-30))
    an_event(county, title="Team meeting", audience=Audience.SUPPORT_WORKERS)
    plan_event(
        actor=manager,
        client_id=uuid.uuid4(),
        title="County fair",
        host_ids=[county.people[Role.SUPPORT_WORKER].id],
        kind=EventKind.FAMILY_SOCIAL,
        audience=Audience.FAMILIES,
        starts_at=clock.now() + timedelta(days=3),
        ends_at=clock.now() + timedelta(days=4),
    )
    with unit_of_work():
        far_hive = db.session.get_one(Hive, far.memberships[0].hive_id)
        add_event(far_hive, _leader(county), title="Hosted far away")
        add_event(far_hive, far, title="Far away")
    seen = {
        name: _titles(_read(app, _link(client_for(person))))
        for name, person in {
            "carer": county.people[Role.CARER],
            "support worker": _leader(county),
            "far": far,
            "manager": manager,
        }.items()
    }
    own = {"Pizza kitchen", "Last month's", "County fair"}
    assert seen == {
        "carer": own,
        "support worker": own | {"Team meeting"},
        "far": {"County fair", "Hosted far away", "Far away"},
        "manager": {"County fair"},
    }


def test_nothing_in_a_feed_tells_of_a_child(app: Flask, county: County, client_for: Clients):
    family = Guests.of(county.hive, 9, name="Wren")
    family.sign_up(db.session.get_one(Event, county.event.id))
    path = _link(client_for(family.carer))
    text = app.test_client().get(path).get_data(as_text=True)
    for name in ("Wren", family.carer.name, county.child.preferred_name, county.hive.name):
        assert name not in text


def test_a_change_keeps_the_uid_and_raises_the_sequence(
    app: Flask, county: County, client_for: Clients
):
    path = _link(client_for(county.people[Role.CARER]))
    (before,) = _read(app, path).of("VEVENT")
    event = db.session.get_one(Event, county.event.id)
    later = {"starts_at": event.starts_at + timedelta(hours=1),
             "ends_at": event.ends_at + timedelta(hours=1)}  # fmt: skip
    change_event(actor=_leader(county), event_id=event.id, **plan_of(event, **later))
    (after,) = _read(app, path).of("VEVENT")
    assert after.value("UID") == before.value("UID")
    assert int(after.value("SEQUENCE")) == int(before.value("SEQUENCE")) + 1
    assert after.value("DTSTART") > before.value("DTSTART")


def test_what_is_called_off_stays_in_the_feed_as_cancelled(
    app: Flask, county: County, client_for: Clients
):
    path = _link(client_for(county.people[Role.CARER]))
    cancel_event(actor=_leader(county), event_id=county.event.id, why="The hall is flooded")
    (event,) = _read(app, path).of("VEVENT")
    assert event.value("STATUS") == "CANCELLED"
    assert event.value("SEQUENCE") == "1"


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_a_feed_that_is_the_same_is_answered_with_304(
    app: Flask,
    county: County,
    client_for: Clients,
    encoding: str,
    monkeypatch: pytest.MonkeyPatch,
):
    written: list[str] = []

    def write(*args: Any, **kwargs: Any) -> bytes:
        written.append(encoding)
        return calendar_text(*args, **kwargs)

    monkeypatch.setattr(views, "calendar_text", write)
    path = _link(client_for(county.people[Role.CARER]))
    phone = app.test_client()
    asked = {"Accept-Encoding": encoding}
    for number in range(5):
        an_event(county, title=f"Number {number}", about="Long enough to be worth packing. " * 9)
    first = phone.get(path, headers=asked)
    assert (first.headers.get("Content-Encoding") or "identity") == encoding
    assert first.headers["Cache-Control"] == "private, no-cache"
    etag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    again = phone.get(path, headers=asked | {"If-None-Match": etag})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert written == [encoding], "it is not even written"
    again = phone.get(path, headers=asked | {"If-Modified-Since": changed})
    assert (again.status_code, again.get_data()) == (304, b"")
    with time_machine.travel(clock.now() + timedelta(seconds=5), tick=False):
        cancel_event(actor=_leader(county), event_id=county.event.id, why="Flooded")
        for header in ({"If-None-Match": etag}, {"If-Modified-Since": changed}):
            assert phone.get(path, headers=asked | header).status_code == 200


def test_what_goes_out_of_a_feed_is_no_304(app: Flask, county: County, client_for: Clients):
    person = county.people[Role.CARER]
    path = _link(client_for(person))
    phone = app.test_client()
    first = phone.get(path)
    with unit_of_work():
        db.session.query(Membership).filter_by(person_id=person.id).delete()
    gone = phone.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert gone.status_code == 200
    assert read_strictly(gone.get_data()).of("VEVENT") == []


def test_only_the_hash_of_a_token_is_kept(county: County, client_for: Clients):
    path = _link(client_for(county.people[Role.CARER]))
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) == 43
    (feed,) = db.session.query(CalendarFeed)
    assert feed.token_hash == hashlib.sha256(token.encode()).hexdigest()


def test_a_new_link_stops_the_old_one_and_turning_it_off_the_new(
    app: Flask, county: County, client_for: Clients
):
    client = client_for(county.people[Role.CARER])
    old, new = _link(client), _link(client)
    phone = app.test_client()
    assert old != new
    assert phone.get(old).status_code == 404
    assert phone.get(new).status_code == 200
    page = client.post("/events/feed/turn-off", follow_redirects=True).get_data(as_text=True)
    assert "turned off" in page
    assert "Make my link" in page
    assert phone.get(new).status_code == 404


def test_a_link_made_with_an_earlier_key_goes_on_and_says_that_it_cant_be_shown(
    app: Flask, county: County, client_for: Clients
):
    client = client_for(county.people[Role.CARER])
    path = _link(client)
    with unit_of_work():
        (feed,) = db.session.query(CalendarFeed)
        feed.made_at += timedelta(seconds=1)
    assert "be shown any more" in client.get("/events/feed").get_data(as_text=True)
    assert app.test_client().get(path).status_code == 200


def test_a_feed_read_too_often_and_guesses_are_slowed_down(
    app: Flask, county: County, client_for: Clients
):
    path = _link(client_for(county.people[Role.CARER]))
    phone = app.test_client()
    codes = [phone.get(path).status_code for _ in range(121)]
    assert codes == [200] * 120 + [429]
    guesses = [phone.get(f"/calendar/guess-{nth}.ics").status_code for nth in range(61)]
    assert guesses == [404] * 60 + [429]


def test_the_address_is_in_no_log(
    app: Flask, county: County, client_for: Clients, caplog: pytest.LogCaptureFixture
):
    path = _link(client_for(county.people[Role.CARER]))
    with caplog.at_level("INFO", logger="app"):
        app.test_client().get(path)
        app.test_client().get("/calendar/made-up-token.ics")
    said = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "/calendar/<token>.ics" in said
    assert path.split("/")[-1] not in said
    assert "made-up-token" not in said


def test_one_event_is_added_to_the_calendar_by_those_who_see_it(
    county: County, client_for: Clients
):
    path = f"/events/{county.event.id}/calendar.ics"
    response = client_for(county.people[Role.CARER]).get(path)
    assert response.headers["Content-Disposition"] == 'attachment; filename="hive-event.ics"'
    assert _titles(read_strictly(response.get_data())) == {"Pizza kitchen"}
    assert client_for(county.stranger()).get(path).status_code == 404
    assert client_for(None).get(path).status_code == 303


def test_a_draft_is_no_entry_of_a_calendar(county: County, client_for: Clients):
    draft = an_event(county, is_draft=True)
    path = f"/events/{draft.id}/calendar.ics"
    assert client_for(_leader(county)).get(path).status_code == 404


def test_a_packed_feed_is_the_same_text(app: Flask, county: County, client_for: Clients):
    path = _link(client_for(county.people[Role.CARER]))
    for _ in range(5):
        an_event(county, about="Long enough to be worth packing. " * 9)
    phone = app.test_client()
    packed = phone.get(path, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.get_data()) == phone.get(path).get_data()
