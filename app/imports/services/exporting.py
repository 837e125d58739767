"""Taking the county out, in the form in which it can be brought in again."""

from app.accounts.models import Person
from app.core.errors import NotAllowed
from app.core.unit_of_work import unit_of_work
from app.families.models import LookedAt
from app.families.services import record_looks
from app.imports.policy import EXPORTING_ROLES
from app.imports.queries.export import outgoing
from app.imports.writing import written


def export_county(*, actor: Person) -> str:
    """What `actor` may know of the county, as CSV.

    Every child in it is written down as looked at, for its household to see, before the file is
    handed over. Raises `NotAllowed` for those who have nothing to take out.
    """
    if not actor.roles & set(EXPORTING_ROLES):
        raise NotAllowed("Ask your support worker.")
    with unit_of_work():
        going = outgoing(actor)
        record_looks(actor=actor, children=going.children, thing=LookedAt.EXPORT)
    return written(going)
