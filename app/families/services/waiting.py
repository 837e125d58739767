"""The waiting list: who waits for a Hive, and the places they are offered."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.carer_rows import Carer
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.signals import household_placed, household_waits
from app.core.unit_of_work import unit_of_work
from app.families.models import (
    Household,
    HouseholdKind,
    HouseholdState,
    OfferAnswer,
    PlaceOffer,
)
from app.families.policy import can_run_waiting_list
from app.families.queries import household_for, offer_for, open_offer
from app.families.services.households import (
    check_approval,
    open_household,
    supervising_social_worker,
)
from app.families.services.moves import enter_hive
from app.families.services.places import claim_place, lock_hive, lock_household

ONLY_MANAGERS = "Only a manager runs the waiting list."


def add_waiting(
    *,
    actor: Person,
    name: str,
    area: str,
    kind: HouseholdKind,
    waiting_since: date,
    approved_on: date | None = None,
    previous_agency: str = "",
    social_worker_id: int | None = None,
    carers: Sequence[Carer] = (),
) -> Household:
    """Put a family on the waiting list. Its carers are invited once it has a place.

    `waiting_since` is a London date, today at the latest; `social_worker_id` is who supervises
    it. Raises `NotAllowed`, and `Invalid` (also on a carer's row).
    """
    if not can_run_waiting_list(actor):
        raise NotAllowed(ONLY_MANAGERS)
    check_approval(kind=kind, approved_on=approved_on)
    if waiting_since > clock.today():
        raise Invalid({"waiting_since": "This day is still to come."})
    with unit_of_work():
        household = open_household(
            name=name,
            hive=None,
            on_day=waiting_since,
            social_worker=supervising_social_worker(social_worker_id),
            area=area,
            kind=kind,
            approved_on=approved_on,
            previous_agency=previous_agency or None,
        )
        household_waits.send(household_id=household.id, actor_id=actor.id, carers=carers)
    return household


def offer_place(*, actor: Person, household_id: int, hive_id: int) -> PlaceOffer:
    """Offer a waiting family a place in a Hive; the place is kept until they have answered.

    Raises `NotFound`, `NotAllowed`, `Invalid` on `hive`, and `Conflict` when the family does
    not wait any more, has an offer already, or the Hive is full.
    """
    with unit_of_work():
        lock_household(household_id=household_id)
        household = household_for(actor, household_id)
        if not can_run_waiting_list(actor):
            raise NotAllowed(ONLY_MANAGERS)
        if household.state is not HouseholdState.WAITING:
            raise Conflict(f"{household.name} is not waiting any more.")
        earlier = open_offer(household)
        if earlier is not None:
            raise Conflict(f"{household.name} has an offer from {earlier.hive.name} already.")
        try:
            hive = claim_place(hive_id=hive_id)
        except NotFound:
            raise Invalid({"hive": "Choose one of the Hives."}) from None
        offer = PlaceOffer(
            household_id=household.id,
            hive_id=hive.id,
            offered_by_id=actor.id,
            offered_at=clock.now(),
        )
        db.session.add(offer)
        db.session.flush()
    return offer


def answer_offer(*, actor: Person, offer_id: int, answer: OfferAnswer) -> PlaceOffer:
    """Write down what became of an offer: accepted, declined by the family, or withdrawn.

    With a yes the family is in the Hive: its invitations go out, those who have an account
    already become carers of the Hive, its support workers are told. Raises `NotFound`,
    `NotAllowed`, `Invalid`, and `Conflict` when somebody was quicker or the Hive has closed.
    """
    with unit_of_work():
        offer = offer_for(actor, offer_id)
        lock_household(household_id=offer.household_id)
        offer = offer_for(actor, offer_id)  # as it is now that nobody else can answer it
        if not can_run_waiting_list(actor):
            raise NotAllowed(ONLY_MANAGERS)
        if answer is OfferAnswer.WAITING:
            raise Invalid({"answer": "Choose an answer."})
        if offer.answer is not OfferAnswer.WAITING:
            raise Conflict("This offer has been answered already.")
        if answer is OfferAnswer.ACCEPTED:
            # The offer has kept the place: nobody is asked again whether there is one.
            hive = lock_hive(hive_id=offer.hive_id)
        offer.answer, offer.answered_at = answer, clock.now()
        db.session.flush()
        if answer is OfferAnswer.ACCEPTED:
            household = household_for(actor, offer.household_id)
            enter_hive(household=household, hive=hive, moved_by=actor)
            household_placed.send(household_id=household.id, hive_id=hive.id)
    return offer


def withdraw_offers(*, household_id: int) -> None:
    """Take back an open offer to a household, within the caller's work."""
    with unit_of_work():
        db.session.execute(
            sa.update(PlaceOffer)
            .where(
                PlaceOffer.household_id == household_id, PlaceOffer.answer == OfferAnswer.WAITING
            )
            .values(answer=OfferAnswer.WITHDRAWN, answered_at=clock.now())
        )
