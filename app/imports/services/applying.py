"""Writing everything of a checked file, or nothing."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.progress import Steps, forget_progress, tell_progress
from app.core.unit_of_work import unit_of_work
from app.families.models import Household
from app.families.services import open_household, place_child
from app.hives.models import Hive
from app.hives.services import open_hive
from app.imports.models import Import, ImportState
from app.imports.places import HivePlace, HouseholdPlace, NewCarer, Plan
from app.imports.queries import locked_import
from app.imports.services.checking import counts_of, keep_report, look_through
from app.imports.services.waiting import progress_key
from app.invitations.queries import open_invitations
from app.invitations.services.inviting import make_invitation


def apply_import(import_id: int) -> None:
    """Write what a file adds in one piece; in any other state nothing happens.

    It is checked once more in the same transaction: if something has changed since so that it
    no longer fits, nothing is written and the new report says what. That it is done is written
    together with the rows, so that a second try after a crash never adds them twice. Whatever
    goes wrong is told to the page at once, and raised.
    """
    found = db.session.get(Import, import_id)
    if found is None or found.state is not ImportState.APPLYING:
        return
    steps = Steps(progress_key(import_id), found.row_count + found.additions)
    try:
        with unit_of_work():
            locked = locked_import(import_id, ImportState.APPLYING)
            if locked is not None:
                _apply(locked, steps)
    except Exception:
        tell_progress(steps.key, steps.done, steps.total, has_failed=True)
        raise
    forget_progress(steps.key)


def _apply(found: Import, steps: Steps) -> None:
    # No place in a Hive is given to anybody else meanwhile.
    db.session.execute(sa.select(Hive.id).order_by(Hive.id).with_for_update(key_share=True))
    plan, report = look_through(text=found.content or "", steps=steps)
    if report.fault_count:
        report.is_second_look = True
        keep_report(found=found, plan=plan, report=report)
        return
    actor = db.session.get_one(Person, found.person_id)
    _Writer(actor, steps, is_held=not found.sends_invitations).write(plan)
    db.session.execute(
        sa.update(Import)
        .where(Import.id == found.id)
        .values(
            state=ImportState.APPLIED,
            finished_at=clock.now(),
            content=None,
            report=None,
            **counts_of(plan),
        )
    )


@dataclass
class _Writer:
    """Calls the slices' services in the order in which things need each other."""

    actor: Person
    steps: Steps
    is_held: bool
    hives: dict[HivePlace, Hive] = field(default_factory=dict)
    households: dict[HouseholdPlace, Household] = field(default_factory=dict)

    def write(self, plan: Plan) -> None:
        for place in plan.hives:
            self.hives[place] = open_hive(name=place.name, area=place.area, capacity=place.capacity)
            self.steps.step()
        for home in plan.households:
            self.households[home] = self._open(home)
            self.steps.step()
        for carer in plan.carers:
            self._invite(carer)
            self.steps.step()
        for child in plan.children:
            place_child(
                household=self._household(child.household),
                added_by=self.actor,
                preferred_name=child.name,
                born_on=child.born_on,
                care_status=child.care_status,
                pronouns=child.pronouns,
                from_on=child.from_on,
            )
            self.steps.step()

    def _open(self, place: HouseholdPlace) -> Household:
        return open_household(
            name=place.name,
            hive=self._hive(place.hive) if place.hive else None,
            moved_by=self.actor,
            on_day=place.waiting_since if place.is_waiting else None,
            area=place.area,
            **place.facts,
        )

    def _invite(self, carer: NewCarer) -> None:
        hive = self._hive(carer.hive) if carer.hive else None
        for lapsed in open_invitations(email=carer.email, hive=hive, roles=[carer.role]):
            lapsed.revoked_at = clock.now()
        make_invitation(
            actor=self.actor,
            hive=hive,
            household=self._household(carer.household) if carer.household else None,
            name=carer.name,
            email=carer.email,
            role=carer.role,
            # Without a Hive there is nowhere to go yet: it goes out with the place.
            is_held=self.is_held or hive is None,
        )

    def _hive(self, place: HivePlace) -> Hive:
        if place not in self.hives:
            self.hives[place] = db.session.get_one(Hive, place.id)
        return self.hives[place]

    def _household(self, place: HouseholdPlace) -> Household:
        if place not in self.households:
            self.households[place] = db.session.get_one(Household, place.id)
        return self.households[place]
