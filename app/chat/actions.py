"""What can be done with a message: one list, for its own page and for the sheet on the phone.

To add something, add a row to `_ROWS`. Its `path` stands behind the address of the message
(`/chat/rooms/1/messages/5/…`): a page that is opened, or with `is_post` a form that is sent.
A script may do it in another way by the `name`; one it does not know it opens, or sends.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.accounts.models import Person
from app.chat import policy
from app.chat.models import Message, Room


@dataclass(frozen=True)
class Action:
    """Something that can be done with a message."""

    name: str
    label: str
    icon: str
    path: str = ""
    is_post: bool = False
    #: What must be so of the message: words of `facts_of`. The phone asks the same.
    when: frozenset[str] = frozenset()


def _always(actor: Person, room: Room) -> bool:  # noqa: ARG001 - the form of all rules here
    return True


def _not(rule: Callable[[Person, Room], bool]) -> Callable[[Person, Room], bool]:
    return lambda actor, room: not rule(actor, room)


def _when(*facts: str) -> frozenset[str]:
    return frozenset(facts)


#: Each with who sees it in which room, in the order shown.
_ROWS: tuple[tuple[Action, Callable[[Person, Room], bool]], ...] = (
    (Action("reply", "Reply", "reply", "reply"), policy.can_send),
    # Copying takes a script: there is no page for it.
    (Action("copy", "Copy", "copy", when=_when("words")), _always),
    (
        Action("edit", "Edit", "pencil", "edit", when=_when("own", "fresh", "words")),
        policy.can_send,
    ),
    (Action("seen", "Who has read this", "eye", "seen", when=_when("own")), _always),
    (Action("poll", "Who chose what", "list-checks", "poll", when=_when("poll")), _always),
    (
        Action("pin", "Pin for everybody", "pin", "pin", is_post=True, when=_when("unpinned")),
        policy.can_pin,
    ),
    (
        Action("unpin", "Take the pin off", "pin", "unpin", is_post=True, when=_when("pinned")),
        policy.can_pin,
    ),
    (Action("report", "Report it", "flag", "report", when=_when("others")), _always),
    (Action("delete", "Take it away", "trash-2", "delete"), policy.can_delete_all),
    (
        Action("delete", "Take it away", "trash-2", "delete", when=_when("own")),
        _not(policy.can_delete_all),
    ),
)


def actions_in(actor: Person, room: Room) -> list[Action]:
    """What `actor` may do with some message of a room they read; with which, `when` says."""
    return [action for action, is_for in _ROWS if is_for(actor, room)]


def actions_on(actor: Person, room: Room, message: Message) -> list[Action]:
    """What `actor` may do with this message, on a page: nothing with one that was taken away."""
    if message.is_deleted:
        return []
    return _fitting(actions_in(actor, room), facts_of(actor, message))


def facts_of(actor: Person, message: Message) -> set[str]:
    """What `Action.when` may ask. The phone answers the same in views/message_menu.js."""
    facts = {"own" if message.author_id == actor.id else "others"}
    facts.add("pinned" if message.pinned_at else "unpinned")
    facts.add("poll" if message.poll else "no-poll")
    if message.text and not message.poll:
        facts.add("words")
    if policy.is_fresh(message):
        facts.add("fresh")
    return facts


def _fitting(actions: Iterable[Action], facts: set[str]) -> list[Action]:
    return [each for each in actions if each.path and each.when <= facts]
