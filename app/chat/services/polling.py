"""Polls: asked, answered, closed."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import Person
from app.chat import policy, queries
from app.chat.fan_out import fan_out
from app.chat.models import Message, MessageKind, Poll, PollOption, PollVote
from app.chat.services.changing import lock_room, note_change
from app.chat.services.sending import insert_message, tell_readers
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.core.words import day_label
from app.notices.models import NoticeCategory
from app.notices.services import notify


def ask_poll(
    *,
    actor: Person,
    room_id: int,
    client_id: uuid.UUID,
    question: str,
    answers: Sequence[str] = (),
    days: Sequence[date] = (),
    takes_many: bool = False,
    closes_at: datetime | None = None,
) -> tuple[Message, bool]:
    """Ask a room a question with answers to choose from, or with days (London dates).

    Returns the message and whether it is new: asked twice with one `client_id`, it is one poll.
    Raises `NotFound` for a room the actor is not in, `NotAllowed` when they may not write there,
    `Conflict` when the id was used for something else.
    """
    with unit_of_work() as work:
        room = queries.room_for(actor, room_id)
        policy.check_can_send(actor, room)
        lock_room(room.id)
        before = queries.message_sent_as(actor, client_id)
        if before is not None:
            if before.room_id != room.id or before.poll is None:
                raise Conflict("This was sent already. Write it anew.")
            return before, False
        message = insert_message(
            actor=actor, room=room, client_id=client_id, text=question, kind=MessageKind.POLL
        )
        poll = Poll(message_id=message.id, takes_many=takes_many, closes_at=closes_at)
        db.session.add(poll)
        db.session.flush()
        _add_options(poll, answers, sorted(set(days)))
        set_committed_value(message, "poll", poll)
        tell_readers(message=message, room=room)
        work.on_commit(lambda: fan_out(message))
    return message, True


def choose(*, actor: Person, room_id: int, seq: int, option_ids: Collection[int]) -> Message:
    """Say which answers of a poll the actor chooses: all of them, instead of those before.

    Done twice, it is the same. Raises `NotFound`, `NotAllowed` when the poll or the room is
    closed, `Invalid` for an answer of another poll or two where one is asked for.
    """
    with unit_of_work():
        message, poll = _open_poll(actor, room_id, seq)
        options = [each for each in poll.options if each.id in option_ids]
        if len(options) < len(set(option_ids)):
            raise Invalid({"options": "This is not an answer of the poll. Reload the page."})
        if len(options) > 1 and not poll.takes_many:
            raise Invalid({"options": "Choose one answer."})
        if {each.id for each in options} == _chosen(actor, poll):
            return message
        db.session.execute(
            sa.delete(PollVote).where(PollVote.poll_id == poll.id, PollVote.person_id == actor.id)
        )
        for option in options:
            db.session.execute(
                sa.insert(PollVote).values(
                    option_id=option.id,
                    person_id=actor.id,
                    poll_id=poll.id,
                    slot=option.position if poll.takes_many else 0,
                    voted_at=clock.now(),
                )
            )
        note_change(message)
    return queries.message_for(actor, room_id, seq)


def tap_answer(*, actor: Person, room_id: int, seq: int, option_id: int) -> Message:
    """Choose an answer, or take it back when it was chosen; where one is asked for, instead.

    Raises as `choose` does.
    """
    with unit_of_work():
        _, poll = _open_poll(actor, room_id, seq)
        chosen = _chosen(actor, poll)
        others = chosen - {option_id} if poll.takes_many else set()
        wanted = others if option_id in chosen else others | {option_id}
        return choose(actor=actor, room_id=room_id, seq=seq, option_ids=wanted)


def close_poll(*, actor: Person, room_id: int, seq: int) -> Message:
    """Close a poll before its time; doing it twice is once.

    Raises `NotFound`, and `NotAllowed` unless the actor asked it or leads the Hive.
    """
    with unit_of_work():
        message = queries.message_for(actor, room_id, seq)
        room = queries.room_for(actor, room_id)
        lock_room(room.id)
        poll = poll_of(message)
        if not policy.can_close_poll(actor, message, room):
            raise NotAllowed("Whoever asked the poll closes it, or a support worker.")
        if not poll.is_closed:
            poll.closed_at = clock.now()
            db.session.flush()
            note_change(message)
    return queries.message_for(actor, room_id, seq)


def close_due_polls() -> int:
    """Close the polls whose time has come and tell those who asked; returns how many there were."""
    due = db.session.execute(
        sa.select(Poll.id, Message.room_id, Message.seq)
        .join(Message, Message.id == Poll.message_id)
        .where(Poll.closed_at.is_(None), Poll.closes_at <= clock.now())
        .order_by(Poll.id)
        .limit(100)
    ).all()
    for poll_id, room_id, seq in due:
        _close_due(poll_id, room_id, seq)
    return len(due)


def _close_due(poll_id: int, room_id: int, seq: int) -> None:
    with unit_of_work():
        lock_room(room_id)
        closed = db.session.execute(
            sa.update(Poll)
            .where(Poll.id == poll_id, Poll.closed_at.is_(None))
            .values(closed_at=Poll.closes_at)
            .returning(Poll.id)
            .execution_options(synchronize_session=False)
        ).all()
        if not closed:
            return  # another process, or whoever asked, was quicker
        message = queries.message_in(room_id, seq)
        note_change(message)
        if not message.is_deleted:
            notify(
                people_ids=[message.author_id],
                category=NoticeCategory.PRACTICAL,
                title="Your poll has closed. See what people chose.",
                url=f"/chat/rooms/{room_id}?around={seq}",
            )


def _open_poll(actor: Person, room_id: int, seq: int) -> tuple[Message, Poll]:
    room = queries.room_for(actor, room_id)
    lock_room(room.id)
    message = queries.message_for(actor, room_id, seq)
    poll = poll_of(message)
    if not policy.can_react(actor, room):
        raise NotAllowed("This room is closed. You can read what was said, but not choose.")
    if poll.is_closed:
        raise NotAllowed("This poll has closed. Your choice before that counts.")
    return message, poll


def _chosen(actor: Person, poll: Poll) -> set[int]:
    return {
        option.id
        for option in poll.options
        if any(vote.person_id == actor.id for vote in option.votes)
    }


def _add_options(poll: Poll, answers: Sequence[str], days: Sequence[date]) -> None:
    texts: list[tuple[str, date | None]] = [(_day_in_words(day), day) for day in days]
    texts += [(answer, None) for answer in answers] if not days else []
    options = [
        PollOption(poll_id=poll.id, position=position, text=text, day=day)
        for position, (text, day) in enumerate(texts)
    ]
    db.session.add_all(options)
    db.session.flush()
    for option in options:
        set_committed_value(option, "votes", [])
    set_committed_value(poll, "options", options)


def _day_in_words(day: date) -> str:
    said = day_label(day)
    # "today" would be wrong tomorrow.
    return said if " " in said else f"{day:%a} {day.day} {day:%B}"


def poll_of(message: Message) -> Poll:
    """The poll of a message the caller has found through its actor; raises `NotFound`."""
    if message.poll is None:
        raise NotFound("This is not a poll, or it was taken away. Go back to the room.")
    return message.poll
