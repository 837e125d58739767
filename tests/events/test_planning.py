"""Planning an event: for one's Hives or the county, as a draft or open, and like an older one."""

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.extensions import db
from app.core.roles import Role
from app.core.words import local_day
from app.events.models import Event, EventState, SignUp
from app.events.services.planning import PartPlan
from app.notices.models import Notice
from tests.conventions.county import County
from tests.events.forms import centre, event_form, fields_of, saturday
from tests.events.guests import an_event


def _newest() -> Event:
    db.session.rollback()
    return db.session.scalars(sa.select(Event).order_by(Event.id.desc())).first() or Event()


def _count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def _hosted(county: County) -> dict[str, str]:
    return {f"host-{county.people[Role.SUPPORT_WORKER].id}": "yes"}


def test_a_support_worker_plans_for_the_hive(
    county: County, leader: FlaskClient, carer: FlaskClient
):
    answer = leader.post("/events/new", data=event_form(county.hive.id, part_0_age_from=5))
    event = _newest()
    assert answer.status_code == 303
    assert answer.location == f"/events/{event.id}?after=planned"
    assert event.state is EventState.OPEN
    assert [hive.id for hive in event.hives] == [county.hive.id]
    assert [host.id for host in event.hosts] == [county.people[Role.SUPPORT_WORKER].id]
    assert (event.parts[0].place, event.parts[0].child_places) == ("The farm", 12)
    assert "Pumpkins at the farm" in carer.get("/events").text
    assert _count(Notice) == 0


def test_sent_twice_it_is_one_event(county: County, leader: FlaskClient):
    form, before = event_form(county.hive.id), _count(Event)
    first, second = (leader.post("/events/new", data=form) for _ in range(2))
    assert first.location == second.location
    assert _count(Event) == before + 1


def test_a_draft_is_seen_by_those_who_plan_until_it_is_opened(
    county: County, leader: FlaskClient, carer: FlaskClient
):
    leader.post("/events/new", data=event_form(county.hive.id, then="draft"))
    url = f"/events/{_newest().id}"
    assert carer.get(url).status_code == 404
    assert "A draft" in leader.get(url).text
    assert leader.post(f"{url}/open").status_code == 303
    assert carer.get(url).status_code == 200


def test_a_manager_plans_for_the_county_and_for_any_hive(
    county: County, manager: FlaskClient, carer: FlaskClient
):
    form = event_form(whose="county", title="County picnic")
    refused = manager.post("/events/new", data=form)
    assert refused.status_code == 422
    assert "Choose who looks after it" in refused.text
    manager.post("/events/new", data=form | _hosted(county))
    assert _newest().is_county
    assert "Whole county" in carer.get(f"/events/{_newest().id}").text
    manager.post(
        "/events/new",
        data=event_form(county.hive.id, whose="hives", title="Ours") | _hosted(county),
    )
    assert not _newest().is_county
    assert manager.get(f"/events/{_newest().id}/edit").status_code == 200


def test_a_support_worker_plans_neither_for_the_county_nor_for_other_hives(
    county: County, leader: FlaskClient
):
    before = _count(Event)
    far = county.stranger().memberships[0].hive_id
    assert leader.post("/events/new", data=event_form(whose="county")).status_code == 403
    assert leader.post("/events/new", data=event_form(far)).status_code == 404
    assert _count(Event) == before


def test_only_people_of_the_hives_host(county: County, leader: FlaskClient):
    stranger = county.stranger()
    form = event_form(county.hive.id) | {f"host-{stranger.id}": "yes"}
    answer = leader.post("/events/new", data=form)
    assert answer.status_code == 422
    assert "from the Hives whose event it is" in answer.text
    carer_id = county.people[Role.CARER].id
    leader.post("/events/new", data=event_form(county.hive.id) | {f"host-{carer_id}": "yes"})
    assert [host.id for host in _newest().hosts] == [carer_id]


def test_managers_keep_no_register(county: County, leader: FlaskClient, manager: FlaskClient):
    """Of children they see how many there are."""
    host = f"host-{county.people[Role.MANAGER].id}"
    assert host not in manager.get("/events/new").text
    answer = leader.post("/events/new", data=event_form(county.hive.id) | {host: "yes"})
    assert answer.status_code == 422


def test_what_was_typed_is_kept_after_a_mistake(county: County, leader: FlaskClient):
    form = event_form(county.hive.id, ends="09:00", about="Bring a torch")
    answer = leader.post("/events/new", data=form | centre(2, "Calshot", 8, 19))
    assert answer.status_code == 422
    assert 'id="ends-error"' in answer.text
    kept = fields_of(answer.text)
    assert kept["about"] == "Bring a torch"
    assert kept["part-2-name"] == "Calshot"
    assert kept["client_id"] == form["client_id"]
    assert f"hive-{county.hive.id}" in kept


def test_an_activity_week_has_a_centre_for_each_school_year(county: County, manager: FlaskClient):
    form = event_form(whose="county", kind="activity_week", is_all_day="yes", title="Week",
                      ends_on=(saturday() + timedelta(days=4)).isoformat())  # fmt: skip
    form |= centre(1, "Minstead", 4, 13) | centre(2, "Stubbington", 5, 19) | _hosted(county)
    manager.post("/events/new", data=form)
    assert [(part.name, part.child_places) for part in _newest().parts] == [
        ("Minstead", 13),
        ("Stubbington", 19),
    ]
    page = manager.get(f"/events/{_newest().id}").text
    assert "2 centres" in page
    assert "Year 5, 19 places" in page


def test_another_like_it_is_on_the_same_weekday_a_year_later(county: County, leader: FlaskClient):
    event = an_event(county, PartPlan(place="Staunton Park", age_from=4, child_places=9))
    form = fields_of(leader.get(f"/events/{event.id}/copy").text)
    later = local_day(event.starts_at) + timedelta(weeks=52)
    assert form["starts_on"] == later.isoformat()
    assert (form["title"], form["part-0-child_places"]) == ("Pond dipping", "9")
    assert f"hive-{county.hive.id}" in form
    assert leader.post("/events/new", data=form).status_code == 303
    copy = _newest()
    assert copy.id != event.id
    assert copy.state is EventState.DRAFT
    assert local_day(copy.starts_at) == later
    assert db.session.scalar(sa.select(SignUp.id).where(SignUp.event_id == copy.id)) is None


def test_a_carer_of_another_hive_sees_nothing_of_it(
    county: County, client_for: Callable[[Person | None], FlaskClient]
):
    event = an_event(county)
    far = client_for(county.stranger())
    assert far.get(f"/events/{event.id}").status_code == 404
    assert "Pond dipping" not in far.get("/events").text
