"""Addresses: kebab-case, typed, and each endpoint named slice.verb_noun."""

import re

from flask import Flask
from werkzeug.routing import Rule

# Numbers that the database gave; everything else that varies is named here with its reason.
NOT_NUMBERS = {
    "token": "the secret of a link: of an invitation, or of somebody's calendar",
    "kind": "a kind of decision, one of a few words",
    "day": "a day of a calendar, as 2026-12-24",
    "filename": "a file below static/",
    "key": "where a photo or document lies: random, so that no address can be guessed",
}


def _rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def test_addresses_are_kebab_case(app: Flask):
    wrong = [
        rule.rule
        for rule in _rules(app)
        if not re.fullmatch(r"[a-z0-9/.-]*", re.sub(r"<[^>]+>", "", rule.rule))
    ]
    assert wrong == []


def test_addresses_have_typed_numbers(app: Flask):
    wrong = [
        rule.rule
        for rule in _rules(app)
        for converter, name in re.findall(r"<(?:(\w+):)?(\w+)>", rule.rule)
        if converter != "int" and name not in NOT_NUMBERS
    ]
    assert wrong == []


def test_addresses_do_not_end_in_a_slash(app: Flask):
    assert [rule.rule for rule in _rules(app) if rule.rule != "/" and rule.rule[-1] == "/"] == []


def test_endpoints_belong_to_a_slice(app: Flask):
    wrong = [
        rule.endpoint
        for rule in _rules(app)
        if rule.endpoint != "static" and not re.fullmatch(r"[a-z]+\.[a-z_]+", rule.endpoint)
    ]
    assert wrong == []


def test_what_scripts_ask_lies_under_the_versioned_address(app: Flask):
    wrong = [
        rule.rule
        for rule in _rules(app)
        if rule.endpoint.split(".")[-1].startswith("api_") != rule.rule.startswith("/api/v1/")
    ]
    assert wrong == []


def test_reading_an_address_never_shares_it_with_deleting(app: Flask):
    """A GET changes nothing, so no rule takes both a GET and a DELETE."""
    wrong = [rule.rule for rule in _rules(app) if {"GET", "DELETE"} <= (rule.methods or set())]
    assert wrong == []


def test_files_are_kept_for_ever_and_by_everybody_who_signs_in(app: Flask):
    """With `Vary: Cookie` on them a browser would fetch all files again after a sign-in."""
    url = app.extensions["hive_assets"].url("js/app.js")
    response = app.test_client().get(url)
    assert response.cache_control.immutable
    assert "cookie" not in str(response.vary).lower()


def test_a_file_that_is_missing_is_answered_with_a_guarded_page(app: Flask):
    response = app.test_client().get("/static/js/nothing.js")
    assert response.status_code == 404
    assert "Content-Security-Policy" in response.headers
    assert not response.cache_control.immutable
