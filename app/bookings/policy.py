"""Who may do what with a booking, readable as a list.

Each rule takes a booking that `actor` may see, with its household and host and those who live
there. Being of the family, of the host's home, or leading the family's Hive are the ways to it.
"""

from app.accounts.models import Person
from app.bookings.models import Booking, BookingYes, YesKind
from app.core.roles import Role
from app.families.models import Household, HouseholdState
from app.families.policy import leads_hive_of, lives_in, supervises
from app.hives.policy import is_manager


def can_ask_for(actor: Person, household: Household) -> bool:
    """The family asks; its support worker does for people by phone."""
    return household.state is HouseholdState.ACTIVE and (
        lives_in(actor, household) or leads_hive_of(actor, household)
    )


def is_of_family(actor: Person, booking: Booking) -> bool:
    """Whether the children live with `actor`."""
    return lives_in(actor, booking.household)


def is_of_host(actor: Person, booking: Booking) -> bool:
    """Whether the children come to the actor's home."""
    return booking.host is not None and lives_in(actor, booking.host)


def leads_family(actor: Person, booking: Booking) -> bool:
    """Whether `actor` is a support worker of the family's Hive."""
    return leads_hive_of(actor, booking.household)


def can_answer_for(actor: Person, booking: Booking, host: Household) -> bool:
    """A host answers for its own home; the family's support worker for people by phone.

    Nobody says for another home that it has the children of their own.
    """
    return lives_in(actor, host) or (
        leads_family(actor, booking) and not is_of_family(actor, booking)
    )


def can_answer_offer(actor: Person, booking: Booking) -> bool:
    """Another time is for the family to take or not, or for its support worker by phone."""
    return is_of_family(actor, booking) or leads_family(actor, booking)


def can_take_back(actor: Person, booking: Booking) -> bool:
    """What no host has yet: the family and its support worker."""
    return can_answer_offer(actor, booking)


def can_call_off(actor: Person, booking: Booking) -> bool:
    """A stay that a host has: the family, the host, the family's support worker."""
    return can_answer_offer(actor, booking) or is_of_host(actor, booking)


def can_mark_stay(actor: Person, booking: Booking) -> bool:
    """Arrived and gone home: the host, the family, and its support worker."""
    return can_call_off(actor, booking)


def can_say_yes(actor: Person, wanted: BookingYes) -> bool:
    """Whose yes it is: see `YesKind`. Without a social worker the support worker is asked.

    Nobody says yes to what they ask for themselves, nor to more children in their own home.
    """
    household = wanted.booking.household
    if lives_in(actor, household):
        return False
    if wanted.kind is YesKind.LIMIT:
        return is_manager(actor) and not is_of_host(actor, wanted.booking)
    if wanted.kind is YesKind.AUTHORITY:
        worker = household.social_worker
        if worker is not None and Role.SOCIAL_WORKER in worker.roles:
            return supervises(actor, household)
    return leads_hive_of(actor, household)


def can_run_board(actor: Person) -> bool:
    """The month board: support workers, of the Hives they lead."""
    return Role.SUPPORT_WORKER in actor.roles


def can_set_rule(actor: Person) -> bool:
    """Whether a Hive's support worker says yes to each sleepover: the support workers say so."""
    return Role.SUPPORT_WORKER in actor.roles


def can_keep_home(actor: Person, household: Household) -> bool:
    """A host's home and its pictures are told by those who live there."""
    return household.is_host and lives_in(actor, household)


def can_keep_time(actor: Person, household: Household) -> bool:
    """When a host is free: those who live there; its support worker for people by phone."""
    return household.is_host and (lives_in(actor, household) or leads_hive_of(actor, household))
