"""The Big Activity Week of 2021 on a phone: six centres, 105 children, as the programme had it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

#: Centre, school year, places: as the programme's report counts them.
CENTRES = [
    ("Minstead", "Year 4", 13),
    ("Stubbington", "Year 5", 19),
    ("Avon Tyrrell", "Year 6", 17),
    ("Peter Ashley", "Year 7", 18),
    ("Calshot", "Year 8", 19),
    ("Hampshire Mountain Centre", "Year 9", 19),
]


def test_the_week_has_its_six_centres_and_its_105_children(phone: Callable[..., Page]):
    priya = phone()
    sign_in(priya, "priya")
    # Found as people find it: in the month it was.
    priya.goto("/events?view=month&month=2021-08")
    priya.get_by_role("link", name=re.compile("^4 August")).click()
    priya.get_by_role("link", name=re.compile("Big Activity Week")).first.click()
    expect(priya.get_by_role("heading", level=1)).to_have_text("Big Activity Week")
    expect(priya.get_by_text("Mon 2 August to Fri 6 August 2021")).to_be_visible()
    parts = priya.get_by_role("region", name="6 centres").get_by_role("listitem")
    expect(parts).to_have_count(6)
    for part, (name, year, places) in zip(parts.all(), CENTRES, strict=True):
        expect(part).to_contain_text(name)
        expect(part).to_contain_text(f"{year}, {places} places")
    # Whoever looked after it sees who went where.
    priya.get_by_role("link", name=re.compile("Register")).click()
    expect(priya.get_by_role("heading", level=2)).to_have_text([name for name, _, _ in CENTRES])
    lists = priya.locator("[data-part]")
    for line, (_, _, places) in zip(lists.all(), CENTRES, strict=True):
        expect(line.get_by_role("listitem")).to_have_count(places)
    assert sum(places for _, _, places in CENTRES) == 105
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert priya.evaluate(wide)
