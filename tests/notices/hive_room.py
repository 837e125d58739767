"""A Hive's room with people and their phones, as the tests of pushes need it."""

import secrets
import uuid
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Device, LockScreenDetail, Person
from app.chat.models import Message, Room, RoomKind, RoomRead
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.hives.models import Hive, Membership
from app.notices import services
from app.notices.models import Delivery, DeliveryState, Notice, NoticeCategory, PushSubscription
from tests.push_service import Answer, Phone, PushService


class HiveRoom:
    """Andover's room; `author` is in it already."""

    def __init__(self, push_service: PushService) -> None:
        self.push_service = push_service
        with unit_of_work():
            self.hive = Hive(name="Andover", area="Andover", opened_on=date(2020, 9, 1))
            db.session.add(self.hive)
            db.session.flush()
            self.room = Room(hive_id=self.hive.id, kind=RoomKind.HIVE, name="Andover Hive")
            db.session.add(self.room)
            db.session.flush()
        self.author = self.join("Ada Author")

    @property
    def id(self) -> int:
        return self.room.id

    def join(self, name: str) -> Person:
        """A carer of the Hive."""
        with unit_of_work():
            person = Person(
                name=name,
                email=f"{secrets.token_hex(8)}@example.org",
                password_hash="-",
                created_at=clock.now(),
                lock_screen_detail=LockScreenDetail.HIVE,
            )
            db.session.add(person)
            db.session.flush()
            db.session.add(
                Membership(
                    person_id=person.id,
                    hive_id=self.hive.id,
                    role=Role.CARER,
                    from_on=date(2020, 9, 1),
                )
            )
        return person

    def leave(self, person: Person) -> None:
        with unit_of_work():
            db.session.execute(
                sa.update(Membership)
                .where(Membership.person_id == person.id)
                .values(until_on=date(2020, 9, 2))
            )

    def sign_in(self, person: Person) -> Device:
        with unit_of_work():
            device = Device(
                person_id=person.id,
                token_hash=secrets.token_hex(16),
                name="Chrome on Android",
                created_at=clock.now(),
                last_seen_at=clock.now(),
            )
            db.session.add(device)
            db.session.flush()
        return device

    def phone_of(self, person: Person, *answers: Answer) -> Phone:
        """A phone of the person's that takes pushes."""
        phone = self.push_service.subscribe(*answers)
        self.subscribe(person, self.sign_in(person), phone)
        return phone

    def subscribe(self, person: Person, device: Device, phone: Phone) -> PushSubscription:
        subscription, _ = services.subscribe(
            actor=person,
            device=device,
            endpoint=phone.endpoint,
            p256dh=phone.p256dh,
            auth=phone.auth,
        )
        return subscription

    def say(self, text: str = "Tom has a fever", *, to: list[Person]) -> int:
        """A message of the author's with its notices; its number."""
        with unit_of_work():
            seq = db.session.execute(
                sa.update(Room)
                .where(Room.id == self.id)
                .values(last_seq=Room.last_seq + 1)
                .returning(Room.last_seq)
                .execution_options(synchronize_session=False)
            ).scalar_one()
            db.session.add(
                Message(
                    room_id=self.id,
                    seq=seq,
                    author_id=self.author.id,
                    client_id=uuid.uuid4(),
                    text=text,
                    sent_at=clock.now(),
                )
            )
            services.notify(
                people_ids=[person.id for person in to],
                category=NoticeCategory.MESSAGE,
                title="Andover Hive",
                url=f"/chat/rooms/{self.id}",
                room_id=self.id,
                message_seq=seq,
            )
        return int(seq)

    def read(self, person: Person, seq: int) -> None:
        with unit_of_work():
            db.session.merge(RoomRead(person_id=person.id, room_id=self.id, seq=seq))
            services.mark_room_notices_read(person_id=person.id, room_id=self.id, seq=seq)


def notices() -> list[Notice]:
    return _fresh(Notice)


def deliveries() -> list[Delivery]:
    return _fresh(Delivery)


def states() -> list[DeliveryState]:
    return [each.state for each in deliveries()]


def subscriptions() -> list[PushSubscription]:
    return _fresh(PushSubscription)


def _fresh(model: type) -> list:
    found = sa.select(model).order_by(model.id).execution_options(populate_existing=True)
    rows = list(db.session.scalars(found))
    db.session.rollback()
    return rows
