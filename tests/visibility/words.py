"""The rows of a county, and the words in them that occur nowhere else."""

import secrets
from dataclasses import dataclass, field

from app.accounts.models import Person
from app.bookings.models import Booking
from app.chat.models import Room
from app.core.extensions import db
from app.events.models import Event, SignUp
from app.families.models import Child, Household
from app.hives.models import Hive
from tests.visibility.counties import County


def word(kind: str) -> str:
    """A word that no page has of itself."""
    return f"{kind}{secrets.token_hex(5)}"


@dataclass
class Built:
    """The rows of a county, in the order of its facts, and the words that give them away."""

    county: County
    people: list[Person] = field(default_factory=list)
    hives: list[Hive] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    households: list[Household] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    sign_ups: list[SignUp] = field(default_factory=list)
    #: By word: the child that is called so.
    of_name: dict[str, int] = field(default_factory=dict)
    #: By word: the child whose plan it is from.
    of_child: dict[str, int] = field(default_factory=dict)
    #: By word: the child whose care card it is from.
    of_card: dict[str, int] = field(default_factory=dict)
    #: By word: the household whose page or terms it is from.
    of_household: dict[str, int] = field(default_factory=dict)
    #: By word: the household that is called so.
    names: dict[str, int] = field(default_factory=dict)
    #: By word: the room it was said in, or that is called so.
    of_room: dict[str, int] = field(default_factory=dict)
    #: By word: the event that is called so.
    of_event: dict[str, int] = field(default_factory=dict)
    bookings: list[Booking] = field(default_factory=list)
    #: By word: the stay it was asked with, and what it was written for or in.
    of_booking: dict[str, int] = field(default_factory=dict)
    of_stay: dict[str, int] = field(default_factory=dict)
    #: By word: the stay and the household that wrote it with its answer.
    of_answer: dict[str, tuple[int, int]] = field(default_factory=dict)
    #: By word: the host's home that it tells of.
    of_home: dict[str, int] = field(default_factory=dict)


def add(row: object) -> None:
    """Write a row, so that it has its number."""
    db.session.add(row)
    db.session.flush()
