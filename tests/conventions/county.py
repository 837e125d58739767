"""Made-up people and things: one of everything, and as many more as a test asks for."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from app.accounts.models import Device, LockScreenDetail, Person
from app.chat.models import Message, Room, RoomKind
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.models import Household, HouseholdMember
from app.hives.models import Hive, Membership
from app.invitations import services as invitations
from app.invitations.models import Invitation

OPENED = date(2020, 9, 1)


@dataclass
class County:
    """A Hive with a person for each role, and what their pages show."""

    hive: Hive
    room: Room
    people: dict[Role, Person]
    household: Household
    invitation: Invitation

    @classmethod
    def founded(cls) -> "County":
        """The smallest county in which no page is empty."""
        with unit_of_work():
            hive, room = _hive("Andover")
            people = {role: _person(role.label) for role in Role}
            for role, person in people.items():
                _membership(person, None if role is Role.MANAGER else hive, role)
            household = _household(hive, people[Role.CARER], people[Role.SOCIAL_WORKER])
            _say(room, people[Role.CARER])
        invitation = _invitation(people[Role.SUPPORT_WORKER], hive)
        return cls(hive, room, people, household, invitation)

    def stranger(self) -> Person:
        """A carer of another Hive."""
        with unit_of_work():
            hive, room = _hive(f"Far {secrets.token_hex(4)}")
            person = _person("Far Away")
            _membership(person, hive, Role.CARER)
            _say(room, person)
        return person

    def grow(self, times: int) -> None:
        """Add as many again of everything that a page could list."""
        with unit_of_work():
            for _ in range(times):
                carer = _person("Another Carer")
                _membership(carer, self.hive, Role.CARER)
                _household(self.hive, carer, self.people[Role.SOCIAL_WORKER])
                for person in self.people.values():
                    _device(person)
                    _say(self.room, carer)
                other, room = _hive(f"Hive {secrets.token_hex(4)}")
                for role in (Role.CARER, Role.LINK_CARER, Role.SUPPORT_WORKER):
                    _membership(self.people[role], other, role)
                _membership(_person("Far Away"), other, Role.CARER)
                _say(room, carer)
        for _ in range(times):
            _invitation(self.people[Role.SUPPORT_WORKER], self.hive)


def _hive(name: str) -> tuple[Hive, Room]:
    hive = Hive(name=name, area=name, opened_on=OPENED)
    db.session.add(hive)
    db.session.flush()
    room = Room(hive_id=hive.id, kind=RoomKind.HIVE, name=f"{name} Hive", last_seq=0)
    db.session.add(room)
    db.session.flush()
    return hive, room


def _person(name: str) -> Person:
    person = Person(
        name=name,
        email=f"{secrets.token_hex(8)}@example.org",
        password_hash="-",
        created_at=clock.now(),
        lock_screen_detail=LockScreenDetail.HIVE,
    )
    db.session.add(person)
    db.session.flush()
    return person


def _membership(person: Person, hive: Hive | None, role: Role) -> None:
    hive_id = hive.id if hive else None
    db.session.add(Membership(person_id=person.id, hive_id=hive_id, role=role, from_on=OPENED))


def _household(hive: Hive, carer: Person, social_worker: Person) -> Household:
    household = Household(
        name=f"The {carer.name}s", hive_id=hive.id, social_worker_id=social_worker.id
    )
    db.session.add(household)
    db.session.flush()
    db.session.add(HouseholdMember(household_id=household.id, person_id=carer.id, from_on=OPENED))
    return household


def _say(room: Room, author: Person) -> None:
    room.last_seq += 1
    db.session.add(
        Message(
            room_id=room.id,
            seq=room.last_seq,
            author_id=author.id,
            client_id=uuid.uuid4(),
            text="Is anybody free on Saturday?\nhttps://example.org",
            sent_at=clock.now(),
        )
    )
    db.session.flush()


def _device(person: Person) -> None:
    now = clock.now() - timedelta(minutes=1)
    db.session.add(
        Device(
            person_id=person.id,
            token_hash=secrets.token_hex(32),
            name="Chrome on Android",
            created_at=now,
            last_seen_at=now,
        )
    )


def _invitation(actor: Person, hive: Hive) -> Invitation:
    return invitations.invite(
        actor=actor,
        hive=hive,
        name="Nina New",
        email=f"{secrets.token_hex(8)}@example.org",
        role=Role.LINK_CARER,
    )
