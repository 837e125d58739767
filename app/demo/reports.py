"""Two reported messages in the first Hive's room: one to look at, one that was."""

import uuid
from datetime import timedelta

import sqlalchemy as sa

from app.chat.evidence import AFTER, BEFORE, evidence_of
from app.chat.models import Message, Report, ReportOutcome, ReportReason, Room, RoomKind
from app.chat.queries import messages_in
from app.core import clock
from app.core.extensions import db
from app.demo.cast import Cast

#: How a message begins, who reported it, how many hours ago, and why.
_OPEN = (
    "First full night",
    "aisha",
    4,
    ReportReason.CHILD,
    "Sam sounds worn out, and there are two little ones in the house. Could somebody ring him?",
)
_CLOSED = (
    "Does anybody have school shoes",
    "lisa",
    30,
    ReportReason.PRIVATE,
    "Is it all right to write a child's shoe size here?",
)
_ANSWER = "Thank you for looking out. Nobody could tell from it who he is, so it can stay."


def report_two(cast: Cast) -> None:
    """Both are for the support worker of the Hive."""
    priya = cast.named["priya"]
    _report(cast, *_OPEN)
    closed = _report(cast, *_CLOSED)
    closed.outcome, closed.answer = ReportOutcome.NOTHING_WRONG, _ANSWER
    closed.closed_at, closed.closed_by_id = clock.now() - timedelta(hours=26), priya.id
    db.session.flush()


def _report(
    cast: Cast, beginning: str, who: str, hours_ago: int, kind: ReportReason, words: str
) -> Report:
    room = db.session.scalars(
        sa.select(Room).where(Room.hive_id == cast.hives[0].id, Room.kind == RoomKind.HIVE)
    ).one()
    everything = messages_in(room)
    message: Message = next(each for each in everything if each.text.startswith(beginning))
    near = range(message.seq - BEFORE, message.seq + AFTER + 1)
    report = Report(
        client_id=uuid.UUID(int=cast.chance.getrandbits(128), version=4),
        reporter_id=cast.named[who].id,
        message_id=message.id,
        room_id=room.id,
        about_id=message.author_id,
        hive_id=room.hive_id,
        kind=kind,
        reason=words,
        evidence=evidence_of(message, [each for each in everything if each.seq in near]).as_json(),
        created_at=clock.now() - timedelta(hours=hours_ago),
    )
    db.session.add(report)
    db.session.flush()
    return report
