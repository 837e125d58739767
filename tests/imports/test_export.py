"""Taking the county out: in the same form, safe in a spreadsheet, seen by the households."""

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy import event

from app.accounts.models import Person
from app.core.errors import NotAllowed
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.models import Look, LookedAt
from app.hives.models import Hive
from app.hives.services import add_membership, create_manager
from app.imports import services
from app.imports.columns import HEADINGS, Heading, Kind
from app.imports.reading import sheet_of, text_of
from tests.conventions.county import County
from tests.imports.conftest import (
    Bring,
    carer,
    child,
    faults_of,
    file_of,
    hive,
    household,
    report_of,
)

ROWS = (
    hive(),
    household(approved_on="28.3.2019", places="2", type="Newly approved"),
    household("The Bell family", hive="", area="Alton", waiting_since="1 May 2024"),
    carer(role="Link carer", hive="Romsey Hive"),
    carer("Jo Bell", household="The Bell family"),
    carer("Pat Lead", household="", hive="Romsey Hive", role="Support worker"),
    child(pronouns="she/her", placed_since="1/9/2020"),
)


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def _of(text: str, what: str) -> list[dict[str, str]]:
    return [row for row in _rows(text) if row["What"] == what]


def _export(county: County, role: Role) -> str:
    return services.export_county(actor=county.people[role])


def test_a_support_worker_gets_the_hives_they_lead_with_their_children(county: County):
    county.stranger()  # a carer of another Hive
    text = _export(county, Role.SUPPORT_WORKER)
    assert [row["Hive"] for row in _of(text, "Hive")] == ["Andover"]
    assert [row["Household"] for row in _of(text, "Household")] == ["The Carers"]
    assert {row["Role"] for row in _of(text, "Carer")} == {"Carer", "Link carer", "Support worker"}
    assert [(row["Name"], row["Date of birth"]) for row in _of(text, "Child")] == [
        ("Robin", "2015-05-17")
    ]
    assert "Far Away" not in text


def test_a_social_worker_gets_the_households_they_supervise(county: County):
    text = _export(county, Role.SOCIAL_WORKER)
    assert _of(text, "Hive") == []
    names = {row["Household"] for row in _of(text, "Household")}
    assert names == {"The Carers", county.waiting.name}
    assert [row["Name"] for row in _of(text, "Carer")] == ["Carer"]
    assert [row["Name"] for row in _of(text, "Child")] == ["Robin"]


def test_a_manager_gets_everything_but_a_child(county: County):
    county.stranger()
    text = _export(county, Role.MANAGER)
    assert len(_of(text, "Hive")) == 2
    assert "Far Away" in text
    assert _of(text, "Child") == []
    assert "Robin" not in text
    assert "2015" not in text
    counts = {row["Household"]: row["Children"] for row in _of(text, "Household")}
    assert counts == {"The Carers": "1", county.waiting.name: "0"}


@pytest.mark.parametrize("role", [Role.CARER, Role.LINK_CARER])
def test_carers_take_nothing_out(county: County, role: Role):
    with pytest.raises(NotAllowed):
        _export(county, role)


def test_each_child_taken_out_is_told_to_its_household(county: County):
    for role in (Role.SUPPORT_WORKER, Role.SOCIAL_WORKER, Role.MANAGER):
        _export(county, role)
    looks = db.session.scalars(sa.select(Look).order_by(Look.id)).all()
    assert [(each.child_id, each.thing, each.role, each.reason) for each in looks] == [
        (county.child.id, LookedAt.EXPORT, Role.SUPPORT_WORKER, "leads Andover"),
        (
            county.child.id,
            LookedAt.EXPORT,
            Role.SOCIAL_WORKER,
            "is your supervising social worker",
        ),
    ]


def test_a_household_that_has_left_is_not_in_it(county: County):
    with unit_of_work():
        home = county.household
        home.state, home.left_on, home.hive_id = "left", date(2024, 1, 1), None
    for role in (Role.SUPPORT_WORKER, Role.SOCIAL_WORKER, Role.MANAGER):
        text = _export(county, role)
        assert "The Carers" not in text
        assert "Robin" not in text


def test_the_form_is_the_one_that_is_brought_in(county: County):
    text = _export(county, Role.SUPPORT_WORKER)
    assert text.startswith("\ufeffWhat,")
    assert text.splitlines()[0].removeprefix("\ufeff").split(",") == HEADINGS
    assert text.count("\r\n") == text.count("\n")


def test_out_and_in_again_gives_the_same(bring: Bring, apply: Bring, county: County):
    with unit_of_work():
        county.household.area = "Andover"
    apply(bring(file_of(*ROWS)))
    out = services.export_county(actor=_leads_all(county.people[Role.MANAGER]))
    rows = _without(out, county.people[Role.MANAGER])
    assert {row["What"] for row in rows} == {"Hive", "Household", "Carer", "Child"}
    assert sum(row["What"] == "Child" for row in rows) == 2
    _forget_everything()
    other = create_manager(name="Olive", email="olive@example.org", password="kettle garden otter")
    brought = bring("\ufeff" + csv_text(rows), by=other)
    assert faults_of(brought) == []
    apply(brought, by=other)
    back = _without(services.export_county(actor=_leads_all(other)), other)
    assert sorted(map(str, back)) == sorted(map(str, rows))


def test_out_and_in_again_at_once_changes_nothing(bring: Bring, apply: Bring, county: County):
    apply(bring(file_of(*ROWS)))
    again = bring(services.export_county(actor=_leads_all(county.people[Role.MANAGER])))
    assert faults_of(again) == []
    assert again.additions == 0


def test_a_managers_file_comes_back_without_faults(bring: Bring, apply: Bring, county: County):
    apply(bring(file_of(*ROWS)))
    back = bring(_export(county, Role.MANAGER))
    assert faults_of(back) == []
    assert report_of(back).notes == []
    assert back.additions == 0


def _leads_all(manager: Person) -> Person:
    """A manager who is a support worker too, and so gets the children by name."""
    for each in db.session.scalars(sa.select(Hive)).all():
        add_membership(person=manager, role=Role.SUPPORT_WORKER, hive=each)
    db.session.expire_all()
    return db.session.get_one(Person, manager.id)


def _without(text: str, person: Person) -> list[dict[str, str]]:
    return [row for row in _rows(text) if row["E-mail"] != person.email]


def csv_text(rows: list[dict[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _forget_everything() -> None:
    db.session.rollback()
    db.session.expunge_all()
    with db.engine.begin() as connection:
        for table in reversed(db.metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'=", "''@"])
def test_a_cell_that_looks_like_a_formula_is_made_safe_and_comes_back(county: County, start: str):
    said = f'{start}HYPERLINK("https://example.org")'
    with unit_of_work():
        county.child.preferred_name = said
        county.household.previous_agency = said
    text = _export(county, Role.SUPPORT_WORKER)
    assert _of(text, "Household")[0]["Previous agency"] == f"'{said}"
    assert _of(text, "Child")[0]["Name"] == f"'{said}"
    back = {row.kind: row.cells for row in sheet_of(text_of(text.encode())).rows}
    assert back[Kind.HOUSEHOLD][Heading.PREVIOUS_AGENCY] == said.strip()
    assert back[Kind.CHILD][Heading.NAME] == said.strip()


def test_no_cell_of_an_export_begins_like_a_formula(county: County):
    with unit_of_work():
        for thing in (county.hive, county.household, county.people[Role.CARER]):
            thing.name = f"=1+{thing.id}"
        county.hive.area = "@area"
        county.child.pronouns = "+1"
    for role in (Role.SUPPORT_WORKER, Role.MANAGER):
        cells = [cell for row in _rows(_export(county, role)) for cell in row.values()]
        assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []


def test_export_asks_as_often_for_many_as_for_few(
    county: County, client_for: Callable[..., FlaskClient]
):
    client = client_for(county.people[Role.SUPPORT_WORKER])
    client.get("/export")
    few = _questions(client)
    county.grow(4)
    assert _questions(client) == few
    assert few <= 14


def _questions(client: FlaskClient) -> int:
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "PRAGMA")):
            asked.append(statement)

    event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        assert client.get("/export").status_code == 200
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)
    return len(asked)
