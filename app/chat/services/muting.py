"""Wanting no notices of a room for a while. Whoever is called by name is still told."""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from app.accounts.models import Person
from app.chat import queries
from app.chat.models import RoomRead
from app.chat.services.direct import insert
from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work

#: "Until I turn it on again".
FOR_GOOD = datetime(9000, 1, 1, tzinfo=UTC)


class MuteFor(StrEnum):
    """For how long somebody wants no notices."""

    HOUR = "hour"
    TOMORROW = "tomorrow"
    WEEK = "week"
    FOR_GOOD = "for_good"

    @property
    def label(self) -> str:
        """The choice as people say it."""
        return {
            MuteFor.HOUR: "For an hour",
            MuteFor.TOMORROW: "Until tomorrow, 8:00",
            MuteFor.WEEK: "For a week",
            MuteFor.FOR_GOOD: "Until I turn them on again",
        }[self]

    @property
    def until(self) -> datetime:
        """When it ends, from now; tomorrow's 8:00 is that of Europe/London."""
        now = clock.now()
        if self is MuteFor.TOMORROW:
            tomorrow = clock.today() + timedelta(days=1)
            return datetime.combine(tomorrow, time(8), tzinfo=clock.LONDON).astimezone(UTC)
        return {
            MuteFor.HOUR: now + timedelta(hours=1),
            MuteFor.WEEK: now + timedelta(days=7),
        }.get(self, FOR_GOOD)


def mute(*, actor: Person, room_id: int, mute_for: MuteFor) -> datetime:
    """Tell the actor nothing of a room for a while; returns until when. Raises `NotFound`."""
    room = queries.room_for(actor, room_id)
    until = mute_for.until
    _set(actor, room.id, until)
    return until


def unmute(*, actor: Person, room_id: int) -> None:
    """Tell the actor of a room again. Raises `NotFound`."""
    _set(actor, queries.room_for(actor, room_id).id, None)


def _set(actor: Person, room_id: int, until: datetime | None) -> None:
    row = insert(RoomRead.__table__).values(
        person_id=actor.id, room_id=room_id, seq=0, muted_until=until
    )
    with unit_of_work():
        db.session.execute(
            row.on_conflict_do_update(
                index_elements=["person_id", "room_id"],
                set_={"muted_until": row.excluded.muted_until},
            )
        )
