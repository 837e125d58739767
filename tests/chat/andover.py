"""Two Hives with everybody around them, as services make them: their rooms are there."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_socketio.test_client import SocketIOTestClient

from app.accounts.models import Person
from app.chat import queries, services
from app.chat.models import Message, Room, RoomKind
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.models import Household
from app.families.services import join_household, open_household
from app.hives.models import Hive
from app.hives.services import add_membership, open_hive
from tests.conventions.county import _person

OPENED = date(2020, 9, 1)


@dataclass
class Andover:
    """Andover Hive: Priya leads it, Sam and Aisha are carers, Lisa is its link carer; Helen is the
    social worker of Sam's family; David is the manager. In Romsey Hive: Nora leads, Kim cares."""

    hive: Hive
    romsey: Hive
    family: Household
    people: dict[str, Person]

    @classmethod
    def built(cls) -> "Andover":
        with unit_of_work():
            hive = open_hive(name="Andover Hive", area="Andover", opened_on=OPENED)
            romsey = open_hive(name="Romsey Hive", area="Romsey", opened_on=OPENED)
            held: dict[str, tuple[str, Role, Hive | None]] = {
                "priya": ("Priya Nair", Role.SUPPORT_WORKER, hive),
                "sam": ("Sam Okafor", Role.CARER, hive),
                "aisha": ("Aisha Rahman", Role.CARER, hive),
                "lisa": ("Lisa Marchant", Role.LINK_CARER, hive),
                "helen": ("Helen Ashdown", Role.SOCIAL_WORKER, None),
                "david": ("David Penrose", Role.MANAGER, None),
                "nora": ("Nora Nextdoor", Role.SUPPORT_WORKER, romsey),
                "kim": ("Kim Corner", Role.CARER, romsey),
            }
            people = {who: _person(name) for who, (name, _, _) in held.items()}
            for who, (_, role, where) in held.items():
                add_membership(person=people[who], role=role, hive=where, from_on=OPENED)
            family = open_household(
                name="The Okafor family", hive=hive, social_worker=people["helen"], on_day=OPENED
            )
            join_household(person=people["sam"], household=family, from_on=OPENED)
        db.session.expire_all()
        return cls(hive, romsey, family, people)

    def __getitem__(self, who: str) -> Person:
        return self.people[who]

    def ids(self, *who: str) -> list[int]:
        return [self.people[each].id for each in who]

    def room(self, kind: RoomKind, hive: Hive | None = None) -> Room:
        wanted = db.session.query(Room).filter_by(kind=kind)
        if kind in {RoomKind.HIVE, RoomKind.ANNOUNCEMENTS}:
            wanted = wanted.filter_by(hive_id=(hive or self.hive).id)
        return wanted.one()

    def group(self, maker: str = "sam", *others: str, name: str = "Teens") -> Room:
        room, _ = services.make_group(
            actor=self[maker],
            hive_id=self.hive.id,
            client_id=uuid.uuid4(),
            name=name,
            people_ids=self.ids(*others),
        )
        return room

    def say(self, who: str, room: Room, text: str = "Hello", **more: Any) -> Message:
        message, _ = services.send_message(
            actor=self[who], room_id=room.id, client_id=uuid.uuid4(), text=text, **more
        )
        return message

    def reads(self, who: str, room: Room) -> bool:
        return room.id in {each.room.id for each in queries.room_summaries(self[who])}


def fresh() -> None:
    """Forget what this session knows: a client, or another session, has written since."""
    db.session.rollback()
    db.session.expire_all()


def told(phone: SocketIOTestClient, event: str) -> list[dict[str, Any]]:
    """What an open phone was told since it was last asked, of one kind."""
    return [each["args"][0] for each in phone.get_received() if each["name"] == event]
