"""Who is in which room: said in three ways, which must never differ."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.chat import queries, services
from app.chat.models import Room, RoomKind
from app.chat.readers import (
    named_readers_of,
    news_reader_ids,
    reader_ids_of,
    readers_of,
    rooms_heard_by,
)
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.hives.models import Membership
from app.hives.services import add_membership, end_membership
from tests.chat.andover import Andover, fresh

EVERYBODY = {"priya", "sam", "aisha", "lisa", "helen", "david", "nora", "kim"}


def _names(andover: Andover, room: Room) -> set[str]:
    """Who reads a room, as all the ways of asking say."""
    fresh()
    by_id = {person.id: who for who, person in andover.people.items()}
    listed = {by_id[each] for each in reader_ids_of(room)}
    assert listed == {by_id[each.id] for each in readers_of(room)}
    assert listed == {by_id[each.person.id] for each in named_readers_of(room)}
    assert listed == {who for who, person in andover.people.items() if _finds(person, room)}
    heard = rooms_heard_by(by_id)
    assert listed == {who for number, who in by_id.items() if room.id in heard[number]}
    if room.kind is RoomKind.ANNOUNCEMENTS:
        assert listed == {by_id[each] for each in news_reader_ids([room.id])[room.id]}
    return listed


def _finds(person: object, room: Room) -> bool:
    try:
        queries.room_for(person, room.id)  # type: ignore[arg-type]
    except NotFound:
        return False
    return True


@pytest.mark.parametrize("kind", [RoomKind.HIVE, RoomKind.ANNOUNCEMENTS])
def test_the_rooms_of_a_hive_are_read_by_its_people_alone(andover: Andover, kind: RoomKind):
    assert _names(andover, andover.room(kind)) == {"priya", "sam", "aisha", "lisa"}
    assert _names(andover, andover.room(kind, andover.romsey)) == {"nora", "kim"}


def test_the_rooms_of_the_county_are_there_by_themselves(andover: Andover):
    assert _names(andover, andover.room(RoomKind.TEAM)) == {"priya", "nora"}
    assert _names(andover, andover.room(RoomKind.LINK_CARERS)) == {"priya", "nora", "lisa"}


def test_a_group_is_read_by_those_in_it_and_not_by_the_hives_support_worker(andover: Andover):
    assert _names(andover, andover.group("sam", "lisa")) == {"sam", "lisa"}


def test_whoever_leaves_the_hive_leaves_its_groups_whatever_the_list_says(andover: Andover):
    group = andover.group("sam", "lisa", "aisha")
    end_membership(andover["lisa"].memberships[0])
    add_membership(person=andover["lisa"], role=Role.LINK_CARER, hive=andover.romsey)
    assert _names(andover, group) == {"sam", "aisha"}


def test_a_direct_room_is_read_by_two(andover: Andover):
    room = services.open_direct(actor=andover["sam"], person_id=andover["lisa"].id)
    assert _names(andover, room) == {"sam", "lisa"}


def test_whoever_holds_no_role_any_more_reads_nothing(andover: Andover):
    room = services.open_direct(actor=andover["sam"], person_id=andover["lisa"].id)
    end_membership(andover["lisa"].memberships[0])
    assert _names(andover, room) == {"sam"}
    assert queries.room_summaries(andover["lisa"]) == []


def test_an_events_room_is_read_by_those_signed_up_who_are_of_its_hive(andover: Andover):
    everybody = andover.ids("sam", "lisa", "kim")
    of_hive = services.open_event_thread(
        hive_id=andover.hive.id, name="Picnic", people_ids=everybody
    )
    of_county = services.open_event_thread(hive_id=None, name="Picnic", people_ids=everybody)
    assert _names(andover, of_hive) == {"sam", "lisa"}
    assert _names(andover, of_county) == {"sam", "lisa", "kim"}


def test_a_role_that_has_not_begun_or_is_over_opens_nothing(andover: Andover):
    day = timedelta(days=1)
    for who, dates in (
        ("sam", {"from_on": clock.today() + day}),
        ("lisa", {"until_on": clock.today() - day}),
        ("aisha", {"until_on": clock.today()}),  # the last day counts
    ):
        with unit_of_work():
            db.session.execute(
                sa.update(Membership).where(Membership.person_id == andover[who].id).values(**dates)
            )
    assert _names(andover, andover.room(RoomKind.HIVE)) == {"priya", "aisha"}
    assert _names(andover, andover.room(RoomKind.LINK_CARERS)) == {"priya", "nora"}


def test_social_workers_and_managers_read_no_room_of_a_hive_or_of_the_county(andover: Andover):
    andover.group("sam", "lisa")
    assert queries.room_summaries(andover["helen"]) == []
    assert queries.room_summaries(andover["david"]) == []
    assert andover.people.keys() == EVERYBODY


def test_readers_are_named_with_what_they_are_there(andover: Andover):
    add_membership(person=andover["priya"], role=Role.CARER, hive=andover.hive)
    fresh()
    said = {each.person.name: each.roles for each in named_readers_of(andover.room(RoomKind.HIVE))}
    assert said == {
        "Aisha Rahman": "Carer",
        "Lisa Marchant": "Link carer",
        "Priya Nair": "Support worker; Carer",
        "Sam Okafor": "Carer",
    }
    team = {each.person.name: each.roles for each in named_readers_of(andover.room(RoomKind.TEAM))}
    assert team["Nora Nextdoor"] == "Support worker, Romsey Hive"


@pytest.mark.parametrize("kind", [RoomKind.TEAM, RoomKind.LINK_CARERS])
def test_losing_the_role_ends_a_room_of_the_county_on_open_phones_at_once(
    andover: Andover, open_phone, kind: RoomKind
):
    who, other = ("nora", "priya") if kind is RoomKind.TEAM else ("lisa", "priya")
    room = andover.room(kind)
    leaving, staying = open_phone(andover[who]), open_phone(andover[other])
    leaving.get_received(), staying.get_received()
    end_membership(andover[who].memberships[0])
    left = [each["args"][0] for each in leaving.get_received() if each["name"] == "room:left"]
    assert room.id in {each["room_id"] for each in left}
    fresh()
    andover.say(other, room, "Only for those who are still here")
    assert leaving.get_received() == []
    assert [each["name"] for each in staying.get_received()] == ["chat:message_sent"]
