"""Hives that open, change and close."""

from datetime import date

import sqlalchemy as sa
from flask import current_app

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.signals import (
    hive_closed,
    hive_closing,
    hive_opened,
    hive_renamed,
    hive_resizing,
)
from app.core.unit_of_work import unit_of_work
from app.hives.models import Hive
from app.hives.policy import can_change
from app.hives.queries import hive_for
from app.hives.services.memberships import end_all_memberships

_TAKEN = "There is a Hive of this name already. Choose another name."


def open_hive(
    *,
    name: str,
    area: str,
    capacity: int | None = None,
    opened_on: date | None = None,
    actor: Person | None = None,
) -> Hive:
    """Open a Hive with room for `capacity` households. Its chat room comes with it.

    `actor` is the manager who asks; imports and the demo, which have checked before, give none.
    Without `capacity` it is the council's usual number. Raises `NotAllowed`, and `Conflict`
    when a Hive has, or had, that name.
    """
    if actor is not None and not can_change(actor):
        raise NotAllowed("Only a manager can open a Hive. Ask one.")
    usual: int = current_app.extensions["hive_config"].hive_capacity
    with unit_of_work():
        if _named(name) is not None:
            raise Conflict(_TAKEN)
        hive = Hive(
            name=name,
            area=area,
            capacity=usual if capacity is None else capacity,
            opened_on=opened_on or clock.today(),
        )
        db.session.add(hive)
        db.session.flush()
        hive_opened.send(hive_id=hive.id, name=name)
    return hive


def edit_hive(*, actor: Person, hive_id: int, name: str, area: str, capacity: int) -> Hive:
    """Give a Hive another name, area or size; its chat room is renamed with it.

    Raises `NotFound`, `NotAllowed`, and `Invalid` for a name that is taken or fewer places
    than families live there or have been offered one.
    """
    with unit_of_work():
        hive = _managed_hive(actor, hive_id)
        other = _named(name)
        if other is not None and other != hive.id:
            raise Invalid({"name": _TAKEN})
        hive_resizing.send(hive_id=hive.id, capacity=capacity)
        is_renamed = hive.name != name
        hive.name, hive.area, hive.capacity = name, area, capacity
        db.session.flush()
        if is_renamed:
            hive_renamed.send(hive_id=hive.id, name=name)
    return hive


def close_hive(*, actor: Person, hive_id: int) -> Hive:
    """Close a Hive for good: the roles in it end, its room stays but nobody reads it any more.

    Raises `NotFound`, `NotAllowed`, and `Conflict` while families are in it or have been
    offered a place.
    """
    with unit_of_work():
        hive = _managed_hive(actor, hive_id)
        hive_closing.send(hive_id=hive.id)
        end_all_memberships(hive)
        hive.closed_on = clock.today()
        db.session.flush()
        hive_closed.send(hive_id=hive.id)
    return hive


def _managed_hive(actor: Person, hive_id: int) -> Hive:
    """An open Hive whose places nobody takes until this work is committed."""
    hive = hive_for(actor, hive_id)
    if not can_change(actor):
        raise NotAllowed("Only a manager can change or close a Hive. Ask one.")
    db.session.refresh(hive, with_for_update=True)
    if hive.closed_on is not None:
        raise NotFound()
    return hive


def _named(name: str) -> int | None:
    """The Hive of this name, open or closed, whether in capitals or not."""
    return db.session.scalar(sa.select(Hive.id).where(sa.func.lower(Hive.name) == name.lower()))
