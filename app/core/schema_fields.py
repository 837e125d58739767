"""Days, numbers and phone numbers that come in with a form."""

import re
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields

from app.core import clock


class Day(fields.Date):
    """A day as a date field sends it; None when it was left empty and needs not be given.

    `missing` says what to do when it is empty, `in_future` what is wrong with a day to come.
    """

    def __init__(self, *, missing: str = "", in_future: str = "") -> None:
        words: dict[str, Any] = {"required": missing, "invalid": "Enter a day that exists."}
        if missing:
            super().__init__(format="iso", required=True, error_messages=words)
        else:
            super().__init__(format="iso", load_default=None, error_messages=words)
        self.missing_words = missing
        self.in_future_words = in_future

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> date | None:  # type: ignore[override]
        if not str(value).strip():
            if self.missing_words:
                raise ValidationError(self.missing_words)
            return None
        day: date = super()._deserialize(str(value).strip(), attr, data, **kwargs)
        if day.year < 1900:
            raise ValidationError("Enter the year in four figures, like 2021.")
        if self.in_future_words and day > clock.today():
            raise ValidationError(self.in_future_words)
        return day


class WholeNumber(fields.Integer):
    """A whole number from `least` to `most`; None when it was left empty."""

    def __init__(self, *, least: int, most: int) -> None:
        self.words = f"Enter a whole number from {least} to {most}."
        self.least, self.most = least, most
        super().__init__(load_default=None, error_messages={"invalid": self.words})

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int | None:  # type: ignore[override]
        given = str(value).strip()
        if not given:
            return None
        if not (given.isascii() and given.isdigit() and len(given) < 9):
            raise ValidationError(self.words)
        number = int(given)
        if not self.least <= number <= self.most:
            raise ValidationError(self.words)
        return number


class UKPhone(fields.String):
    """A phone number as people in the UK write it; "" when it was left empty.

    Kept with the spaces it was typed with, so that its owner knows it again.
    """

    words = "Enter a UK phone number, like 07700 900123 or 01962 841841."
    # After the nought: ten figures, or nine in some older places (Ofcom's numbering plan).
    _form = re.compile(r"(0|\+44|0044)(7[0-9]{9}|[1-689][0-9]{8,9})")

    def __init__(self) -> None:
        super().__init__(load_default="", error_messages={"invalid": self.words})

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        typed: str = super()._deserialize(value, attr, data, **kwargs)
        number = " ".join(re.sub(r"[-.()\u2010-\u2015]", " ", typed.replace("(0)", "")).split())
        if number and (len(number) > 30 or not self._form.fullmatch(number.replace(" ", ""))):
            raise ValidationError(self.words)
        return number
