"""Every address of the app, with every number of a county put into it."""

from collections.abc import Iterator
from itertools import product

from flask import Flask

from tests.visibility.built import Built

#: Changes who is signed in, or answers with a file that is the same for everybody.
NOT_FOR_READING = {"static", "accounts.sign_out", "pwa.service_worker", "styleguide.show"}


def doors(app: Flask, built: Built, method: str) -> Iterator[tuple[str, str]]:
    """Endpoint and path of each door; a later slice's new kind of number is added here."""
    numbers: dict[str, list[object]] = {
        "hive_id": [each.id for each in built.hives],
        "room_id": [each.id for each in built.rooms],
        "household_id": [each.id for each in built.households],
        "child_id": [each.id for each in built.children],
        "waiting_id": [each.id for each in built.households],
        "person_id": [each.id for each in built.people],
        "event_id": [each.id for each in built.events],
        "booking_id": [each.id for each in built.bookings],
        "host_id": [each.id for each in built.households],
        "picture_id": [1],
        "day": ["2026-12-01"],
        "thing_id": [1],
        "call_id": [1],
        "yes_id": [1],
        "sign_up_id": [each.id for each in built.sign_ups] or [1],
        "kind": ["medical"],
        "section": ["allergies"],
        "membership_id": [1],
        "invitation_id": [1],
        "offer_id": [1],
        "import_id": [1],
        "device_id": [1],
        "subscription_id": [1],
        "report_id": [1],
        "token": ["made-up"],
        "key": ["not-a-photo"],
        "seq": [1],
    }
    for rule in app.url_map.iter_rules():
        if method not in (rule.methods or ()) or rule.endpoint in NOT_FOR_READING:
            continue
        names = sorted(rule.arguments)
        unknown = set(names) - numbers.keys()
        if unknown:
            raise AssertionError(f"{rule.rule}: say in doors.py what to put for {unknown}")
        for values in product(*(numbers[name] for name in names)):
            _, path = rule.build(dict(zip(names, values, strict=True))) or ("", "")
            yield rule.endpoint, path
