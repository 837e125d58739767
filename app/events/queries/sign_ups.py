"""Who comes: one's own, the waiting list, and whom somebody may see by name."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.events.models import Event, SignUp, SignUpState
from app.events.models.sign_ups import HOLDING
from app.families.models import Child, Household, Placement
from app.families.queries import own_home
from app.families.queries.households import with_children_seen_by


def own_sign_ups(actor: Person, event: Event, *, home: Household | None = None) -> Sequence[SignUp]:
    """The live sign-ups of the actor's household, and their own, for an event; children first.

    `home` is that household, where the caller has it already.
    """
    home = home or own_home(actor)
    return db.session.scalars(
        _with_people()
        .where(SignUp.event_id == event.id, SignUp.ended_at.is_(None), _is_own(actor, home))
        .order_by(SignUp.child_id.is_(None), SignUp.id)
    ).all()


def refused_to(home: Household, event: Event) -> Sequence[SignUp]:
    """The children of the actor's household to whose coming the last answer was no."""
    newest = (
        sa.select(sa.func.max(SignUp.id))
        .where(
            SignUp.event_id == event.id,
            SignUp.household_id == home.id,
            SignUp.child_id.is_not(None),
        )
        .group_by(SignUp.child_id)
    )
    return db.session.scalars(
        _with_people()
        .where(SignUp.id.in_(newest), SignUp.state == SignUpState.REFUSED)
        .options(joinedload(SignUp.answered_by))
        .order_by(SignUp.id)
    ).all()


def sent_as(actor: Person, event: Event, party: object) -> Sequence[SignUp]:
    """What the actor signed up for an event with this client-made id, for a second send."""
    return db.session.scalars(
        _with_people()
        .where(
            SignUp.event_id == event.id,
            SignUp.party == party,
            SignUp.signed_up_by_id == actor.id,
        )
        .order_by(SignUp.id)
    ).all()


def live_child_ids(event: Event, child_ids: Collection[int]) -> set[int]:
    """Those of these children who are signed up for an event already. For services: not scoped."""
    found = db.session.scalars(
        sa.select(SignUp.child_id).where(
            SignUp.event_id == event.id,
            SignUp.child_id.in_(child_ids),
            SignUp.ended_at.is_(None),
        )
    )
    return {child_id for child_id in found if child_id is not None}


def places_before(sign_ups: Collection[SignUp]) -> dict[int, int]:
    """How many parties wait before each waiting sign-up's, by the sign-up's id."""
    waiting = [each for each in sign_ups if each.state is SignUpState.WAITING]
    if not waiting:
        return {}
    parties = list(waiting_parties(waiting[0].event_id))
    order = {party[0].party: nth for nth, party in enumerate(parties)}
    return {each.id: order[each.party] for each in waiting}


def waiting_parties(event_id: int) -> list[list[SignUp]]:
    """Those who wait for an event, party by party, in the order of the list. Not scoped."""
    parties: dict[object, list[SignUp]] = defaultdict(list)
    for each in db.session.scalars(
        sa.select(SignUp)
        .where(SignUp.event_id == event_id, SignUp.state == SignUpState.WAITING)
        .order_by(SignUp.queue_number, SignUp.id)
    ):
        parties[each.party].append(each)
    return list(parties.values())


def holds_a_place(event: Event, household_id: int) -> bool:
    """Whether somebody of a household holds a place at an event. For services: not scoped."""
    return bool(
        db.session.scalar(
            sa.select(
                sa.exists().where(
                    SignUp.event_id == event.id,
                    SignUp.household_id == household_id,
                    SignUp.state.in_(HOLDING),
                )
            )
        )
    )


def all_sign_ups(event: Event) -> Sequence[SignUp]:
    """Everybody who is signed up or waits, for those who host: the caller has checked that."""
    return db.session.scalars(
        _with_people()
        .where(SignUp.event_id == event.id, SignUp.ended_at.is_(None))
        .options(joinedload(SignUp.household), joinedload(SignUp.signed_up_by))
        .order_by(
            SignUp.part_id,
            SignUp.queue_number.nulls_first(),
            SignUp.child_id.is_(None),
            SignUp.id,
        )
    ).all()


def clashes(event: Event, *, children: Collection[Child]) -> dict[int, str]:
    """What children are signed up for at the same time, by the child's id: the event's title.

    The caller has found the children through their actor.
    """
    rows = db.session.execute(
        sa.select(SignUp.child_id, Event.title)
        .join(SignUp.event)
        .where(
            SignUp.child_id.in_([each.id for each in children]),
            SignUp.state.in_(HOLDING),
            Event.id != event.id,
            Event.starts_at < event.ends_at,
            Event.ends_at > event.starts_at,
        )
        .order_by(Event.starts_at.desc())
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


@dataclass(frozen=True)
class Company:
    """Who else comes, as far as somebody may know it."""

    children: Sequence[Child]
    adults: Sequence[Person]


def company_at(event: Event, *, home: Household | None) -> Company | None:
    """The children and adults who come, for a household of which somebody comes too; else None.

    Preferred names and ages of other families' children are for those whose own go there.
    """
    if home is None or not holds_a_place(event, home.id):
        return None
    found = db.session.scalars(
        _with_people()
        .where(
            SignUp.event_id == event.id,
            SignUp.state == SignUpState.GOING,
            sa.or_(SignUp.household_id != home.id, SignUp.household_id.is_(None)),
        )
        .order_by(SignUp.id)
    ).all()
    return Company(
        children=[each.child for each in found if each.child],
        adults=[each.person for each in found if each.person],
    )


def asked_of(actor: Person) -> Sequence[SignUp]:
    """The sign-ups that wait for a yes that `actor` may give, the soonest event first.

    Of the households they supervise, and of Hives they lead; never of their own household.
    """
    home = own_home(actor)
    return db.session.scalars(
        _with_people()
        .join(SignUp.household)
        .join(SignUp.event)
        .where(
            SignUp.state == SignUpState.ASKING,
            with_children_seen_by(actor),
            Household.id != (home.id if home else 0),
        )
        .options(joinedload(SignUp.event), joinedload(SignUp.household))
        .order_by(Event.starts_at, SignUp.id)
    ).all()


def asked_sign_up(actor: Person, sign_up_id: int) -> SignUp:
    """One of them; raises `NotFound`."""
    found = next((each for each in asked_of(actor) if each.id == sign_up_id), None)
    if found is None:
        raise NotFound("Somebody has answered this already, or it was taken back.")
    return found


def _is_own(actor: Person, home: Household | None) -> sa.ColumnElement[bool]:
    own = SignUp.person_id == actor.id
    if home is None:
        return own
    # A child's sign-up goes with it when it moves on to another family.
    lives_here = sa.select(Placement.child_id).where(
        Placement.household_id == home.id, Placement.in_force(clock.today())
    )
    adults = sa.and_(SignUp.household_id == home.id, SignUp.person_id.is_not(None))
    return sa.or_(own, adults, SignUp.child_id.in_(lives_here))


def _with_people() -> sa.Select[SignUp]:
    return sa.select(SignUp).options(joinedload(SignUp.child), joinedload(SignUp.person))
