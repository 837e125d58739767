"""The register on the day: opened by those who host, and marked, on several phones at once."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.events.models import Event, MarkKind, RegisterMark, SignUp
from app.events.queries.register import (
    Register,
    event_to_host,
    expected_sign_ups,
    is_register_open,
    marks_made_as,
    register_of,
    register_opens_at,
    register_with_care,
)
from app.events.services.planning import lock_event
from app.families.models import LookedAt
from app.families.services import record_looks_on_the_day
from app.hives.policy import leads

CLOSED = "This register is closed. It opens on the day and closes 24 hours after the end."
WHO_COLLECTS = "Write who takes the child home."
_GONE = "They are not in this register any more."


@dataclass(frozen=True)
class Mark:
    """A tap on a phone, and when it was, by that phone's clock."""

    client_id: uuid.UUID
    sign_up_id: int
    kind: MarkKind
    marked_at: datetime
    #: Who took a child home; empty for everything else.
    collected_by: str = ""


def open_register(*, actor: Person, event_id: int) -> Register:
    """The register, for a page that shows it.

    On the day, and until 24 hours after the end, it comes with the children's allergies, who to
    ring and who may collect: each family is told who has opened it, before it is. At any other
    time without. Raises `NotFound` for everybody who does not host the event.
    """
    event = event_to_host(actor, event_id)
    if not is_register_open(event):
        return register_of(event)
    child_ids = [each.child_id for each in expected_sign_ups(event) if each.child_id]
    if child_ids:
        record_looks_on_the_day(
            actor=actor,
            child_ids=child_ids,
            thing=LookedAt.CARE_CARD,
            role=_role(actor, event),
            reason=f"for the register of {event.title}: allergies and who to ring",
        )
    return register_with_care(event, child_ids)


def mark(
    *, actor: Person, event_id: int, sign_up_id: int, kind: MarkKind, collected_by: str = ""
) -> None:
    """Mark somebody now. A child goes home with somebody who is named.

    Raises `NotFound`, `Invalid`, and `Conflict` when the register is closed.
    """
    tapped = Mark(uuid.uuid4(), sign_up_id, kind, clock.now(), collected_by)
    with unit_of_work():
        event, expected = _lock_open(actor, event_id)
        _check(tapped, expected)
        _write(actor, event, tapped)


def keep_marks(*, actor: Person, event_id: int, marks: Sequence[Mark]) -> dict[uuid.UUID, str]:
    """Write down what a phone has kept, perhaps for hours without a signal; what was refused, why.

    A mark that came in before is left alone. Of all marks of one sign-up, on whichever phone,
    the one made last counts; one that says it is from the future was made now, and none is
    from before the day. Raises `NotFound`, and `Conflict` when the register is closed.
    """
    refused: dict[uuid.UUID, str] = {}
    with unit_of_work():
        event, expected = _lock_open(actor, event_id)
        known = marks_made_as(actor, [each.client_id for each in marks])
        for each in sorted(marks, key=lambda each: each.marked_at):
            if each.client_id in known:
                continue
            known.add(each.client_id)
            try:
                _check(each, expected)
            except (Invalid, NotFound) as problem:
                refused[each.client_id] = problem.detail
            else:
                _write(actor, event, each)
    return refused


def _lock_open(actor: Person, event_id: int) -> tuple[Event, dict[int, SignUp]]:
    event = lock_event(event_to_host(actor, event_id))
    if not is_register_open(event):
        raise Conflict(CLOSED, title="The register is closed")
    return event, {each.id: each for each in expected_sign_ups(event)}


def _check(tapped: Mark, expected: dict[int, SignUp]) -> None:
    sign_up = expected.get(tapped.sign_up_id)
    if sign_up is None:
        raise NotFound(_GONE)
    is_child_leaving = tapped.kind is MarkKind.GONE_HOME and sign_up.child_id is not None
    if is_child_leaving and not tapped.collected_by:
        raise Invalid({f"collected-{sign_up.id}": WHO_COLLECTS})


def _write(actor: Person, event: Event, tapped: Mark) -> None:
    now = clock.now()
    db.session.add(
        RegisterMark(
            sign_up_id=tapped.sign_up_id,
            kind=tapped.kind,
            collected_by=tapped.collected_by if tapped.kind is MarkKind.GONE_HOME else "",
            marked_by_id=actor.id,
            marked_at=max(register_opens_at(event), min(tapped.marked_at, now)),
            received_at=now,
            client_id=tapped.client_id,
        )
    )
    db.session.flush()


def _role(actor: Person, event: Event) -> Role:
    """As what somebody hosts: as a support worker of its Hives, else as what they are."""
    if any(leads(actor, hive) for hive in event.hives):
        return Role.SUPPORT_WORKER
    return next(role for role in Role if role in actor.roles)
