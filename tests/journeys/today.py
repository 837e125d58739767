"""An event of today in the Hive of Priya and Sam, who both host it, where the server finds it."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from app import create_app
from app.accounts.models import Person
from app.config import Config
from app.core.extensions import db
from app.core.roles import Role
from app.families.models import Child, HouseholdMember, Placement
from app.hives.models import Hive
from tests.conventions.county import County
from tests.events.guests import an_event
from tests.events.made import begun, coming
from tests.live_server import LiveServer


@dataclass(frozen=True)
class Today:
    """Where its register is, and what its two children are called."""

    event_id: int
    first: str
    second: str

    @property
    def url(self) -> str:
        return f"/events/{self.event_id}/register"


def plan_today(server: LiveServer, *, is_over: bool = False) -> Today:
    """Sam's child, and a child of another family; it began five minutes ago, or is over."""
    app = create_app(Config.from_env(server.environ))
    with app.app_context():
        people = {person.name.split()[0]: person for person in db.session.scalars(_people())}
        sam, priya = people["Sam"], people["Priya"]
        hive = db.session.get_one(Hive, 1)
        event = an_event(
            _CountyOf(hive, priya),
            title="Den building",
            host_ids=[priya.id, sam.id],
        )
        own, other = _children(sam)
        coming(event, own.child, household=own.household)
        coming(event, other.child, household=other.household)
        begun(event, ago=timedelta(hours=3) if is_over else timedelta(minutes=5), hours=1)
        planned = Today(event.id, own.child.name, other.child.name)
        db.session.remove()
        db.engine.dispose()
    return planned


def _people() -> sa.Select[Person]:
    return sa.select(Person).order_by(Person.id.desc())


def _children(sam: Person) -> tuple[Placement, Placement]:
    """A stay in Sam's household and one in another of the same Hive."""
    home = db.session.scalars(
        sa.select(HouseholdMember.household_id).where(HouseholdMember.person_id == sam.id)
    ).one()
    stays = db.session.scalars(
        sa.select(Placement)
        .join(Placement.household)
        .join(Child)
        .where(sa.text("households.hive_id = 1"), Placement.until_on.is_(None))
        .order_by(Placement.id)
    ).all()
    own = next(stay for stay in stays if stay.household_id == home)
    return own, next(stay for stay in stays if stay.household_id != home)


class _CountyOf(County):
    """As much of a county as planning an event asks for."""

    def __init__(self, hive: Hive, leader: Person) -> None:
        self.hive, self.people = hive, {Role.SUPPORT_WORKER: leader}
