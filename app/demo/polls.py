"""A poll about an evening, and a pin, in the group of those with teenagers."""

import uuid
from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.chat.models import Room
from app.chat.readers import readers_of
from app.chat.services.pinning import pin_message
from app.chat.services.polling import ask_poll, choose
from app.core import clock
from app.core.extensions import db
from app.demo.cast import Cast

#: In how many days, and how many choose it.
_EVENINGS = ((4, 2), (5, 4), (9, 3))
_FILM = 4  # the message that tells of it


def ask_for_an_evening(cast: Cast) -> None:
    """Ask the group; some have chosen already."""
    group = db.session.scalars(sa.select(Room).where(Room.name == "Teens")).one()
    people = readers_of(group)
    for person in people:
        db.session.refresh(person, ["memberships"])
    priya = next(each for each in people if each is cast.named["priya"])
    message, _ = ask_poll(
        actor=priya,
        room_id=group.id,
        client_id=uuid.UUID(int=cast.chance.getrandbits(128), version=4),
        question="Film evening at ours. Which day?",
        days=[clock.today() + timedelta(days=days) for days, _ in _EVENINGS],
        takes_many=True,
    )
    if message.poll is None:
        raise RuntimeError("a poll was asked and is not there")
    wanted: dict[Person, list[int]] = {}
    for option, (_, count) in zip(message.poll.options, _EVENINGS, strict=True):
        for person in people[-count:]:
            wanted.setdefault(person, []).append(option.id)
    for person, option_ids in wanted.items():
        choose(actor=person, room_id=group.id, seq=message.seq, option_ids=option_ids)
    pin_message(actor=priya, room_id=group.id, seq=_FILM)
