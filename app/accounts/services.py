"""Signing in and out, and getting back in: the only writes to accounts."""

import hashlib
import hmac
import secrets
from datetime import timedelta

import sqlalchemy as sa
from flask import current_app

from app.accounts import passwords
from app.accounts.models import Device, LockScreenDetail, Person, RecoveryCode
from app.accounts.policy import is_live
from app.accounts.queries import device_of, device_with_person, person_by_email
from app.core import clock
from app.core.errors import Invalid
from app.core.extensions import db
from app.core.mail import send_mail
from app.core.signals import devices_ended
from app.core.throttle import count_attempt, forget_attempts
from app.core.unit_of_work import unit_of_work

TRIES_PER_ADDRESS = "10 per 15 minutes"
TRIES_PER_NETWORK = "100 per 15 minutes"
CODES_PER_ADDRESS = "5 per hour"
CODE_LIFE = timedelta(minutes=15)
CODE_TRIES = 5
#: How stale "last seen" may be: each request would be a write otherwise.
SEEN_EVERY = timedelta(minutes=5)

WRONG = "The e-mail address or the password is not right. Check both and try again."
WRONG_CODE = "This code is not right, or it is too old. Check it, or ask for a new one."


def create_person(*, name: str, email: str, password: str) -> Person:
    """Make an account (invitations and the command line call this).

    Raises `Invalid` on `password` when it is weak, on `email` when it is taken.
    """
    passwords.refuse_weak(password, name=name, email=email)
    with unit_of_work():
        if person_by_email(email):
            raise Invalid({"email": "Somebody already signs in with this address."})
        person = Person(
            name=name,
            email=email,
            password_hash=passwords.hash_password(password),
            created_at=clock.now(),
            lock_screen_detail=LockScreenDetail.HIVE,
        )
        db.session.add(person)
        db.session.flush()
    return person


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


def person_to_send_code(*, email: str, network: str) -> int:
    """The id of whoever is to get a code, 0 for nobody: the job is queued for both.

    Raises `TooMany`.
    """
    count_attempt("code-from", network, TRIES_PER_NETWORK)
    count_attempt("code", email, CODES_PER_ADDRESS)
    person = person_by_email(email)
    return person.id if person else 0


def send_recovery_code(person_id: int) -> None:
    """Make a one-time code and send it by e-mail; a code sent before ends."""
    person = db.session.get(Person, person_id)
    if person is None:
        return
    code = f"{secrets.randbelow(10**8):08}"
    now = clock.now()
    with unit_of_work():
        _end_codes(person)
        db.session.add(
            RecoveryCode(
                person_id=person.id,
                code_hash=_code_hash(code),
                sent_at=now,
                expires_at=now + CODE_LIFE,
            )
        )
    send_mail(
        person.email,
        f"{code[:4]} {code[4:]} is your Hive code",
        f"Hello {person.first_name},\n\n"
        f"Your code is {code[:4]} {code[4:]}\n\n"
        "Type it into Hive within 15 minutes, and choose a new password.\n\n"
        "If you did not ask for this, you need do nothing: your password stays as it is.\n",
    )


def use_recovery_code(
    *, email: str, code: str, password: str, device_name: str, network: str
) -> Device:
    """Set a new password with a code from an e-mail, sign in here and out everywhere else.

    Raises `Invalid` on `code` (the same words for an unknown address) or `password`, and
    `TooMany`.
    """
    count_attempt("use-code-from", network, TRIES_PER_NETWORK)
    count_attempt("use-code", email, TRIES_PER_ADDRESS)
    with unit_of_work():
        found = _live_code(email)
        if found is not None:
            found.tries += 1
    digits = "".join(figure for figure in code if figure.isdigit())
    if found is None or not hmac.compare_digest(found.code_hash, _code_hash(digits)):
        raise Invalid({"code": WRONG_CODE})
    person = found.person
    try:
        passwords.refuse_weak(password, name=person.name, email=person.email)
    except Invalid:
        with unit_of_work():
            found.tries -= 1  # the code was right: a weak password costs no try
        raise
    with unit_of_work():
        found.ended_at = clock.now()
        person.password_hash = passwords.hash_password(password)
        open_devices = sa.select(Device.id).where(
            Device.person_id == person.id, Device.ended_at.is_(None)
        )
        end_devices(list(db.session.scalars(open_devices)))
        device = start_device(person, device_name=device_name)
    return device


def _live_code(email: str) -> RecoveryCode | None:
    return db.session.scalar(
        sa.select(RecoveryCode)
        .join(RecoveryCode.person)
        .where(
            Person.email == email,
            RecoveryCode.ended_at.is_(None),
            RecoveryCode.expires_at > clock.now(),
            RecoveryCode.tries < CODE_TRIES,
        )
        .with_for_update()
    )


def _end_codes(person: Person) -> None:
    db.session.execute(
        sa.update(RecoveryCode)
        .where(RecoveryCode.person_id == person.id, RecoveryCode.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def _token_hash(token: str) -> str:
    # The token is 256 random bits: a slow hash would protect nothing more.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _code_hash(code: str) -> str:
    # Eight figures can be tried out: without the app's key the hash tells nothing.
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, b"recovery-code:" + code.encode(), hashlib.sha256).hexdigest()
