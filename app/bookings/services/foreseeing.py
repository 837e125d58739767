"""What a wish would lead to, said before it is asked for. Changes nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.bookings.allowance import Allowance
from app.bookings.matching import Fit, fitting_hosts
from app.bookings.models import BookingKind, HiveBookingRule
from app.bookings.nights import nights_between
from app.bookings.queries.clashes import Clash, event_clashes
from app.bookings.queries.nights import allowance_for, nights_over
from app.bookings.services.asking import Wish, checked_wish
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.words import local_day
from app.families.models import AuthorityKind, Child, Household
from app.families.queries import carers_decide, social_worker_to_ask
from app.hives.models import Membership


@dataclass(frozen=True, kw_only=True)
class Foresight:
    """Who fits what a family wishes for, and whose yes it would need."""

    household: Household
    children: Sequence[Child]
    nights: int
    fits: Sequence[Fit]
    clashes: Sequence[Clash]
    #: The nights of the year, for a sleepover, and how many of these are beyond them.
    allowance: Allowance | None
    over: int
    #: Children about whose nights the placement plan lets somebody else decide, and who that is.
    undecided: Sequence[Child]
    social_worker: Person | None
    #: Whether the Hive's support workers say yes to every sleepover; who they are.
    confirms_all: bool
    support_workers: Sequence[Person]

    @property
    def can_be_asked(self) -> int:
        """How many hosts are asked with "whoever can"."""
        return sum(fit.fits for fit in self.fits)


def foresee(*, actor: Person, household_id: int, wish: Wish) -> Foresight:
    """What would follow from a wish. Raises as `ask_for_stay` does."""
    household, children = checked_wish(actor=actor, household_id=household_id, wish=wish)
    is_sleepover = wish.kind is BookingKind.SLEEPOVER
    count = nights_between(wish.starts_at, wish.ends_at)
    first = local_day(wish.starts_at)
    nights = [first + timedelta(days=each) for each in range(count)]
    over = nights_over(household, nights, besides=None) if nights else 0
    undecided = _undecided(children) if is_sleepover else []
    confirms_all = is_sleepover and _confirms_all(household)
    return Foresight(
        household=household,
        children=children,
        nights=count,
        fits=fitting_hosts(household, children, wish.starts_at, wish.ends_at),
        clashes=event_clashes(children, wish.starts_at, wish.ends_at),
        allowance=allowance_for(household, day=nights[0]) if nights else None,
        over=over,
        undecided=undecided,
        social_worker=social_worker_to_ask(household) if undecided else None,
        confirms_all=confirms_all,
        support_workers=support_workers_of(household),
    )


def support_workers_of(household: Household) -> Sequence[Person]:
    """The support workers of the Hive of a household found through its actor, by name."""
    return db.session.scalars(
        sa.select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.hive_id == household.hive_id,
            Membership.role == Role.SUPPORT_WORKER,
            Membership.in_force(clock.today()),
        )
        .order_by(Person.name, Person.id)
    ).all()


def _undecided(children: Collection[Child]) -> list[Child]:
    kind = AuthorityKind.HIVE_OVERNIGHTS
    decided = carers_decide(list(children), {kind})
    return [child for child in children if (child.id, kind) not in decided]


def _confirms_all(household: Household) -> bool:
    rule = db.session.get(HiveBookingRule, household.hive_id or 0)
    return rule is not None and rule.confirms_all
