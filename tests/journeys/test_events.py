"""A family signs up; a full event, a withdrawal, and the place that goes on to the next."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from app.core import clock
from tests.journeys.conftest import sign_in
from tests.push_service import PushService

pytestmark = pytest.mark.journey


class Thumb:
    """Counts what is tapped."""

    def __init__(self) -> None:
        self.taps = 0

    def tap(self, target: Locator) -> None:
        target.click()
        self.taps += 1


def _signed_in(phone: Callable[..., Page], who: str, **options: object) -> Page:
    page = phone(**options)
    sign_in(page, who)
    return page


def test_two_children_are_signed_up_in_eight_taps(phone: Callable[..., Page]):
    sam, thumb = _signed_in(phone, "sam"), Thumb()
    thumb.tap(sam.get_by_role("navigation").get_by_role("link", name="Events"))
    thumb.tap(sam.get_by_role("link", name=re.compile("Panto")))
    thumb.tap(sam.get_by_role("link", name="Sign up", exact=True))
    for name in ("Kayden", "Lily-Mae"):
        group = sam.get_by_role("group", name=name)
        thumb.tap(group.locator("label", has_text=name).first)
        thumb.tap(group.locator("label", has_text="care card is right"))
    thumb.tap(sam.get_by_role("button", name="Sign up"))
    own = sam.get_by_role("region", name="Your family")
    expect(own).to_contain_text("Kayden")
    expect(own).to_contain_text("Lily-Mae")
    assert thumb.taps <= 8
    # The agenda says so too.
    sam.goto("/events")
    expect(sam.get_by_role("link", name=re.compile("Panto"))).to_contain_text("Lily-Mae")


def _plan(priya: Page, title: str) -> str:
    """An event with a place for one child; where it is."""
    priya.goto("/events/new")
    priya.get_by_label("Title").fill(title)
    priya.locator("[name=kind]").select_option("family_social")
    priya.locator("[name=starts_on]").fill((clock.today() + timedelta(days=9)).isoformat())
    priya.locator("[name=starts]").fill("10:00")
    priya.locator("[name=ends]").fill("12:00")
    places = priya.locator("[name=part-0-child_places]")
    if not places.is_visible():
        priya.locator("details", has=places).locator("summary").click()
    places.fill("1")
    priya.get_by_role("button", name="Open it for everybody").click()
    expect(priya.get_by_role("heading", level=1)).to_have_text(title)
    return priya.url.split("?")[0]


def _sign_up(page: Page, where: str) -> None:
    page.goto(f"{where}/sign-up")
    comer = page.locator(".comer").first
    comer.locator("[data-comes]").check()
    comer.locator("[name=confirm]").check()
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("region", name="Your family")).to_be_visible()


def test_a_place_that_comes_free_goes_to_the_next_with_a_push(
    phone: Callable[..., Page], push_service: PushService
):
    where = _plan(_signed_in(phone, "priya"), "One pony to ride")
    aisha = _signed_in(phone, "aisha")
    _sign_up(aisha, where)

    device = push_service.subscribe()
    sam = _signed_in(phone, "sam", subscription=device.as_json())
    sam.goto("/notifications")
    sam.locator("[data-push-turn=on]").click()
    expect(sam.locator("[data-push-turn=off]")).to_be_visible()
    sam.goto(where)
    expect(sam.get_by_role("link", name="Go on the waiting list")).to_be_visible()
    _sign_up(sam, where)
    expect(sam.get_by_role("region", name="Your family")).to_contain_text("You are next")
    sam.goto("/")

    aisha.goto(where)
    aisha.get_by_role("link", name="Somebody can't come").click()
    aisha.get_by_role("button", name="Take them off the list").click()
    expect(aisha.get_by_text("Thank you for saying so.")).to_be_visible()
    push = push_service.wait_for(device)[0]
    assert "A place came free" in str(push.payload["body"])
    assert "Kayden" not in str(push.payload)
    assert push.payload["url"] == where[where.index("/events/") :]

    sam.goto(str(push.payload["url"]))
    sam.get_by_role("button", name="Yes, take it").click()
    expect(sam.locator(".banner", has_text=re.compile("(is|are) going"))).to_be_visible()
    expect(sam.get_by_role("heading", name="A place came free")).to_have_count(0)
    expect(sam.get_by_role("region", name="Your family")).not_to_contain_text("Waiting list")
    assert push_service.complaints == []
