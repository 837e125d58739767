"""The people of the demo county that anybody may sign in as. Never in production."""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.accounts.models import Person
from app.core.extensions import db
from app.core.roles import Role

#: Shown on the sign-in page of a demo, the same for everybody in it.
PASSWORD = "honey on warm toast"  # noqa: S105 - it is meant to be read

#: Whom to show, by the part of the address before "@".
_SHOWN = ("sam", "aisha", "tom", "lisa", "priya", "helen", "david")


def listed() -> list[dict[str, object]]:
    """Name, role, Hive and address of those to choose from, in a fixed order."""
    people = db.session.scalars(
        sa.select(Person)
        .where(Person.email.in_([email_of(each) for each in _SHOWN]))
        .options(selectinload(Person.memberships))
    ).all()
    by_email = {person.email: person for person in people}
    shown = []
    for each in _SHOWN:
        person = by_email.get(email_of(each))
        if person is None:
            continue
        held = max(person.current_memberships, key=lambda m: _RANK.index(m.role), default=None)
        shown.append(
            {
                "person": person,
                "name": person.name,
                "email": person.email,
                "role": held.role.label if held else "",
                "hive": held.hive.name if held and held.hive else "All Hives",
            }
        )
    return shown


def email_of(local_part: str) -> str:
    """The address of a demo person."""
    return f"{local_part}@demo.example"


_RANK = list(Role)
