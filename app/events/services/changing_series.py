"""Events of a series changed: this one, this and later ones, or all to come."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Conflict, Invalid
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.core.wall_times import lasting, wall_minutes
from app.core.words import day_label, local_day
from app.events.models import Event, EventSeries
from app.events.queries.series import events_to_come, has_events
from app.events.recurrence import Every, Rule, Which
from app.events.services.changing import CHANGED, change_event
from app.events.services.planning import PartPlan
from app.events.services.repeating import check_first_day, make_ahead, sign_up_times
from app.events.services.series import News, call_off, close_series, series_of

#: What those read who were signed up for a day that is none any more.
DAY_GONE = "The days have changed: it is not on this day any more."
_MONTHLY = {Every.MONTH_DAY, Every.MONTH_WEEKDAY}


def change_series(
    *,
    actor: Person,
    event_id: int,
    which: Which,
    rule: Rule | None = None,
    starts_at: datetime,
    ends_at: datetime,
    **plan: Any,
) -> Event:
    """Change an event of a series, and others of it; `plan` is as in `change_event`.

    `Which.THIS` sets it apart from the series. With `Which.LATER` a new series goes on from its
    day, with `Which.ALL` from the next one to come; those changed by themselves before stay as
    they are. Events stay the same ones on their new days, with all who are signed up; those
    whose day is none any more are called off, and missing ones made. `rule` is the new rule (its
    first day is that of `starts_at`); None keeps the old one. Everybody concerned is told once.
    Raises as `change_event`, with the day in the words where another one can't be changed.
    """
    plan |= {"starts_at": starts_at, "ends_at": ends_at}
    if which is Which.THIS:
        return change_event(actor=actor, event_id=event_id, **plan)
    with unit_of_work():
        event, series = series_of(actor=actor, event_id=event_id)
        to_come = events_to_come(series, event.series_day if which is Which.LATER else None)
        change = _Change(actor, event, series, list(to_come), plan, rule)
        change.carry_out(goes_on=which is Which.LATER)
    return event


class _Change:
    """A change of several events of a locked series, within a unit of work."""

    def __init__(
        self,
        actor: Person,
        event: Event,
        series: EventSeries,
        to_come: list[Event],
        plan: dict[str, Any],
        rule: Rule | None,
    ) -> None:
        if event not in to_come:
            raise Conflict("This one has begun. Change one that is still to come.")
        self.actor, self.event, self.series, self.plan = actor, event, series, plan
        self.to_come, self.news = to_come, News(actor)
        self.first, self.was = _day_of(to_come[0]), _day_of(event)
        wanted = plan["starts_at"], plan["ends_at"]
        self.are_times_new = wanted != (event.starts_at, event.ends_at)
        self.day = local_day(plan["starts_at"]) if self.are_times_new else self.was
        old = Rule.parse(series.rule)
        self.is_rule_old = rule is None and self.day == self.was
        if rule is not None:
            check_first_day(rule=rule, day=self.day)
        left = old.going_on_from(series.begins_on, self.first)
        self.rule = rule or left.moved(self.was, self.day)
        self.order = {part.id: nth for nth, part in enumerate(event.parts)}

    def carry_out(self, *, goes_on: bool) -> None:
        """Change them all, and say so."""
        is_whole = self.first == self.series.begins_on or not goes_on
        series = self.series if self.is_rule_old and is_whole else self._next_series()
        if self.are_times_new:
            starts_at = self.plan["starts_at"]
            series.begins_at = starts_at.astimezone(clock.LONDON).time()
            series.minutes = wall_minutes(starts_at, self.plan["ends_at"])
        days = self._new_days(series)
        for each in self.to_come:
            self._change(each, series, days.get(each.id))
        db.session.flush()
        if series is not self.series and not has_events(self.series):
            series.goes_on_from_id = self.series.goes_on_from_id
            db.session.flush()
            db.session.delete(self.series)
        db.session.refresh(self.event)
        make_ahead(series=series, like=self.event)
        self.news.send()

    def _next_series(self) -> EventSeries:
        close_series(series=self.series, day=self.first)
        made = EventSeries(
            rule=str(self.rule),
            begins_on=self._beginning(),
            begins_at=self.series.begins_at,
            minutes=self.series.minutes,
            goes_on_from_id=self.series.id,
        )
        db.session.add(made)
        db.session.flush()
        return made

    def _beginning(self) -> date:
        """The first day of the new rule for which the changed one stays one of its days."""
        if self.first == self.was:
            return self.day
        if self.is_rule_old:
            return self.first
        endless = replace(self.rule, until=None, count=None)
        day = self.first + (self.day - self.was)
        if self.rule.every in _MONTHLY:
            # Another weekday of the month can come a week sooner in another month.
            day = max(day - timedelta(days=7), clock.today())
        while day < self.day and not (endless.fits(day, day) and endless.fits(day, self.day)):
            day += timedelta(days=1)
        return day

    def _new_days(self, series: EventSeries) -> dict[int, date]:
        """On which day of the series each of the events is from now on; without those off it."""
        if series is self.series:
            return {each.id: _day_of(each) for each in self.to_come}
        by = self.day - self.was
        last = _day_of(self.to_come[-1]) + by + timedelta(days=31)
        free = dict.fromkeys(self.rule.days(series.begins_on, series.begins_on, last))
        found = {self.event.id: self.day}
        free.pop(self.day, None)
        for each in self.to_come:
            if each.id not in found and (day := _day_of(each) + by) in free:
                found[each.id] = day
                del free[day]
        if self.rule.every in _MONTHLY:
            months = _month(self.day) - _month(self.was)
            for each in self.to_come:
                wanted = _month(_day_of(each)) + months
                same = [day for day in free if _month(day) == wanted]
                if each.id not in found and same:
                    found[each.id] = same[0]
                    del free[same[0]]
        return found

    def _change(self, each: Event, series: EventSeries, day: date | None) -> None:
        is_apart = each.is_cancelled or (each.is_own and each is not self.event)
        if day is None:
            if not is_apart:
                call_off(event=each, why=DAY_GONE, news=self.news)
            return
        was = _day_of(each)
        each.series_id, each.series_day = series.id, day
        db.session.flush()
        if is_apart:
            return
        told: set[int] = set()
        with _naming(each, is_named=each is not self.event):
            plan = self._plan_for(each, series, was, day)
            change_event(actor=self.actor, event_id=each.id, told=told, **plan)
        each.is_own = False
        self.news.add(CHANGED, each, told)

    def _plan_for(self, each: Event, series: EventSeries, was: date, day: date) -> dict[str, Any]:
        if each is self.event:
            return self.plan
        times = each.starts_at, each.ends_at
        if self.are_times_new or day != was:
            times = lasting(day, series.begins_at, series.minutes)
        days = (local_day(times[0]) - local_day(self.plan["starts_at"])).days
        opens, closes = self.plan.get("opens_at"), self.plan.get("closes_at")
        return {
            **self.plan,
            **sign_up_times(opens_at=opens, closes_at=closes, days=days, starts_at=times[0]),
            "starts_at": times[0],
            "ends_at": times[1],
            "parts": self._parts_for(each),
        }

    def _parts_for(self, each: Event) -> Sequence[tuple[int | None, PartPlan]]:
        """The places as planned, those of the changed event as the same ones of another."""
        there = [part.id for part in each.parts]
        same = {part_id: there[nth] for part_id, nth in self.order.items() if nth < len(there)}
        return [(same.get(part_id or 0), plan) for part_id, plan in self.plan["parts"]]


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _day_of(event: Event) -> date:
    return event.series_day or local_day(event.starts_at)


@contextmanager
def _naming(event: Event, *, is_named: bool) -> Iterator[None]:
    """Say in an error which other event it is about."""
    try:
        yield
    except Invalid as problem:
        if not is_named:
            raise
        said = day_label(local_day(event.starts_at))
        raise Invalid({name: f"{said}: {text}" for name, text in problem.errors.items()}) from None
