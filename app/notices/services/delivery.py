"""Pushes, from the outbox to the push services, each browser told once."""

import logging
import math
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa

from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.notices.models import Delivery, DeliveryState, PushSubscription
from app.notices.policy import is_too_old
from app.notices.push import current_push
from app.notices.push_sender import Outcome, PushSender, SendResult
from app.notices.retry import next_wait
from app.notices.services.claims import Claim, claim_due
from app.notices.services.outbox import prepare_deliveries, queue_delivery
from app.notices.services.subscriptions import end_subscriptions

log = logging.getLogger(__name__)

# A browser whose service hangs holds one of these for five seconds; the others go on.
SENDERS = 100
IN_FLIGHT = 250
# What was answered is written down together: a transaction for each push would be as dear as
# the push itself.
RECORD_EVERY_SECONDS = 0.2

_FINAL = {
    Outcome.ACCEPTED: DeliveryState.ACCEPTED,
    Outcome.GONE: DeliveryState.DROPPED,
    Outcome.REFUSED: DeliveryState.DROPPED,
}
_deliveries = Delivery.__table__


def deliver_due() -> None:
    """Send every push that is due, and write down what became of it.

    Safe to run at any time, twice at once and after a crash: what it needs to know is in the
    database, and a delivery is claimed before it is sent. Only when the process dies between
    the service's answer and writing it down is a push sent again, and then its topic lets the
    service replace the first one. Nothing is sent within a transaction.
    """
    prepare_deliveries()
    sender = current_push().sender
    with ThreadPoolExecutor(SENDERS, thread_name_prefix="push") as pool:
        in_flight: dict[Future[SendResult], Claim] = {}
        while True:
            for claim in claim_due(IN_FLIGHT - len(in_flight)):
                in_flight[pool.submit(_attempt, sender, claim)] = claim
            if not in_flight:
                break
            answered, _ = wait(in_flight, timeout=RECORD_EVERY_SECONDS)
            _record([(in_flight.pop(each), each.result()) for each in answered])


def _attempt(sender: PushSender, claim: Claim) -> SendResult:
    try:
        return sender.send(
            claim.recipient,
            claim.payload,
            ttl=claim.ttl,
            urgency=claim.urgency,
            topic=claim.topic,
        )
    except Exception:
        log.exception("push_failed")
        return SendResult(Outcome.RETRY)


def _record(results: Sequence[tuple[Claim, SendResult]]) -> None:
    if not results:
        return
    now = clock.now()
    by_outcome: dict[Outcome, list[tuple[Claim, SendResult]]] = defaultdict(list)
    for claim, result in results:
        by_outcome[result.outcome].append((claim, result))
    with unit_of_work() as work:
        for outcome, state in _FINAL.items():
            _finish([claim for claim, _ in by_outcome[outcome]], state, now)
        _note_sent([claim.subscription_id for claim, _ in by_outcome[Outcome.ACCEPTED]], now)
        end_subscriptions([claim.subscription_id for claim, _ in by_outcome[Outcome.GONE]])
        _try_again(by_outcome[Outcome.RETRY], now, work)
        # One that a newer message has opened again meanwhile goes out once more.
        db.session.execute(
            sa.update(_deliveries)
            .where(
                _deliveries.c.id.in_([claim.id for claim, _ in results]),
                _deliveries.c.state == DeliveryState.WAITING,
            )
            .values(claimed_until=None)
        )
    for outcome, group in by_outcome.items():
        log.info("pushes_sent", extra={"outcome": outcome.value, "count": len(group)})


def _finish(claims: Sequence[Claim], state: DeliveryState, now: datetime) -> None:
    if claims:
        db.session.connection().execute(
            sa.update(_deliveries)
            .where(
                _deliveries.c.id == sa.bindparam("claimed_id"),
                _deliveries.c.message_seq == sa.bindparam("sent_seq"),
                _deliveries.c.state == DeliveryState.WAITING,
            )
            .values(
                state=state,
                attempts=_deliveries.c.attempts + 1,
                finished_at=now,
                claimed_until=None,
            ),
            [{"claimed_id": each.id, "sent_seq": each.message_seq} for each in claims],
        )


def _note_sent(subscription_ids: Sequence[int], now: datetime) -> None:
    if subscription_ids:
        db.session.execute(
            sa.update(PushSubscription)
            .where(PushSubscription.id.in_(subscription_ids))
            .values(last_sent_at=now)
            .execution_options(synchronize_session=False)
        )


def _try_again(
    results: Sequence[tuple[Claim, SendResult]], now: datetime, work: UnitOfWork
) -> None:
    waits: dict[int, timedelta] = {}
    too_late = []
    for claim, result in results:
        pause = next_wait(claim.attempts + 1, result.retry_after)
        if is_too_old(claim.created_at, now + pause):
            too_late.append(claim)
        else:
            waits[claim.id] = pause
    _finish(too_late, DeliveryState.DROPPED, now)
    if waits:
        db.session.connection().execute(
            sa.update(_deliveries)
            .where(
                _deliveries.c.id == sa.bindparam("claimed_id"),
                _deliveries.c.state == DeliveryState.WAITING,
            )
            .values(
                attempts=_deliveries.c.attempts + 1,
                next_try_at=sa.bindparam("again_at", type_=_deliveries.c.next_try_at.type),
            ),
            [{"claimed_id": id_, "again_at": now + pause} for id_, pause in waits.items()],
        )
    for seconds in sorted({math.ceil(pause.total_seconds()) for pause in waits.values()}):
        work.on_commit(partial(queue_delivery, seconds))
