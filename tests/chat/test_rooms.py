"""The list of rooms, what they are called, and who can read them, in words."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.chat import queries, room_words, services
from app.chat.models import Room, RoomKind
from app.chat.readers import named_readers_of
from app.chat.room_facts import facts_of
from app.core.extensions import db
from app.core.roles import Role
from app.hives.services import add_membership, edit_hive
from tests.chat.andover import Andover, fresh


def _list(andover: Andover, who: str) -> list[tuple[str, list[str]]]:
    fresh()
    return [
        (group.title, [each.name for each in group.rooms])
        for group in queries.room_groups(andover[who])
    ]


def test_rooms_are_grouped_by_what_they_are_for_ones_hive_first(andover: Andover):
    direct = services.open_direct(actor=andover["lisa"], person_id=andover["priya"].id)
    andover.say("lisa", direct)
    andover.group("sam", "priya", name="Teens")
    services.open_event_thread(hive_id=None, name="Picnic", people_ids=andover.ids("priya"))
    assert _list(andover, "priya") == [
        ("Your Hive", ["Andover Hive", "News from Andover Hive"]),
        ("Groups", ["Teens"]),
        ("Events", ["Picnic"]),
        ("Across the county", ["Hive team", "Link carers"]),
        ("One to one", ["Lisa Marchant"]),
    ]
    assert _list(andover, "aisha") == [("Your Hive", ["Andover Hive", "News from Andover Hive"])]
    assert _list(andover, "david") == []


def test_within_a_group_the_newest_words_come_first(andover: Andover):
    for name in ("Teens", "New carers", "Walks"):
        andover.group("sam", "lisa", name=name)
    rooms = {room.name: room for room in db.session.query(Room).filter_by(kind=RoomKind.GROUP)}
    for name in ("Walks", "Teens"):
        andover.say("sam", rooms[name])
    assert dict(_list(andover, "lisa"))["Groups"] == ["Teens", "Walks", "New carers"]


def test_who_belongs_to_two_hives_sees_the_rooms_of_both_together(andover: Andover):
    add_membership(person=andover["lisa"], role=Role.LINK_CARER, hive=andover.romsey)
    title, rooms = _list(andover, "lisa")[0]
    assert title == "Your Hives"
    assert set(rooms) == {"Andover Hive", "Romsey Hive", "News from Andover Hive",
                          "News from Romsey Hive"}  # fmt: skip


def test_rooms_follow_the_name_of_their_hive(andover: Andover):
    edit_hive(
        actor=andover["david"], hive_id=andover.hive.id, name="Andover East", area="Andover",
        capacity=10,
    )  # fmt: skip
    assert _list(andover, "sam")[0][1] == ["Andover East", "News from Andover East"]


def test_the_list_shows_who_said_what_last(
    andover: Andover, client_for: Callable[..., FlaskClient]
):
    room = andover.room(RoomKind.HIVE)
    andover.say("aisha", room, "Kettle is on")
    direct = services.open_direct(actor=andover["aisha"], person_id=andover["sam"].id)
    andover.say("aisha", direct, "Just for you")
    page = client_for(andover["sam"]).get("/chat").text
    assert "Aisha: Kettle is on" in page
    assert ">Just for you</span>" in page  # who else would have said it
    assert "You: Kettle is on" in client_for(andover["aisha"]).get("/chat").text


def test_who_has_no_rooms_is_told_what_will_be_there(
    andover: Andover, client_for: Callable[..., FlaskClient]
):
    page = client_for(andover["david"]).get("/chat").text
    assert "No conversations yet" in page
    assert 'href="/chat/new"' in page


def _said(andover: Andover, who: str, room: Room) -> str:
    fresh()
    room = queries.room_for(andover[who], room.id)
    return room_words.summary(room, andover[who], named_readers_of(room))


def test_who_can_read_it_is_said_right_for_each_kind(andover: Andover):
    add_membership(person=andover["aisha"], role=Role.LINK_CARER, hive=andover.romsey)
    pair, three = andover.group("sam", "lisa"), andover.group("sam", "lisa", "priya")
    direct = services.open_direct(actor=andover["sam"], person_id=andover["lisa"].id)
    event = services.open_event_thread(
        hive_id=None, name="Picnic", people_ids=andover.ids("sam", "kim", "lisa")
    )
    assert {
        "hive": _said(andover, "sam", andover.room(RoomKind.HIVE)),
        "news": _said(andover, "sam", andover.room(RoomKind.ANNOUNCEMENTS)),
        "pair": _said(andover, "sam", pair),
        "three": _said(andover, "sam", three),
        "direct": _said(andover, "lisa", direct),
        "team": _said(andover, "priya", andover.room(RoomKind.TEAM)),
        "event": _said(andover, "sam", event),
    } == {
        "hive": "4 people in Andover Hive can read this",
        "news": "4 people in Andover Hive can read this",
        "pair": "Only you and Lisa can read this",
        "three": "The 3 people in this group can read this",
        "direct": "Only you and Sam can read this",
        "team": "Only you and Nora can read this",
        "event": "The 3 people of this event can read this",
    }
    add_membership(person=andover["aisha"], role=Role.SUPPORT_WORKER, hive=andover.romsey)
    assert _said(andover, "priya", andover.room(RoomKind.TEAM)) == (
        "The 3 support workers of the county can read this"
    )
    assert _said(andover, "lisa", andover.room(RoomKind.LINK_CARERS)) == (
        "4 link carers and support workers can read this"
    )


@pytest.mark.parametrize("kind", list(RoomKind))
def test_every_kind_says_who_reads_along_and_who_handles_reports(andover: Andover, kind: RoomKind):
    rooms = {
        RoomKind.GROUP: lambda: andover.group("priya", "sam"),
        RoomKind.DIRECT: lambda: services.open_direct(
            actor=andover["priya"], person_id=andover["sam"].id
        ),
        RoomKind.EVENT: lambda: services.open_event_thread(
            hive_id=None, name="Picnic", people_ids=andover.ids("priya")
        ),
    }
    made = rooms[kind]() if kind in rooms else andover.room(kind)
    fresh()
    room = queries.room_for(andover["priya"], made.id)
    reads, reported = facts_of(room, andover["priya"])["reader_notes"]
    assert "read" in reads
    handles = "the support workers of the Hive, or a manager" if room.hive else "by a manager"
    assert handles in reported
    if kind in {RoomKind.HIVE, RoomKind.ANNOUNCEMENTS}:
        assert "Social workers and managers do not" in reads


def test_the_sheet_and_the_page_name_everybody_with_what_they_are(
    andover: Andover, client_for: Callable[..., FlaskClient]
):
    room = andover.room(RoomKind.HIVE)
    client = client_for(andover["sam"])
    for path in (f"/chat/rooms/{room.id}", f"/chat/rooms/{room.id}/people"):
        page = client.get(path).text
        for words in ("Aisha Rahman", "Lisa Marchant", "Link carer", "Support worker", "(you)"):
            assert words in page
        assert "Kim Corner" not in page


def test_social_workers_and_managers_find_chat_and_whom_they_may_write_to(
    andover: Andover, client_for: Callable[..., FlaskClient]
):
    for who, may, may_not in (("helen", "Sam Okafor", "Aisha"), ("david", "Kim Corner", "nobody")):
        client = client_for(andover[who])
        assert 'href="/chat"' in client.get("/").text
        page = client.get("/chat/new").text
        assert may in page
        assert may_not not in page
        assert "Make a group" not in page
