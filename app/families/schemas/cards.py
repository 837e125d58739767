"""What comes in when a care card, or a child's own half of it, is written."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from app.core.errors import Invalid
from app.core.schemas import clean_text
from app.families.models import CareSection, Face, Thing
from app.families.models.care import NONE_KNOWN

LONGEST = 2000


def read_card(given: Mapping[str, str]) -> tuple[dict[CareSection, str], dict[CareSection, str]]:
    """The sections that were sent, and what the writer had in front of them (its fingerprint).

    Raises `Invalid` with a message for each section that can't be used.
    """
    texts: dict[CareSection, str] = {}
    errors: dict[str, str] = {}
    for section in CareSection:
        if section.value in given or f"none_{section}" in given:
            try:
                texts[section] = _read_section(section, given)
            except ValidationError as problem:
                errors[section.value] = str(problem.messages[0])
    if errors:
        raise Invalid(errors)
    return texts, {section: given.get(f"seen_{section}", "") for section in texts}


def read_about_me(given: Mapping[str, str]) -> tuple[dict[str, str], dict[Thing, Face | None]]:
    """The child's own words, and the face pointed at for each thing; None where it is left out.

    Raises `Invalid`.
    """
    errors: dict[str, str] = {}
    texts: dict[str, str] = {}
    for name in ("likes", "dislikes", "good_at", "helps"):
        texts[name] = clean_text(given.get(name, ""))
        if len(texts[name]) > LONGEST:
            errors[name] = too_long()
    faces: dict[Thing, Face | None] = {}
    for thing in Thing:
        pointed = given.get(f"face_{thing}")
        if pointed is None or pointed in ("", *Face):
            faces |= {} if pointed is None else {thing: Face(pointed) if pointed else None}
        else:
            errors[f"face_{thing}"] = "Point at one of the faces."
    if errors:
        raise Invalid(errors)
    return texts, faces


def too_long() -> str:
    """What is said of a text that nobody could read in a hurry."""
    return f"This is too long to read in a hurry. Use {LONGEST:,} letters or fewer."


def _read_section(section: CareSection, given: Mapping[str, Any]) -> str:
    text = clean_text(given.get(section.value, ""))
    if len(text) > LONGEST:
        raise ValidationError(too_long())
    if f"none_{section}" in given and section in NONE_KNOWN:
        if text and text != NONE_KNOWN[section]:
            raise ValidationError(
                f"You ticked “{NONE_KNOWN[section]}” and wrote something too. Keep one of them."
            )
        return NONE_KNOWN[section]
    return text
