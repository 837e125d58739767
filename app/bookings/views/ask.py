"""Asking for a sleepover or day care: what is wished for, then who fits, then it is sent."""

import uuid
from datetime import date, timedelta
from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.models import Person
from app.bookings import policy
from app.bookings.models import Booking, BookingKind, BookingReason, Flexibility
from app.bookings.queries import booking_for
from app.bookings.queries.lists import households_led_by
from app.bookings.schemas.asking import WishSchema, by_field, times_of
from app.bookings.services.asking import Wish, ask_for_stay
from app.bookings.services.foreseeing import Foresight, foresee
from app.bookings.views.answers import booking_url
from app.bookings.views.blueprint import blueprint
from app.bookings.words import nights_and_days, span
from app.core import access, clock
from app.core.errors import Invalid, NotAllowed
from app.core.roles import Role
from app.core.schema_fields import WholeNumber
from app.core.schemas import HiveSchema
from app.core.web import Form, page
from app.families.models import Household, HouseholdState
from app.families.policy import lives_in
from app.families.queries import children_of, household_for, household_of

_KINDS = [
    (BookingKind.SLEEPOVER.value, "Sleepover", "A night or more"),
    (BookingKind.DAY_CARE.value, "Day care", "Some hours of a day"),
]
_REASONS = [(each.value, each.label) for each in BookingReason]
_FLEXIBILITY = [(each.value, each.label) for each in Flexibility]
#: What the first page asks for, sent on by the second.
_SENT_ON = (
    "client_id", "household", "kind", "starts_on", "starts", "ends_on", "ends",
    "day_on", "day_starts", "day_ends", "reason", "flexibility", "is_urgent", "note",
)  # fmt: skip
_FRIDAY = 4


class AddressSchema(HiveSchema):
    """For whom one asks (`household`), or what once more (`like`)."""

    household = WholeNumber(least=1, most=2**31 - 1)
    like = WholeNumber(least=1, most=2**31 - 1)


@blueprint.route("/bookings/ask", methods=["GET", "POST"])
@access.signed_in
def ask() -> AnyResponse:
    """The form; with what was filled in, who fits; and with the word to send it, it is sent."""
    actor = access.actor()
    given = AddressSchema().load_or_invalid(request.values)
    like = booking_for(actor, given["like"]) if given["like"] and request.method == "GET" else None
    household = _household(actor, given["household"] or (like.household_id if like else None))
    if household is None:
        return _for_others(actor)
    form = Form.submitted()
    if request.method == "GET":
        form.values |= _prefilled(like)
        return _first_page(household, form)
    for name in ("child", "host"):
        form.values[name] = request.form.getlist(name)
    if form.value("then") == "change":
        return _first_page(household, form)
    return _answer(actor, household, form)


@blueprint.get("/bookings/ask/for-whom")
@access.roles(Role.SUPPORT_WORKER)
def choose_family() -> Response:
    """For whom a support worker asks, when a family rings."""
    return page("bookings/ask_for_whom.html", households=households_led_by(access.actor()))


def _answer(actor: Person, household: Household, form: Form) -> AnyResponse:
    sends = form.value("then") in ("whoever", "chosen")
    foresight: Foresight | None = None
    wish: Wish | None = None
    with form.showing_errors():
        data = form.load(WishSchema())
        wish = data["wish"]
        try:
            if sends and not _is_nobody_chosen(form):
                booking = ask_for_stay(actor=actor, household_id=household.id, **data)
                return redirect(booking_url(booking.id, "asked"), 303)
            foresight = foresee(actor=actor, household_id=household.id, wish=wish)
        except Invalid as problem:
            errors = _beside_fields(problem.errors, wish)
            if set(errors) != {"host"}:
                raise Invalid(errors) from None
            foresight = foresee(actor=actor, household_id=household.id, wish=wish)
            form.errors = errors
    if foresight is None or wish is None:
        return _first_page(household, form)
    if sends and not form.errors:
        form.errors = {"host": "Tick whom to ask."}
    return _second_page(actor, foresight, wish, form)


def _is_nobody_chosen(form: Form) -> bool:
    return form.value("then") == "chosen" and not form.value("host")


def _beside_fields(errors: dict[str, str], wish: Wish) -> dict[str, str]:
    names = {"children": "child", "hosts": "host"}
    return {
        names.get(name, name): said for name, said in by_field(errors, times_of(wish.kind)).items()
    }


def _household(actor: Person, household_id: int | None) -> Household | None:
    """For whom `actor` asks: the household named, else their own; None when they must choose."""
    household = household_for(actor, household_id) if household_id else household_of(actor)
    if household is None or (household_id is None and household.state is not HouseholdState.ACTIVE):
        return None
    if not policy.can_ask_for(actor, household):
        raise NotAllowed("Only the family and its support worker can ask for a stay.")
    return household


def _for_others(actor: Person) -> AnyResponse:
    if Role.SUPPORT_WORKER not in actor.roles:
        raise NotAllowed("Only families ask for a stay, or their support worker for them.")
    return redirect(url_for("bookings.choose_family"), 303)


def _first_page(household: Household, form: Form) -> AnyResponse:
    form.values.setdefault("client_id", str(uuid.uuid4()))
    children = children_of(household)
    return page(
        "bookings/ask.html",
        household=household,
        is_own=lives_in(access.actor(), household),
        children=children,
        chosen=_chosen(form, [child.id for child in children]),
        kinds=_KINDS,
        reasons=_REASONS,
        flexibilities=_FLEXIBILITY,
        form=form,
    )


def _chosen(form: Form, ids: list[int]) -> set[int]:
    """The children ticked; of one child alone it is plain who is meant."""
    if "child" not in form.values and len(ids) == 1:
        return set(ids)
    return {each for each in ids if str(each) in form.value("child", [])}


def _second_page(actor: Person, foresight: Foresight, wish: Wish, form: Form) -> AnyResponse:
    return page(
        "bookings/fits.html",
        wish=wish,
        seen=foresight,
        is_own=lives_in(actor, foresight.household),
        when=span(wish.starts_at, wish.ends_at),
        nights=nights_and_days(wish.starts_at, wish.ends_at),
        sent_on=[(name, form.value(name)) for name in _SENT_ON if form.value(name) != ""],
        chosen=set(form.value("host", [])),
        form=form,
    )


def _prefilled(like: Booking | None) -> dict[str, Any]:
    """Next Friday evening to Saturday morning; or everything as it was, but its time."""
    today = clock.today()
    friday = today + timedelta(days=(_FRIDAY - today.weekday() - 1) % 7 + 1)
    values: dict[str, Any] = {
        "kind": BookingKind.SLEEPOVER.value,
        "flexibility": Flexibility.FIXED.value,
        **_days(friday),
    }
    if like is not None:
        values |= {
            "child": [str(stay.child_id) for stay in like.stays],
            "kind": like.kind.value,
            "reason": like.reason.value,
            "flexibility": like.flexibility.value,
            "note": like.note,
        }
    return values


def _days(friday: date) -> dict[str, str]:
    return {
        "starts_on": friday.isoformat(),
        "starts": "17:00",
        "ends_on": (friday + timedelta(days=1)).isoformat(),
        "ends": "10:00",
        "day_on": friday.isoformat(),
        "day_starts": "09:00",
        "day_ends": "15:00",
    }
