"""The waiting list, offers of a place, and how many places are free."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import Person
from app.core.errors import NotFound
from app.core.extensions import db
from app.families.models import (
    Child,
    Household,
    HouseholdState,
    OfferAnswer,
    PlaceOffer,
    TermsExemption,
)
from app.hives.models import Hive
from app.hives.policy import is_manager


def waiting_households() -> Sequence[Household]:
    """The families who wait, by area, the longest wait first. For managers' pages alone."""
    return db.session.scalars(
        sa.select(Household)
        .where(Household.state == HouseholdState.WAITING)
        .options(joinedload(Household.social_worker))
        .order_by(Household.area, Household.waiting_since, Household.id)
    ).all()


def waiting_count() -> int:
    """How many families wait: a number, no names."""
    return (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(Household)
            .where(Household.state == HouseholdState.WAITING)
        )
        or 0
    )


def open_offers_count() -> int:
    """How many offers of a place wait for an answer: a number, no names."""
    return (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(PlaceOffer)
            .where(PlaceOffer.answer == OfferAnswer.WAITING)
        )
        or 0
    )


def open_offer(household: Household) -> PlaceOffer | None:
    """The place offered to a household that has not been answered, or None."""
    return db.session.scalar(
        sa.select(PlaceOffer)
        .where(PlaceOffer.household_id == household.id, PlaceOffer.answer == OfferAnswer.WAITING)
        .options(joinedload(PlaceOffer.hive), joinedload(PlaceOffer.offered_by))
    )


def offers_to(household_ids: Sequence[int]) -> dict[int, PlaceOffer]:
    """The open offers to these households, by the household's id."""
    found = db.session.scalars(
        sa.select(PlaceOffer)
        .where(PlaceOffer.household_id.in_(household_ids), PlaceOffer.answer == OfferAnswer.WAITING)
        .options(joinedload(PlaceOffer.hive))
    )
    return {offer.household_id: offer for offer in found}


def offer_for(actor: Person, offer_id: int) -> PlaceOffer:
    """An open offer that `actor`, a manager, may answer for the family; raises `NotFound`."""
    found = db.session.scalar(
        sa.select(PlaceOffer)
        .where(PlaceOffer.id == offer_id)
        .options(joinedload(PlaceOffer.household), joinedload(PlaceOffer.hive))
        .execution_options(populate_existing=True)
    )
    if found is None or not is_manager(actor):
        raise NotFound()
    return found


def places_taken(hive_ids: Sequence[int]) -> dict[int, int]:
    """How many places of these Hives are taken: by families there, and by open offers."""
    living = sa.select(Household.hive_id).where(Household.hive_id.in_(hive_ids))
    offered = sa.select(PlaceOffer.hive_id).where(
        PlaceOffer.hive_id.in_(hive_ids), PlaceOffer.answer == OfferAnswer.WAITING
    )
    places = sa.union_all(living, offered).subquery()
    rows = db.session.execute(
        sa.select(places.c.hive_id, sa.func.count()).group_by(places.c.hive_id)
    )
    taken = {row[0]: row[1] for row in rows}
    return {hive_id: taken.get(hive_id, 0) for hive_id in hive_ids}


def spaces_in(hives: Sequence[Hive]) -> dict[int, int]:
    """How many more households each Hive has room for; an open offer keeps its place free."""
    taken = places_taken([hive.id for hive in hives])
    return {hive.id: max(0, hive.capacity - taken[hive.id]) for hive in hives}


def open_offers_in(hive: Hive) -> Sequence[PlaceOffer]:
    """The places kept free in a Hive, with the families they are kept for."""
    return db.session.scalars(
        sa.select(PlaceOffer)
        .join(PlaceOffer.household)
        .where(PlaceOffer.hive_id == hive.id, PlaceOffer.answer == OfferAnswer.WAITING)
        .options(contains_eager(PlaceOffer.household))
        .order_by(Household.name)
    ).all()


def open_hives() -> Sequence[Hive]:
    """All open Hives by name, for those who choose one for a family. No people in it."""
    return db.session.scalars(
        sa.select(Hive).where(Hive.closed_on.is_(None)).order_by(Hive.name)
    ).all()


def exempted_children(household: Household) -> Sequence[Child]:
    """The children named in a household's exemption. For those who may see its children."""
    return db.session.scalars(
        sa.select(Child)
        .join(TermsExemption, TermsExemption.child_id == Child.id)
        .where(TermsExemption.household_id == household.id)
        .order_by(Child.preferred_name)
    ).all()
