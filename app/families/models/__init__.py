"""Households, the children in them, and what is known about each child."""

from app.families.models.authority import (
    AuthorityEntry,
    AuthorityKind,
    AuthorityQuestion,
    Decider,
)
from app.families.models.care import AboutMe, CareCheck, CareNote, CareSection, Face, Thing
from app.families.models.child import (
    CareStatus,
    Child,
    ChildTie,
    Placement,
    PlacementEnding,
    TieKind,
)
from app.families.models.household import (
    Household,
    HouseholdKind,
    HouseholdMember,
    HouseholdMove,
    HouseholdState,
    LeavingReason,
)
from app.families.models.look import Look, LookedAt
from app.families.models.waiting import OfferAnswer, PlaceOffer, TermsExemption

__all__ = [
    "AboutMe",
    "AuthorityEntry",
    "AuthorityKind",
    "AuthorityQuestion",
    "CareCheck",
    "CareNote",
    "CareSection",
    "CareStatus",
    "Child",
    "ChildTie",
    "Decider",
    "Face",
    "Household",
    "HouseholdKind",
    "HouseholdMember",
    "HouseholdMove",
    "HouseholdState",
    "LeavingReason",
    "Look",
    "LookedAt",
    "OfferAnswer",
    "PlaceOffer",
    "Placement",
    "PlacementEnding",
    "TermsExemption",
    "Thing",
    "TieKind",
]
