"""How an event was: one's own words, and for those who host the words of all, without names."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.events.models import Event, EventState, EventWords, Feeling, MarkKind, SignUp, SignUpState
from app.events.models.sign_ups import HOLDING
from app.events.queries.register import newest_marks
from app.families.models import Child
from app.families.queries import own_children
from app.notices.models import Notice

#: How long after the end words can be said and changed.
SAID_FOR = timedelta(days=14)
#: The largest of the sizes in which a word picture shows its words.
SIZES = 5
_MOST_SHOWN = 60
#: With fewer, whoever hosts would know whose words they are.
FEWEST = 3


@dataclass(frozen=True)
class Told:
    """Somebody who was there, and what they have said (None: nothing yet)."""

    sign_up: SignUp
    words: EventWords | None

    @property
    def said(self) -> list[str]:
        """The words, in their order."""
        said = (self.words.first, self.words.second, self.words.third) if self.words else ()
        return [word for word in said if word]


@dataclass(frozen=True)
class CountedWord:
    """A word, how many said it, and how large it is shown: 1 to `SIZES`."""

    text: str
    count: int
    size: int


@dataclass(frozen=True)
class WordPicture:
    """What everybody said, for whoever hosts: no names, and nothing before three have said it."""

    words: Sequence[CountedWord]
    faces: Sequence[tuple[Feeling, int]]
    people: int
    fewest: int = FEWEST


def can_say_words(event: Event) -> bool:
    """Whether words are taken now: from the end on, for 14 days."""
    is_time = event.ends_at <= clock.now() < event.ends_at + SAID_FOR
    return is_time and event.state is EventState.OPEN


def own_words(actor: Person, event: Event) -> Sequence[Told]:
    """The actor and the children who live with them, those who were there; children first."""
    if not event.is_over:
        return []
    children: Sequence[Child] = own_children(actor)
    found = db.session.execute(
        sa.select(SignUp, EventWords)
        .outerjoin(EventWords, EventWords.sign_up_id == SignUp.id)
        .where(
            SignUp.event_id == event.id,
            SignUp.state.in_(HOLDING),
            sa.or_(
                SignUp.person_id == actor.id, SignUp.child_id.in_([each.id for each in children])
            ),
        )
        .options(joinedload(SignUp.child), joinedload(SignUp.person))
        .order_by(SignUp.child_id.is_(None), SignUp.id)
        .execution_options(populate_existing=True)
    ).all()
    there = was_there(event, [row[0] for row in found]) if found else set()
    return [Told(row[0], row[1]) for row in found if row[0].id in there]


def own_told(actor: Person, event: Event, sign_up_id: int) -> Told:
    """One of them; raises `NotFound`."""
    found = [each for each in own_words(actor, event) if each.sign_up.id == sign_up_id]
    if not found:
        raise NotFound("Only those who were there say how it was. Go back to the event.")
    return found[0]


def was_there(event: Event, sign_ups: Sequence[SignUp]) -> set[int]:
    """The ids of those who came: with a place, and not marked as absent.

    Who was still waiting for a yes was there only if the register says so.
    """
    marks = newest_marks(event)
    there = set()
    for each in sign_ups:
        mark = marks.get(each.id)
        is_marked = mark is not None and mark.kind is not MarkKind.CLEARED
        if mark is not None and is_marked:
            is_there = mark.kind is not MarkKind.ABSENT
        else:
            is_there = each.state is SignUpState.GOING
        if is_there:
            there.add(each.id)
    return there


def word_picture(event: Event) -> WordPicture:
    """The words of all who were there. For services and views that have checked who hosts."""
    told = db.session.scalars(
        sa.select(EventWords)
        .join(SignUp, SignUp.id == EventWords.sign_up_id)
        .where(SignUp.event_id == event.id)
    ).all()
    if len(told) < FEWEST:
        return WordPicture([], [], len(told))
    counts = Counter(
        word
        for each in told
        for word in {each.first.casefold(), each.second.casefold(), each.third.casefold()} - {""}
    )
    most = max(counts.values(), default=1)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_SHOWN]
    felt = Counter(each.feeling for each in told)
    return WordPicture(
        words=[CountedWord(word, count, _size(count, most)) for word, count in ranked],
        faces=[(feeling, felt[feeling]) for feeling in Feeling],
        people=len(told),
    )


def thanks_url(actor: Person, event: Event) -> str:
    """Where the notice of a thank-you leads. Its end says which one it is, and not from whom."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    which = hmac.new(key, f"thanks:{event.id}:{actor.id}".encode(), hashlib.sha256).hexdigest()
    return f"/events/{event.id}/words#thanks-{which[:16]}"


def has_thanked(actor: Person, event: Event) -> bool:
    """Whether the actor has thanked the hosts of an event."""
    thanked = sa.exists().where(
        Notice.person_id.in_([host.id for host in event.hosts]),
        Notice.url == thanks_url(actor, event),
    )
    return bool(db.session.scalar(sa.select(thanked)))


def _size(count: int, most: int) -> int:
    """A word said once is small; the one said most is the largest, if it was said twice."""
    return 1 if count == 1 else 2 + round((SIZES - 2) * (count - 1) / max(1, most - 1))
