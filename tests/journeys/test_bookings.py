"""A family asks for a stay, hosts answer, and all the ways on from there."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from app.core import clock
from tests.journeys.conftest import sign_in
from tests.push_service import Phone, PushService

pytestmark = pytest.mark.journey

MARCHANT = "The Marchant family"


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


def _with_notices(phone: Callable[..., Page], who: str, device: Phone) -> Page:
    page = _signed_in(phone, who, subscription=device.as_json())
    page.goto("/notifications")
    page.locator("[data-push-turn=on]").click()
    expect(page.locator("[data-push-turn=off]")).to_be_visible()
    return page


def _ask(page: Page, in_days: int, *children: str, hosts: str = "", urgent: bool = False) -> str:
    """Ask for a night so many days from today, of the hosts named (all without); where it is."""
    page.goto("/bookings/ask")
    for name in children:
        page.locator(".who-stays label", has_text=name).locator("input").check()
    for field, day in (("starts_on", in_days), ("ends_on", in_days + 1)):
        page.locator(f"[name={field}]").fill((clock.today() + timedelta(days=day)).isoformat())
    page.locator("label", has_text="A rest").click()
    if urgent:
        page.locator("label", has_text="It is urgent").click()
    page.get_by_role("button", name="See who fits").click()
    ask = page.get_by_role("button", name="Ask those I have ticked")
    expect(ask).to_be_visible()
    boxes = page.locator(".fit", has_text=hosts).locator("[name=host]")
    for number in range(boxes.count()):
        boxes.nth(number).check()
    ask.click()
    expect(page.get_by_text("Asked. You are told as soon as somebody says yes.")).to_be_visible()
    return page.url.split("?")[0]


def _make_host(priya: Page, family: str) -> None:
    """The support worker writes down that a family has children to stay."""
    priya.goto("/bookings/ask/for-whom")
    link = priya.get_by_role("link", name=re.compile(family)).get_attribute("href") or ""
    priya.goto(f"/households/{link.partition('=')[2]}/edit")
    priya.locator("[name=is_host]").check()
    priya.locator("[name=host_places]").fill("1")
    priya.get_by_role("button", name="Save").click()
    expect(priya.get_by_role("heading", level=1)).to_contain_text(family)


def _says(page: Page, where: str, words: str) -> None:
    page.goto(where)
    expect(page.locator("main .tag", has_text=words).first).to_be_visible()


def test_a_carer_asks_in_at_most_ten_taps(phone: Callable[..., Page]):
    aisha, thumb = _signed_in(phone, "aisha"), Thumb()
    thumb.tap(aisha.get_by_role("navigation").get_by_role("link", name="Stays"))
    thumb.tap(aisha.get_by_role("link", name="Ask for a sleepover or day care"))
    thumb.tap(aisha.locator("label", has_text="A rest"))
    thumb.tap(aisha.get_by_role("button", name="See who fits"))
    expect(aisha.get_by_role("heading", level=1)).to_have_text("Who fits")
    whoever = aisha.get_by_role("button", name="Ask whoever can")
    if not whoever.count():
        thumb.tap(aisha.locator(".fit label").first)
        whoever = aisha.get_by_role("button", name="Ask those I have ticked")
    thumb.tap(whoever)
    expect(aisha.get_by_text("Asked. You are told as soon as somebody says yes.")).to_be_visible()
    assert thumb.taps <= 10
    aisha.goto("/bookings")
    asked = aisha.get_by_role("region", name="Asked for")
    expect(asked.get_by_role("link").first).to_contain_text("Jamal")


def test_the_host_accepts_from_the_notification(
    phone: Callable[..., Page], push_service: PushService
):
    device = push_service.subscribe()
    lisa = _with_notices(phone, "lisa", device)
    lisa.goto("/")
    aisha = _signed_in(phone, "aisha")
    where = _ask(aisha, 70, "Jamal", hosts=MARCHANT)
    push = push_service.wait_for(device)[0]
    assert "Sleepover, 1 night for a child" in str(push.payload["body"])
    assert "Jamal" not in str(push.payload)

    lisa.goto(str(push.payload["url"]))
    assert lisa.url == where
    expect(lisa.locator("main")).not_to_contain_text("Jamal")
    lisa.get_by_role("button", name="Yes, we can").click()
    expect(lisa.get_by_text("They are told that you said yes.")).to_be_visible()
    expect(lisa.locator("main")).to_contain_text("Jamal")
    # His plan leaves nights in the Hive to the social worker.
    helen = _signed_in(phone, "helen")
    helen.goto(where)
    helen.get_by_role("button", name="Yes").click()
    _says(aisha, where, "Confirmed")
    assert push_service.complaints == []


def test_an_urgent_call_has_one_winner_and_the_others_are_told(
    phone: Callable[..., Page], push_service: PushService
):
    _make_host(_signed_in(phone, "priya"), "Bramley")
    device = push_service.subscribe()
    wendy = _with_notices(phone, "wendy.bramley", device)
    lisa, ian = _signed_in(phone, "lisa"), _signed_in(phone, "ian.doyle")
    aisha = _signed_in(phone, "aisha")
    where = _ask(aisha, 80, "Jamal", urgent=True)
    calls = aisha.get_by_role("region", name="Who was asked").get_by_role("listitem")
    expect(calls).to_have_count(3)
    for host in (wendy, lisa, ian):
        host.goto(where)
        expect(host.locator("main")).to_contain_text("Urgent")
    lisa.get_by_role("button", name="Yes, we can").click()
    expect(lisa.get_by_text("They are told that you said yes.")).to_be_visible()
    # Both pages are still as they were.
    ian.get_by_role("button", name="Yes, we can").click()
    expect(ian.get_by_role("heading", name="It is taken")).to_be_visible()
    wendy.get_by_role("button", name="Sorry, not this time").click()
    expect(wendy.get_by_role("heading", name="It is taken")).to_be_visible()
    bodies = [str(push.payload["body"]) for push in push_service.wait_for(device, 2)]
    assert any("Urgent." in body for body in bodies)
    assert any("It is taken: another host said yes first." in body for body in bodies)
    aisha.goto(where)
    expect(aisha.locator(".event-facts")).to_contain_text(MARCHANT)


def test_called_off_the_evening_before_all_are_told_and_the_days_are_free(
    phone: Callable[..., Page], push_service: PushService
):
    devices = push_service.subscribe(), push_service.subscribe()
    lisa, priya = (
        _with_notices(phone, who, device)
        for who, device in zip(("lisa", "priya"), devices, strict=True)
    )
    carol = _signed_in(phone, "carol.harper")
    where = _ask(carol, 1, "Finley", "Bobby", hosts=MARCHANT)
    lisa.goto(where)
    lisa.get_by_role("button", name="Yes, we can").click()
    _says(carol, where, "Confirmed")
    carol.get_by_role("link", name="Call it off").click()
    carol.get_by_role("button", name="Call it off").click()
    expect(carol.get_by_role("heading", name="There is a problem")).to_be_visible()
    carol.get_by_label("Why it is off").fill("Both have chickenpox")
    carol.get_by_role("button", name="Call it off").click()
    expect(carol.get_by_text("All are told, and the time is free again.")).to_be_visible()
    for device in devices:
        last = str(push_service.wait_for(device, 1 if device is devices[1] else 2)[-1].payload)
        assert "Sleepover called off: tomorrow 17:00" in last
        assert "Finley" not in last
        assert "chickenpox" not in last
    _says(lisa, where, "Called off")
    expect(lisa.locator("main")).to_contain_text("Both have chickenpox")
    # Both beds are free again.
    again = _ask(carol, 1, "Finley", "Bobby", hosts=MARCHANT)
    lisa.goto(again)
    lisa.get_by_role("button", name="Yes, we can").click()
    _says(carol, again, "Confirmed")
    assert priya.url.endswith("/notifications")


def test_the_support_worker_confirms_where_the_hive_asks_for_it(phone: Callable[..., Page]):
    priya = _signed_in(phone, "priya")
    _set_rule(priya, is_on=True)
    carol = _signed_in(phone, "carol.harper")
    where = _ask(carol, 90, "Finley", hosts=MARCHANT)
    lisa = _signed_in(phone, "lisa")
    lisa.goto(where)
    lisa.get_by_role("button", name="Yes, we can").click()
    _says(carol, where, "Taken, not confirmed yet")
    yeses = carol.get_by_role("region", name="Whose yes it needs")
    expect(yeses).to_contain_text("The support worker")

    priya.goto("/bookings")
    priya.get_by_role("link", name=re.compile("Your yes is asked for")).click()
    card = priya.locator("section", has=priya.get_by_role("heading", name="The Harper family"))
    card.get_by_role("button", name="Yes").click()
    expect(card).to_have_count(0)
    _says(carol, where, "Confirmed")
    _set_rule(priya, is_on=False)


def _set_rule(priya: Page, *, is_on: bool) -> None:
    priya.goto("/bookings/hosting/rule")
    priya.get_by_role("checkbox").first.set_checked(is_on)
    priya.get_by_role("button", name="Save").click()
    expect(priya.get_by_text("It is saved.")).to_be_visible()
