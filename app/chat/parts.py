"""Fills messages with what hangs on them: one query for each part that any of them has.

A page of plain messages costs no query here; whatever it holds, the number does not grow with it.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import Person
from app.chat.models import (
    Attachment,
    Confirmation,
    Mention,
    Message,
    MessageKind,
    Poll,
    PollOption,
    PollVote,
    Reaction,
)
from app.chat.readers import news_reader_ids
from app.core.extensions import db

Row = TypeVar("Row")

_LISTS = ("reactions", "attachments", "mentions", "confirmations")


def fill(messages: Sequence[Message]) -> Sequence[Message]:
    """The same messages, with replies, attachments, reactions, mentions and polls loaded."""
    _fill_many(messages, "reactions", _reactions_of, lambda each: each.change is not None)
    _fill_many(messages, "attachments", _attachments_of, lambda each: each.attachment_count > 0)
    _fill_many(messages, "mentions", _mentions_of, lambda each: "@" in each.text)
    _fill_many(messages, "confirmations", _confirmations_of, lambda each: each.needs_confirming)
    _fill_asked(messages)
    _fill_replies(messages)
    _fill_polls(messages)
    _fill_traces(messages)
    return messages


def fill_new(message: Message, *, reply_to: Message | None = None) -> None:
    """Mark a message that was just made as one without parts; asks only who is to confirm news."""
    # Not one by one through the mapper: that takes longer than to write the message.
    empty: dict[str, Any] = {name: [] for name in _LISTS}
    message.__dict__.update(empty, reply_to=reply_to, poll=None)
    _fill_asked([message])


def _fill_many(
    messages: Sequence[Message],
    name: str,
    rows_of: Callable[[list[int]], Iterable[Any]],
    may_have: Callable[[Message], bool],
) -> None:
    ids = [each.id for each in messages if may_have(each) and not each.is_deleted]
    rows = _grouped(rows_of(ids), lambda row: row.message_id) if ids else {}
    for message in messages:
        set_committed_value(message, name, rows.get(message.id, []))


def _grouped(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> dict[Hashable, list[Row]]:
    groups: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _reactions_of(ids: list[int]) -> Iterable[Reaction]:
    return db.session.scalars(
        sa.select(Reaction)
        .where(Reaction.message_id.in_(ids))
        .options(joinedload(Reaction.person))
        .order_by(Reaction.reacted_at, Reaction.person_id)
        .execution_options(populate_existing=True)
    )


def _attachments_of(ids: list[int]) -> Iterable[Attachment]:
    return db.session.scalars(
        sa.select(Attachment)
        .where(Attachment.message_id.in_(ids))
        .order_by(Attachment.message_id, Attachment.position)
    )


def _mentions_of(ids: list[int]) -> Iterable[Mention]:
    return db.session.scalars(
        sa.select(Mention)
        .where(Mention.message_id.in_(ids))
        .options(joinedload(Mention.person))
        .order_by(Mention.person_id)
    )


def _confirmations_of(ids: list[int]) -> Iterable[Confirmation]:
    return db.session.scalars(
        sa.select(Confirmation)
        .where(Confirmation.message_id.in_(ids))
        .options(joinedload(Confirmation.person))
        .order_by(Confirmation.confirmed_at, Confirmation.person_id)
    )


def _fill_asked(messages: Sequence[Message]) -> None:
    """Say who is asked today to confirm: everybody who reads the news but whoever wrote it."""
    asking = [each for each in messages if each.needs_confirming and not each.is_deleted]
    if not asking:
        return
    readers = news_reader_ids({each.room_id for each in asking})
    for message in asking:
        message.asked_ids = frozenset(readers[message.room_id] - {message.author_id})


def _fill_replies(messages: Sequence[Message]) -> None:
    # Those of the same page are not fetched again: that would take their parts off them.
    known = {each.id: each for each in messages}
    wanted = {each.reply_to_id for each in messages if each.reply_to_id is not None} - set(known)
    if wanted:
        quoted = db.session.scalars(
            sa.select(Message)
            .where(Message.id.in_(wanted))
            .options(joinedload(Message.author))
            .execution_options(populate_existing=True)
        ).all()
        # A quote of a photo without words says that it is one.
        wordless = [each for each in quoted if not each.text]
        _fill_many(wordless, "attachments", _attachments_of, lambda each: each.attachment_count > 0)
        known.update({each.id: each for each in quoted})
    for message in messages:
        set_committed_value(message, "reply_to", known.get(message.reply_to_id or 0))


def _fill_traces(messages: Sequence[Message]) -> None:
    """Who has taken a message away, with the roles they hold."""
    wanted = {each.deleted_by_id for each in messages if each.deleted_by_id is not None}
    people = {}
    if wanted:
        people = {
            each.id: each
            for each in db.session.scalars(
                sa.select(Person)
                .outerjoin(Person.memberships)
                .where(Person.id.in_(wanted))
                .options(contains_eager(Person.memberships))
                .execution_options(populate_existing=True)
            ).unique()
        }
    for message in messages:
        set_committed_value(message, "deleted_by", people.get(message.deleted_by_id or 0))


def _fill_polls(messages: Sequence[Message]) -> None:
    ids = [each.id for each in messages if each.kind is MessageKind.POLL and not each.is_deleted]
    polls = {}
    if ids:
        polls = {
            each.message_id: each
            for each in db.session.scalars(
                sa.select(Poll)
                .join(PollOption, PollOption.poll_id == Poll.id)
                .where(Poll.message_id.in_(ids))
                .options(contains_eager(Poll.options))
                .order_by(Poll.id, PollOption.position)
                .execution_options(populate_existing=True)
            ).unique()
        }
        votes = _grouped(
            db.session.scalars(
                sa.select(PollVote)
                .where(PollVote.poll_id.in_([each.id for each in polls.values()]))
                .options(joinedload(PollVote.person))
                .order_by(PollVote.voted_at, PollVote.person_id)
                .execution_options(populate_existing=True)
            ),
            lambda vote: vote.option_id,
        )
        for poll in polls.values():
            for option in poll.options:
                set_committed_value(option, "votes", votes.get(option.id, []))
    for message in messages:
        set_committed_value(message, "poll", polls.get(message.id))
