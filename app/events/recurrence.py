"""Rules by which an event comes again, and the London days they give. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LAST = -1


class Which(StrEnum):
    """Which events of a series something is done to."""

    THIS = "this"
    LATER = "later"
    ALL = "all"

    @property
    def label(self) -> str:
        """What the planner is asked."""
        return {
            Which.THIS: "This one",
            Which.LATER: "This and later ones",
            Which.ALL: "All to come",
        }[self]


class Every(StrEnum):
    """What a rule counts in."""

    DAY = "day"
    WEEK = "week"
    #: A day of the month: the 15th.
    MONTH_DAY = "month_day"
    #: A weekday of the month: the 5th Friday, the last Friday.
    MONTH_WEEKDAY = "month_weekday"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """When something comes again. Raises `ValueError` for what can't be.

    `interval` is every how many days, weeks or months. Weekdays are 0 for Monday to 6; for a
    weekday of the month there is one of them, and `nth` is 1 to 5 or `LAST`. Months without a
    31st or a 5th Friday are passed over. It goes on until a day (which counts), for a number of
    times, or without an end.
    """

    every: Every
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    month_day: int | None = None
    until: date | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        wanted = {
            Every.DAY: not self.weekdays and self.nth is None and self.month_day is None,
            Every.WEEK: bool(self.weekdays) and self.nth is None and self.month_day is None,
            Every.MONTH_DAY: not self.weekdays and self.nth is None and self._is_month_day,
            Every.MONTH_WEEKDAY: len(self.weekdays) == 1
            and self.nth in {1, 2, 3, 4, 5, LAST}
            and self.month_day is None,
        }[self.every]
        days = tuple(sorted(set(self.weekdays)))
        if not wanted or days != self.weekdays or not set(days) <= set(range(7)):
            raise ValueError("no such rule")
        if not 1 <= self.interval <= 99 or (self.count is not None and not 1 <= self.count <= 999):
            raise ValueError("too rare, or too many")
        if self.until is not None and self.count is not None:
            raise ValueError("either until a day or a number of times")

    @property
    def _is_month_day(self) -> bool:
        return self.month_day is not None and 1 <= self.month_day <= 31

    @classmethod
    def beginning(
        cls,
        every: Every,
        day: date,
        *,
        interval: int = 1,
        is_last: bool = False,
        until: date | None = None,
        count: int | None = None,
    ) -> "Rule":
        """The rule of this kind that `day` is the first of; `is_last`: on the last such weekday."""
        rule = cls(every=Every.DAY, interval=interval, until=until, count=count)
        if every is Every.WEEK:
            return replace(rule, every=every, weekdays=(day.weekday(),))
        if every is Every.MONTH_DAY:
            return replace(rule, every=every, month_day=day.day)
        if every is Every.MONTH_WEEKDAY:
            nth = LAST if is_last else (day.day - 1) // 7 + 1
            return replace(rule, every=every, weekdays=(day.weekday(),), nth=nth)
        return rule

    def days(
        self, begins_on: date, first: date, last: date, without: Collection[date] = ()
    ) -> list[date]:
        """The days on which it comes from `first` to `last`, both counted, without exceptions.

        An exception counts among the number of times, as in RFC 5545.
        """
        moments = self._rrule(begins_on).between(_midnight(first), _midnight(last), inc=True)
        return [each.date() for each in moments if each.date() not in without]

    def fits(self, begins_on: date, day: date) -> bool:
        """Whether it comes on `day`."""
        return bool(self.days(begins_on, day, day))

    def is_used_up(self, begins_on: date, after: date) -> bool:
        """Whether it never comes after a day."""
        return self._rrule(begins_on).after(_midnight(after)) is None

    def ended_before(self, day: date) -> "Rule":
        """The same, for the last time before `day`."""
        until = day - timedelta(days=1)
        if self.until is not None:
            until = min(until, self.until)
        return replace(self, until=until, count=None)

    def moved(self, was: date, day: date) -> "Rule":
        """The same for what was on one day and is on another: a Friday's becomes a Thursday's."""
        if was == day:
            return self
        if self.every is Every.WEEK:
            by = (day - was).days
            return replace(self, weekdays=tuple(sorted((each + by) % 7 for each in self.weekdays)))
        return Rule.beginning(
            self.every,
            day,
            interval=self.interval,
            is_last=self.nth == LAST and (day + timedelta(days=7)).month != day.month,
            until=self.until,
            count=self.count,
        )

    def going_on_from(self, begins_on: date, day: date) -> "Rule":
        """The same, begun on `begins_on`, for what is left of it from `day` on.

        Raises `ValueError` when nothing is left.
        """
        if self.count is None:
            return self
        before = self.days(begins_on, begins_on, day - timedelta(days=1))
        return replace(self, count=self.count - len(before))

    def _rrule(self, begins_on: date) -> rrule:
        days = [weekday(each, self.nth) for each in self.weekdays]
        often = {Every.DAY: DAILY, Every.WEEK: WEEKLY}.get(self.every, MONTHLY)
        return rrule(
            often,
            dtstart=_midnight(begins_on),
            interval=self.interval,
            byweekday=days or None,
            bymonthday=self.month_day,
            until=_midnight(self.until) if self.until else None,
            count=self.count,
        )

    def __str__(self) -> str:
        """The RRULE of RFC 5545."""
        often = {Every.DAY: "DAILY", Every.WEEK: "WEEKLY"}.get(self.every, "MONTHLY")
        parts = [f"FREQ={often}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            nth = "" if self.nth is None else str(self.nth)
            parts.append("BYDAY=" + ",".join(f"{nth}{_CODES[each]}" for each in self.weekdays))
        if self.month_day is not None:
            parts.append(f"BYMONTHDAY={self.month_day}")
        if self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        return ";".join(parts)

    @classmethod
    def parse(cls, text: str) -> "Rule":
        """The rule of an RRULE as `str` writes it; raises `ValueError` for any other."""
        parts = dict(part.partition("=")[::2] for part in text.split(";"))
        days = [each for each in parts.pop("BYDAY", "").split(",") if each]
        nths = {each[:-2] for each in days}
        month_day = parts.pop("BYMONTHDAY", None)
        until, count = parts.pop("UNTIL", None), parts.pop("COUNT", None)
        interval = int(parts.pop("INTERVAL", "1"))
        often = {"DAILY": Every.DAY, "WEEKLY": Every.WEEK, "MONTHLY": None}
        frequency = parts.pop("FREQ", "")
        if parts or len(nths) > 1 or frequency not in often:
            raise ValueError(f"no rule of ours: {text}")
        by_month = Every.MONTH_DAY if month_day else Every.MONTH_WEEKDAY
        nth = "".join(nths)
        return cls(
            every=often[frequency] or by_month,
            interval=interval,
            weekdays=tuple(_CODES.index(each[-2:]) for each in days),
            nth=int(nth) if nth else None,
            month_day=int(month_day) if month_day else None,
            until=date.fromisoformat(until) if until else None,
            count=int(count) if count else None,
        )

    @property
    def words(self) -> str:
        """ "Every Friday", "On the 5th Friday of the month, until 30 June 2027"."""
        said = self._often_in_words()
        if self.until is not None:
            return f"{said}, until {self.until.day} {self.until:%B %Y}"
        if self.count is not None:
            return f"{said}, {self.count} times" if self.count > 1 else f"{said}, once"
        return said

    def _often_in_words(self) -> str:
        names = [_NAMES[each] for each in self.weekdays]
        listed = " and ".join([*filter(None, [", ".join(names[:-1])]), *names[-1:]])
        if self.every is Every.DAY:
            return "Every day" if self.interval == 1 else f"Every {self.interval} days"
        if self.every is Every.WEEK:
            return (
                f"Every {listed}"
                if self.interval == 1
                else (f"Every {self.interval} weeks on {listed}")
            )
        months = "the month" if self.interval == 1 else f"every {_ordinal(self.interval)} month"
        if self.month_day is not None:
            rare = ", if it has one" if self.month_day > 28 else ""
            return f"On the {_ordinal(self.month_day)} of {months}{rare}"
        which = "last" if self.nth == LAST else _ordinal(self.nth or 1)
        return f"On the {which} {listed} of {months}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _ordinal(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
