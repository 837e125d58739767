"""What the tests of reports do again and again."""

import uuid

import sqlalchemy as sa

from app.accounts.models import Person
from app.chat import queries, services
from app.chat.models import (
    Message,
    Report,
    ReportReason,
    Room,
)
from app.chat.services import reporting
from app.core.errors import NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.notices.models import Notice
from tests.conventions.county import County, _membership, _person


def somebody(county: County, name: str, role: Role) -> Person:
    with unit_of_work():
        person = _person(name)
        _membership(person, None if role is Role.MANAGER else county.hive, role)
    return person


def say(person: Person, room: Room, text: str = "Nobody wants her here") -> Message:
    message, _ = services.send_message(
        actor=person, room_id=room.id, client_id=uuid.uuid4(), text=text
    )
    return message


def report(actor: Person, message: Message, **more: object) -> Report:
    made, _ = reporting.report_message(
        actor=actor,
        room_id=message.room_id,
        seq=message.seq,
        **{"client_id": uuid.uuid4(), "kind": ReportReason.UNKIND} | more,  # type: ignore[arg-type]
    )
    return made


def handlers(county: County, made: Report, *others: Person) -> set[str]:
    """The names of those who may open a report."""
    found = set()
    for person in [*county.people.values(), *others]:
        db.session.expire_all()
        try:
            queries.report_for(person, made.id)
            found.add(person.name)
        except NotFound:
            pass
    return found


def told(person: Person) -> list[str]:
    """The titles of the notices that `person` has got about reports."""
    db.session.rollback()
    wanted = sa.select(Notice.title).where(Notice.person_id == person.id, Notice.room_id.is_(None))
    return list(db.session.scalars(wanted.order_by(Notice.id)))
