"""Reads about notices and pushes, scoped to the person asking."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Device, Person
from app.core.errors import NotFound
from app.core.extensions import db
from app.notices.models import PushSubscription


def visible_subscriptions(actor: Person) -> sa.Select[PushSubscription]:
    """The actor's own browsers that take pushes now."""
    return sa.select(PushSubscription).where(
        PushSubscription.person_id == actor.id, PushSubscription.ended_at.is_(None)
    )


def subscriptions_of(actor: Person) -> Sequence[PushSubscription]:
    """The actor's browsers with their devices, the newest first."""
    return db.session.scalars(
        visible_subscriptions(actor)
        .options(joinedload(PushSubscription.device))
        .order_by(PushSubscription.created_at.desc(), PushSubscription.id.desc())
    ).all()


def subscription_of(actor: Person, subscription_id: int) -> PushSubscription:
    """One of the actor's browsers; raises `NotFound`."""
    found = db.session.scalar(
        visible_subscriptions(actor).where(PushSubscription.id == subscription_id)
    )
    if found is None:
        raise NotFound()
    return found


def is_push_on(device: Device) -> bool:
    """Whether pushes reach this device."""
    return _has_subscription(device, PushSubscription.ended_at.is_(None))


def is_push_turned_off(device: Device) -> bool:
    """Whether pushes reached this device once and were ended, here or from another device."""
    return not is_push_on(device) and _has_subscription(device)


def _has_subscription(device: Device, *conditions: sa.ColumnElement[bool]) -> bool:
    found = sa.exists().where(PushSubscription.device_id == device.id, *conditions)
    return bool(db.session.scalar(sa.select(found)))
