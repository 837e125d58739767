"""What Home tells carers of their own family, and social workers of the questions that wait."""

from typing import Any

from app.accounts.models import Person
from app.core.roles import Role
from app.families.queries import arrivals_at, care_checks, is_due, own_children, own_home


def family_card(actor: Person) -> dict[str, Any] | None:
    """The household `actor` lives in with its children, and whose care card is due for a look.

    Of a child who is still to come only the day is told.
    """
    if not actor.roles & {Role.CARER, Role.LINK_CARER, Role.SUPPORT_WORKER}:
        return None
    home = own_home(actor)
    if home is None:
        return None
    children = own_children(actor)
    checks = care_checks(children)
    return {
        "household": home,
        "children": children,
        "due": [each for each in children if is_due(checks.get(each.id))],
        "checks": checks,
        "arrivals": arrivals_at(home),
    }
