"""Who decides what for a child: asking, and saying."""

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.families import policy
from app.families.models import (
    AuthorityEntry,
    AuthorityKind,
    AuthorityQuestion,
    Child,
    Decider,
)
from app.families.queries import child_for, home_of, open_question, people_to_ask
from app.notices.models import NoticeCategory
from app.notices.services import notify

_WHO_IS_THAT = "Say who that is, for example “Mum” or “Helen Ashdown”."


def set_authority(
    *,
    actor: Person,
    child_id: int,
    kind: AuthorityKind,
    decider: Decider,
    decider_name: str = "",
    note: str = "",
) -> AuthorityEntry:
    """Write down what the placement plan says about one kind of decision.

    Nothing is overwritten: the newest entry counts. A question about it is answered, and whoever
    asked is told. Raises `NotFound`, and `NotAllowed` to all but the social worker and the
    support worker (Care Planning, Placement and Case Review Regulations 2010, schedule 2), and
    `Invalid` without the name of a parent or social worker: a supervising social worker who
    gives none means herself.
    """
    with unit_of_work():
        child = child_for(actor, child_id)
        if not policy.can_set_authority(actor, home_of(child)):
            raise NotAllowed("Your social worker or support worker writes down who decides.")
        decider_name = decider_name or _own_name(actor, child, decider)
        if decider in {Decider.SOCIAL_WORKER, Decider.PARENT} and not decider_name:
            raise Invalid({"decider_name": _WHO_IS_THAT})
        _lock(child)
        entry = AuthorityEntry(
            child_id=child.id,
            kind=kind,
            decider=decider,
            decider_name="" if decider is Decider.UNKNOWN else decider_name,
            note=note,
            said_by_id=actor.id,
            said_at=clock.now(),
        )
        db.session.add(entry)
        question = open_question(child, kind)
        if question is not None:
            question.answered_at = clock.now()
            notify(
                people_ids=[question.asked_by_id],
                category=NoticeCategory.PRACTICAL,
                title="There is an answer about who decides",
                url=_page_of(child),
            )
        db.session.flush()
    return entry


def _own_name(actor: Person, child: Child, decider: Decider) -> str:
    is_own = decider is Decider.SOCIAL_WORKER and policy.supervises(actor, home_of(child))
    return actor.name if is_own else ""


def ask_authority(*, actor: Person, child_id: int, kind: AuthorityKind) -> AuthorityQuestion:
    """Ask the social worker who decides; without one, the support workers of the Hive.

    Asking again while it waits rings nobody twice. Raises `NotFound`, `NotAllowed`, and
    `Conflict` when there is nobody to ask.
    """
    with unit_of_work():
        child = child_for(actor, child_id)
        household = home_of(child)
        if not policy.can_ask_who_decides(actor, household):
            raise NotAllowed("The carers of this child ask who decides. You can write it down.")
        _lock(child)
        waiting = open_question(child, kind)
        if waiting is not None:
            return waiting
        asked = [each for each in people_to_ask(household) if each != actor.id]
        if not asked:
            raise Conflict(
                "Your family has no social worker or support worker in Hive yet. Ring the "
                "fostering team, and they can write the answer down here.",
                title="There is nobody to ask here yet",
            )
        question = AuthorityQuestion(
            child_id=child.id, kind=kind, asked_by_id=actor.id, asked_at=clock.now()
        )
        db.session.add(question)
        notify(
            people_ids=asked,
            category=NoticeCategory.PRACTICAL,
            title="A carer asks who decides",
            url=_page_of(child),
        )
        db.session.flush()
    return question


def _lock(child: Child) -> None:
    """One at a time for a child: two carers who ask at once ask one question."""
    db.session.execute(sa.select(Child.id).where(Child.id == child.id).with_for_update())


def _page_of(child: Child) -> str:
    return f"/children/{child.id}/authority"
