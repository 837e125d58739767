"""News that ask everybody to confirm: "I have read this", and reminding those who have not."""

from app.accounts.models import Person
from app.chat import policy, queries
from app.chat.models import Confirmation, ConfirmingReminder, Message
from app.chat.services.changing import lock_room, note_change
from app.chat.services.direct import insert
from app.core import clock
from app.core.errors import Conflict, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.core.words import as_people_say
from app.notices.models import NoticeCategory
from app.notices.services import notify


def confirm_read(*, actor: Person, room_id: int, seq: int) -> Message:
    """Note that the actor has read an announcement; all phones count on. Doing it twice is once.

    Raises `NotFound`, and `NotAllowed` when nothing was asked, or the actor wrote it.
    """
    with unit_of_work():
        lock_room(room_id)
        message = queries.message_for(actor, room_id, seq)
        if not policy.can_confirm(actor, message):
            raise NotAllowed("Nobody asks you to confirm this message. Go back to the room.")
        is_new = db.session.scalar(
            insert(Confirmation.__table__)
            .values(message_id=message.id, person_id=actor.id, confirmed_at=clock.now())
            .on_conflict_do_nothing()
            .returning(Confirmation.__table__.c.person_id)
        )
        if is_new is not None:
            note_change(message)
    return message


def remind_to_confirm(*, actor: Person, room_id: int, seq: int) -> int:
    """Send a notice to those who have not confirmed an announcement; returns how many they are.

    Raises `NotFound`, `NotAllowed`, and `Conflict` when that was done less than an hour ago, or
    when everybody has confirmed.
    """
    with unit_of_work():
        lock_room(room_id)
        room = queries.room_for(actor, room_id)
        message = queries.message_for(actor, room_id, seq)
        if not policy.can_see_who_confirmed(actor, message, room):
            raise NotAllowed("Only the support workers of this Hive remind people of its news.")
        waiting = message.asked_ids - message.confirmed_ids
        if not waiting:
            raise Conflict("Everybody has confirmed by now. There is nobody to remind.")
        _note_reminder(actor, message, len(waiting))
        notify(
            people_ids=waiting,
            category=NoticeCategory.PRACTICAL,
            title=f"{room.name}: please confirm that you have read it",
            url=f"/chat/rooms/{room.id}#message-{message.seq}",
        )
    return len(waiting)


def _note_reminder(actor: Person, message: Message, people: int) -> None:
    before = queries.last_reminder(message)
    now = clock.now()
    if before is None:
        before = ConfirmingReminder(message_id=message.id)
        db.session.add(before)
    elif not policy.can_remind_again(before):
        again = as_people_say(before.sent_at + policy.REMIND_EVERY)
        raise Conflict(
            f"They were reminded {as_people_say(before.sent_at)}. You can do it again {again}.",
            title="Reminded already",
        )
    before.sent_by_id, before.sent_at, before.people = actor.id, now, people
    db.session.flush()
