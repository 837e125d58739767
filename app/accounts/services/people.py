"""Accounts, and what people say of themselves."""

from app.accounts import passwords
from app.accounts.models import LockScreenDetail, Person
from app.accounts.queries import person_by_email
from app.core import clock
from app.core.errors import Invalid
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work


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


def edit_profile(*, actor: Person, name: str, phone: str, shows_online: bool = False) -> Person:
    """Let somebody say how they are called, and under which number they are rung ("" for none).

    Who leads a Hive shows the number to its people; a carer shows it to those who lead. With
    `shows_online` the others of their rooms see when they have Hive open.
    """
    with unit_of_work():
        actor.name = name
        actor.phone = phone or None
        actor.shows_online = shows_online
    return actor
