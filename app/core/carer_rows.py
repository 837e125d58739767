"""The carers of a family typed into one form: a name and an address in each of a few rows."""

from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema

from app.core.schemas import EMAIL, HiveSchema, PlainText, clean_text

#: How many carers one form takes.
ROWS = range(1, 5)


@dataclass(frozen=True)
class Carer:
    """Somebody to be invited; `row` is where they stand in the form, for what is wrong there."""

    row: int
    name: str
    email: str
    is_link_carer: bool = False


def _name() -> PlainText:
    return PlainText(missing="", longest=100, optional=True)


def _email() -> PlainText:
    return PlainText(missing="", longest=254, optional=True)


class CarersSchema(HiveSchema):
    """Up to four carers, loaded as `carers`. A row without a name and an address counts as none."""

    carer_name_1, carer_email_1 = _name(), _email()
    carer_name_2, carer_email_2 = _name(), _email()
    carer_name_3, carer_email_3 = _name(), _email()
    carer_name_4, carer_email_4 = _name(), _email()
    carer_link_1 = fields.Boolean(load_default=False)
    carer_link_2 = fields.Boolean(load_default=False)
    carer_link_3 = fields.Boolean(load_default=False)
    carer_link_4 = fields.Boolean(load_default=False)

    @validates_schema(skip_on_field_errors=False)
    def _complete(self, data: dict[str, Any], **_: object) -> None:
        wrong: dict[str, list[str]] = {}
        seen: set[str] = set()
        for row in ROWS:
            name = clean_text(str(data.get(f"carer_name_{row}", "")))
            email = clean_text(str(data.get(f"carer_email_{row}", ""))).lower()
            if email and not name:
                wrong[f"carer_name_{row}"] = ["Enter their name too."]
            if name and not email:
                wrong[f"carer_email_{row}"] = [f"Enter an e-mail address for {name}."]
            elif email and not EMAIL.fullmatch(email):
                wrong[f"carer_email_{row}"] = ["Enter an e-mail address like name@example.org."]
            elif email and email in seen:
                wrong[f"carer_email_{row}"] = ["This address is in the form twice."]
            seen.add(email)
        if wrong:
            raise ValidationError(wrong)

    @post_load
    def _as_carers(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        rows = [(n, *(data.pop(f"carer_{part}_{n}") for part in _PARTS)) for n in ROWS]
        carers = [
            Carer(row, name, email.lower(), is_link_carer)
            for row, name, email, is_link_carer in rows
            if email
        ]
        return {**data, "carers": carers}


_PARTS = ("name", "email", "link")
