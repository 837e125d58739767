"""A host's time: a month tapped day by day, what comes again, and being away."""

from datetime import date, timedelta
from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.models import Person
from app.bookings.hosting_words import WEEKDAYS, begins, house_of, parts_in_words, repeats_of
from app.bookings.models import DayPart
from app.bookings.nights import FARTHEST
from app.bookings.queries.hosting import aways_of, host_kept_by, own_host, stays_at
from app.bookings.queries.hosts import times_of
from app.bookings.schemas import hosting as schemas
from app.bookings.services import hosting as services
from app.bookings.views.blueprint import blueprint
from app.bookings.views.hosting_days import children_stay, dates_between, weeks_of
from app.core import access, clock
from app.core.errors import NotFound
from app.core.web import Form, page
from app.core.words import local_day
from app.families.models import Household
from app.families.policy import lives_in

_EVERY = [("1", "Every week"), ("2", "Every second week"), ("3", "Every third week")]
_EVERY += [("4", "Every fourth week")]
blueprint.add_app_template_filter(parts_in_words, "hosting_parts")
blueprint.add_app_template_filter(begins, "hosting_begins")
blueprint.add_app_template_filter(children_stay, "hosting_children_stay")
_DONE = {
    "repeat": "It is in your calendar.",
    "removed": "It does not come again.",
    "away": "Your days away are written down.",
    "back": "You are not away then.",
}


@blueprint.get("/bookings/hosting/time")
@access.signed_in
def show_own_time() -> Response:
    """When one's own home is free for children, as a month; a day is changed below it."""
    actor = access.actor()
    return _month_page(actor, own_host(actor))


@blueprint.get("/bookings/hosts/<int:host_id>/time")
@access.signed_in
def show_time(host_id: int) -> Response:
    """The same of a host of a Hive one leads, for people by phone."""
    actor = access.actor()
    return _month_page(actor, host_kept_by(actor, host_id))


@blueprint.post("/bookings/hosts/<int:host_id>/time/<day>")
@access.signed_in
def set_day(host_id: int, day: str) -> AnyResponse:
    """Say what is free of a day."""
    actor, on = access.actor(), _day(day)
    host = host_kept_by(actor, host_id)
    data = Form.submitted().load(schemas.DaySchema())
    services.set_day(actor=actor, host_id=host_id, day=on, **data)
    return redirect(_day_url(actor, host, on), 303)


@blueprint.post("/bookings/hosts/<int:host_id>/time/<day>/forget")
@access.signed_in
def forget_day(host_id: int, day: str) -> AnyResponse:
    """Let what comes again count for a day."""
    actor, on = access.actor(), _day(day)
    services.forget_day(actor=actor, host_id=host_id, day=on)
    return redirect(_day_url(actor, host_kept_by(actor, host_id), on), 303)


@blueprint.route("/bookings/hosts/<int:host_id>/repeats", methods=["GET", "POST"])
@access.signed_in
def set_repeats(host_id: int) -> AnyResponse:
    """What comes again: see it, add to it."""
    actor, form = access.actor(), Form.submitted()
    host = host_kept_by(actor, host_id)
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(schemas.PatternSchema())
            services.set_pattern(actor=actor, host_id=host_id, **data)
            return _to("bookings.set_repeats", host_id, "repeat")
    else:
        form.values |= {"every_weeks": "2", "begins_on": clock.today().isoformat()}
    today = clock.today()
    patterns = times_of([host_id], today, today + FARTHEST)[host_id].patterns
    return page(
        "bookings/hosting_repeats.html",
        form=form,
        repeats=repeats_of(patterns),
        days=[(schemas.WEEKEND, "The whole weekend, Friday evening to Sunday evening")]
        + [(str(number), name) for number, name in enumerate(WEEKDAYS)],
        every=_EVERY,
        parts=list(DayPart),
        **_around(actor, host),
    )


@blueprint.post("/bookings/hosts/<int:host_id>/repeats/remove")
@access.signed_in
def remove_repeat(host_id: int) -> AnyResponse:
    """Take back what comes again."""
    actor = access.actor()
    host_kept_by(actor, host_id)
    data = Form.submitted().load(schemas.RemovePatternSchema())
    services.remove_pattern(actor=actor, host_id=host_id, **data)
    return _to("bookings.set_repeats", host_id, "removed")


@blueprint.route("/bookings/hosts/<int:host_id>/away", methods=["GET", "POST"])
@access.signed_in
def say_away(host_id: int) -> AnyResponse:
    """When the host is away: see it, add to it."""
    actor, form = access.actor(), Form.submitted()
    host = host_kept_by(actor, host_id)
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(schemas.AwaySchema())
            services.say_away(actor=actor, host_id=host_id, **data)
            return _to("bookings.say_away", host_id, "away")
    coming = stays_at(host, clock.today())
    aways = [
        (
            away,
            [
                booking
                for booking in coming
                if local_day(booking.starts_at) <= away.until_on
                and local_day(booking.ends_at) >= away.from_on
            ],
        )
        for away in aways_of(host)
    ]
    return page("bookings/hosting_away.html", form=form, aways=aways, **_around(actor, host))


@blueprint.post("/bookings/hosts/<int:host_id>/away/take-back")
@access.signed_in
def take_away_back(host_id: int) -> AnyResponse:
    """Not away after all."""
    actor = access.actor()
    host_kept_by(actor, host_id)
    data = Form.submitted().load(schemas.TakeAwayBackSchema())
    services.take_away_back(actor=actor, host_id=host_id, **data)
    return _to("bookings.say_away", host_id, "back")


def _month_page(actor: Person, host: Household) -> Response:
    today, chosen = clock.today(), _asked("day")
    first = _asked("month", "-01") or (chosen or today).replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    dates = dates_between(host, first, last)
    shown = next((each for each in dates if each.day == chosen), None)

    def url(day: date) -> str:
        return _url(actor, host, month=f"{day:%Y-%m}")

    return page(
        "bookings/hosting_time.html",
        first=first,
        weeks=weeks_of(dates),
        shown=shown,
        can_change=shown is not None and today <= shown.day <= today + FARTHEST,
        before_url=url(first - timedelta(days=1)),
        after_url=url(last + timedelta(days=1)),
        day_url=lambda day: _day_url(actor, host, day),
        next_day=shown.day + timedelta(days=1) if shown else None,
        parts=list(DayPart),
        whole=" ".join(DayPart),
        today=today,
        **_around(actor, host),
    )


def _around(actor: Person, host: Household) -> dict[str, Any]:
    """What all pages of a host's time show."""
    return {
        "host": host,
        "is_own": lives_in(actor, host),
        "house": house_of(host),
        "time_url": _url(actor, host),
        "done": _DONE.get(request.args.get("done", "")),
    }


def _url(actor: Person, host: Household, **args: Any) -> str:
    """The month: one's own, or that of a host one says it for."""
    if lives_in(actor, host):
        return url_for("bookings.show_own_time", **args)
    return url_for("bookings.show_time", host_id=host.id, **args)


def _day_url(actor: Person, host: Household, day: date) -> str:
    return _url(actor, host, month=f"{day:%Y-%m}", day=day.isoformat()) + "#day"


def _to(endpoint: str, host_id: int, done: str) -> AnyResponse:
    return redirect(url_for(endpoint, host_id=host_id, done=done), 303)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise NotFound() from None


def _asked(name: str, ending: str = "") -> date | None:
    """A day or month of the address; what makes no sense is left out."""
    try:
        day = date.fromisoformat(request.args.get(name, "") + ending)
    except ValueError:
        return None
    # Beyond these a month before or after is no date any more.
    return day if 1900 <= day.year <= 2200 else None
