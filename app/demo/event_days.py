"""Days of the demo county that are over: who came, and how it was."""

import uuid
from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.core.extensions import db
from app.demo.event_words import SAID
from app.events.models import Event, EventWords, Feeling, MarkKind, RegisterMark, SignUp


def hold_day(event: Event, host: Person) -> None:
    """Mark who came and went home (one child stayed away), and what most of them said."""
    db.session.flush()
    coming = db.session.scalars(
        sa.select(SignUp).where(SignUp.event_id == event.id).order_by(SignUp.id)
    ).all()
    children = [each for each in coming if each.child_id is not None]
    absent = children[-1:] if len(children) > 3 else []
    for number, each in enumerate(coming):
        if each in absent:
            _mark(event, host, each, MarkKind.ABSENT, number)
            continue
        _mark(event, host, each, MarkKind.ARRIVED, number)
        _mark(event, host, each, MarkKind.GONE_HOME, number)
        if number % 4 != 3:
            feeling, (first, second, third) = SAID[number % len(SAID)]
            db.session.add(
                EventWords(
                    sign_up_id=each.id,
                    feeling=Feeling(feeling),
                    first=first,
                    second=second,
                    third=third,
                    said_at=event.ends_at + timedelta(hours=3, minutes=number),
                )
            )


def _mark(event: Event, host: Person, sign_up: SignUp, kind: MarkKind, number: int) -> None:
    at = event.ends_at if kind is MarkKind.GONE_HOME else event.starts_at
    marked_at = at + timedelta(minutes=number)
    went = kind is MarkKind.GONE_HOME and sign_up.child_id is not None
    db.session.add(
        RegisterMark(
            sign_up_id=sign_up.id,
            kind=kind,
            collected_by="their carer" if went else "",
            marked_by_id=host.id,
            marked_at=marked_at,
            received_at=marked_at,
            client_id=uuid.uuid5(event.client_id, f"{sign_up.id} {kind}"),
        )
    )
