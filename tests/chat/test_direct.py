"""Rooms of two: who may open one, that there is one for each pair, and how it ends."""

import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.chat import policy, queries, services
from app.chat.models import Room, RoomKind
from app.core import clock
from app.core.errors import NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.models import Household
from app.hives.services import add_membership, end_membership
from app.notices.models import Notice
from tests.chat.andover import Andover, fresh

#: Who may open a direct room with whom, of all pairs.
MAY = {
    "priya": {"sam", "aisha", "lisa", "helen"},
    "sam": {"priya", "aisha", "lisa", "helen"},
    "aisha": {"priya", "sam", "lisa"},
    "lisa": {"priya", "sam", "aisha"},
    "helen": {"sam", "priya"},
    "david": {"priya", "sam", "aisha", "lisa", "helen", "nora", "kim"},
    "nora": {"kim"},
    "kim": {"nora"},
}


def _open(andover: Andover, who: str, other: str) -> Room:
    return services.open_direct(actor=andover[who], person_id=andover[other].id)


@pytest.mark.parametrize("who", MAY)
def test_one_writes_to_whom_the_table_says_and_to_nobody_else(andover: Andover, who: str):
    may = set()
    for other in andover.people:
        try:
            _open(andover, who, other)
            may.add(other)
        except NotFound:
            pass
        fresh()
    assert may == MAY[who]
    offered = queries.people_to_write_to(andover[who], limit=50)
    assert {each.person.id for each in offered} == set(andover.ids(*MAY[who]))


def test_there_is_one_room_for_each_pair_from_both_sides(andover: Andover):
    first = _open(andover, "sam", "lisa")
    assert _open(andover, "lisa", "sam").id == first.id
    assert _open(andover, "sam", "lisa").id == first.id
    assert _open(andover, "sam", "aisha").id != first.id
    assert db.session.query(Room).filter_by(kind=RoomKind.DIRECT).count() == 2


def test_two_who_open_it_at_the_same_moment_get_the_same_one(app: Flask, andover: Andover):
    found: list[int] = []
    start = threading.Barrier(2)
    ids = {who: andover[who].id for who in ("sam", "lisa")}

    def opening(who: str, other: str) -> None:
        with app.app_context():
            actor = db.session.get_one(type(andover[who]), ids[who])
            start.wait(timeout=10)
            found.append(services.open_direct(actor=actor, person_id=ids[other]).id)
            db.session.remove()

    db.session.rollback()
    pairs = [("sam", "lisa"), ("lisa", "sam")]
    threads = [threading.Thread(target=opening, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(found) == 2
    assert len(set(found)) == 1


def test_nobody_writes_to_oneself_or_to_somebody_who_is_not_there(andover: Andover):
    for person_id in (andover["sam"].id, 2**31 - 1):
        with pytest.raises(NotFound):
            services.open_direct(actor=andover["sam"], person_id=person_id)


def test_each_calls_the_room_by_the_name_of_the_other(
    andover: Andover, client_for: Callable[..., FlaskClient]
):
    room = _open(andover, "sam", "lisa")
    andover.say("sam", room)
    for who, name in (("sam", "Lisa Marchant"), ("lisa", "Sam Okafor")):
        client = client_for(andover[who])
        assert f"<title>{name} · Hive</title>" in client.get(f"/chat/rooms/{room.id}").text
        [shown] = [each for each in queries.room_summaries(andover[who]) if each.other]
        assert shown.name == name


def test_an_empty_one_is_seen_by_whoever_opened_it_until_something_is_said(andover: Andover):
    room = _open(andover, "sam", "lisa")
    fresh()
    assert andover.reads("sam", room)
    assert not andover.reads("lisa", room)
    andover.say("sam", room)
    fresh()
    assert andover.reads("lisa", room)


def test_leaving_the_hive_leaves_it_to_be_read_and_not_written_in(andover: Andover):
    room = _open(andover, "sam", "lisa")
    andover.say("sam", room)
    end_membership(andover["lisa"].memberships[0])
    add_membership(person=andover["lisa"], role=Role.CARER, hive=andover.romsey)
    fresh()
    for who, other in (("sam", "Lisa"), ("lisa", "Sam")):
        assert andover.reads(who, room)
        why = policy.why_not_send(andover[who], queries.room_for(andover[who], room.id))
        assert why is not None
        assert f"You and {other} are no longer in the same Hive." in why
        with pytest.raises(NotAllowed):
            andover.say(who, room)
        fresh()


def test_coming_back_into_the_hive_opens_it_again(andover: Andover):
    room = _open(andover, "sam", "lisa")
    end_membership(andover["lisa"].memberships[0])
    add_membership(person=andover["lisa"], role=Role.CARER, hive=andover.romsey)
    fresh()
    add_membership(person=andover["lisa"], role=Role.CARER, hive=andover.hive)
    fresh()
    andover.say("lisa", room)


def test_another_social_worker_for_the_family_ends_what_the_first_one_writes(andover: Andover):
    room = _open(andover, "helen", "sam")
    andover.say("helen", room)
    andover.say("sam", room)
    with unit_of_work():
        db.session.get_one(Household, andover.family.id).social_worker_id = None
    fresh()
    for who in ("helen", "sam"):
        with pytest.raises(NotAllowed, match="no longer look after the same families"):
            andover.say(who, room)
        fresh()


def test_a_family_that_has_left_has_no_social_worker_to_write_to(andover: Andover):
    with unit_of_work():
        family = db.session.get_one(Household, andover.family.id)
        family.state, family.hive_id = "left", None
        family.left_on, family.left_reason = clock.today(), "other"
    fresh()
    with pytest.raises(NotFound):
        _open(andover, "helen", "sam")


def test_a_manager_opens_it_and_the_other_answers(andover: Andover):
    with pytest.raises(NotFound):
        _open(andover, "kim", "david")
    fresh()
    room = _open(andover, "david", "kim")
    andover.say("david", room)
    andover.say("kim", room)


def test_who_is_no_manager_any_more_is_answered_no_more(andover: Andover):
    room = _open(andover, "david", "kim")
    end_membership(andover["david"].memberships[0])
    add_membership(person=andover["david"], role=Role.CARER, hive=andover.hive)
    fresh()
    with pytest.raises(NotAllowed):
        andover.say("kim", room)


def test_a_room_that_somebody_else_had_opened_is_a_managers_once_they_open_it(andover: Andover):
    """Lisa opened it while both were of one Hive; then David has become a manager alone."""
    role = add_membership(person=andover["david"], role=Role.SUPPORT_WORKER, hive=andover.hive)
    fresh()
    room = _open(andover, "lisa", "david")
    end_membership(role)
    fresh()
    for who in ("lisa", "david"):
        with pytest.raises(NotAllowed):
            andover.say(who, room)
        fresh()
    assert _open(andover, "david", "lisa").id == room.id
    fresh()
    andover.say("david", room)
    andover.say("lisa", room)


def test_a_third_person_never_finds_it(andover: Andover, client_for: Callable[..., FlaskClient]):
    room = _open(andover, "sam", "lisa")
    andover.say("sam", room, "Between the two of us")
    for who in ("priya", "aisha", "david", "helen", "kim"):
        client = client_for(andover[who])
        for path in (f"/chat/rooms/{room.id}", f"/chat/rooms/{room.id}/people",
                     f"/api/v1/rooms/{room.id}/messages"):  # fmt: skip
            assert client.get(path).status_code == 404


def test_a_lock_screen_is_told_no_name(andover: Andover):
    room = _open(andover, "sam", "lisa")
    andover.say("sam", room, "@Lisa Marchant are you in?")
    andover.say("sam", room, "Hello")
    titles = set(db.session.scalars(sa.select(Notice.title).where(Notice.room_id == room.id)))
    assert titles == {"Direct message"}


def test_the_page_offers_people_and_opens_the_room(
    andover: Andover, client_for: Callable[..., FlaskClient]
):
    client = client_for(andover["sam"])
    page = client.get("/chat/new").text
    assert "Lisa Marchant" in page
    assert "Kim Corner" not in page
    assert "Aisha" not in client.get("/chat/new?q=lisa").text
    assert "Nobody of that name" in client.get("/chat/new?q=nobody").text
    answer = client.post("/chat/direct", data={"person_id": andover["lisa"].id})
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    assert client.post("/chat/direct", data={"person_id": andover["kim"].id}).status_code == 404
