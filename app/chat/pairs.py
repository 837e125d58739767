"""Who may write to whom in a direct room.

People of one Hive to each other; a social worker and the carers of the households they supervise,
and the support workers of these households' Hives; a manager to anybody, who may answer then.
A reason can end while the room is there: it stays readable, and nobody writes.
"""

from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.orm import SessionTransaction, joinedload

from app.accounts.models import Person
from app.chat.models import Room
from app.core import clock
from app.core.extensions import db
from app.core.roles import HIVE_ROLES, Role
from app.core.unit_of_work import is_at_work
from app.families.models import Household, HouseholdMember, HouseholdState
from app.hives.models import Membership
from app.hives.policy import is_manager
from app.hives.queries import own_hive_ids


def key_of(one_id: int, other_id: int) -> str:
    """What a direct room of these two is found by: the same from both sides."""
    return f"{min(one_id, other_id)}-{max(one_id, other_id)}"


def other_id_in(room: Room, actor: Person) -> int:
    """Who is in a direct room besides `actor`, who is."""
    one, other = (int(each) for each in (room.direct_key or "").split("-"))
    return other if one == actor.id else one


def is_tied_to(actor: Person) -> sa.ColumnElement[bool]:
    """The condition that a `Person` and `actor` may write to each other by what both do today."""
    ways = [Person.id.in_(_of_hives(own_hive_ids(actor))), _is_social_worker_around(actor)]
    if Role.SOCIAL_WORKER in actor.roles:
        own = sa.and_(Household.social_worker_id == actor.id, _is_there())
        ways += [
            Person.id.in_(_living_in(sa.select(Household.id).where(own))),
            Person.id.in_(_leading(sa.select(Household.hive_id).where(own))),
        ]
    return sa.and_(may_be_reached(actor), sa.or_(*ways))


def may_be_reached(actor: Person) -> sa.ColumnElement[bool]:
    """The condition that a `Person` is another one than `actor`, and both read what is written."""
    if not actor.roles:
        return sa.false()
    return sa.and_(Person.id != actor.id, Person.id.in_(_holding()))


def can_be_written_to(actor: Person) -> sa.ColumnElement[bool]:
    """The condition that `actor` may open a direct room with a `Person`."""
    return may_be_reached(actor) if is_manager(actor) else is_tied_to(actor)


def why_apart(actor: Person, room: Room) -> str | None:
    """Why nobody writes in a direct room any more, in words for `actor`; None while they do."""
    reading = None if is_at_work() else db.session().get_transaction()
    known = _known.setdefault(reading, {}) if reading is not None else {}
    if (actor.id, room.id) not in known:
        known[actor.id, room.id] = _why_apart(actor, room)
    return known[actor.id, room.id]


# A page asks for each thing that could be done in a room. What was read in a transaction holds
# until its end; in one that writes it is read each time.
_known: WeakKeyDictionary[SessionTransaction, dict[tuple[int, int], str | None]]
_known = WeakKeyDictionary()


def _why_apart(actor: Person, room: Room) -> str | None:
    other_id = other_id_in(room, actor)
    if db.session.scalar(sa.select(sa.exists().where(Person.id == other_id, is_tied_to(actor)))):
        return None
    with_roles = [joinedload(Person.memberships)]
    other = db.session.get_one(Person, other_id, options=with_roles, populate_existing=True)
    name = other.first_name
    if not other.roles:
        return f"{name} is no longer in Hive. You can read what was said, but not write."
    opener = next((each for each in (actor, other) if each.id == room.created_by_id), None)
    if opener is not None and is_manager(opener):
        return None
    if is_manager(actor):
        return f"To write to {name} again, tap New conversation in Chat and choose {name}."
    if Role.SOCIAL_WORKER in actor.roles | other.roles:
        return f"You and {name} no longer look after the same families. You can read what was said."
    return (
        f"You and {name} are no longer in the same Hive. You can read what was said, but not write."
    )


def _is_social_worker_around(actor: Person) -> sa.ColumnElement[bool]:
    """The condition that a `Person` supervises `actor`'s household, or one of a Hive they lead."""
    lives_in = sa.select(HouseholdMember.household_id).where(
        HouseholdMember.person_id == actor.id, HouseholdMember.in_force(clock.today())
    )
    led = [each.hive_id for each in actor.current_memberships if each.role is Role.SUPPORT_WORKER]
    around = sa.or_(Household.id.in_(lives_in), Household.hive_id.in_(led))
    supervising = sa.select(Household.social_worker_id).where(_is_there(), around)
    return sa.and_(
        Person.id.in_(_holding().where(Membership.role == Role.SOCIAL_WORKER)),
        Person.id.in_(supervising),
    )


def _is_there() -> sa.ColumnElement[bool]:
    return Household.state != HouseholdState.LEFT


def _holding() -> sa.Select[int]:
    return sa.select(Membership.person_id).where(Membership.in_force(clock.today()))


def _of_hives(hive_ids: list[int]) -> sa.Select[int]:
    return _holding().where(Membership.hive_id.in_(hive_ids), Membership.role.in_(HIVE_ROLES))


def _leading(hive_ids: sa.Select[int | None]) -> sa.Select[int]:
    return _holding().where(
        Membership.role == Role.SUPPORT_WORKER, Membership.hive_id.in_(hive_ids)
    )


def _living_in(household_ids: sa.Select[int]) -> sa.Select[int]:
    return sa.select(HouseholdMember.person_id).where(
        HouseholdMember.household_id.in_(household_ids), HouseholdMember.in_force(clock.today())
    )
