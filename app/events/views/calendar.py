"""The calendar: what is on, day by day, or as a month."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from flask import Response, request, url_for

from app.accounts.models import Person
from app.core import access, clock
from app.core.roles import Role
from app.core.wall_times import midnight_before
from app.core.web import page
from app.core.words import local_day
from app.events.models import EventKind
from app.events.other_dates import OtherDate, other_dates
from app.events.queries.calendar import Wanted, events_before, events_in, events_near
from app.events.views.blueprint import blueprint
from app.events.views.lines import Line, kinds_on, lines_of, said_on
from app.families.models import Child
from app.families.queries import own_children
from app.hives.queries import own_hive_ids

_PLANNERS = {Role.SUPPORT_WORKER, Role.MANAGER}
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Filters:
    """What the address of a page of the calendar asks for."""

    whose: str
    kind: EventKind | None
    for_children: bool

    @classmethod
    def asked(cls) -> "Filters":
        """Those of this request; what makes no sense is left out."""
        whose = request.args.get("whose", "")
        kind = request.args.get("kind", "")
        return cls(
            whose=whose if whose in {"mine", "county"} else "",
            kind=EventKind(kind) if kind in list(EventKind) else None,
            for_children=request.args.get("for") == "children",
        )

    def as_args(self, **changed: Any) -> dict[str, Any]:
        """The arguments of an address with these filters, and with what is `changed`."""
        args = {
            "whose": self.whose,
            "kind": self.kind.value if self.kind else "",
            "for": "children" if self.for_children else "",
            **changed,
        }
        return {name: value for name, value in args.items() if value}

    @property
    def shows_other_dates(self) -> bool:
        """Whether what is no event is among it: one's own is neither a kind nor the county's."""
        return self.kind is None and self.whose != "county"


@blueprint.get("/events")
@access.signed_in
def list_events() -> Response:
    """What is on: by day from today on, or as a month."""
    if request.args.get("view") == "month":
        return _month_page()
    if request.args.get("view") == "past":
        return _past_page()
    actor, filters = access.actor(), Filters.asked()
    children = own_children(actor)
    first_day = _day_asked("from")
    ahead = events_near(actor, _wanted(filters, children), first_day=first_day)
    begin = midnight_before(first_day) if first_day else clock.now()
    end = midnight_before(ahead.next_day) if ahead.next_day else None
    lines = lines_of(actor, children, ahead.events, _others(actor, filters, begin, end))
    by_day: dict[date, list[Line]] = defaultdict(list)
    for line in lines:
        # What an earlier page has begun with is not said again.
        if first_day is None or line.starts_at >= begin:
            day = max(local_day(line.starts_at), clock.today())
            by_day[day].append(replace(line, day=day))
    return page(
        "events/agenda.html",
        days=sorted(by_day.items()),
        first_day=first_day,
        more_url=_url(filters.as_args(**{"from": ahead.next_day.isoformat()}))
        if ahead.next_day
        else None,
        past_url=_url(filters.as_args(view="past")),
        **_shared(actor, filters, children, {}),
    )


def _past_page() -> Response:
    actor, filters = access.actor(), Filters.asked()
    children = own_children(actor)
    by_day: dict[date, list[Line]] = defaultdict(list)
    for line in lines_of(actor, children, events_before(actor, _wanted(filters, children)), []):
        day = local_day(line.starts_at)
        by_day[day].append(replace(line, day=day))
    days = sorted(by_day.items(), reverse=True)
    return page("events/past.html", days=days, agenda_url=_url(filters.as_args()))


def _month_page() -> Response:
    actor, filters = access.actor(), Filters.asked()
    children = own_children(actor)
    day = _day_asked("day")
    first = _month_asked() or (day or clock.today()).replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    if day is None or not first <= day < after:
        day = clock.today() if first <= clock.today() < after else None
    begin, end = midnight_before(first), midnight_before(after)
    found = events_in(actor, _wanted(filters, children), begin, end)
    others = _others(actor, filters, begin, end)
    lines = lines_of(actor, children, found, others, only_on=day)
    month = {"view": "month", "month": f"{first:%Y-%m}"}
    return page(
        "events/month.html",
        first=first,
        day=day,
        today=clock.today(),
        weeks=_weeks(first, after),
        kinds_on=kinds_on(found, others, first, after),
        said_on=said_on,
        lines=lines if day else [],
        month_has_events=bool(found or others),
        day_url=lambda each: _url(filters.as_args(**month, day=each.isoformat())) + "#day",
        before_url=_month_url(filters, first - timedelta(days=1)),
        after_url=_month_url(filters, after),
        **_shared(actor, filters, children, month),
    )


def _shared(
    actor: Person, filters: Filters, children: Sequence[Child], kept: dict[str, str]
) -> dict[str, Any]:
    """What both views show: the filters, and the ways on."""

    def chip(label: str, is_on: bool, **changed: Any) -> dict[str, Any]:
        return {"label": label, "is_on": is_on, "url": _url(filters.as_args(**kept, **changed))}

    is_all = not filters.whose and not filters.for_children
    chips = [chip("All", is_all, whose="", **{"for": ""})]
    if own := own_hive_ids(actor):
        label = "My Hives" if len(own) > 1 else "My Hive"
        is_mine = filters.whose == "mine"
        chips.append(chip(label, is_mine, whose="" if is_mine else "mine"))
    is_county = filters.whose == "county"
    chips.append(chip("Whole county", is_county, whose="" if is_county else "county"))
    if children:
        label = "For my child" if len(children) == 1 else "For my children"
        off = "" if filters.for_children else "children"
        chips.append(chip(label, filters.for_children, **{"for": off}))
    kinds = [chip("All kinds", filters.kind is None, kind="")]
    kinds += [chip(each.label, filters.kind is each, kind=each.value) for each in EventKind]
    return {
        "chips": chips,
        "kinds": kinds,
        "kind": filters.kind,
        "is_filtered": not is_all or filters.kind is not None,
        "agenda_url": _url(filters.as_args()),
        "month_url": _url(filters.as_args(view="month")),
        "all_url": _url(kept),
        "may_plan": bool(actor.roles & _PLANNERS),
        "done": {"thrown-away": "The draft is gone."}.get(request.args.get("after", "")),
    }


def _wanted(filters: Filters, children: Sequence[Child]) -> Wanted:
    return Wanted(
        whose=filters.whose,
        kind=filters.kind,
        children=children if filters.for_children else None,
    )


def _others(
    actor: Person, filters: Filters, begin: datetime, end: datetime | None
) -> Sequence[OtherDate]:
    return other_dates().on_pages(actor, begin, end) if filters.shows_other_dates else []


def _weeks(first: date, after: date) -> list[list[date]]:
    """The weeks of a month from Monday to Sunday, with the days around it."""
    monday = first - timedelta(days=first.weekday())
    weeks = []
    while monday < after:
        weeks.append([monday + timedelta(days=each) for each in range(7)])
        monday += _WEEK
    return weeks


def _month_url(filters: Filters, day: date) -> str:
    return _url(filters.as_args(view="month", month=f"{day:%Y-%m}"))


def _url(args: dict[str, Any]) -> str:
    return url_for("events.list_events", **args)


def _day_asked(name: str) -> date | None:
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    # Beyond these a month before or after is no date any more.
    return day if 1900 <= day.year <= 2200 else None


def _month_asked() -> date | None:
    try:
        day = date.fromisoformat(request.args.get("month", "") + "-01")
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None
