"""Reports: a message is looked at by those who may, and whoever reported it hears what came of it.

Nobody is blocked, and whoever wrote the message is not told who reported it.
"""

import uuid

import sqlalchemy as sa

from app.accounts.models import Person
from app.chat import queries
from app.chat.evidence import AFTER, BEFORE, evidence_of
from app.chat.models import Message, Report, ReportOutcome, ReportReason, Room
from app.chat.services.attaching import drop_attachments_of
from app.chat.services.changing import lock_room
from app.chat.services.deleting import take_away
from app.core import clock
from app.core.errors import Conflict, NotAllowed
from app.core.extensions import db
from app.core.roles import Role
from app.core.throttle import count_attempt
from app.core.unit_of_work import unit_of_work
from app.notices.models import NoticeCategory
from app.notices.services import notify

_MOST = "30 per day"
OWN = "You wrote this message. You can take it away yourself, from its menu."
TAKEN_AWAY = "This message was taken away already. Still worried? Ring your support worker."
_NOBODY = (
    "There is nobody in Hive who could look at this for you. Ring your support worker, or the "
    "out-of-hours line."
)


def report_message(
    *,
    actor: Person,
    room_id: int,
    seq: int,
    client_id: uuid.UUID,
    kind: ReportReason,
    words: str = "",
    to_managers: bool = False,
) -> tuple[Report, bool]:
    """Ask for a message to be looked at; what was said around it is kept as it is now.

    It goes to the support workers of the room's Hive; to the managers when it is about one of
    them, when only the reporter leads that Hive, when the room has no Hive, or when the reporter
    wants it. Those are told, without a name and without a word of it.

    Returns the report and whether it is new: of one message a person makes one report. Raises
    `NotFound`, `NotAllowed` for one's own message, `Conflict` when it was taken away already or
    nobody could handle it, `TooMany`.
    """
    with unit_of_work():
        room = queries.room_for(actor, room_id)
        lock_room(room.id)
        message = queries.message_for(actor, room_id, seq)
        before = queries.own_report_of(actor, message)
        if before is not None:
            return before, False
        check_can_report(actor=actor, message=message)
        if queries.reported_as(actor, client_id):
            raise Conflict("This was sent about another message already. Report this one anew.")
        count_attempt("report", str(actor.id), _MOST)
        hive_id, handlers = _who_handles(room, message.author_id, actor, to_managers)
        around = queries.messages_in(room, before=seq, limit=BEFORE)
        after = queries.messages_in(room, after=seq, limit=AFTER)
        report = Report(
            client_id=client_id,
            reporter_id=actor.id,
            message_id=message.id,
            room_id=room.id,
            about_id=message.author_id,
            hive_id=hive_id,
            kind=kind,
            reason=words,
            evidence=evidence_of(message, [*around, *after]).as_json(),
            created_at=clock.now(),
        )
        db.session.add(report)
        db.session.flush()
        _tell_handlers(report, handlers, "A message was reported. Please look at it.")
    return report, True


def check_can_report(*, actor: Person, message: Message) -> None:
    """Raise `NotAllowed` for one's own message, `Conflict` for one that was taken away."""
    if message.author_id == actor.id:
        raise NotAllowed(OWN)
    if message.is_deleted:
        raise Conflict(TAKEN_AWAY)


def take_reported_away(*, actor: Person, report_id: int) -> Report:
    """Take the reported message away for everybody; doing it twice is once.

    Also for those who can't read the room. What was kept as evidence stays. Raises `NotFound`,
    `Conflict` when somebody else has closed the report.
    """
    with unit_of_work():
        report = _open_report(actor, report_id)
        _take_away(report, actor)
    return report


def pass_report_on(*, actor: Person, report_id: int) -> Report:
    """Give a report to the managers; the support workers then see it no more.

    Raises `NotFound`, `Conflict` when it was closed or passed on already, or there is no manager
    who could handle it.
    """
    with unit_of_work():
        report = _open_report(actor, report_id)
        if report.hive_id is None:
            raise Conflict("The managers have this report already. Go back to the list.")
        managers = queries.ids_with_role(Role.MANAGER) - {report.about_id, report.reporter_id}
        if not managers - {actor.id}:
            raise Conflict("There is no manager in Hive who could look at this. Ring one.")
        report.hive_id = None
        report.passed_on_at, report.passed_on_by_id = clock.now(), actor.id
        db.session.flush()
        _tell_handlers(report, managers - {actor.id}, "A report was passed on to you.")
    return report


def close_report(
    *, actor: Person, report_id: int, outcome: ReportOutcome, answer: str = ""
) -> Report:
    """Say what came of a report, and tell whoever made it, with `answer` besides.

    With the outcome "removed" the message goes, if it is still there. Files that were kept for
    the report alone go too. Raises `NotFound`, `Conflict` when somebody else was quicker.
    """
    with unit_of_work():
        report = _open_report(actor, report_id)
        if outcome is ReportOutcome.REMOVED:
            _take_away(report, actor)
        report.outcome, report.answer = outcome, answer
        report.closed_at, report.closed_by_id = clock.now(), actor.id
        db.session.flush()
        message = _message_of(report)
        if message.is_deleted and not queries.was_reported(message.id):
            drop_attachments_of(message)
        notify(
            people_ids=[report.reporter_id],
            category=NoticeCategory.PRACTICAL,
            title="Your report was looked at. See what came of it.",
            url="/my-reports",
        )
    return report


def _who_handles(
    room: Room, about_id: int, reporter: Person, to_managers: bool
) -> tuple[int | None, set[int]]:
    """The Hive whose support workers handle a report (None: the managers do), and who that is."""
    if room.hive_id is not None and not to_managers:
        leaders = queries.ids_with_role(Role.SUPPORT_WORKER, room.hive_id)
        if about_id not in leaders and leaders - {reporter.id}:
            return room.hive_id, leaders - {reporter.id}
    managers = queries.ids_with_role(Role.MANAGER) - {about_id, reporter.id}
    if not managers:
        raise Conflict(_NOBODY, title="Nobody can look at it here")
    return None, managers


def _open_report(actor: Person, report_id: int) -> Report:
    """The report, for one at a time; raises `Conflict` when it is closed."""
    db.session.execute(sa.select(Report.id).where(Report.id == report_id).with_for_update())
    report = queries.report_for(actor, report_id)
    if report.closed_at is not None:
        who = report.closed_by.name if report.closed_by else "Somebody"
        raise Conflict(f"{who} has closed this report already. Go back to see what came of it.")
    return report


def _message_of(report: Report) -> Message:
    return queries.message_in(report.room_id, report.message.seq)


def _take_away(report: Report, actor: Person) -> None:
    lock_room(report.room_id)
    take_away(_message_of(report), actor=actor)


def _tell_handlers(report: Report, people_ids: set[int], title: str) -> None:
    notify(
        people_ids=people_ids,
        category=NoticeCategory.PRACTICAL,
        title=title,
        url=f"/reports/{report.id}",
    )
