"""Cover while a support worker is away."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.hives.models import cover_in_words
from app.hives.services import arrange_cover
from tests.conventions.county import County
from tests.hives.conftest import Neighbours, cover_by_nora, role_of

TODAY = clock.today()
NEXT_WEEK = TODAY + timedelta(days=7)


def test_carers_see_who_covers_and_it_ends_by_itself(
    county: County, neighbours: Neighbours, priya: Person, leader: FlaskClient, carer: FlaskClient,
    client_for: Callable[..., FlaskClient],
):  # fmt: skip
    form = {
        "membership_id": str(role_of(priya, county.hive).id),
        "person_id": str(neighbours.nora.id),
        "from_on": TODAY.isoformat(),
        "until_on": NEXT_WEEK.isoformat(),
    }
    assert "Nora Nextdoor" in leader.get(f"/hives/{county.hive.id}/cover").text
    response = leader.post(f"/hives/{county.hive.id}/cover", data=form)
    assert response.location.startswith(f"/hives/{county.hive.id}?after=covered&cover=")
    told = leader.get(response.location).text
    assert f"Nora covers for {priya.first_name} from today to " in told
    assert "from today to" not in carer.get(response.location).text
    assert f"Nora covers for {priya.first_name} until" in carer.get(f"/hives/{county.hive.id}").text
    nora = client_for(neighbours.nora)
    assert nora.get(f"/hives/{county.hive.id}/people").status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert "Nora" not in carer.get(f"/hives/{county.hive.id}").text
        nora = client_for(neighbours.nora)  # idle for a week, she has been signed out
        assert nora.get(f"/hives/{county.hive.id}/people").status_code == 404
        assert nora.get(f"/chat/rooms/{county.room.id}").status_code == 404


def test_cover_is_arranged_by_those_who_lead(county: County, neighbours: Neighbours):
    with pytest.raises(NotAllowed):
        cover_by_nora(county, neighbours, county.people[Role.CARER])
    with pytest.raises(NotFound):
        cover_by_nora(county, neighbours, neighbours.nora)
    assert cover_by_nora(county, neighbours, county.people[Role.MANAGER])


def test_nobody_covers_for_themselves_for_a_carer_or_twice_at_a_time(
    county: County, neighbours: Neighbours, priya: Person
):
    days = {"from_on": TODAY, "until_on": NEXT_WEEK}
    away = role_of(priya, county.hive).id
    with pytest.raises(Invalid):
        arrange_cover(actor=priya, membership_id=away, person_id=priya.id, **days)
    carer = role_of(county.people[Role.CARER], county.hive).id
    with pytest.raises(Conflict):
        arrange_cover(actor=priya, membership_id=carer, person_id=neighbours.nora.id, **days)
    cover_by_nora(county, neighbours, priya)
    db.session.expire_all()
    with pytest.raises(Invalid):
        cover_by_nora(county, neighbours, priya)


def test_a_second_cover_on_one_of_the_days_is_refused_in_words(
    county: County, neighbours: Neighbours, priya: Person, leader: FlaskClient
):
    cover = cover_by_nora(county, neighbours, priya)
    form = {
        "membership_id": str(role_of(priya, county.hive).id),
        "person_id": str(county.people[Role.LINK_CARER].id),
        "from_on": NEXT_WEEK.isoformat(),
        "until_on": (NEXT_WEEK + timedelta(days=2)).isoformat(),
    }
    url = f"/hives/{county.hive.id}/cover"
    refused = leader.post(url, data=form)
    assert refused.status_code == 422
    assert f"{cover_in_words(cover)} already." in refused.text
    later = form | {"from_on": (NEXT_WEEK + timedelta(days=1)).isoformat()}
    assert leader.post(url, data=later).status_code == 303


def test_covers_arranged_stand_on_the_pages_of_those_who_lead(
    county: County, neighbours: Neighbours, priya: Person, leader: FlaskClient, carer: FlaskClient
):
    cover = arrange_cover(
        actor=priya,
        membership_id=role_of(priya, county.hive).id,
        person_id=neighbours.nora.id,
        from_on=NEXT_WEEK,
        until_on=NEXT_WEEK,
    )
    said = cover_in_words(cover)
    assert said.startswith(f"Nora covers for {priya.first_name} on ")
    assert said in leader.get(f"/hives/{county.hive.id}/cover").text
    assert said in leader.get(f"/hives/{county.hive.id}").text
    assert "Nora" not in carer.get(f"/hives/{county.hive.id}").text


@pytest.mark.parametrize(
    ("from_on", "until_on", "field"),
    [(TODAY - timedelta(days=1), NEXT_WEEK, "from_on"), (NEXT_WEEK, TODAY, "until_on")],
)
def test_the_days_of_a_cover_make_sense(
    county: County, neighbours: Neighbours, priya: Person, from_on: date, until_on: date, field: str
):
    with pytest.raises(Invalid) as refused:
        arrange_cover(
            actor=priya,
            membership_id=role_of(priya, county.hive).id,
            person_id=neighbours.nora.id,
            from_on=from_on,
            until_on=until_on,
        )
    assert field in refused.value.errors
