"""Messages that wait at the same time are written together, in one transaction.

A commit costs more than a message: what several people say at once goes to disk with one. Each
sender waits until their message is there. Everybody's sign-in, membership and right to write are
looked up in that transaction, and one who may not write keeps nobody else from it.
"""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import Person
from app.chat import policy, queries
from app.chat.fan_out import fan_out
from app.chat.models import Message, MessageKind, Room
from app.chat.models.rooms import WITH_MEMBERS
from app.chat.parts import fill_new
from app.chat.queries.rooms import NOT_THERE
from app.chat.readers import may_read, people_ids_to_tell
from app.chat.room_words import notice_title
from app.chat.services.attaching import attach
from app.chat.services.bulk import insert_all, locked_rooms, members_of, sent_before
from app.chat.services.sending import insert_message, tell_readers
from app.chat.services.signed_in import find_many_signed_in, people_with_roles
from app.chat.telling import telling_together
from app.core import clock
from app.core.errors import Conflict, HiveError, Invalid, NotAllowed, NotFound, NotSignedIn
from app.core.extensions import db
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.notices.models import NoticeCategory
from app.notices.services import notify

log = logging.getLogger(__name__)

AT_ONCE = 64
_EMPTY = dict.fromkeys(column.key for column in Message.__table__.c)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What somebody wants said, and who: a person, or whoever is signed in on a device."""

    room_id: int
    client_id: uuid.UUID
    text: str
    actor_id: int | None = None
    device_id: int | None = None
    reply_to: int | None = None
    attachments: Sequence[uuid.UUID] = ()
    needs_confirming: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is words and nothing else, which can be written many at a time."""
        return not (self.attachments or self.needs_confirming or self.reply_to or "@" in self.text)


@dataclass
class Posted:
    """A message that is there, whether it is new, and what phones were told of it."""

    message: Message
    is_new: bool
    told: dict[str, Any] | None = None


def write_letters(letters: Sequence[Letter]) -> list[Posted | Exception]:
    """Write letters in their order, in one unit of work; what came of each.

    Should one of them fail in a way that nobody foresaw (two processes, one number), each is
    written by itself, so that it keeps only its own writer from it.
    """
    try:
        return _write(letters)
    except sa.exc.OperationalError:  # the database does not answer: it would not for each either
        raise
    except Exception:
        if len(letters) == 1:
            raise
        log.warning("letters_written_one_by_one", exc_info=True)
    return [_write_alone(each) for each in letters]


def _write_alone(letter: Letter) -> Posted | Exception:
    try:
        return _write([letter])[0]
    except Exception as error:  # noqa: BLE001 - raised again for whoever sent it
        return error


def _write(letters: Sequence[Letter]) -> list[Posted | Exception]:
    with telling_together(), unit_of_work() as work:
        return _Turn(work, letters).write()


class _Turn:
    """The letters of one transaction, and what was looked up for them."""

    def __init__(self, work: UnitOfWork, letters: Sequence[Letter]) -> None:
        self.work, self.letters = work, letters
        # First of all, so that whatever is read below is true until the commit.
        self.rooms = locked_rooms({each.room_id for each in letters})
        devices = find_many_signed_in({each.device_id for each in letters if each.device_id})
        people = people_with_roles({each.actor_id for each in letters if each.actor_id})
        self.actors = [
            devices.get(each.device_id) if each.device_id else people.get(each.actor_id or 0)
            for each in letters
        ]
        self.members = members_of(
            room_ids={each.id for each in self.rooms.values() if each.kind in WITH_MEMBERS}
        )
        self.before = sent_before(
            author_ids={each.id for each in self.actors if each is not None},
            client_ids={each.client_id for each in letters},
        )
        self.results: dict[int, Posted | HiveError] = {}
        self.keys: dict[int, tuple[int, uuid.UUID]] = {}

    def write(self) -> list[Posted | Exception]:
        """Write what may be written, in order."""
        run: list[int] = []
        first: dict[tuple[int, uuid.UUID], int] = {}
        for nth, letter in enumerate(self.letters):
            try:
                actor, room = self._checked(nth)
                key = self.keys[nth] = actor.id, letter.client_id
                twin = first.setdefault(key, nth)
                if twin != nth:
                    continue
                if not self._was_sent(nth, actor, room):
                    self._check_contents(letter, actor, room)
                    if letter.is_plain:
                        run.append(nth)
                    else:
                        self._write_plain(run)
                        run = []
                        self._write_special(nth, actor, room)
            except HiveError as refused:
                self.results[nth] = refused
        self._write_plain(run)
        for nth, letter in enumerate(self.letters):
            if nth not in self.results:
                self.results[nth] = self._as_its_twin(letter, first[self.keys[nth]])
        return [self.results[nth] for nth in range(len(self.letters))]

    def _checked(self, nth: int) -> tuple[Person, Room]:
        letter, actor = self.letters[nth], self.actors[nth]
        if actor is None:
            raise NotSignedIn()
        room = self.rooms.get(letter.room_id)
        is_member = (letter.room_id, actor.id) in self.members
        if room is None or not may_read(actor, room, is_member=is_member):
            raise NotFound(NOT_THERE)
        policy.check_can_send(actor, room)
        return actor, room

    def _was_sent(self, nth: int, actor: Person, room: Room) -> bool:
        """Whether it had arrived before; the first message is its result then."""
        letter = self.letters[nth]
        before = self.before.get((actor.id, letter.client_id))
        if before is None:
            return False
        if before != room.id:
            raise _elsewhere()
        message = queries.message_sent_as(actor, letter.client_id)
        if message is None:
            return False
        self.results[nth] = Posted(message, is_new=False)
        return True

    def _as_its_twin(self, letter: Letter, twin: int) -> Posted | HiveError:
        """The same message twice in one turn is one message."""
        result = self.results[twin]
        if isinstance(result, HiveError):
            return result
        if result.message.room_id != letter.room_id:
            return _elsewhere()
        return Posted(result.message, is_new=False)

    def _check_contents(self, letter: Letter, actor: Person, room: Room) -> None:
        if not letter.text and not letter.attachments:
            raise Invalid({"text": "Write something first."})
        if letter.needs_confirming and not policy.can_ask_to_confirm(actor, room):
            raise NotAllowed("Only news for the whole Hive can ask everybody to confirm.")

    def _write_special(self, nth: int, actor: Person, room: Room) -> None:
        letter = self.letters[nth]
        with db.session.begin_nested():
            message = insert_message(
                actor=actor,
                room=room,
                client_id=letter.client_id,
                text=letter.text,
                reply_to=letter.reply_to,
                needs_confirming=letter.needs_confirming,
            )
            if letter.attachments:
                attach(message, client_ids=letter.attachments)
            tell_readers(message=message, room=room)
        self._posted(nth, message)

    def _write_plain(self, run: Sequence[int]) -> None:
        """Write letters of words alone: a few statements, however many they are."""
        if not run:
            return
        now = clock.now()
        last = {room.id: room.last_seq for room in self._rooms_of(run)}
        rows: list[dict[str, Any]] = []
        for nth in run:
            letter, (author_id, client_id) = self.letters[nth], self.keys[nth]
            last[letter.room_id] += 1
            rows.append(
                {
                    "room_id": letter.room_id,
                    "seq": last[letter.room_id],
                    "author_id": author_id,
                    "client_id": client_id,
                    "kind": MessageKind.TEXT,
                    "text": letter.text,
                    "sent_at": now,
                    "reply_to_id": None,
                    "needs_confirming": False,
                    "attachment_count": 0,
                }
            )
        ids = insert_all(rows, last_seqs=last)
        for nth, row, message_id in zip(run, rows, ids, strict=True):
            self._posted(nth, _as_read(row, id=message_id, author=self.actors[nth]))
        for room_id, newest in {row["room_id"]: row for row in rows}.items():
            self._notify(self.rooms[room_id], newest)

    def _rooms_of(self, run: Sequence[int]) -> list[Room]:
        return [self.rooms[room_id] for room_id in {self.letters[nth].room_id for nth in run}]

    def _notify(self, room: Room, newest: dict[str, Any]) -> None:
        # Who wrote the newest one has read so far: everybody else is told of that one.
        notify(
            people_ids=people_ids_to_tell(room, newest["author_id"]),
            category=NoticeCategory.MESSAGE,
            title=notice_title(room),
            url=f"/chat/rooms/{room.id}",
            room_id=room.id,
            message_seq=newest["seq"],
        )

    def _posted(self, nth: int, message: Message) -> None:
        posted = self.results[nth] = Posted(message, is_new=True)
        # Numbers are given by plain updates: the room itself does not know.
        set_committed_value(self.rooms[message.room_id], "last_seq", message.seq)

        def tell() -> None:
            posted.told = fan_out(message)

        self.work.on_commit(tell)


def _as_read(row: dict[str, Any], **more: Any) -> Message:
    """A message of the values just written, as if it had been read.

    Not through the mapper: to set its attributes one by one costs as much as to write it.
    """
    message = Message()
    message.__dict__.update(_EMPTY, **row, **more)
    fill_new(message)
    return message


def _elsewhere() -> Conflict:
    return Conflict("This was sent in another room already. Write it anew.")
