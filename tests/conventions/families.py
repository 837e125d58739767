"""Children and their cards, families that wait, and places offered to them, for the county."""

import secrets
import uuid
from datetime import date

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.families.models import (
    AuthorityEntry,
    AuthorityKind,
    AuthorityQuestion,
    CareNote,
    CareSection,
    CareStatus,
    Child,
    Decider,
    Household,
    HouseholdState,
    Placement,
    PlaceOffer,
)
from app.hives.models import Hive

OPENED = date(2020, 9, 1)


def add_child(household: Household, carer: Person) -> Child:
    """A child in care with something on each of its pages."""
    child = Child(
        preferred_name="Robin",
        born_on=date(2015, 5, 17),
        care_status=CareStatus.IN_CARE,
        pronouns="they",
        added_by_id=carer.id,
        added_at=clock.now(),
        client_id=uuid.uuid4(),
    )
    db.session.add(child)
    db.session.flush()
    said = {"child_id": child.id, "said_by_id": carer.id, "said_at": clock.now()}
    wrote = {"child_id": child.id, "written_by_id": carer.id, "written_at": clock.now()}
    db.session.add_all(
        [
            Placement(child_id=child.id, household_id=household.id, from_on=OPENED),
            CareNote(section=CareSection.ALLERGIES, text="Bee stings", **wrote),
            AuthorityEntry(
                kind=AuthorityKind.DAY_TRIPS,
                decider=Decider.CARER,
                decider_name="",
                note="",
                **said,
            ),
            AuthorityQuestion(
                child_id=child.id,
                kind=AuthorityKind.MEDICAL,
                asked_by_id=carer.id,
                asked_at=clock.now(),
            ),
        ]
    )
    db.session.flush()
    return child


def add_waiting(social_worker: Person) -> Household:
    household = Household(
        name=f"The {secrets.token_hex(4)} family",
        area="Andover",
        state=HouseholdState.WAITING,
        waiting_since=OPENED,
        social_worker_id=social_worker.id,
    )
    db.session.add(household)
    db.session.flush()
    return household


def add_offer(household: Household, hive: Hive, manager: Person) -> PlaceOffer:
    offer = PlaceOffer(
        household_id=household.id,
        hive_id=hive.id,
        offered_by_id=manager.id,
        offered_at=clock.now(),
    )
    db.session.add(offer)
    db.session.flush()
    return offer
