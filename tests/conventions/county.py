"""Made-up people and things: one of everything, and as many more as a test asks for."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from app.accounts.models import Device, LockScreenDetail, Person
from app.bookings.models import Booking, HomePicture
from app.chat.models import (
    Message,
    MessageKind,
    Poll,
    PollOption,
    Report,
    Room,
    RoomKind,
    RoomMember,
    RoomRead,
)
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.events.models import Event
from app.families.models import Child, Household, HouseholdMember, PlaceOffer
from app.hives.models import Hive, Membership
from app.imports.models import Import, ImportState
from app.invitations import services as invitations
from app.invitations.models import Invitation
from tests.conventions.bookings import add_stays, ask_host, grow_bookings
from tests.conventions.event_days import EventDays, add_days, grow_days
from tests.conventions.events import add_event, add_sign_up
from tests.conventions.families import OPENED, add_child, add_offer, add_waiting
from tests.conventions.reports import add_report, grow_reports
from tests.conventions.rooms import add_rooms, grow_rooms


@dataclass
class County:
    """A Hive with a person for each role, and what their pages show."""

    hive: Hive
    room: Room
    #: A poll in a group of the support worker alone.
    poll: Message
    people: dict[Role, Person]
    household: Household
    child: Child
    membership: Membership
    waiting: Household
    offer: PlaceOffer
    brought: Import
    invitation: Invitation
    #: An event of the Hive that the child goes to.
    event: Event
    #: News that ask to be confirmed; without them the Hive has its one room.
    news: Message | None = None
    #: A message that somebody has reported, with its report.
    report: Report | None = None
    #: An event of today and one that is over.
    days: EventDays | None = None
    #: The household of the link carer, a picture of it, and the child's stay there.
    host: Household | None = None
    picture: HomePicture | None = None
    booking: Booking | None = None
    #: What the host is asked for and has not answered.
    asked: Booking | None = None

    @classmethod
    def founded(cls) -> "County":
        """The smallest county in which no page is empty."""
        with unit_of_work():
            hive, room = _hive("Andover")
            people = {role: _person(role.label) for role in Role}
            for role, person in people.items():
                _membership(person, None if role is Role.MANAGER else hive, role)
            household = _household(hive, people[Role.CARER], people[Role.SOCIAL_WORKER])
            child = add_child(household, people[Role.CARER])
            membership = people[Role.LINK_CARER].memberships[0]
            waiting = add_waiting(people[Role.SOCIAL_WORKER])
            offer = add_offer(waiting, hive, people[Role.MANAGER])
            brought = _import(people[Role.MANAGER])
            _say(room, people[Role.CARER])
            poll = _poll(hive, people[Role.SUPPORT_WORKER])
            event = add_event(hive, people[Role.SUPPORT_WORKER])
            add_sign_up(event, household, people[Role.CARER], child)
        invitation = _invitation(people[Role.SUPPORT_WORKER], hive)
        return cls(
            hive,
            room,
            poll,
            people,
            household,
            child,
            membership,
            waiting,
            offer,
            brought,
            invitation,
            event,
        )

    @classmethod
    def with_rooms(cls) -> "County":
        """The same with rooms of every kind."""
        county = cls.founded()
        county.news = add_rooms(county)
        county.report = add_report(county)
        county.days = add_days(county)
        add_stays(county)
        county.asked = ask_host(county)
        return county

    def say_more(self) -> Message:
        """Something more from the carer, in the room of the Hive."""
        with unit_of_work():
            return _say(db.session.get_one(Room, self.room.id), self.people[Role.CARER])

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
            # The session that knew it may be gone: what is said there is to be counted.
            self.room = db.session.get_one(Room, self.room.id)
            for _ in range(times):
                carer = _person("Another Carer")
                _membership(carer, self.hive, Role.CARER)
                household = _household(self.hive, carer, self.people[Role.SOCIAL_WORKER])
                theirs = add_child(household, carer)
                own = add_child(self.household, self.people[Role.CARER])
                add_event(self.hive, self.people[Role.SUPPORT_WORKER], title="Another")
                event = db.session.get_one(Event, self.event.id)
                add_sign_up(event, household, carer, theirs)
                add_sign_up(event, self.household, self.people[Role.CARER], own)
                if self.days is not None:
                    grow_days(self.days, household, carer, theirs)
                    grow_days(self.days, self.household, self.people[Role.CARER], own)
                other_host = _person("Another Host")
                _membership(other_host, self.hive, Role.LINK_CARER)
                grow_bookings(self, other_host, {household: theirs, self.household: own})
                add_offer(add_waiting(self.people[Role.SOCIAL_WORKER]), self.hive, carer)
                _import(self.people[Role.MANAGER])
                for person in self.people.values():
                    _device(person)
                    _say(self.room, carer)
                other, room = _hive(f"Hive {secrets.token_hex(4)}")
                for role in (Role.CARER, Role.LINK_CARER, Role.SUPPORT_WORKER):
                    _membership(self.people[role], other, role)
                _membership(_person("Far Away"), other, Role.CARER)
                _say(room, carer)
                if self.news is not None:
                    grow_rooms(self, db.session.get_one(Room, self.news.room_id), carer)
                if self.report is not None:
                    grow_reports(self)
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


def _poll(hive: Hive, person: Person) -> Message:
    group = Room(hive_id=hive.id, kind=RoomKind.GROUP, name="Cooks", created_by_id=person.id)
    db.session.add(group)
    db.session.flush()
    db.session.add(RoomMember(room_id=group.id, person_id=person.id, joined_at=clock.now()))
    db.session.add(RoomRead(room_id=group.id, person_id=person.id, seq=1))
    _say(group, person)
    message = db.session.query(Message).filter_by(room_id=group.id).one()
    message.kind = MessageKind.POLL
    poll = Poll(message_id=message.id)
    db.session.add(poll)
    db.session.flush()
    db.session.add_all(
        PollOption(poll_id=poll.id, position=position, text=text)
        for position, text in enumerate(("Soup", "Pizza"))
    )
    db.session.flush()
    return message


def _say(room: Room, author: Person) -> Message:
    room.last_seq += 1
    message = Message(
        room_id=room.id,
        seq=room.last_seq,
        author_id=author.id,
        client_id=uuid.uuid4(),
        text="Is anybody free on Saturday?\nhttps://example.org",
        sent_at=clock.now(),
    )
    db.session.add(message)
    db.session.flush()
    return message


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
