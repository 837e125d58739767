"""A second opinion on which days a rule gives: looking at each day by itself."""

from calendar import monthrange
from datetime import date, timedelta

from app.events.recurrence import LAST, Every, Rule


def days_by_hand(rule: Rule, begins_on: date, last: date) -> list[date]:
    """All the days of a rule up to `last`."""
    found: list[date] = []
    day = begins_on
    while day <= last and (rule.until is None or day <= rule.until):
        if rule.count is not None and len(found) == rule.count:
            break
        if _is_on(rule, begins_on, day):
            found.append(day)
        day += timedelta(days=1)
    return found


def _is_on(rule: Rule, begins_on: date, day: date) -> bool:
    if rule.every is Every.DAY:
        return (day - begins_on).days % rule.interval == 0
    if rule.every is Every.WEEK:
        weeks = (_monday(day) - _monday(begins_on)).days // 7
        return weeks % rule.interval == 0 and day.weekday() in rule.weekdays
    months = (day.year - begins_on.year) * 12 + day.month - begins_on.month
    if months % rule.interval:
        return False
    if rule.every is Every.MONTH_DAY:
        return day.day == rule.month_day
    if day.weekday() not in rule.weekdays:
        return False
    if rule.nth == LAST:
        return day.day > monthrange(day.year, day.month)[1] - 7
    return (day.day + 6) // 7 == rule.nth


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
