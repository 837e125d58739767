"""Deliveries taken by one worker, which nobody else sends meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Device, LockScreenDetail, Person
from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.notices.models import Delivery, DeliveryState, Notice, NoticeCategory, PushSubscription
from app.notices.payloads import notice_payload, room_payload, topic_for
from app.notices.policy import PUSH_LIFE, is_too_old
from app.notices.push import RoomNews, current_push
from app.notices.push_sender import Recipient, Urgency

# Longer than the slowest send that waits behind the slowest others. A worker that died gives
# its deliveries free by this alone.
CLAIM_LIFE = timedelta(minutes=3)

_URGENCY = {
    NoticeCategory.MESSAGE: Urgency.HIGH,
    NoticeCategory.MENTION: Urgency.HIGH,
    NoticeCategory.PRACTICAL: Urgency.NORMAL,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """All that sending one push takes, so that no database is needed meanwhile."""

    id: int
    subscription_id: int
    message_seq: int
    attempts: int
    created_at: datetime
    recipient: Recipient
    payload: dict[str, object]
    urgency: Urgency

    @property
    def ttl(self) -> int:
        """How many seconds the service is to keep the push for a phone that is off."""
        return int(PUSH_LIFE.total_seconds())

    @property
    def topic(self) -> str:
        """What a newer push replaces it by."""
        return topic_for(self.payload["tag"])


def claim_due(limit: int) -> list[Claim]:
    """Take up to `limit` deliveries that are due; what is not to be sent any more is closed.

    Those that failed before come last, so that a service that hangs keeps nobody waiting.
    """
    if limit <= 0:
        return []
    claims: list[Claim] = []
    while not claims:
        with unit_of_work():
            rows = _lock_due(limit)
            if not rows:
                break
            news = _news_for(rows)
            closed: dict[DeliveryState, list[int]] = {
                DeliveryState.DROPPED: [],
                DeliveryState.SKIPPED: [],
            }
            for row in rows:
                told = _claim_or_close(row, news)
                if isinstance(told, Claim):
                    claims.append(told)
                else:
                    closed[told].append(row.delivery_id)
            _close(closed)
            _take([claim.id for claim in claims])
    return claims


def _lock_due(limit: int) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    now = clock.now()
    return db.session.execute(
        sa.select(
            Delivery.id.label("delivery_id"),
            Delivery.message_seq,
            Delivery.attempts,
            Notice.id.label("notice_id"),
            Notice.category,
            Notice.title,
            Notice.url,
            Notice.room_id,
            Notice.person_id,
            Notice.created_at,
            Notice.read_at,
            PushSubscription.id.label("subscription_id"),
            PushSubscription.endpoint,
            PushSubscription.p256dh,
            PushSubscription.auth,
            PushSubscription.person_id.label("subscriber_id"),
            sa.func.coalesce(PushSubscription.ended_at, Device.ended_at).label("ended_at"),
            Person.lock_screen_detail,
        )
        .join(Notice, Notice.id == Delivery.notice_id)
        .join(PushSubscription, PushSubscription.id == Delivery.subscription_id)
        .join(Device, Device.id == PushSubscription.device_id)
        .join(Person, Person.id == Notice.person_id)
        .where(
            Delivery.state == DeliveryState.WAITING,
            Delivery.next_try_at <= now,
            sa.or_(Delivery.claimed_until.is_(None), Delivery.claimed_until < now),
        )
        .order_by(Delivery.attempts, Delivery.id)
        .limit(limit)
        # SQLite has one writer at a time; PostgreSQL passes over what another worker looks at.
        .with_for_update(of=Delivery, skip_locked=True)
    ).all()


def _news_for(
    rows: Sequence[sa.Row[*tuple[Any, ...]]],
) -> dict[tuple[int, int], RoomNews]:
    pairs = {(row.person_id, row.room_id) for row in rows if row.room_id is not None}
    return dict(current_push().room_news(pairs)) if pairs else {}


def _claim_or_close(
    row: sa.Row[*tuple[Any, ...]], news: dict[tuple[int, int], RoomNews]
) -> Claim | DeliveryState:
    if row.ended_at is not None or row.subscriber_id != row.person_id:
        return DeliveryState.DROPPED
    if is_too_old(row.created_at, clock.now()):
        return DeliveryState.DROPPED
    if row.read_at is not None:
        return DeliveryState.SKIPPED
    if row.room_id is None:
        payload = notice_payload(title=row.title, url=row.url, notice_id=row.notice_id)
    elif (row.person_id, row.room_id) not in news:
        return DeliveryState.SKIPPED  # no longer in the room, or read there meanwhile
    else:
        payload = room_payload(
            title=row.title,
            url=row.url,
            room_id=row.room_id,
            news=news[row.person_id, row.room_id],
            detail=LockScreenDetail(row.lock_screen_detail),
        )
    return Claim(
        id=row.delivery_id,
        subscription_id=row.subscription_id,
        message_seq=row.message_seq,
        attempts=row.attempts,
        created_at=row.created_at,
        recipient=Recipient(row.endpoint, row.p256dh, row.auth),
        payload=payload,
        urgency=_URGENCY[row.category],
    )


def _close(closed: dict[DeliveryState, list[int]]) -> None:
    for state, ids in closed.items():
        if ids:
            db.session.execute(
                sa.update(Delivery)
                .where(Delivery.id.in_(ids))
                .values(state=state, finished_at=clock.now(), claimed_until=None)
                .execution_options(synchronize_session=False)
            )


def _take(ids: list[int]) -> None:
    if ids:
        db.session.execute(
            sa.update(Delivery)
            .where(Delivery.id.in_(ids))
            .values(claimed_until=clock.now() + CLAIM_LIFE)
            .execution_options(synchronize_session=False)
        )
