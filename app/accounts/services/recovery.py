"""Getting back in without the password, with a code from an e-mail."""

import hashlib
import hmac
import secrets
from datetime import timedelta

import sqlalchemy as sa
from flask import current_app

from app.accounts import passwords
from app.accounts.models import Device, Person, RecoveryCode
from app.accounts.queries import person_by_email
from app.accounts.services.signing_in import (
    TRIES_PER_ADDRESS,
    TRIES_PER_NETWORK,
    end_devices,
    start_device,
)
from app.core import clock
from app.core.errors import Invalid
from app.core.extensions import db
from app.core.mail import send_mail
from app.core.throttle import count_attempt
from app.core.unit_of_work import unit_of_work

CODES_PER_ADDRESS = "5 per hour"
CODE_LIFE = timedelta(minutes=15)
CODE_TRIES = 5

WRONG_CODE = "This code is not right, or it is too old. Check it, or ask for a new one."


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


def _code_hash(code: str) -> str:
    # Eight figures can be tried out: without the app's key the hash tells nothing.
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, b"recovery-code:" + code.encode(), hashlib.sha256).hexdigest()
