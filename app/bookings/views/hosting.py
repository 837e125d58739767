"""A host's own week; and whether a Hive's support worker says yes to every sleepover."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.bookings.hosting_words import house_of
from app.bookings.models import Booking, BookingState, CallState, HostCall
from app.bookings.queries.hosting import calls_waiting, own_host, rules_of, stays_at, told_of
from app.bookings.queries.hosts import days_between, times_of
from app.bookings.schemas.hosting import RulesSchema
from app.bookings.services import hosting as services
from app.bookings.views.blueprint import blueprint
from app.bookings.views.hosting_days import HostDate, host_date
from app.core import access, clock
from app.core.roles import Role
from app.core.web import Form, page
from app.core.words import local_day
from app.hives.policy import leads
from app.hives.queries import visible_hives_list

_WEEK = timedelta(days=7)
_FREE_DAYS = 14


@dataclass(frozen=True)
class Guests:
    """A stay as its host may read of it: first names while it is open to them, else a number."""

    booking: Booking

    @property
    def names(self) -> list[str]:
        """The first names of the children; none once the host can't read about them any more."""
        if not self.booking.is_open_to_host:
            return []
        return [stay.child.preferred_name for stay in self.booking.stays]

    @property
    def is_here(self) -> bool:
        """Whether they are there now."""
        return self.booking.state is BookingState.UNDER_WAY


@blueprint.get("/bookings/hosting")
@access.signed_in
def show_hosting() -> Response:
    """A host's week: what waits for an answer, who stays, when the home is free."""
    host = own_host(access.actor())
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    stays = stays_at(host, monday)
    calls = calls_waiting(host)
    is_told, picture_count = told_of(host)
    return page(
        "bookings/hosting.html",
        host=host,
        house=house_of(host),
        to_answer=[call for call in calls if not _is_offered(call)],
        offered=[call for call in calls if _is_offered(call)],
        groups=[
            ("This week", _between(stays, monday, monday + _WEEK)),
            ("Next week", _between(stays, monday + _WEEK, monday + 2 * _WEEK)),
            ("Later", _between(stays, monday + 2 * _WEEK, date.max)),
        ],
        free=[each for each in _next_days(host.id) if each.parts],
        is_told=is_told,
        picture_count=picture_count,
    )


@blueprint.route("/bookings/hosting/rule", methods=["GET", "POST"])
@access.roles(Role.SUPPORT_WORKER)
def set_rules() -> AnyResponse:
    """Say yes to every sleepover of a Hive oneself, or leave it to the usual."""
    actor, form = access.actor(), Form.submitted()
    hives = [hive for hive in visible_hives_list(actor) if leads(actor, hive)]
    if request.method == "POST":
        with form.showing_errors():
            services.set_rules(actor=actor, **form.load(RulesSchema()))
            return redirect(url_for("bookings.set_rules", done="saved"), 303)
    rules = rules_of(hives)
    return page(
        "bookings/hosting_rule.html",
        form=form,
        hives=[(hive, rules.get(hive.id)) for hive in hives],
        is_saved=request.args.get("done") == "saved",
    )


def _is_offered(call: HostCall) -> bool:
    return call.state is CallState.OFFERED


def _between(stays: Sequence[Booking], first: date, after: date) -> list[Guests]:
    """The stays that begin in these days; what began before them and goes on comes first."""
    is_first = first <= clock.today() < after
    return [
        Guests(stay)
        for stay in stays
        if first <= local_day(stay.starts_at) < after
        or (is_first and local_day(stay.starts_at) < first)
    ]


def _next_days(host_id: int) -> list[HostDate]:
    today = clock.today()
    last = today + timedelta(days=_FREE_DAYS - 1)
    time = times_of([host_id], today, last)[host_id]
    return [host_date(time, day, 0) for day in days_between(today, last)]
