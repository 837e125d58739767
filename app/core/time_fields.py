"""Times and kinds as forms about events send them."""

import re
from datetime import date, datetime, time
from typing import Any

from marshmallow import ValidationError, fields

from app.core import clock
from app.core.wall_times import instant_of

MISSING_HOUR = (
    "The clocks go forward that night, and this time is left out. Choose one an hour later."
)


def instant_or_invalid(day: date, at: time) -> datetime:
    """The instant of a time on the wall; raises `ValidationError` where clocks jump over it."""
    instant = instant_of(day, at)
    if instant is None:
        raise ValidationError(MISSING_HOUR)
    return instant


class TimeOfDay(fields.Field[time | None]):
    """A time as a time field sends it, "18:00"; None when it was left empty."""

    _form = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?::00)?")

    def __init__(self) -> None:
        super().__init__(load_default=None)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> time | None:
        typed = str(value).strip()
        if not typed:
            return None
        found = self._form.fullmatch(typed)
        if not found:
            raise ValidationError("Enter a time like 18:00.")
        return time(int(found[1]), int(found[2]))


class WallMoment(fields.Field[datetime | None]):
    """A day and time on the wall as one field sends them; None when it was left empty."""

    def __init__(self, *, data_key: str) -> None:
        super().__init__(load_default=None, data_key=data_key)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime | None:
        typed = str(value).strip()
        if not typed:
            return None
        try:
            local = datetime.strptime(typed[:16], "%Y-%m-%dT%H:%M").replace(tzinfo=clock.LONDON)
        except ValueError:
            raise ValidationError("Enter a day and a time that exist.") from None
        if local.year < 1900:
            raise ValidationError("Enter the year in four figures, like 2021.")
        return instant_or_invalid(local.date(), local.time())


def chosen(given: dict[str, Any], prefix: str) -> list[int]:
    """The numbers of the boxes ticked whose names begin with `prefix`."""
    ends = [name.removeprefix(prefix) for name in given if name.startswith(prefix)]
    return sorted(int(each) for each in ends if re.fullmatch("[0-9]{1,9}", each))
