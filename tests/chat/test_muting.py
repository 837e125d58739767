"""Muting a room for a while: no notices, not in the number; mentions come through."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.chat import queries, services
from app.chat.models import Room, RoomKind
from app.chat.push_news import room_news
from app.chat.services import MuteFor
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.notices.models import Notice, NoticeCategory
from tests.chat.andover import Andover, fresh


@pytest.fixture
def room(andover: Andover) -> Room:
    return andover.room(RoomKind.HIVE)


def _mute(andover: Andover, room: Room, mute_for: MuteFor = MuteFor.HOUR) -> datetime:
    until = services.mute(actor=andover["sam"], room_id=room.id, mute_for=mute_for)
    fresh()
    return until


def _told(andover: Andover) -> set[NoticeCategory]:
    fresh()
    return set(
        db.session.scalars(sa.select(Notice.category).where(Notice.person_id == andover["sam"].id))
    )


def test_a_muted_room_tells_nothing_but_when_one_is_called(andover: Andover, room: Room):
    _mute(andover, room)
    andover.say("aisha", room, "Who is about?")
    assert _told(andover) == set()
    andover.say("aisha", room, "@Sam, are you?")
    assert _told(andover) == {NoticeCategory.MENTION}
    services.unmute(actor=andover["sam"], room_id=room.id)
    fresh()
    andover.say("aisha", room, "And now?")
    assert _told(andover) == {NoticeCategory.MENTION, NoticeCategory.MESSAGE}


def test_it_is_ones_own_and_the_others_are_told(andover: Andover, room: Room):
    _mute(andover, room)
    andover.say("aisha", room)
    assert NoticeCategory.MESSAGE in set(
        db.session.scalars(sa.select(Notice.category).where(Notice.person_id == andover["lisa"].id))
    )


def test_what_is_unread_there_does_not_count_in_the_number(andover: Andover, room: Room):
    other = andover.group("aisha", "sam")
    for each in (room, room, other):
        andover.say("aisha", each)
    fresh()
    assert queries.unread_total(andover["sam"]) == 3
    _mute(andover, room)
    unread = queries.unread(andover["sam"])
    assert (unread.total, unread.muted_ids) == (1, [room.id])
    by_room = {each.room.id: each for each in queries.room_summaries(andover["sam"])}
    assert by_room[room.id].unread == 2
    assert by_room[room.id].is_muted
    assert not by_room[other.id].is_muted
    pushed = room_news([(andover["sam"].id, other.id)])
    assert pushed[andover["sam"].id, other.id].unread_total == 1


@pytest.mark.parametrize(
    ("now", "eight"),
    [
        # 23:30 in summer is 22:30 UTC: tomorrow is the next day in London.
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), datetime(2026, 7, 2, 7, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), datetime(2026, 7, 3, 7, 0, tzinfo=UTC)),
        # The clocks go back on 25 October: 8:00 is 8:00 on the wall.
        (datetime(2026, 10, 24, 12, 0, tzinfo=UTC), datetime(2026, 10, 25, 8, 0, tzinfo=UTC)),
    ],
)
def test_until_tomorrow_is_eight_oclock_on_the_wall(
    monkeypatch: pytest.MonkeyPatch, now: datetime, eight: datetime
):
    monkeypatch.setattr(clock, "now", lambda: now)
    assert MuteFor.TOMORROW.until == eight


def test_it_ends_by_itself(andover: Andover, room: Room, monkeypatch: pytest.MonkeyPatch):
    assert _mute(andover, room, MuteFor.WEEK) - clock.now() > timedelta(days=6, hours=23)
    assert queries.muted_until(andover["sam"], room) is not None
    later = clock.now() + timedelta(days=7, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert queries.muted_until(andover["sam"], room) is None
    assert queries.unread(andover["sam"]).muted_ids == []
    andover.say("aisha", room)
    assert _told(andover) == {NoticeCategory.MESSAGE}


def test_how_far_one_has_read_is_kept_through_muting(andover: Andover, room: Room):
    message = andover.say("aisha", room)
    services.mark_read(actor=andover["sam"], room_id=room.id, seq=message.seq)
    _mute(andover, room)
    assert queries.read_seq(andover["sam"], room) == message.seq
    services.unmute(actor=andover["sam"], room_id=room.id)
    fresh()
    assert queries.read_seq(andover["sam"], room) == message.seq


def test_nobody_mutes_a_room_they_are_not_in(andover: Andover, room: Room):
    for service in (
        lambda: services.mute(actor=andover["kim"], room_id=room.id, mute_for=MuteFor.HOUR),
        lambda: services.unmute(actor=andover["kim"], room_id=room.id),
    ):
        with pytest.raises(NotFound):
            service()


def test_the_pages_mute_show_it_and_turn_it_on_again(
    andover: Andover, room: Room, client_for: Callable[..., FlaskClient]
):
    client = client_for(andover["sam"])
    path = f"/chat/rooms/{room.id}"
    assert client.post(f"{path}/mute", data={}).status_code == 422
    assert client.post(f"{path}/mute", data={"mute_for": "ever"}).status_code == 422
    assert client.post(f"{path}/mute", data={"mute_for": "for_good"}).status_code == 303
    for shown in ("/chat", path, f"{path}/mute", f"{path}/people"):
        assert "Notices are off" in client.get(shown).text
    assert "Until you turn them on again" in client.get(f"{path}/mute").text
    assert f'data-muted-rooms="{room.id}"' in client.get("/").text
    assert client.post(f"{path}/unmute").status_code == 303
    assert "Notices are off" not in client.get("/chat").text
