"""A small county, and files for it."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.core.extensions import db
from app.core.roles import Role
from app.families.models import Child, Household, Placement
from app.hives.models import Hive
from app.imports import queries, services
from app.imports.findings import Report
from app.imports.models import Import
from app.imports.reading import text_of
from app.invitations.models import Invitation
from tests.conventions.county import County

#: Which column of these short files is which.
HEAD = (
    "What,Hive,Household,Name,E-mail,Role,Area,Places,Type,Approved on,Previous agency,"
    "Waiting since,Date of birth,Care status,Pronouns,Placed since,School year"
)


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def manager(county: County) -> Person:
    return county.people[Role.MANAGER]


Bring = Callable[..., Import]


@pytest.fixture
def bring(manager: Person, work_off: Callable[[], int]) -> Bring:
    """Brings a file and has it checked."""

    def run(text: str | bytes, by: Person | None = None) -> Import:
        raw = text.encode() if isinstance(text, str) else text
        actor = by or manager
        brought = services.bring_file(actor=actor, file_name="county.csv", text=text_of(raw))
        work_off()
        return queries.import_for(actor, brought.id)

    return run


@pytest.fixture
def apply(manager: Person, work_off: Callable[[], int]) -> Bring:
    """Applies a checked file."""

    def run(brought: Import, by: Person | None = None, **options: bool) -> Import:
        actor = by or manager
        services.ask_to_apply(actor=actor, import_id=brought.id, **options)
        work_off()
        return queries.import_for(actor, brought.id)

    return run


def file_of(*rows: str) -> str:
    """A file with these rows below the usual headings."""
    return "\r\n".join([HEAD, *rows]) + "\r\n"


def row(**cells: str) -> str:
    """One row; `cells` by the words of the headings, with _ for what is no letter."""
    names = {_plain(heading): heading for heading in HEAD.split(",")}
    unknown = cells.keys() - names.keys()
    assert not unknown, unknown
    return ",".join(f'"{cells.get(name, "")}"' for name in names)


def _plain(heading: str) -> str:
    return "".join(letter if letter.isalpha() else "_" for letter in heading).lower()


def hive(name: str = "Romsey Hive", **cells: str) -> str:
    return row(**({"what": "Hive", "hive": name, "area": "Romsey", "places": "3"} | cells))


def household(name: str = "The Okafor family", **cells: str) -> str:
    return row(**({"what": "Household", "hive": "Romsey Hive", "household": name} | cells))


def carer(name: str = "Sam Okafor", **cells: str) -> str:
    first = name.split(" ")[0].lower()
    usual = {"what": "Carer", "household": "The Okafor family", "name": name}
    return row(**(usual | {"e_mail": f"{first}@example.org"} | cells))


def child(name: str = "Mia", **cells: str) -> str:
    usual = {"what": "Child", "household": "The Okafor family", "name": name}
    return row(**(usual | {"date_of_birth": "3/10/2015", "care_status": "In care"} | cells))


def report_of(brought: Import) -> Report:
    return Report.from_json(brought.report)


def faults_of(brought: Import) -> list[tuple[int, str, str]]:
    """Row, column and words of each fault."""
    return [
        (line.number, fault.column, fault.words)
        for line in report_of(brought).lines
        for fault in line.faults
    ]


def only_fault(brought: Import) -> tuple[int, str, str]:
    """The one fault there is."""
    faults = faults_of(brought)
    assert len(faults) == 1, faults
    return faults[0]


def counted() -> dict[str, int]:
    """How many there are of everything that a file can add."""
    db.session.expire_all()
    return {
        model.__name__: db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
        for model in (Hive, Household, Invitation, Child, Placement)
    }


def kept(brought: Import) -> tuple[object, ...]:
    """What the database itself holds of a file: state, content, report."""
    table = Import.__table__
    found = db.session.execute(
        sa.select(
            table.c.state,
            sa.type_coerce(table.c.content, sa.Text),
            sa.type_coerce(table.c.report, sa.Text),
        ).where(table.c.id == brought.id)
    ).one()
    return tuple(found)
