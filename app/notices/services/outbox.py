"""Notices, written in the transaction of what they tell of, and their pushes prepared later."""

import json
from collections.abc import Collection
from datetime import timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.extensions import db
from app.core.jobs import enqueue
from app.core.unit_of_work import unit_of_work
from app.notices.models import Delivery, DeliveryState, Notice, NoticeCategory, PushSubscription
from app.notices.push import current_push

PREPARED_AT_ONCE = 2000
_notices = Notice.__table__
_deliveries = Delivery.__table__
_subscriptions = PushSubscription.__table__


def notify(
    *,
    people_ids: Collection[int],
    category: NoticeCategory,
    title: str,
    url: str,
    room_id: int | None = None,
    message_seq: int | None = None,
) -> None:
    """Tell people something, within the caller's unit of work.

    `title` may be shown on lock screens: it names no child and quotes nobody. For news of a
    room (`room_id` and `message_seq` together) it is the Hive's name, and the push goes out
    after the app's push delay, so that those who read meanwhile get none; any other notice is
    pushed at once. One statement, however many people; only those with a browser that takes
    pushes cost more than their row.
    """
    if not people_ids:
        return
    push = current_push()
    delay = push.delay if room_id is not None else 0
    now = clock.now()
    with unit_of_work() as work:
        db.session.execute(
            _write_notices(_dialect()),
            {
                # In order, so that two transactions never wait for each other.
                "people": json.dumps(sorted(people_ids)),
                "category": category,
                "room_id": room_id,
                "message_seq": message_seq,
                "title": title,
                "url": url,
                "created_at": now,
                "push_due_at": now + timedelta(seconds=delay),
            },
        )
        work.on_commit(lambda: ring_for_delivery(delay))


def mark_room_notices_read(*, person_id: int, room_id: int, seq: int) -> None:
    """The person has read the room up to `seq`: its notices are read, and no push need go out."""
    with unit_of_work():
        db.session.execute(
            sa.update(_notices)
            .where(
                _notices.c.person_id == person_id,
                _notices.c.category.in_([NoticeCategory.MESSAGE, NoticeCategory.MENTION]),
                _notices.c.room_id == room_id,
                _notices.c.message_seq <= seq,
                _notices.c.read_at.is_(None),
            )
            .values(read_at=clock.now(), push_due_at=None)
        )


def ring_for_delivery(delay: int) -> None:
    """Make sure that a delivery job runs `delay` seconds from now or soon after."""
    in_seconds = current_push().alarm.set(delay)
    if in_seconds is not None:
        queue_delivery(in_seconds)


def queue_delivery(in_seconds: int) -> None:
    """Queue a delivery job for this moment, whatever else is queued."""
    enqueue("notices.deliver_due", delay=in_seconds)


def prepare_deliveries() -> None:
    """Write a waiting delivery for each due notice and browser, and close the notice's outbox.

    Both in one transaction: whenever the process dies, a notice is either still due or its
    deliveries are there.
    """
    now = clock.now()
    with unit_of_work():
        due = list(
            db.session.scalars(
                sa.select(_notices.c.id)
                .where(_notices.c.push_due_at <= now)
                .order_by(_notices.c.push_due_at)
                .limit(PREPARED_AT_ONCE)
                .with_for_update(skip_locked=True)
            )
        )
        if due:
            db.session.execute(_write_deliveries(_dialect()), {"notice_ids": due, "now": now})
            db.session.execute(
                sa.update(_notices).where(_notices.c.id.in_(due)).values(push_due_at=None)
            )


def _dialect() -> str:
    return db.engine.dialect.name


def _insert(dialect: str, table: sa.Table) -> Any:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def _write_notices(dialect: str) -> sa.Executable:
    takes_pushes = sa.exists().where(
        _subscriptions.c.person_id == _person_id(dialect), _subscriptions.c.ended_at.is_(None)
    )
    values: dict[str, Any] = {
        name: sa.bindparam(name, type_=_notices.c[name].type)
        for name in ("category", "room_id", "message_seq", "title", "url", "created_at")
    }
    values["person_id"] = _person_id(dialect)
    values["push_due_at"] = sa.case(
        (takes_pushes, sa.bindparam("push_due_at", type_=_notices.c.push_due_at.type))
    )
    insert = _insert(dialect, _notices).from_select(
        list(values),
        # SQLite needs a condition here to tell ON CONFLICT from a join's ON.
        sa.select(*values.values()).select_from(_people(dialect)).where(sa.text("1 = 1")),
    )
    new = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["person_id", "category", "room_id"],
        set_={
            **{name: new[name] for name in ("message_seq", "title", "url", "created_at")},
            "read_at": None,
            # The first unread message sets the time: a busy room must not put it off for ever.
            "push_due_at": sa.func.coalesce(_notices.c.push_due_at, new.push_due_at),
        },
        where=_notices.c.message_seq < new.message_seq,
    )


@cache
def _people(dialect: str) -> sa.TableValuedAlias:
    ids = sa.bindparam("people", type_=sa.Text)
    if dialect == "sqlite":
        return sa.func.json_each(ids).table_valued("value", name="person")
    elements = sa.func.jsonb_array_elements_text(sa.cast(ids, postgresql.JSONB))
    return elements.table_valued("value", name="person")


def _person_id(dialect: str) -> sa.ColumnElement[int]:
    return sa.cast(_people(dialect).c.value, sa.Integer)


@cache
def _write_deliveries(dialect: str) -> sa.Executable:
    now = sa.bindparam("now", type_=_deliveries.c.next_try_at.type)
    waiting = sa.literal(DeliveryState.WAITING, _deliveries.c.state.type)
    values = {
        "notice_id": _notices.c.id,
        "subscription_id": _subscriptions.c.id,
        "message_seq": sa.func.coalesce(_notices.c.message_seq, 0),
        "state": waiting,
        "attempts": sa.literal(0),
        "next_try_at": now,
    }
    insert = _insert(dialect, _deliveries).from_select(
        list(values),
        sa.select(*values.values())
        .join_from(_notices, _subscriptions, _notices.c.person_id == _subscriptions.c.person_id)
        .where(
            _notices.c.id.in_(sa.bindparam("notice_ids", expanding=True)),
            _subscriptions.c.ended_at.is_(None),
        )
        .order_by(_notices.c.id, _subscriptions.c.id),
    )
    new = insert.excluded
    # One that still waits keeps its wait: the service may have asked for it.
    still_waits = _deliveries.c.state == DeliveryState.WAITING
    return insert.on_conflict_do_update(
        index_elements=["notice_id", "subscription_id"],
        set_={
            "message_seq": new.message_seq,
            "state": waiting,
            "attempts": sa.case((still_waits, _deliveries.c.attempts), else_=0),
            "next_try_at": sa.case((still_waits, _deliveries.c.next_try_at), else_=now),
            "finished_at": None,
        },
        where=_deliveries.c.message_seq < new.message_seq,
    )
