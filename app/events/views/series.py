"""Events that come again, as the forms of planning, changing and calling off send them."""

from typing import Any

from app.accounts.models import Person
from app.core.web import Form
from app.core.words import local_day
from app.events.models import Event
from app.events.recurrence import Rule, Which
from app.events.schemas.repeating import Repeats, RepeatsSchema, WhichSchema, rule_beginning
from app.events.services import cancelling, changing, planning
from app.events.services.changing_series import change_series
from app.events.services.planning import event_for_planner
from app.events.services.repeating import plan_series
from app.events.services.series import end_series

#: How often a new event may come again.
CHOICES = [(each.value, each.label) for each in Repeats if each is not Repeats.AS_NOW]


def choices_for(event: Event) -> list[tuple[str, str]]:
    """The same for an event of a series, which can go on as now; none for any other."""
    if event.series is None:
        return []
    now = Repeats.AS_NOW.value, f"As now: {Rule.parse(event.series.rule).words}"
    return [now, *(each for each in CHOICES if each[0] != Repeats.NEVER.value)]


def plan(actor: Person, form: Form, data: dict[str, Any]) -> Event:
    """Plan what a checked form describes, once or again and again."""
    rule = _rule(form, data)
    if rule is None:
        return planning.plan_event(actor=actor, **data)
    return plan_series(actor=actor, rule=rule, **data)


def change(actor: Person, event_id: int, form: Form, data: dict[str, Any]) -> Event:
    """Change an event, and those of its series that the form means."""
    if event_for_planner(actor=actor, event_id=event_id).series_id is None:
        return changing.change_event(actor=actor, event_id=event_id, **data)
    which = form.load(WhichSchema())["which"]
    rule = None if which is Which.THIS else _rule(form, data)
    return change_series(actor=actor, event_id=event_id, which=which, rule=rule, **data)


def call_off(actor: Person, event_id: int, form: Form, why: str) -> None:
    """Call an event off, and those of its series that the form means."""
    if event_for_planner(actor=actor, event_id=event_id).series_id is None:
        cancelling.cancel_event(actor=actor, event_id=event_id, why=why)
        return
    which = form.load(WhichSchema())["which"]
    end_series(actor=actor, event_id=event_id, which=which, why=why)


def throw_away(actor: Person, event_id: int, form: Form) -> None:
    """Throw a draft away, and those of its series that the form means."""
    if event_for_planner(actor=actor, event_id=event_id).series_id is None:
        cancelling.discard_draft(actor=actor, event_id=event_id)
        return
    which = form.load(WhichSchema())["which"]
    end_series(actor=actor, event_id=event_id, which=which)


def _rule(form: Form, data: dict[str, Any]) -> Rule | None:
    return rule_beginning(local_day(data["starts_at"]), **form.load(RepeatsSchema()))
