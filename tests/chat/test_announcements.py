"""News: written by support workers, read by all; "please confirm", the count, the reminder."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.chat import queries, services
from app.chat.fan_out import wire
from app.chat.models import Confirmation, Message, Room, RoomKind
from app.core import clock
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.hives.services import add_membership, end_membership
from app.notices.models import Notice, NoticeCategory
from tests.chat.andover import Andover, fresh, told
from tests.chat.talk import without_tags


@pytest.fixture
def news(andover: Andover) -> Room:
    return andover.room(RoomKind.ANNOUNCEMENTS)


@pytest.fixture
def asking(andover: Andover, news: Room) -> Message:
    """Priya asks everybody to confirm: Sam, Aisha and Lisa."""
    return andover.say("priya", news, "The hall has new locks.", needs_confirming=True)


def _confirm(andover: Andover, message: Message, *who: str) -> None:
    for each in who:
        services.confirm_read(actor=andover[each], room_id=message.room_id, seq=message.seq)
        fresh()


def _count(message: Message) -> str:
    """What everybody is shown of it."""
    fresh()
    words = without_tags(wire(queries.message_in(message.room_id, message.seq))["html"])
    return words.partition("You confirmed this. ")[2].partition(" See who")[0]


def _reminded(message: Message) -> list[int]:
    return sorted(
        db.session.scalars(
            sa.select(Notice.person_id).where(
                Notice.category == NoticeCategory.PRACTICAL, Notice.url.contains("#message-")
            )
        )
    )


@pytest.mark.parametrize("who", ["sam", "lisa"])
def test_only_support_workers_of_the_hive_write_news(
    andover: Andover, news: Room, client_for: Callable[..., FlaskClient], who: str
):
    with pytest.raises(NotAllowed, match="Support workers write here"):
        andover.say(who, news)
    fresh()
    page = client_for(andover[who]).get(f"/chat/rooms/{news.id}").text
    assert "Support workers write here" in page
    assert "<textarea" not in page
    page = client_for(andover["priya"]).get(f"/chat/rooms/{news.id}").text
    assert 'name="needs_confirming"' in page
    andover.say("priya", news)


def test_a_support_worker_of_another_hive_does_not_even_see_them(andover: Andover, news: Room):
    with pytest.raises(NotFound):
        andover.say("nora", news)


def test_only_news_ask_to_confirm(andover: Andover, client_for: Callable[..., FlaskClient]):
    room = andover.room(RoomKind.HIVE)
    with pytest.raises(NotAllowed):
        andover.say("priya", room, needs_confirming=True)
    fresh()
    page = client_for(andover["priya"]).get(f"/chat/rooms/{room.id}").text
    assert "needs_confirming" not in page


def test_the_plain_form_asks_everybody(
    andover: Andover, news: Room, client_for: Callable[..., FlaskClient]
):
    form = {"client_id": str(uuid.uuid4()), "text": "New locks.", "needs_confirming": "1"}
    client = client_for(andover["priya"])
    assert client.post(f"/chat/rooms/{news.id}/messages", data=form).status_code == 303
    assert "0 of 3 have read this" in client.get(f"/chat/rooms/{news.id}").text
    assert "I have read this" in client_for(andover["sam"]).get(f"/chat/rooms/{news.id}").text


def test_everybody_counts_but_whoever_wrote_it(andover: Andover, asking: Message):
    assert _count(asking) == "0 of 3 have read this."
    _confirm(andover, asking, "sam")
    assert _count(asking) == "1 of 3 has read this."
    _confirm(andover, asking, "aisha", "lisa")
    assert _count(asking) == "All 3 have read this."


def test_who_joins_is_asked_and_who_leaves_is_not(andover: Andover, asking: Message):
    _confirm(andover, asking, "lisa")
    add_membership(person=andover["kim"], role=Role.CARER, hive=andover.hive)
    assert _count(asking) == "1 of 4 has read this."
    end_membership(andover["lisa"].memberships[0])
    assert _count(asking) == "0 of 3 have read this."


def test_confirmed_twice_is_once_and_is_told_once(andover: Andover, asking: Message, open_phone):
    phone = open_phone(andover["aisha"])
    phone.get_received()
    _confirm(andover, asking, "sam", "sam")
    changes = told(phone, "chat:message_changed")
    assert [each["seq"] for each in changes] == [asking.seq]
    assert "1 of 3 has read this." in without_tags(changes[0]["html"])
    assert db.session.query(Confirmation).count() == 1


def test_what_goes_to_phones_does_not_say_who_has_confirmed(andover: Andover, asking: Message):
    before = wire(queries.message_in(asking.room_id, asking.seq))["html"]
    _confirm(andover, asking, "sam")
    after = wire(queries.message_in(asking.room_id, asking.seq))["html"]
    assert "Sam" not in after
    said = "0 of 3 have read", "1 of 3 has read"
    changes = (' data-change="0"', ' data-change="1"')
    assert before.replace(said[0], said[1]).replace(*changes) == after


def test_ones_own_page_knows_that_one_has_confirmed(
    andover: Andover, asking: Message, client_for: Callable[..., FlaskClient]
):
    sam, aisha = client_for(andover["sam"]), client_for(andover["aisha"])
    path = f"/chat/rooms/{asking.room_id}/messages/{asking.seq}/confirm"
    assert sam.post(path).status_code == 303
    fresh()
    room = f"/chat/rooms/{asking.room_id}"
    assert "message--confirmed" in sam.get(room).text
    assert "message--confirmed" not in aisha.get(room).text
    api = f"/api/v1/rooms/{asking.room_id}/messages?after=0"
    assert sam.get(api).get_json()["messages"][-1]["is_confirmed"] is True
    assert "is_confirmed" not in aisha.get(api).get_json()["messages"][-1]


def test_nobody_confirms_their_own_news_or_what_asks_for_nothing(
    andover: Andover, news: Room, asking: Message
):
    plain = andover.say("priya", news, "No need to confirm this.")
    for who, message in (("priya", asking), ("sam", plain)):
        with pytest.raises(NotAllowed):
            services.confirm_read(actor=andover[who], room_id=news.id, seq=message.seq)
        fresh()
    for who in ("kim", "nora", "helen", "david"):
        with pytest.raises(NotFound):
            services.confirm_read(actor=andover[who], room_id=news.id, seq=asking.seq)
        fresh()


def test_those_who_write_see_who_has_and_who_has_not(
    andover: Andover, asking: Message, client_for: Callable[..., FlaskClient]
):
    _confirm(andover, asking, "sam")
    path = f"/chat/rooms/{asking.room_id}/messages/{asking.seq}/confirmations"
    page = client_for(andover["priya"]).get(path).text
    have_not, have = page.split('id="have"')
    assert "2 have not confirmed yet" in have_not
    assert "Aisha Rahman" in have_not
    assert "Sam Okafor" not in have_not.split('id="have-not"')[1]
    assert "Sam Okafor" in have
    for who, status in (("sam", 403), ("lisa", 403), ("nora", 404), ("david", 404)):
        assert client_for(andover[who]).get(path).status_code == status


def test_a_reminder_goes_to_those_who_have_not_and_once_an_hour(
    andover: Andover, asking: Message, monkeypatch: pytest.MonkeyPatch
):
    _confirm(andover, asking, "sam")
    where = {"room_id": asking.room_id, "seq": asking.seq}
    assert services.remind_to_confirm(actor=andover["priya"], **where) == 2
    assert _reminded(asking) == sorted(andover.ids("aisha", "lisa"))
    fresh()
    with pytest.raises(Conflict, match="again"):
        services.remind_to_confirm(actor=andover["priya"], **where)
    fresh()
    assert len(_reminded(asking)) == 2
    later = clock.now() + timedelta(hours=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    _confirm(andover, asking, "aisha")
    assert services.remind_to_confirm(actor=andover["priya"], **where) == 1
    reminder = queries.last_reminder(asking)
    assert reminder is not None
    assert (reminder.people, reminder.sent_at) == (1, later)


def test_there_is_nobody_to_remind_once_all_have_confirmed(andover: Andover, asking: Message):
    _confirm(andover, asking, "sam", "aisha", "lisa")
    with pytest.raises(Conflict, match="nobody to remind"):
        services.remind_to_confirm(actor=andover["priya"], room_id=asking.room_id, seq=asking.seq)


def test_only_those_who_write_the_news_remind(andover: Andover, asking: Message):
    where = {"room_id": asking.room_id, "seq": asking.seq}
    with pytest.raises(NotAllowed):
        services.remind_to_confirm(actor=andover["sam"], **where)
    fresh()
    with pytest.raises(NotFound):
        services.remind_to_confirm(actor=andover["nora"], **where)
    fresh()
    assert _reminded(asking) == []


def test_the_page_reminds_and_says_how_many(
    andover: Andover, asking: Message, client_for: Callable[..., FlaskClient]
):
    client = client_for(andover["priya"])
    path = f"/chat/rooms/{asking.room_id}/messages/{asking.seq}"
    assert "Remind all 3" in client.get(f"{path}/confirmations").text
    answer = client.post(f"{path}/remind")
    page = client.get(answer.location).text
    assert "3 people were reminded." in page
    assert "Remind all 3" not in page
    assert client.post(f"{path}/remind").status_code == 409


def test_home_asks_until_one_has_confirmed(
    andover: Andover, asking: Message, client_for: Callable[..., FlaskClient]
):
    words = "Priya asks everybody in Andover Hive to confirm"
    sam = client_for(andover["sam"])
    assert words in sam.get("/").text
    for who in ("priya", "kim", "helen", "david"):
        assert words not in client_for(andover[who]).get("/").text
    _confirm(andover, asking, "sam")
    assert words not in sam.get("/").text
    assert words in client_for(andover["aisha"]).get("/").text


def test_home_asks_nothing_about_news_that_are_old_or_taken_away(
    andover: Andover, news: Room, asking: Message
):
    assert len(queries.news_to_confirm(andover["sam"])) == 1
    for values in (
        {"sent_at": clock.now() - timedelta(days=31)},
        {"sent_at": clock.now(), "deleted_at": clock.now(), "text": ""},
    ):
        with unit_of_work():
            db.session.execute(sa.update(Message).where(Message.id == asking.id).values(**values))
        assert queries.news_to_confirm(andover["sam"]) == []
