"""Groups: made, read by those in them alone, changed by those who may, left, closed."""

import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.chat import policy, queries, services
from app.chat.models import Room, RoomKind
from app.chat.readers import reader_ids_of
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.hives.services import add_membership, close_hive, end_membership
from app.notices.models import Notice, NoticeCategory
from tests.chat.andover import Andover, fresh, told


def _make(andover: Andover, who: str, people_ids: list[int], client_id: uuid.UUID | None = None):
    return services.make_group(
        actor=andover[who],
        hive_id=andover.hive.id,
        client_id=client_id or uuid.uuid4(),
        name="Teens",
        people_ids=people_ids,
    )


def _in(andover: Andover, room: Room) -> set[str]:
    fresh()
    by_id = {person.id: who for who, person in andover.people.items()}
    return {by_id[each] for each in reader_ids_of(room)}


@pytest.mark.parametrize("who", ["sam", "priya"])
def test_carers_and_support_workers_of_the_hive_make_groups(andover: Andover, who: str):
    room, is_new = _make(andover, who, andover.ids("aisha", "lisa"))
    assert is_new
    assert _in(andover, room) == {who, "aisha", "lisa"}


@pytest.mark.parametrize(
    ("who", "problem"),
    [("lisa", NotAllowed), ("david", NotAllowed), ("helen", NotFound), ("kim", NotFound)],
)
def test_nobody_else_does(andover: Andover, who: str, problem: type[Exception]):
    with pytest.raises(problem):
        _make(andover, who, andover.ids("aisha"))


def test_made_twice_on_a_bad_signal_is_one_group(andover: Andover):
    client_id = uuid.uuid4()
    first, _ = _make(andover, "sam", andover.ids("lisa"), client_id)
    again, is_new = _make(andover, "sam", andover.ids("aisha"), client_id)
    assert (again.id, is_new) == (first.id, False)
    assert _in(andover, first) == {"sam", "lisa"}


@pytest.mark.parametrize("others", [[], ["sam"], ["kim"], ["lisa", "kim"], ["helen"], ["david"]])
def test_it_takes_somebody_else_and_only_people_of_the_hive(andover: Andover, others: list[str]):
    with pytest.raises(Invalid) as refused:
        _make(andover, "sam", andover.ids(*others))
    assert "people_ids" in refused.value.errors
    assert db.session.query(Room).filter_by(kind=RoomKind.GROUP).count() == 0


def test_whoever_is_brought_in_is_told_and_the_lock_screen_learns_no_name(andover: Andover):
    room = andover.group("sam", "lisa", name="About Alfie")
    andover.say("sam", room, "Hello @Lisa")
    notices = db.session.scalars(
        sa.select(Notice).where(Notice.person_id == andover["lisa"].id)
    ).all()
    assert {each.category for each in notices} == {
        NoticeCategory.PRACTICAL, NoticeCategory.MENTION
    }  # fmt: skip
    assert all("Alfie" not in each.title for each in notices)
    assert all("Andover Hive" in each.title for each in notices)


def test_the_hives_support_worker_who_is_not_in_it_finds_nothing_of_it(
    andover: Andover, client_for: Callable[..., FlaskClient]
):
    room = andover.group("sam", "lisa")
    andover.say("sam", room, "Only between us")
    client = client_for(andover["priya"])
    for path in ("", "/people", "/people/add", "/rename", "/leave", "/close", "/mute"):
        assert client.get(f"/chat/rooms/{room.id}{path}").status_code == 404
    assert client.get(f"/api/v1/rooms/{room.id}/messages").status_code == 404
    for path in ("/rename", "/leave", "/close", "/people/add"):
        assert client.post(f"/chat/rooms/{room.id}{path}", data={"name": "Mine"}).status_code == 404
    assert "Teens" not in client.get("/chat").text


def test_the_people_of_a_group_are_told_by_name_who_does_not_read_along(
    andover: Andover, client_for: Callable[..., FlaskClient]
):
    room = andover.group("sam", "lisa")
    client = client_for(andover["lisa"])
    for path in ("", "/people"):
        page = client.get(f"/chat/rooms/{room.id}{path}").text
        assert "Priya Nair supports your Hive, is not in this group" in page
    services.add_people(actor=andover["sam"], room_id=room.id, people_ids=andover.ids("priya"))
    fresh()
    assert "is not in this group" not in client.get(f"/chat/rooms/{room.id}").text


def test_the_maker_and_the_support_worker_in_it_look_after_it_and_nobody_else(andover: Andover):
    room = andover.group("sam", "aisha", "priya")
    fresh()
    may = {
        who
        for who in ("sam", "aisha", "priya")
        if policy.can_look_after_group(andover[who], queries.room_for(andover[who], room.id))
    }
    assert may == {"sam", "priya"}
    for refused in (
        lambda actor: services.add_people(
            actor=actor, room_id=room.id, people_ids=andover.ids("lisa")
        ),
        lambda actor: services.remove_person(
            actor=actor, room_id=room.id, person_id=andover["sam"].id
        ),
        lambda actor: services.rename_group(actor=actor, room_id=room.id, name="Mine"),
        lambda actor: services.close_group(actor=actor, room_id=room.id),
    ):
        with pytest.raises(NotAllowed):
            refused(andover["aisha"])
        with pytest.raises(NotFound):
            refused(andover["lisa"])
    assert _in(andover, room) == {"sam", "aisha", "priya"}


def test_people_are_added_and_read_what_was_said_before(andover: Andover, open_phone):
    room = andover.group("sam", "aisha")
    andover.say("sam", room, "Said before Lisa came")
    phone = open_phone(andover["lisa"])
    phone.get_received()
    for _ in range(2):  # twice is once
        services.add_people(
            actor=andover["sam"], room_id=room.id, people_ids=andover.ids("lisa", "aisha")
        )
    assert _in(andover, room) == {"sam", "aisha", "lisa"}
    messages = queries.messages_in(queries.room_for(andover["lisa"], room.id))
    assert [each.text for each in messages] == ["Said before Lisa came"]
    andover.say("sam", room, "Welcome Lisa")  # heard without a reload
    assert len(told(phone, "chat:message_sent")) == 1


def test_whoever_is_taken_out_hears_nothing_more_on_an_open_phone(
    andover: Andover, open_phone, client_for: Callable[..., FlaskClient]
):
    room = andover.group("sam", "aisha", "lisa")
    out, stays = open_phone(andover["lisa"]), open_phone(andover["aisha"])
    out.get_received(), stays.get_received()
    for _ in range(2):
        services.remove_person(actor=andover["sam"], room_id=room.id, person_id=andover["lisa"].id)
    assert [each["room_id"] for each in told(out, "room:left")] == [room.id]
    andover.say("sam", room, "Without Lisa")
    assert out.get_received() == []
    assert len(told(stays, "chat:message_sent")) == 1
    client = client_for(andover["lisa"])
    assert client.get(f"/chat/rooms/{room.id}").status_code == 404
    assert client.get(f"/api/v1/rooms/{room.id}/messages").status_code == 404
    assert _in(andover, room) == {"sam", "aisha"}


def test_it_is_renamed_and_shows_its_name(andover: Andover, client_for: Callable[..., FlaskClient]):
    room = andover.group("sam", "lisa")
    client = client_for(andover["sam"])
    path = f"/chat/rooms/{room.id}/rename"
    for name in ("", "   ", "x" * 41):
        assert client.post(path, data={"name": name}).status_code == 422
    assert client.post(path, data={"name": "Big kids"}).status_code == 303
    assert "Big kids" in client.get("/chat").text


def test_a_closed_group_is_read_and_not_written_in_or_changed(andover: Andover):
    room = andover.group("sam", "lisa")
    andover.say("sam", room)
    services.close_group(actor=andover["sam"], room_id=room.id)
    fresh()
    assert andover.reads("lisa", room)
    with pytest.raises(NotAllowed, match="closed"):
        andover.say("sam", room)
    fresh()
    with pytest.raises(Conflict):
        services.rename_group(actor=andover["sam"], room_id=room.id, name="Again")
    fresh()
    services.leave_group(actor=andover["lisa"], room_id=room.id)
    assert _in(andover, room) == {"sam"}


def test_everybody_can_leave_also_the_maker_and_the_last_one_closes_it(
    andover: Andover, open_phone
):
    room = andover.group("sam", "lisa")
    phone = open_phone(andover["sam"])
    phone.get_received()
    services.leave_group(actor=andover["sam"], room_id=room.id)
    assert [each["room_id"] for each in told(phone, "room:left")] == [room.id]
    fresh()
    assert db.session.get_one(Room, room.id).closed_at is None
    with pytest.raises(NotFound):
        services.leave_group(actor=andover["sam"], room_id=room.id)
    fresh()
    services.leave_group(actor=andover["lisa"], room_id=room.id)
    fresh()
    assert db.session.get_one(Room, room.id).closed_at is not None


def test_who_has_left_the_hive_does_not_keep_a_group_open(andover: Andover):
    room = andover.group("sam", "lisa")
    end_membership(andover["lisa"].memberships[0])
    fresh()
    services.leave_group(actor=andover["sam"], room_id=room.id)
    fresh()
    assert db.session.get_one(Room, room.id).closed_at is not None


@pytest.mark.parametrize("kind", [RoomKind.HIVE, RoomKind.ANNOUNCEMENTS])
def test_a_room_that_is_no_group_can_not_be_left_or_closed(andover: Andover, kind: RoomKind):
    room = andover.room(kind)
    for service in (services.leave_group, services.close_group):
        with pytest.raises(NotFound):
            service(actor=andover["priya"], room_id=room.id)


def test_no_group_is_made_in_a_hive_that_is_closed(andover: Andover):
    add_membership(person=andover["kim"], role=Role.CARER, hive=andover.romsey)
    fresh()
    close_hive(actor=andover["david"], hive_id=andover.romsey.id)
    fresh()
    assert queries.hives_for_groups(andover["kim"]) == []
    with pytest.raises(NotFound):
        services.make_group(
            actor=andover["kim"],
            hive_id=andover.romsey.id,
            client_id=uuid.uuid4(),
            name="Too late",
            people_ids=andover.ids("nora"),
        )


def test_the_pages_make_a_group_and_change_who_is_in_it(
    andover: Andover, client_for: Callable[..., FlaskClient]
):
    client = client_for(andover["sam"])
    path = f"/chat/hives/{andover.hive.id}/new-group"
    assert f'href="{path}"' in client.get("/chat/new").text
    form = {"client_id": str(uuid.uuid4()), "name": "Teens", "people_ids": andover.ids("lisa")}
    empty = client.post(path, data={"client_id": form["client_id"], "name": "Teens"})
    assert empty.status_code == 422
    assert "Choose at least one person" in empty.text
    assert form["client_id"] in empty.text  # still the same group
    nameless = client.post(path, data={**form, "name": ""})
    assert nameless.status_code == 422
    assert f'value="{andover["lisa"].id}" checked' in nameless.text
    made = client.post(path, data=form)
    assert made.status_code == 303
    room = client.get(made.location)
    assert "Only you and Lisa can read this" in room.text
    people = f"{made.location}/people"
    assert (
        client.post(f"{people}/add", data={"people_ids": andover.ids("aisha")}).status_code == 303
    )
    assert "Aisha Rahman" in client.get(people).text
    gone = client.post(f"{people}/{andover['aisha'].id}/remove")
    assert gone.status_code == 303
    assert "Aisha Rahman" not in client.get(people).text
    assert client.post(f"{made.location}/close").status_code == 303
    assert "This room is closed" in client.get(made.location).text
    assert client.post(f"{made.location}/leave").status_code == 303
    assert client.get(made.location).status_code == 404
