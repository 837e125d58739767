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
from app.families.models import (
    AuthorityEntry,
    AuthorityKind,
    AuthorityQuestion,
    CareNote,
    CareSection,
    CareStatus,
    Child,
    Decider,
    Household,
    HouseholdMember,
    HouseholdState,
    Placement,
    PlaceOffer,
)
from app.hives.models import Hive, Membership
from app.imports.models import Import, ImportState
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
    child: Child
    membership: Membership
    waiting: Household
    offer: PlaceOffer
    brought: Import
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
            child = _child(household, people[Role.CARER])
            membership = people[Role.LINK_CARER].memberships[0]
            waiting = _waiting(people[Role.SOCIAL_WORKER])
            offer = _offer(waiting, hive, people[Role.MANAGER])
            brought = _import(people[Role.MANAGER])
            _say(room, people[Role.CARER])
        invitation = _invitation(people[Role.SUPPORT_WORKER], hive)
        return cls(
            hive, room, people, household, child, membership, waiting, offer, brought, invitation
        )

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
                household = _household(self.hive, carer, self.people[Role.SOCIAL_WORKER])
                _child(household, carer)
                _child(self.household, self.people[Role.CARER])
                _offer(_waiting(self.people[Role.SOCIAL_WORKER]), self.hive, carer)
                _import(self.people[Role.MANAGER])
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


def _child(household: Household, carer: Person) -> Child:
    """A child in care with something on each of its pages."""
    child = Child(
        preferred_name="Robin",
        born_on=date(2015, 5, 17),
        care_status=CareStatus.IN_CARE,
        pronouns="they",
        added_by_id=carer.id,
        added_at=clock.now(),
        client_id=uuid.uuid4(),
    )
    db.session.add(child)
    db.session.flush()
    said = {"child_id": child.id, "said_by_id": carer.id, "said_at": clock.now()}
    wrote = {"child_id": child.id, "written_by_id": carer.id, "written_at": clock.now()}
    db.session.add_all(
        [
            Placement(child_id=child.id, household_id=household.id, from_on=OPENED),
            CareNote(section=CareSection.ALLERGIES, text="Bee stings", **wrote),
            AuthorityEntry(
                kind=AuthorityKind.DAY_TRIPS,
                decider=Decider.CARER,
                decider_name="",
                note="",
                **said,
            ),
            AuthorityQuestion(
                child_id=child.id,
                kind=AuthorityKind.MEDICAL,
                asked_by_id=carer.id,
                asked_at=clock.now(),
            ),
        ]
    )
    db.session.flush()
    return child


def _waiting(social_worker: Person) -> Household:
    household = Household(
        name=f"The {secrets.token_hex(4)} family",
        area="Andover",
        state=HouseholdState.WAITING,
        waiting_since=OPENED,
        social_worker_id=social_worker.id,
    )
    db.session.add(household)
    db.session.flush()
    return household


def _offer(household: Household, hive: Hive, manager: Person) -> PlaceOffer:
    offer = PlaceOffer(
        household_id=household.id,
        hive_id=hive.id,
        offered_by_id=manager.id,
        offered_at=clock.now(),
    )
    db.session.add(offer)
    db.session.flush()
    return offer


def _import(manager: Person) -> Import:
    brought = Import(
        person_id=manager.id,
        file_name="county.csv",
        state=ImportState.APPLIED,
        created_at=clock.now(),
        finished_at=clock.now(),
    )
    db.session.add(brought)
    db.session.flush()
    return brought


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
