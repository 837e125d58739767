"""The form of an event as a browser sends it."""

import uuid
from datetime import date, timedelta

from tinyhtml5.parser import HTMLParser

from app.core import clock

_NAME = "{http://www.w3.org/1999/xhtml}"


def saturday(weeks: int = 1) -> date:
    """A Saturday to come."""
    day = clock.today() + timedelta(weeks=weeks)
    return day + timedelta(days=(5 - day.weekday()) % 7)


def event_form(hive_id: int | None = None, **changed: object) -> dict[str, str]:
    """A family social of two hours on a Saturday, in a hall, opened at once."""
    given: dict[str, object] = {
        "client_id": uuid.uuid4(),
        "title": "Pumpkins at the farm",
        "kind": "family_social",
        "audience": "families",
        "starts_on": saturday().isoformat(),
        "starts": "10:00",
        "ends": "12:00",
        "part-0-place": "The farm",
        "part-0-address": "Farm Lane, Andover SP10 1AA",
        "part-0-child_places": "12",
        "then": "open",
    }
    if hive_id is not None:
        given[f"hive-{hive_id}"] = "yes"
    # Names of fields hold hyphens: part_0_place stands for part-0-place.
    for name, value in changed.items():
        key = name.replace("part_0_", "part-0-") if name.startswith("part_0_") else name
        given[key] = value
    return {name: str(value) for name, value in given.items() if value is not None}


def centre(number: int, name: str, year: int, places: int) -> dict[str, str]:
    """One of the rows for the centres of an activity week."""
    prefix = f"part-{number}-"
    return {
        f"{prefix}name": name,
        f"{prefix}year_from": str(year),
        f"{prefix}year_to": str(year),
        f"{prefix}child_places": str(places),
    }


def fields_of(html: str) -> dict[str, str]:
    """What a browser would send of the first form of a page, as it was shown."""
    tree = HTMLParser().parse(html)
    form = next(tree.iter(f"{_NAME}form"))
    found: dict[str, str] = {}
    for field in form.iter():
        name, kind = field.get("name"), field.tag.removeprefix(_NAME)
        if not name or kind == "button":
            continue
        if kind == "textarea":
            found[name] = (field.text or "").removeprefix("\n")
        elif kind == "select":
            options = list(field.iter(f"{_NAME}option"))
            chosen = [each for each in options if each.get("selected") is not None]
            found[name] = (chosen or options)[0].get("value") or ""
        elif field.get("type") in {"checkbox", "radio"}:
            if field.get("checked") is not None:
                found[name] = field.get("value") or "on"
        else:
            found[name] = field.get("value") or ""
    return found
