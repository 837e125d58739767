"""Where an event is and whom it fits: one place, or the centres of an activity week."""

import re
from typing import Any

from marshmallow import ValidationError, validates_schema

from app.core.schema_fields import WholeNumber
from app.core.schemas import HiveSchema, PlainText
from app.events.services.planning import PartPlan
from app.families.queries import LAST_SCHOOL_YEAR

#: So many centres an activity week has at the most.
MOST_PARTS = 8
FIELDS = (
    "id", "name", "place", "address", "age_from", "age_to", "year_from", "year_to",
    "child_places",
)  # fmt: skip
_ORDER = "The second number is smaller than the first. Change one of them."


class PartSchema(HiveSchema):
    """A place, with the ages or school years it fits and its places for children."""

    id = WholeNumber(least=1, most=2**31 - 1)
    name = PlainText(missing="", longest=100, optional=True)
    place = PlainText(missing="", longest=100, optional=True)
    address = PlainText(missing="", longest=200, optional=True)
    age_from = WholeNumber(least=0, most=25)
    age_to = WholeNumber(least=0, most=25)
    year_from = WholeNumber(least=0, most=LAST_SCHOOL_YEAR)
    year_to = WholeNumber(least=0, most=LAST_SCHOOL_YEAR)
    child_places = WholeNumber(least=0, most=1000)

    @validates_schema
    def _make_sense(self, data: dict[str, Any], **_: object) -> None:
        for kind in ("age", "year"):
            first, last = data[f"{kind}_from"], data[f"{kind}_to"]
            if first is not None and last is not None and last < first:
                raise ValidationError(_ORDER, f"{kind}_to")
        by_age = data["age_from"] is not None or data["age_to"] is not None
        by_year = data["year_from"] is not None or data["year_to"] is not None
        if by_age and by_year:
            raise ValidationError("Choose by ages or by school years, not both.", "age_from")


#: A part with the id it has; None for a new one.
Part = tuple[int | None, PartPlan]


def read_parts(given: dict[str, Any]) -> tuple[list[Part], dict[str, str]]:
    """The parts a form describes, and what is wrong with its fields.

    The one place of most events comes as `part-0-place` and the like. Centres, if there are
    any, come as `part-1-name` to `part-8-child_places` and stand instead of it.
    """
    errors: dict[str, str] = {}
    centres = [_read(given, f"part-{number}-", errors) for number in range(1, MOST_PARTS + 1)]
    named = [each for each in centres if each is not None]
    if named or errors:
        return named, errors
    one = _read(given, "part-0-", errors)
    return [one or (_id_in(given), PartPlan())], errors


def _read(given: dict[str, Any], prefix: str, errors: dict[str, str]) -> Part | None:
    typed = {name: given.get(prefix + name, "") for name in FIELDS}
    if not any(str(value).strip() for name, value in typed.items() if name != "id"):
        return None
    wrong = PartSchema().validate(typed)
    for name, said in wrong.items():
        errors[prefix + name] = said[0] if isinstance(said, list) else str(said)
    if wrong:
        return None
    data = PartSchema().load_or_invalid(typed)
    if prefix != "part-0-" and not data["name"]:
        errors[f"{prefix}name"] = "Give this centre a name."
    return data.pop("id"), PartPlan(**data)


def _id_in(given: dict[str, Any]) -> int | None:
    typed = str(given.get("part-0-id", ""))
    return int(typed) if re.fullmatch("[0-9]{1,9}", typed) else None
