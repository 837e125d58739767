"""A reported message for the county, and more of them."""

import uuid
from typing import TYPE_CHECKING

from app.chat.evidence import evidence_of
from app.chat.models import Message, Report, ReportOutcome, ReportReason, Room
from app.chat.queries import message_in
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from tests.conventions.county import County


def add_report(county: "County") -> Report:
    """That the link carer has reported something the carer said, to the support worker."""
    with unit_of_work():
        return _report(county, None)


def grow_reports(county: "County") -> None:
    """One more that is open and one that is closed; in the caller's unit of work."""
    _report(county, None)
    _report(county, ReportOutcome.TALKED)


def _report(county: "County", outcome: ReportOutcome | None) -> Report:
    room = db.session.get_one(Room, county.room.id)
    room.last_seq += 1
    said = Message(
        room_id=room.id,
        seq=room.last_seq,
        author_id=county.people[Role.CARER].id,
        client_id=uuid.uuid4(),
        text="Not again with that child.",
        sent_at=clock.now(),
    )
    db.session.add(said)
    db.session.flush()
    report = Report(
        client_id=uuid.uuid4(),
        reporter_id=county.people[Role.LINK_CARER].id,
        message_id=said.id,
        room_id=room.id,
        about_id=said.author_id,
        hive_id=room.hive_id,
        kind=ReportReason.UNKIND,
        reason="This was not kind.",
        evidence=evidence_of(message_in(room.id, said.seq), []).as_json(),
        created_at=clock.now(),
    )
    if outcome is not None:
        report.outcome, report.answer = outcome, "Thank you."
        report.closed_at, report.closed_by_id = clock.now(), county.people[Role.SUPPORT_WORKER].id
    db.session.add(report)
    db.session.flush()
    return report
