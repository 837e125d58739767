"""Which browsers take pushes, and what a lock screen may show."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric import ec

from app.accounts.models import Device, LockScreenDetail, Person
from app.core import clock
from app.core.errors import Invalid
from app.core.extensions import db
from app.core.signals import devices_ended
from app.core.throttle import count_attempt
from app.core.unit_of_work import unit_of_work
from app.notices import queries
from app.notices.endpoints import EndpointRefused
from app.notices.models import Delivery, DeliveryState, PushSubscription
from app.notices.push import current_push

SUBSCRIBES_PER_PERSON = "60 per hour"
UNKNOWN_SERVICE = (
    "Hive does not know this browser's notification service. Try Chrome, Edge, Firefox or Safari."
)
WRONG_KEYS = "This browser's keys are not right. Turn notifications off and on again."
_POINT_BYTES, _SECRET_BYTES = 65, 16


def subscribe(
    *, actor: Person, device: Device, endpoint: str, p256dh: str, auth: str
) -> tuple[PushSubscription, bool]:
    """Let pushes for `actor` go to the browser with this endpoint and keys.

    Gives the subscription and whether it is new to this person. A browser has one subscription:
    an earlier one of the device ends. An endpoint that was somebody else's moves (a shared
    phone), with nothing of theirs still on its way. Raises `Invalid` and `TooMany`.
    """
    count_attempt("push-subscribe", str(actor.id), SUBSCRIBES_PER_PERSON)
    keys = _checked_keys(p256dh, auth)
    try:
        current_push().sender.rules.accept(endpoint)
    except EndpointRefused:
        raise Invalid({"endpoint": UNKNOWN_SERVICE}) from None
    with unit_of_work():
        now = clock.now()
        found = db.session.scalar(
            sa.select(PushSubscription)
            .where(PushSubscription.endpoint == endpoint)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        is_new = found is None or found.person_id != actor.id or found.ended_at is not None
        if found is None:
            found = PushSubscription(endpoint=endpoint)
            db.session.add(found)
        if is_new:
            found.created_at, found.last_sent_at, found.ended_at = now, None, None
            _drop_waiting([found.id] if found.id else [])
        found.person_id, found.device_id = actor.id, device.id
        found.p256dh, found.auth = keys
        db.session.flush()
        _end(PushSubscription.device_id == device.id, PushSubscription.id != found.id)
    return found, is_new


def unsubscribe(*, actor: Person, endpoint: str) -> None:
    """No more pushes to this browser of the actor's; nothing happens if there were none."""
    if not (endpoint.isascii() and endpoint.isprintable()):
        return  # never accepted, and PostgreSQL takes no NUL even in a comparison
    with unit_of_work():
        _end(PushSubscription.person_id == actor.id, PushSubscription.endpoint == endpoint)


def remove_subscription(*, actor: Person, subscription_id: int) -> None:
    """No more pushes to one of the actor's own browsers; raises `NotFound`."""
    with unit_of_work():
        _end(PushSubscription.id == queries.subscription_of(actor, subscription_id).id)


def set_lock_screen(*, actor: Person, detail: LockScreenDetail) -> None:
    """Choose how much a notification may show on the actor's locked phones."""
    with unit_of_work():
        actor.lock_screen_detail = detail


@devices_ended.connect
def end_for_devices(_sender: object = None, *, device_ids: Sequence[int]) -> None:
    """A sign-in has ended: its pushes end in the same unit of work."""
    with unit_of_work():
        _end(PushSubscription.device_id.in_(device_ids))


def end_subscriptions(subscription_ids: Sequence[int]) -> None:
    """The push service says that these browsers are gone."""
    with unit_of_work():
        _end(PushSubscription.id.in_(subscription_ids))


def _end(*conditions: sa.ColumnElement[bool]) -> None:
    ended = db.session.scalars(
        sa.update(PushSubscription)
        .where(*conditions, PushSubscription.ended_at.is_(None))
        .values(ended_at=clock.now())
        .returning(PushSubscription.id)
        .execution_options(synchronize_session="fetch")
    ).all()
    _drop_waiting(ended)


def _drop_waiting(subscription_ids: Sequence[int]) -> None:
    if subscription_ids:
        db.session.execute(
            sa.update(Delivery)
            .where(
                Delivery.subscription_id.in_(subscription_ids),
                Delivery.state == DeliveryState.WAITING,
            )
            .values(state=DeliveryState.DROPPED, finished_at=clock.now(), claimed_until=None)
        )


def _checked_keys(p256dh: str, auth: str) -> tuple[str, str]:
    """Both keys without padding; raises `Invalid` if they are none (RFC 8291)."""
    try:
        point, secret = _decoded(p256dh), _decoded(auth)
        if len(point) != _POINT_BYTES or len(secret) != _SECRET_BYTES:
            raise ValueError
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except (ValueError, NotBase64):
        raise Invalid({"keys": WRONG_KEYS}) from None
    return _encoded(point), _encoded(secret)


def _decoded(text: str) -> bytes:
    # A key is 88 characters at the most; "+" and "/" are not of this alphabet.
    if len(text) > 100 or not text.isascii() or set(text) & set("+/"):
        raise ValueError
    bare = text.rstrip("=")
    return urlsafe_b64decode(bare + "=" * (-len(bare) % 4))


def _encoded(key: bytes) -> str:
    return urlsafe_b64encode(key).rstrip(b"=").decode()
