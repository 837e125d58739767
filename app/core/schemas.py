"""What every shape that comes in shares: plain words for what is wrong, and clean text."""

import re
import unicodedata
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from app.core.errors import Invalid

# Control characters (but line feed and tab) and lone surrogates: no keyboard makes them,
# PostgreSQL refuses some of them, and they can't be shown.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


def clean_text(value: str) -> str:
    """`value` in Unicode's composed form, without unprintable characters or outer space."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", value)).strip()


class HiveSchema(Schema):
    """Base of all incoming shapes. `load_or_invalid` speaks the services' language."""

    class Meta:
        unknown = EXCLUDE

    def load_or_invalid(self, given: Any) -> dict[str, Any]:
        """The checked data; raises `Invalid` with one message for each field."""
        try:
            loaded: dict[str, Any] = self.load(given)
        except ValidationError as problem:
            raise Invalid(_first_messages(problem.messages)) from None
        return loaded


def _first_messages(messages: Any) -> dict[str, str]:
    first: dict[str, str] = {}
    for name, said in messages.items():
        first[str(name)] = _first(said)
    return first


def _first(said: Any) -> str:
    while isinstance(said, dict | list):
        said = next(iter(said.values() if isinstance(said, dict) else said), "")
    return str(said)


class PlainText(fields.String):
    """Text a person typed: cleaned, not empty (unless allowed), not too long."""

    def __init__(
        self, *, missing: str, longest: int, too_long: str = "", optional: bool = False
    ) -> None:
        words: dict[str, Any] = {"required": missing, "null": missing, "invalid": missing}
        if optional:
            super().__init__(load_default="", error_messages=words)
        else:
            super().__init__(required=True, error_messages=words)
        self.missing_words = missing
        self.longest = longest
        self.too_long = too_long or f"This is too long. Use {longest:,} letters or fewer."
        self.optional = optional

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text = clean_text(super()._deserialize(value, attr, data, **kwargs))
        if not text and not self.optional:
            raise ValidationError(self.missing_words)
        if len(text) > self.longest:
            raise ValidationError(self.too_long)
        return text


class EmailAddress(PlainText):
    """An e-mail address, in lower case."""

    def __init__(self) -> None:
        super().__init__(missing="Enter an e-mail address.", longest=254)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        address = super()._deserialize(value, attr, data, **kwargs).lower()
        if not EMAIL.fullmatch(address):
            raise ValidationError("Enter an e-mail address like name@example.org.")
        return address


class Password(fields.String):
    """A password exactly as typed: nothing is trimmed. Its strength is a service's matter."""

    def __init__(self, missing: str = "Enter your password.") -> None:
        words: dict[str, Any] = {"required": missing, "null": missing, "invalid": missing}
        super().__init__(required=True, error_messages=words)
        self.missing_words = missing

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if not text:
            raise ValidationError(self.missing_words)
        if len(text) > 1000:
            raise ValidationError("This is too long. Use 1,000 characters or fewer.")
        # Lone surrogates can't be turned into bytes and so can't be hashed.
        return text.encode("utf-8", "replace").decode("utf-8")
