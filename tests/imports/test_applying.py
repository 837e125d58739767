"""All or nothing: what a file adds is written once, together, or not at all."""

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.accounts.models import Person
from app.chat.models import Room, RoomKind
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.extensions import db
from app.core.progress import progress_of
from app.core.roles import Role
from app.families.models import (
    CareStatus,
    Child,
    Household,
    HouseholdKind,
    HouseholdMove,
    HouseholdState,
)
from app.hives.models import Hive
from app.hives.services import add_membership, open_hive
from app.imports import services
from app.imports.models import Import, ImportState
from app.imports.services import applying
from app.imports.services.waiting import PATIENCE
from app.invitations.models import Invitation, InvitationState
from bench.county_file import CARERS, CHILDREN, HIVES, county_file
from tests.conventions.county import County
from tests.imports.conftest import (
    Bring,
    carer,
    child,
    counted,
    faults_of,
    file_of,
    hive,
    household,
    kept,
    report_of,
)

ROWS = (hive(), household(approved_on="28.3.2019", places="2", type="Connected"), carer(), child())


def _one(model: type, **facts: object):
    return db.session.scalars(sa.select(model).filter_by(**facts)).one()


def test_everything_of_a_file_is_written_through_the_services(
    bring: Bring, apply: Bring, manager: Person
):
    text = file_of(
        *ROWS,
        child("Bo", pronouns="they/them", placed_since="1/9/2020", care_status="birth child"),
        household("The Bell family", hive="", area="Alton", waiting_since="1 May 2024"),
    )
    applied = apply(bring(text))
    assert applied.state is ImportState.APPLIED
    assert (applied.hive_count, applied.household_count, applied.child_count) == (1, 2, 2)
    opened = _one(Hive, name="Romsey Hive")
    assert opened.capacity == 3
    assert _one(Room, hive_id=opened.id, kind=RoomKind.HIVE)  # its room came with it
    home = _one(Household, name="The Okafor family")
    assert (home.hive_id, home.kind, home.places) == (opened.id, HouseholdKind.CONNECTED, 2)
    assert (home.approved_on, home.area) == (date(2019, 3, 28), "Romsey")
    assert _one(HouseholdMove, household_id=home.id).moved_by_id == manager.id
    bo = _one(Child, preferred_name="Bo")
    assert (bo.care_status, bo.pronouns) == (CareStatus.BIRTH_CHILD, "they/them")
    assert (bo.placements[0].from_on, bo.placements[0].household_id) == (date(2020, 9, 1), home.id)
    assert _one(Child, preferred_name="Mia").placements[0].from_on == clock.today()
    waits = _one(Household, name="The Bell family")
    assert (waits.state, waits.waiting_since) == (HouseholdState.WAITING, date(2024, 5, 1))


def test_invitations_are_held_until_somebody_sends_them(
    bring: Bring, apply: Bring, letters: Callable[[], list[str]]
):
    apply(bring(file_of(*ROWS)))
    assert [each for each in letters() if "To: sam@example.org" in each] == []
    invitation = _one(Invitation, email="sam@example.org")
    assert invitation.state is InvitationState.HELD
    assert invitation.household == _one(Household, name="The Okafor family")


def test_invitations_go_out_at_once_when_asked_but_not_to_those_who_wait(
    bring: Bring, apply: Bring, letters: Callable[[], list[str]], work_off: Callable[[], int]
):
    waiting = household("The Bell family", hive="", area="Alton", waiting_since="1/5/2024")
    text = file_of(*ROWS, waiting, carer("Jo Bell", household="The Bell family"))
    apply(bring(text), sends_invitations=True)
    work_off()
    assert [each for each in letters() if "To: sam@example.org" in each]
    assert [each for each in letters() if "To: jo@example.org" in each] == []
    assert _one(Invitation, email="jo@example.org").state is InvitationState.HELD


def test_what_was_in_the_file_is_erased_once_it_is_applied_or_discarded(
    bring: Bring, apply: Bring, manager: Person
):
    applied = apply(bring(file_of(*ROWS)))
    assert kept(applied) == ("applied", None, None)
    discarded = bring(file_of(child()))
    services.discard(actor=manager, import_id=discarded.id)
    services.discard(actor=manager, import_id=discarded.id)
    assert kept(discarded) == ("discarded", None, None)
    assert applied.row_count == 4


def test_applying_twice_counts_once(
    bring: Bring, apply: Bring, manager: Person, work_off: Callable[[], int]
):
    brought = bring(file_of(*ROWS))
    for _ in range(2):
        services.ask_to_apply(actor=manager, import_id=brought.id)
    work_off()
    once = counted()
    applying.apply_import(brought.id)  # a job that was queued twice
    services.ask_to_apply(actor=manager, import_id=brought.id)
    work_off()
    assert counted() == once


def test_a_file_brought_again_adds_nothing(bring: Bring, apply: Bring):
    apply(bring(file_of(*ROWS)))
    once = counted()
    again = bring(file_of(*ROWS))
    assert (faults_of(again), again.additions) == ([], 0)
    apply(again)
    assert counted() == once


def test_a_file_with_faults_cannot_be_applied(bring: Bring, manager: Person):
    brought = bring(file_of(*ROWS, child("Bo", date_of_birth="31/2/2015")))
    before = counted()
    with pytest.raises(Conflict):
        services.ask_to_apply(actor=manager, import_id=brought.id)
    assert counted() == before


def test_what_changed_since_the_check_is_seen_and_nothing_is_written(
    bring: Bring, apply: Bring, work_off: Callable[[], int]
):
    brought = bring(file_of(household(hive="Andover"), carer()))
    other = bring(
        file_of(household("The Bell family", hive="Andover"), carer(household="The Bell family"))
    )
    apply(other)
    before = counted()
    again = apply(brought)
    assert again.state is ImportState.CHECKED
    assert report_of(again).is_second_look
    assert faults_of(again)[0][:2] == (3, "E-mail")
    assert counted() == before


def test_two_managers_with_the_same_file_add_it_once(
    bring: Bring, county: County, manager: Person, work_off: Callable[[], int]
):
    second = county.stranger()
    add_membership(person=second, role=Role.MANAGER, hive=None)
    second = db.session.get_one(Person, second.id, populate_existing=True)
    db.session.expire_all()
    one, two = bring(file_of(*ROWS)), bring(file_of(*ROWS), by=second)
    services.ask_to_apply(actor=manager, import_id=one.id)
    services.ask_to_apply(actor=second, import_id=two.id)
    work_off()
    assert counted()["Child"] == 2  # the county's own, and one Mia
    assert kept(one)[0] == kept(two)[0] == "applied"
    with pytest.raises(NotFound):
        services.discard(actor=second, import_id=one.id)


def test_a_job_that_dies_in_between_leaves_nothing_and_can_be_tried_again(
    bring: Bring, manager: Person, work_off: Callable[[], int], monkeypatch: pytest.MonkeyPatch
):
    brought = bring(file_of(*ROWS))
    before = counted()
    services.ask_to_apply(actor=manager, import_id=brought.id)
    with monkeypatch.context() as broken:

        def die(**_: object) -> None:
            raise OSError("the disk is full")

        broken.setattr(applying, "place_child", die)
        work_off()
    assert counted() == before
    found = db.session.get_one(Import, brought.id)
    assert services.standing_of(found).is_stuck  # told at once, not after two minutes
    services.try_again(actor=manager, import_id=brought.id)
    work_off()
    assert kept(brought)[0] == "applied"
    assert counted()["Child"] == before["Child"] + 1


def test_a_killed_process_does_not_leave_the_page_waiting_for_ever(
    app: Flask, bring: Bring, manager: Person, work_off: Callable[[], int]
):
    brought = bring(file_of(*ROWS))
    services.ask_to_apply(actor=manager, import_id=brought.id)
    app.extensions["hive_huey"].dequeue()  # taken by a worker that was killed
    found = db.session.get_one(Import, brought.id)
    assert not services.standing_of(found).is_stuck
    with pytest.raises(Conflict):
        services.try_again(actor=manager, import_id=brought.id)
    with time_machine.travel(clock.now() + PATIENCE + timedelta(seconds=1)):
        assert services.standing_of(found).is_stuck
        services.try_again(actor=manager, import_id=brought.id)
        assert not services.standing_of(found).is_stuck
    work_off()
    assert kept(brought)[0] == "applied"


def test_a_lost_check_is_tried_again_too(app: Flask, manager: Person, work_off: Callable[[], int]):
    text = file_of(*ROWS).replace("\r\n", "\n")
    brought = services.bring_file(actor=manager, file_name="a.csv", text=text)
    app.extensions["hive_huey"].flush()
    with time_machine.travel(clock.now() + PATIENCE + timedelta(seconds=1)):
        services.try_again(actor=manager, import_id=brought.id)
    work_off()
    assert kept(brought)[0] == "checked"


def test_a_file_that_is_being_written_cannot_be_thrown_away(bring: Bring, manager: Person):
    brought = bring(file_of(*ROWS))
    services.ask_to_apply(actor=manager, import_id=brought.id)
    with pytest.raises(Conflict):
        services.discard(actor=manager, import_id=brought.id)


def test_the_job_tells_how_far_it_is_and_forgets_it_at_the_end(
    bring: Bring, manager: Person, work_off: Callable[[], int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("app.core.progress._EVERY", 0)
    brought = bring(file_of(*ROWS))
    told = []
    place = applying.place_child

    def watch(**facts: object) -> object:
        told.append(services.standing_of(db.session.get_one(Import, brought.id)))
        return place(**facts)

    monkeypatch.setattr(applying, "place_child", watch)
    services.ask_to_apply(actor=manager, import_id=brought.id)
    work_off()
    assert [(each.done, each.total) for each in told] == [(7, 8)]  # 4 rows checked, 3 written
    assert progress_of(f"import.{brought.id}") is None


def test_a_hive_opened_meanwhile_is_found_and_not_opened_twice(
    bring: Bring, apply: Bring, app: Flask
):
    brought = bring(file_of(*ROWS))
    open_hive(name="Romsey Hive", area="Romsey")
    assert apply(brought).state is ImportState.APPLIED
    assert _one(Hive, name="Romsey Hive").area == "Romsey"


def test_a_whole_county_is_checked_and_applied_within_seconds(
    bring: Bring, manager: Person, work_off: Callable[[], int]
):
    before = counted()
    started = time.monotonic()
    brought = bring(county_file())
    checked = time.monotonic()
    assert faults_of(brought) == []
    services.ask_to_apply(actor=manager, import_id=brought.id)
    work_off()
    applied = time.monotonic()
    took = f"checked in {checked - started:.2f} s, applied in {applied - checked:.2f} s"
    sys.stdout.write(f"\n{took}\n")
    assert kept(brought)[0] == "applied"
    after = counted()
    added = {name: after[name] - before[name] for name in after}
    assert added == {
        "Hive": HIVES,
        "Household": CARERS // 2,
        "Invitation": CARERS,
        "Child": CHILDREN,
        "Placement": CHILDREN,
    }
    assert applied - started < 60, took  # on a busy machine; `make bench` measures
