"""The demo county: made-up people after the programme's own figures, the same every time."""

import random
import uuid
from datetime import timedelta

from app.accounts import passwords
from app.accounts.demo_people import PASSWORD, email_of
from app.accounts.models import LockScreenDetail, Person
from app.chat.models import Message, Room, RoomRead
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.demo_words import CONVERSATION, FAMILY_NAMES, FIRST_NAMES, HIVES
from app.families.models import Household
from app.families.services import join_household, open_household
from app.hives.models import Hive
from app.hives.services import add_membership, open_hive

#: Those the sign-in page offers, by address: name, role, index of their Hive (None: county).
_NAMED = {
    "sam": ("Sam Okafor", Role.CARER, 0),
    "aisha": ("Aisha Rahman", Role.CARER, 0),
    "tom": ("Tom Whitlock", Role.CARER, 1),
    "lisa": ("Lisa Marchant", Role.LINK_CARER, 0),
    "priya": ("Priya Nair", Role.SUPPORT_WORKER, 0),
    "helen": ("Helen Ashdown", Role.SOCIAL_WORKER, None),
    "david": ("David Penrose", Role.MANAGER, None),
}


def load_demo() -> None:
    """Fill an empty database with six Hives, 56 families and their talk of the last days."""
    chance = random.Random(2021)  # noqa: S311 - the same county on every machine
    password_hash = passwords.hash_password(PASSWORD)
    with unit_of_work():
        hives = [open_hive(name=name, area=area) for name, area in HIVES]
        helen = _named_person("helen", password_hash, hives)
        _named_person("david", password_hash, hives)
        for index, hive in enumerate(hives):
            _fill_hive(index, hive, hives, helen, password_hash, chance)
        db.session.flush()
        _talk(hives[0], chance)


def _fill_hive(
    index: int,
    hive: Hive,
    hives: list[Hive],
    social_worker: Person,
    password_hash: str,
    chance: random.Random,
) -> None:
    here = [who for who, (_, role, at) in _NAMED.items() if at == index and role != Role.MANAGER]
    for number in range(10 if index < 2 else 9):
        family = FAMILY_NAMES[(index * 10 + number) % len(FAMILY_NAMES)]
        if number < len(here):
            first = _named_person(here[number], password_hash, hives)
            family = first.name.split()[-1]
        else:
            first = _person(chance.choice(FIRST_NAMES), family, index, number, password_hash)
            add_membership(person=first, role=Role.CARER, hive=hive)
        household = open_household(
            name=f"The {family} family",
            hive=hive,
            social_worker=social_worker if number % 5 == 0 else None,
        )
        join_household(person=first, household=household)
        if chance.random() < 0.75:
            _add_partner(household, hive, family, index, number, password_hash, chance)
    if not any(_NAMED[who][1] is Role.SUPPORT_WORKER for who in here):
        leader = _person(chance.choice(FIRST_NAMES), "Hallam", index, 90, password_hash)
        add_membership(person=leader, role=Role.SUPPORT_WORKER, hive=hive)


def _add_partner(
    household: Household,
    hive: Hive,
    family: str,
    index: int,
    number: int,
    password_hash: str,
    chance: random.Random,
) -> None:
    partner = _person(chance.choice(FIRST_NAMES), family, index, number + 50, password_hash)
    add_membership(person=partner, role=Role.CARER, hive=hive)
    join_household(person=partner, household=household)


def _named_person(who: str, password_hash: str, hives: list[Hive]) -> Person:
    name, role, at = _NAMED[who]
    person = _add_person(name, email_of(who), password_hash)
    add_membership(person=person, role=role, hive=None if at is None else hives[at])
    return person


def _person(first: str, family: str, index: int, number: int, password_hash: str) -> Person:
    email = email_of(f"{first.lower()}.{family.lower()}.{index}{number}")
    return _add_person(f"{first} {family}", email, password_hash)


def _add_person(name: str, email: str, password_hash: str) -> Person:
    # One hash for all: two hundred argon2 hashes would be the longest part of the first start.
    person = Person(
        name=name,
        email=email,
        password_hash=password_hash,
        created_at=clock.now(),
        lock_screen_detail=LockScreenDetail.HIVE,
    )
    db.session.add(person)
    db.session.flush()
    return person


def _talk(hive: Hive, chance: random.Random) -> None:
    room = db.session.query(Room).filter_by(hive_id=hive.id).one()
    people = {
        person.email.split("@")[0]: person
        for person in db.session.query(Person).filter(
            Person.email.in_([email_of(who) for who in _NAMED])
        )
    }
    start = clock.now() - timedelta(days=2, hours=3)
    for seq, (who, text) in enumerate(CONVERSATION, start=1):
        start += timedelta(minutes=chance.randrange(2, 190))
        db.session.add(
            Message(
                room_id=room.id,
                seq=seq,
                author_id=people[who].id,
                client_id=uuid.UUID(int=chance.getrandbits(128), version=4),
                text=text,
                sent_at=min(start, clock.now() - timedelta(minutes=len(CONVERSATION) - seq)),
            )
        )
    room.last_seq = len(CONVERSATION)
    for person in people.values():
        db.session.add(RoomRead(person_id=person.id, room_id=room.id, seq=room.last_seq - 3))
