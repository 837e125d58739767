"""What a host tells of its home."""

from collections.abc import Mapping
from typing import Any

from app.accounts.models import Person
from app.bookings.models import HostHome
from app.bookings.queries.hosting import own_host
from app.bookings.services.beds import lock_host
from app.core import clock
from app.core.errors import Invalid
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work

#: What can be told; all of it columns of `HostHome`.
FACTS = (
    "welcome",
    "lives_here",
    "pets",
    "has_dog",
    "has_cat",
    "garden",
    "bedroom",
    "stairs",
    "languages",
    "food",
    "ages_from",
    "ages_to",
    "at_once",
)


def save_home(*, actor: Person, facts: Mapping[str, Any]) -> HostHome:
    """Tell of the actor's own home, for children who come and whoever cares for them.

    `facts` are some of `FACTS`; what is left out stays. Raises `NotAllowed` to all but those who
    live with a host, and `Invalid` (`at_once`, `ages_to`).
    """
    with unit_of_work():
        host = own_host(actor)
        lock_host(host)
        home = db.session.get(HostHome, host.id)
        if home is None:
            home = HostHome(household_id=host.id)
            db.session.add(home)
        at_once = facts.get("at_once")
        if at_once is not None and at_once > host.host_places:
            raise Invalid({"at_once": _too_many(host.host_places)})
        for name in FACTS:
            if name in facts:
                setattr(home, name, facts[name])
        if home.ages_from is not None and home.ages_to is not None:
            _check_ages(home.ages_from, home.ages_to)
        home.changed_by_id, home.changed_at = actor.id, clock.now()
        db.session.flush()
    return home


def _check_ages(youngest: int, oldest: int) -> None:
    if youngest > oldest:
        raise Invalid({"ages_to": "The oldest is younger than the youngest. Change one of them."})


def _too_many(places: int) -> str:
    return (
        f"Your home has room for {places} at most. Your support worker can change that; "
        "here you can only say fewer."
    )
