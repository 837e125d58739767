"""Signing in and out, device by device."""

import hashlib
import secrets
from datetime import timedelta

import sqlalchemy as sa

from app.accounts import passwords
from app.accounts.models import Device, Person
from app.accounts.policy import is_live
from app.accounts.queries import device_of, device_with_person, person_by_email
from app.core import clock
from app.core.errors import Invalid
from app.core.extensions import db
from app.core.signals import devices_ended
from app.core.throttle import count_attempt, forget_attempts
from app.core.unit_of_work import unit_of_work

TRIES_PER_ADDRESS = "10 per 15 minutes"
TRIES_PER_NETWORK = "100 per 15 minutes"
#: How stale "last seen" may be: each request would be a write otherwise.
SEEN_EVERY = timedelta(minutes=5)

WRONG = "The e-mail address or the password is not right. Check both and try again."


def check_password(*, email: str, password: str, network: str) -> Person:
    """The person with this address and password.

    `network` is the address the request came from. Raises `Invalid` in the same words and
    after the same time for an unknown address and a wrong password, and `TooMany`.
    """
    count_attempt("sign-in-from", network, TRIES_PER_NETWORK)
    count_attempt("sign-in", email, TRIES_PER_ADDRESS)
    person = person_by_email(email)
    if not passwords.is_right(password, person.password_hash if person else None) or not person:
        raise Invalid({"email": WRONG})
    forget_attempts("sign-in", email, TRIES_PER_ADDRESS)
    if passwords.is_outdated(person.password_hash):
        with unit_of_work():
            person.password_hash = passwords.hash_password(password)
    return person


def sign_in(
    *, email: str, password: str, device_name: str, network: str, replacing: Device | None = None
) -> Device:
    """Sign somebody in on a device; its `token` goes into the cookie. Raises as above.

    `replacing` is the device this browser was signed in as until now: it ends.
    """
    person = check_password(email=email, password=password, network=network)
    return start_device(person, device_name=device_name, replacing=replacing)


def start_device(person: Person, *, device_name: str, replacing: Device | None = None) -> Device:
    """Sign `person` in on a new device, with a new token; `replacing` ends."""
    with unit_of_work():
        if replacing is not None:
            end_devices([replacing.id])
        token = secrets.token_urlsafe(32)
        now = clock.now()
        device = Device(
            person=person,
            token_hash=_token_hash(token),
            name=device_name[:80],
            created_at=now,
            last_seen_at=now,
        )
        db.session.add(device)
        db.session.flush()
    device.token = token
    return device


def find_signed_in(token: str) -> Device | None:
    """The live device with this token, or None; notes that it was seen just now."""
    device = device_with_person(Device.token_hash == _token_hash(token))
    now = clock.now()
    if device is None or not is_live(device, now):
        return None
    if now - device.last_seen_at > SEEN_EVERY:
        with unit_of_work():
            device.last_seen_at = now
    return device


def sign_out(device: Device) -> None:
    """End this device's sign-in."""
    with unit_of_work():
        end_devices([device.id])


def sign_out_device(*, actor: Person, device_id: int) -> None:
    """End one of the actor's own devices; raises `NotFound` for anybody else's."""
    with unit_of_work():
        end_devices([device_of(actor, device_id).id])


def end_devices(device_ids: list[int]) -> None:
    """End these devices, within the caller's unit of work; others hear of it."""
    with unit_of_work():
        db.session.execute(
            sa.update(Device)
            .where(Device.id.in_(device_ids), Device.ended_at.is_(None))
            .values(ended_at=clock.now())
        )
        devices_ended.send(device_ids=device_ids)


def _token_hash(token: str) -> str:
    # The token is 256 random bits: a slow hash would protect nothing more.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
