"""Every fault by its row and column, in words an officer understands."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from tests.imports.conftest import (
    Bring,
    carer,
    child,
    counted,
    faults_of,
    file_of,
    hive,
    household,
    only_fault,
    row,
)

IN_ANDOVER = {"hive": "Andover"}


@pytest.fixture(autouse=True)
def _in_term() -> Iterator[None]:
    # School years depend on the day.
    with time_machine.travel(date(2026, 11, 23), tick=True):
        yield


def test_a_file_with_twelve_different_faults_names_all_twelve(bring: Bring):
    before = counted()
    brought = bring(
        file_of(
            hive(places="two"),  # 2
            household(),  # 3
            household("The Bell family", hive="Romsy Hive"),  # 4
            carer("Jo Bell", household="The Bell family", e_mail="jo.bell.example.org"),  # 5
            carer(),  # 6
            carer("Sam Other"),  # 7: the same address
            carer("", e_mail="nameless@example.org"),  # 8
            carer("Lee Lost", household="The Lost family"),  # 9
            child("Ann", date_of_birth="31/02/2015"),  # 10
            child("Ben", date_of_birth="3/10/2030"),  # 11
            child("Cas", care_status="fostered"),  # 12
            child("Dee", school_year="Year 15"),  # 13
            child("Eve", school_year="Year 5"),  # 14
            child("Fay"),  # 15
            child("Fay"),  # 16
            household("The Dale family", type="Private"),  # 17
        )
    )
    said = {(number, column): words for number, column, words in faults_of(brought)}
    assert said == {
        (2, "Places"): "“two” is not a whole number.",
        (4, "Hive"): "There is no Hive called “Romsy Hive”, and no row of this file opens it. "
        "Did you mean “Romsey Hive”?",
        (5, "E-mail"): "“jo.bell.example.org” is not an e-mail address.",
        (7, "E-mail"): "This is the address of Sam Okafor in row 6. Each carer needs their own.",
        (8, "Name"): "Enter the carer's name.",
        (9, "Household"): "There is no household called “The Lost family”, and no row of this "
        "file adds it.",
        (10, "Date of birth"): "There is no 31 February 2015.",
        (11, "Date of birth"): "3/10/2030 is in the future.",
        (12, "Care status"): "“fostered” is not known here. Write In care, Birth child or Other.",
        (13, "School year"): "Year 15 is not a school year.",
        (14, "School year"): "Year 5 does not fit a birthday on 3 Oct 2015: that is Year 6. "
        "Leave the cell empty and Hive works it out.",
        (16, "Name"): "This row says the same as row 15. Remove one of them.",
        (17, "Type"): "“Private” is not known here. Write County, Connected or Newly approved.",
    }
    assert brought.fault_count == 13
    assert counted() == before


@pytest.mark.parametrize(
    ("rows", "column", "words"),
    [
        ([row(what="Dog")], "What", "“Dog” is not known here. Write Hive"),
        ([row(name="Mia")], "What", "This cell is empty. Write Hive"),
        ([hive(name="")], "Hive", "Enter the name of the Hive."),
        ([hive(area="")], "Area", "Enter the area of the Hive."),
        ([hive(places="0")], "Places", "Write a number from 1 to 99."),
        ([hive(), hive()], "Hive", "This row says the same as row 2."),
        ([hive("x" * 101)], "Hive", "This is too long. Use 100 letters or fewer."),
        ([household("", **IN_ANDOVER)], "Household", "Enter the name of the household."),
        ([household(hive="", waiting_since="1/1/2024")], "Area", "Without a Hive it goes on"),
        ([household(hive="", area="Alton")], "Waiting since", "Without a Hive it goes on"),
        ([household(**IN_ANDOVER), household(**IN_ANDOVER)], "Household", "This row says the"),
        ([household(**IN_ANDOVER, type="newly approved")], "Approved on", "Enter the date they"),
        ([household(**IN_ANDOVER, approved_on="1/1/2030")], "Approved on", "1/1/2030 is in the"),
        ([household(**IN_ANDOVER, places="13")], "Places", "Write a number from 0 to 12."),
        ([carer(household="")], "Household", "A carer belongs to a household: enter its name."),
        ([carer(household="", role="Support worker")], "Hive", "Enter the Hive of this support"),
        ([carer(role="Boss", **IN_ANDOVER, household="The Carers")], "Role", "“Boss” is not known"),
        ([carer(e_mail="", household="The Carers")], "E-mail", "Enter the e-mail address."),
        ([child(date_of_birth="", household="The Carers")], "Date of birth", "Enter the date of"),
        ([child(date_of_birth="1/1/1999", household="The Carers")], "Date of birth",
         "1 January 1999 is more than 25 years ago. Check the year."),
        ([child(care_status="", household="The Carers")], "Care status", "Write In care, Birth"),
        ([child("", household="The Carers")], "Name", "Enter the child's name."),
        ([child(household="")], "Household", "Enter the household the child lives in."),
        ([child(placed_since="1/1/2015", household="The Carers")], "Placed since",
         "This is before the birthday, 3 October 2015."),
        ([child(date_of_birth="3/10/2024", school_year="Reception", household="The Carers")],
         "School year", "Reception does not fit a birthday on 3 Oct 2024: that is before Recep"),
        ([household("The Okonjo family", **IN_ANDOVER), child(household="The Okonjo famly")],
         "Household", ("There is no household called “The Okonjo famly”, and no row of this file "
         "adds it. Did you mean “The Okonjo family”?")),
        ([child(household="The Carer")], "Household", "There is no household called “The Carer”"),
        ([child(household="The Carers", hive="Alton Hive")], "Household",
         "The Carers is not there, but in Andover. Look at the column Hive."),
    ],
)  # fmt: skip
def test_a_fault_names_its_row_and_column(bring: Bring, rows: list[str], column: str, words: str):
    number, found_column, said = only_fault(bring(file_of(*rows)))
    assert (number, found_column) == (len(rows) + 1, column)
    assert said.startswith(words)


def test_a_mistake_in_one_row_is_not_repeated_in_the_rows_below(bring: Bring):
    brought = bring(
        file_of(household(hive="Nowhere Hive"), carer(hive="Nowhere Hive"), child(), carer("Jo B"))
    )
    assert only_fault(brought)[:2] == (2, "Hive")
