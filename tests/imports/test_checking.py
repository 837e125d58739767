"""The dry run: what each row would do, and every fault by its row and column."""

from datetime import timedelta

import time_machine

from app.core import clock
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.imports.jobs import forget_old_files
from app.imports.models import Import, ImportState
from app.invitations import services as invitations
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
    only_fault,
    report_of,
    row,
)

IN_ANDOVER = {"hive": "Andover"}


def _says(brought: Import) -> list[str]:
    return [line.says for line in report_of(brought).lines]


def test_every_row_says_what_it_would_do_and_nothing_is_written(bring: Bring):
    before = counted()
    brought = bring(
        file_of(
            hive(),
            household(),
            carer(role="link carer"),
            child(),
            household("The Bell family", hive="", area="Alton", waiting_since="28 March 2019"),
            carer("Jo Bell", household="The Bell family"),
            carer("Pat Lead", household="", hive="Romsey Hive", role="Support worker"),
        )
    )
    assert faults_of(brought) == []
    assert _says(brought) == [
        "Opens Romsey Hive in Romsey, with room for 3 households",
        "Adds the Okafor family to Romsey Hive",
        "Invites Sam Okafor as link carer of the Okafor family",
        "Adds Mia to the Okafor family",
        "Puts the Bell family on the waiting list for Alton",
        "Invites Jo Bell as carer of the Bell family",
        "Invites Pat Lead as support worker of Romsey Hive",
    ]
    assert brought.state is ImportState.CHECKED
    assert (brought.hive_count, brought.household_count) == (1, 2)
    assert (brought.carer_count, brought.child_count) == (3, 1)
    assert counted() == before


def test_the_order_of_the_rows_does_not_matter(bring: Bring):
    brought = bring(file_of(child(), carer(), household(), hive()))
    assert faults_of(brought) == []
    assert [line.number for line in report_of(brought).lines] == [2, 3, 4, 5]


def test_what_is_there_already_changes_nothing(bring: Bring, county: County):
    person = county.people[Role.CARER]
    brought = bring(
        file_of(
            row(what="hive", hive="ANDOVER"),
            household("the carers", **IN_ANDOVER),
            carer(person.name, household="The Carers", e_mail=person.email.upper()),
            child("robin", household="The Carers", date_of_birth="17/5/2015"),
        )
    )
    assert faults_of(brought) == []
    assert _says(brought) == ["Already there, nothing changes"] * 4
    assert brought.additions == 0


def test_a_child_of_the_same_name_and_birthday_elsewhere_is_a_fault(bring: Bring):
    brought = bring(
        file_of(
            household(**IN_ANDOVER),
            child("Robin", date_of_birth="17/5/2015"),
            child("Robin", date_of_birth="18/5/2015"),
            child("Mia", household="The Carers"),
            child("Mia"),
        )
    )
    assert [(number, column) for number, column, _ in faults_of(brought)] == [
        (3, "Name"),
        (6, "Name"),
    ]
    assert faults_of(brought)[0][2].startswith("A child called Robin with this birthday lives in")
    assert faults_of(brought)[1][2].startswith("Row 5 has a child of this name and birthday in")


def test_the_address_of_somebody_in_another_household_is_a_fault(bring: Bring, county: County):
    person = county.people[Role.CARER]
    brought = bring(file_of(household(**IN_ANDOVER), carer(person.name, e_mail=person.email)))
    assert only_fault(brought) == (
        3,
        "E-mail",
        "This address belongs to somebody of the Carers already.",
    )


def test_somebody_invited_already_is_not_invited_twice(bring: Bring, apply: Bring):
    rows = [household(**IN_ANDOVER), carer()]
    apply(bring(file_of(*rows)))
    assert _says(bring(file_of(*rows))) == [
        "Already there, nothing changes",
        "Invited already, nothing changes",
    ]
    other = [household("The Bell family", **IN_ANDOVER), carer(household="The Bell family")]
    assert only_fault(bring(file_of(*other)))[2].startswith("This address is invited into another")


def test_one_person_may_have_several_roles_but_one_household(bring: Bring):
    homes = [household(**IN_ANDOVER), household("The Bell family", **IN_ANDOVER)]
    leads = carer(household="", hive="Andover", role="Support worker")
    assert faults_of(bring(file_of(*homes, carer(), leads))) == []
    twice = carer(household="The Bell family")
    assert only_fault(bring(file_of(*homes, carer(), twice)))[1:] == (
        "Household",
        "Sam Okafor is in another household in row 4.",
    )
    assert only_fault(bring(file_of(*homes, carer(), carer())))[1] == "E-mail"


def test_a_full_hive_is_a_fault_of_each_household_too_many(bring: Bring, county: County):
    homes = [household(f"The {name} family") for name in ("Ash", "Bell", "Cole", "Dale")]
    brought = bring(file_of(hive(places="3"), *homes))
    assert only_fault(brought) == (
        6,
        "Hive",
        "Romsey Hive is full: it has room for 3 households.",
    )
    with unit_of_work():
        county.hive.capacity = 2  # one lives there, one place is kept for an offer
    assert only_fault(bring(file_of(household(**IN_ANDOVER))))[1] == "Hive"


def test_a_closed_hive_takes_nobody(bring: Bring, county: County):
    with unit_of_work():
        county.hive.closed_on = clock.today()
    assert only_fault(bring(file_of(household(**IN_ANDOVER))))[2] == (
        "Andover is closed. Choose another Hive."
    )
    assert "was closed" in only_fault(bring(file_of(hive("Andover"))))[2]


def test_a_household_without_carers_is_a_note_and_no_fault(bring: Bring):
    brought = bring(file_of(household(**IN_ANDOVER)))
    assert faults_of(brought) == []
    assert report_of(brought).lines[0].notes == [
        "No carer of this household is in the file. Invite them later."
    ]


def test_two_households_of_one_name_are_told_apart_by_hive_or_area(bring: Bring, county: County):
    name = county.waiting.name
    homes = [household(name, **IN_ANDOVER)]
    brought = bring(file_of(*homes, child(household=name)))
    assert only_fault(brought)[2].startswith(f"There is more than one household called “{name}”")
    assert "on the waiting list too" in report_of(brought).lines[0].notes[0]
    named = [
        child("Ann", household=name, hive="Andover"),
        child("Ben", household=name, area="Andover"),
    ]
    brought = bring(file_of(*homes, *named))
    assert faults_of(brought) == []


def test_a_family_that_waits_already_stays_on_the_list(bring: Bring, county: County):
    again = household(county.waiting.name, hive="", area="andover", waiting_since="1/9/2020")
    assert _says(bring(file_of(again))) == ["Already there, nothing changes"]


def test_a_family_that_waits_can_only_have_carers(bring: Bring, county: County):
    brought = bring(file_of(carer(household=county.waiting.name, role="Link carer")))
    assert only_fault(brought)[1] == "Role"


def test_a_family_that_has_left_may_come_again(bring: Bring, county: County):
    with unit_of_work():
        home = county.household
        home.state, home.left_on, home.hive_id = "left", clock.today(), None
    assert _says(bring(file_of(household("The Carers", **IN_ANDOVER)))) == [
        "Adds the Carers to Andover"
    ]


def test_an_invitation_that_has_lapsed_is_no_obstacle(bring: Bring, apply: Bring, county: County):
    invitations.invite(
        actor=county.people[Role.SUPPORT_WORKER],
        hive=county.hive,
        name="Sam Okafor",
        email="sam@example.org",
        role=Role.CARER,
        household=str(county.household.id),
    )
    rows = file_of(household(**IN_ANDOVER), carer())
    assert only_fault(bring(rows))[1] == "E-mail"
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert faults_of(bring(rows)) == []


def test_what_is_kept_of_a_file_is_encrypted(bring: Bring):
    brought = bring(file_of(household(**IN_ANDOVER), child("Peregrine")))
    state, content, report = kept(brought)
    assert state == "checked"
    assert "Peregrine" not in str(content)
    assert "Peregrine" not in str(report)
    assert "Peregrine" in (brought.report or "")


def test_a_file_nobody_goes_on_with_is_erased_after_a_week(bring: Bring):
    brought = bring(file_of(household(**IN_ANDOVER)))
    with time_machine.travel(clock.now() + timedelta(days=6)):
        forget_old_files()
    assert kept(brought)[0] == "checked"
    with time_machine.travel(clock.now() + timedelta(days=7, hours=1)):
        forget_old_files()
    assert kept(brought) == ("discarded", None, None)
