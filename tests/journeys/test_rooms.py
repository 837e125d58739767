"""Rooms in a browser: news to the last "I have read this", a room of two, a group, muting."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

NEWS = "/chat/rooms/2"


def _signed_in(phone: Callable[..., Page], who: str, path: str = "/", **options: object) -> Page:
    page = phone(**options)
    sign_in(page, who)
    page.goto(path)
    page.wait_for_timeout(500)  # the line is up
    return page


def _say(page: Page, text: str) -> None:
    page.locator("textarea[name=text]").fill(text)
    page.get_by_role("button", name="Send").click()


def test_news_are_asked_about_confirmed_counted_and_reminded_of(phone: Callable[..., Page]):
    priya = _signed_in(phone, "priya", NEWS)
    sam = _signed_in(phone, "sam")
    priya.locator("[name=needs_confirming]").check()
    _say(priya, "The minibus is booked for Saturday.")
    asked = priya.locator(".message", has_text="minibus")
    expect(asked).to_contain_text("0 of 15 have read this")
    expect(priya.locator("[name=needs_confirming]")).not_to_be_checked()

    # It leads on Home, and from there to the button.
    sam.goto("/")
    sam.get_by_role("link", name="Priya asks everybody in Andover Hive to confirm").last.click()
    heard = sam.locator(".message", has_text="minibus")
    expect(heard).to_be_in_viewport()
    heard.get_by_role("button", name="I have read this").click()
    expect(heard).to_contain_text("You confirmed this")
    expect(heard.get_by_role("button", name="I have read this")).to_be_hidden()
    expect(sam.get_by_text("Support workers write here. You can react")).to_be_visible()
    expect(heard.get_by_role("link", name="See who")).to_be_hidden()

    # The number moves on the phone of whoever asked, who sees the names and reminds the others.
    expect(asked).to_contain_text("1 of 15 has read this")
    asked.get_by_role("link", name="See who").click()
    expect(priya.get_by_role("heading", name="14 have not confirmed yet")).to_be_visible()
    priya.get_by_role("button", name="Remind all 14").click()
    expect(priya.get_by_role("status").filter(has_text="14 people were reminded")).to_be_visible()
    expect(priya.get_by_role("button", name="Remind")).to_have_count(0)

    sam.reload()
    expect(heard).to_contain_text("You confirmed this")


def test_news_are_confirmed_without_a_script(phone: Callable[..., Page]):
    aisha = phone(java_script_enabled=False)
    sign_in(aisha, "aisha")
    aisha.goto(NEWS)
    asked = aisha.locator(".message", has_text="out-of-hours line")
    before = asked.locator(".confirming__count").inner_text()
    asked.get_by_role("button", name="I have read this").click()
    expect(asked).to_contain_text("You confirmed this")
    assert asked.locator(".confirming__count").inner_text() != before


def test_a_room_of_two_comes_into_the_open_list_of_the_other(phone: Callable[..., Page]):
    tom = _signed_in(phone, "tom", "/chat")
    david = _signed_in(phone, "david", "/chat")
    david.get_by_role("link", name="New conversation").click()
    david.get_by_label("Look for a name").fill("whitlock")
    david.get_by_role("button", name="Look").click()
    david.get_by_role("button", name="Tom Whitlock").click()
    expect(david.locator("h1")).to_have_text("Tom Whitlock")
    expect(david.get_by_role("button", name="Only you and Tom can read this")).to_be_visible()
    _say(david, "Hello Tom, may I ring you tomorrow?")

    # Made after the page was opened, and called by the name of the other.
    row = tom.get_by_role("link", name="David Penrose")
    expect(row).to_contain_text("may I ring you")
    expect(row).to_contain_text("1 unread")
    row.click()
    _say(tom, "Of course.")
    expect(david.locator(".bubble", has_text="Of course.")).to_be_visible()


def test_a_group_is_made_by_tapping_faces_and_whoever_is_taken_out_is_out_at_once(
    phone: Callable[..., Page],
):
    aisha = _signed_in(phone, "aisha", "/chat")
    sam = _signed_in(phone, "sam", "/chat/new")
    sam.get_by_role("link", name="Make a group").click()
    sam.get_by_label("What is it called?").fill("Night owls")
    sam.get_by_role("button", name="Make the group").click()
    expect(sam.get_by_role("alert")).to_contain_text("Choose at least one person")
    sam.locator("label", has_text="Aisha Rahman").click()
    sam.locator("label", has_text="Lisa Marchant").click()
    sam.get_by_role("button", name="Make the group").click()
    expect(sam.locator("h1")).to_have_text("Night owls")
    _say(sam, "Who else is up?")

    aisha.get_by_role("link", name=re.compile("Night owls")).click()
    expect(aisha.locator(".bubble", has_text="Who else is up?")).to_be_visible()
    aisha.wait_for_timeout(500)
    aisha.get_by_role("button", name="Who can read this").click()
    sheet = aisha.get_by_role("dialog", name="Who can read this")
    expect(sheet).to_contain_text("Priya Nair supports your Hive, is not in this group")
    expect(sheet.get_by_role("link", name="Add people")).to_have_count(0)
    sheet.get_by_role("button", name="Close").click()

    sam.get_by_role("button", name="Who can read this").click()
    sam.get_by_role("link", name="Take somebody out").click()
    sam.get_by_role("button", name="Take Aisha Rahman out of the group").click()
    expect(aisha.get_by_text("You are no longer in this room")).to_be_visible(timeout=3_000)
    aisha.goto("/chat")
    expect(aisha.get_by_text("Night owls")).to_have_count(0)


def test_a_muted_room_stays_out_of_the_number_on_chat(phone: Callable[..., Page]):
    lisa = _signed_in(phone, "lisa", "/chat/rooms/1")
    lisa.get_by_role("button", name="Who can read this").click()
    lisa.get_by_role("link", name="Notices are on").click()
    lisa.locator("label", has_text="For an hour").click()
    expect(lisa.get_by_label("For an hour")).to_be_checked()
    lisa.get_by_role("button", name="Turn off").click()
    expect(lisa.locator(".topbar")).to_contain_text("Notices are off")
    lisa.goto("/chat")
    lisa.wait_for_timeout(500)
    before = lisa.locator("[data-unread-badge]").text_content() or ""
    sam = _signed_in(phone, "sam", "/chat/rooms/1")
    _say(sam, "While Lisa has her feet up")
    row = lisa.locator("a[href='/chat/rooms/1']")
    expect(row).to_contain_text("While Lisa has her feet up")
    expect(row).to_contain_text("1 unread")
    expect(lisa.locator("[data-unread-badge]")).to_have_text(before)
    lisa.goto("/chat/rooms/1/mute")
    lisa.get_by_role("button", name="Turn them on").click()
    expect(lisa.get_by_text("Notices are off")).to_have_count(0)
