"""Reported messages: who handles which, and what came of one's own."""

import uuid
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import Person
from app.chat.models import Attachment, Message, Report, Room
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.hives.models import Membership
from app.hives.policy import is_manager

#: How many closed reports a list shows.
CLOSED = 30


def handled_by(actor: Person) -> sa.ColumnElement[bool]:
    """The condition that `actor` handles a `Report` today.

    Support workers those given to their Hives, managers all; nobody one that is about them, or
    one they made.
    """
    led = [each.hive_id for each in actor.current_memberships if each.role is Role.SUPPORT_WORKER]
    is_theirs = sa.true() if is_manager(actor) else Report.hive_id.in_(led)
    return sa.and_(is_theirs, Report.about_id != actor.id, Report.reporter_id != actor.id)


def reports_for(actor: Person) -> Sequence[Report]:
    """The reports `actor` handles: those open, the oldest first, then the last closed ones.

    For a manager those that wait for the managers stand before those that are with a Hive.
    """
    opened = _with_people().where(handled_by(actor), Report.closed_at.is_(None))
    closed = _with_people().where(handled_by(actor), Report.closed_at.is_not(None))
    return [
        *db.session.scalars(opened.order_by(Report.hive_id.is_not(None), Report.id)),
        *db.session.scalars(closed.order_by(Report.closed_at.desc(), Report.id).limit(CLOSED)),
    ]


def reports_waiting(actor: Person) -> int:
    """How many open reports wait for `actor` to look at; for a manager those for the managers."""
    waiting = sa.select(sa.func.count(Report.id)).where(
        handled_by(actor), Report.closed_at.is_(None)
    )
    if is_manager(actor):
        led = [m.hive_id for m in actor.current_memberships if m.role is Role.SUPPORT_WORKER]
        waiting = waiting.where(sa.or_(Report.hive_id.is_(None), Report.hive_id.in_(led)))
    return db.session.scalar(waiting) or 0


def report_for(actor: Person, report_id: int) -> Report:
    """A report `actor` handles; raises `NotFound`."""
    found = db.session.scalar(
        _with_people()
        .where(Report.id == report_id, handled_by(actor))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("This report is not there, or others look after it. Go back to the list.")
    return found


def own_reports(actor: Person) -> Sequence[Report]:
    """What `actor` has reported, the newest first."""
    return db.session.scalars(
        _with_people()
        .where(Report.reporter_id == actor.id)
        .order_by(Report.id.desc())
        .limit(CLOSED)
    ).all()


def own_report_of(actor: Person, message: Message) -> Report | None:
    """The report that `actor` made of a message, if they did."""
    return db.session.scalar(
        sa.select(Report).where(Report.reporter_id == actor.id, Report.message_id == message.id)
    )


def reported_as(actor: Person, client_id: uuid.UUID) -> bool:
    """Whether `actor` has made a report with this client-made id."""
    is_made = sa.exists().where(Report.reporter_id == actor.id, Report.client_id == client_id)
    return bool(db.session.scalar(sa.select(is_made)))


def kept_file(report: Report, key: str) -> Attachment | None:
    """A photo or document of the message a report (found through its actor) is about."""
    return db.session.scalar(
        sa.select(Attachment).where(
            Attachment.key == key, Attachment.message_id == report.message_id
        )
    )


def ids_with_role(role: Role, hive_id: int | None = None) -> set[int]:
    """The ids of those who hold `role` today, in a Hive or anywhere. For services: not scoped."""
    wanted = sa.select(Membership.person_id).where(
        Membership.role == role, Membership.in_force(clock.today())
    )
    if hive_id is not None:
        wanted = wanted.where(Membership.hive_id == hive_id)
    return set(db.session.scalars(wanted))


def _with_people() -> sa.Select[Report]:
    return (
        sa.select(Report)
        .join(Report.room)
        .outerjoin(Room.hive)
        .options(
            contains_eager(Report.room).contains_eager(Room.hive),
            joinedload(Report.reporter),
            joinedload(Report.about),
            joinedload(Report.closed_by),
            joinedload(Report.passed_on_by),
            joinedload(Report.message),
        )
    )
