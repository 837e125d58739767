"""Messages without signal, after it, and far away in a room."""

import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign_in
from tests.journeys.two_phones import (
    ROOM,
    Phone,
    menu_of,
    message_saying,
    open_room,
    ready,
    say,
    seq_of,
)

pytestmark = pytest.mark.journey


def test_three_messages_written_without_signal_arrive_once_and_in_order(phone: Phone):
    page, other = phone(), phone()
    sign_in(page, "lisa")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(ROOM)
    ready(page)
    open_room(other, "aisha")
    context = page.context
    context.set_offline(True)
    words = [f"On the bus, part {part}" for part in ("one", "two", "three")]
    for text in words:
        page.locator("textarea[name=text]").fill(text)
        page.get_by_role("button", name="Send").click()
        expect(page.locator(".message--waiting", has_text=text)).to_be_visible()
    page.close()
    reopened = context.new_page()
    context.set_offline(False)
    reopened.goto("/chat")
    for text in words:
        expect(other.locator(".bubble__text", has_text=text)).to_have_count(1, timeout=10_000)
    heard = other.locator(".bubble__text", has_text="On the bus, part").all_inner_texts()
    assert heard == words
    reopened.goto(ROOM)
    for text in words:
        expect(reopened.locator(".message[data-seq] .bubble__text", has_text=text)).to_have_count(1)
    expect(reopened.locator(".message--waiting")).to_have_count(0)


def test_what_changed_while_a_phone_was_away_is_there_when_it_is_back(two: tuple[Page, Page]):
    sam, priya = two
    say(priya, "The hall opens at nine")
    message_saying(sam, "The hall opens at nine")
    sam.context.set_offline(True)
    sam.evaluate("window.dispatchEvent(new Event('offline'))")
    sheet = menu_of(message_saying(priya, "The hall opens at nine"))
    sheet.get_by_role("button", name="Edit").click()
    sheet.locator("textarea").fill("The hall opens at ten")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet).to_be_hidden()

    # Without signal nothing is promised, in words.
    sheet = menu_of(message_saying(sam, "The hall opens at"))
    sheet.get_by_role("button", name="👍", exact=True).click()
    expect(sheet.get_by_role("alert")).to_contain_text("no signal")
    sheet.get_by_role("button", name="Close").click()
    sam.context.set_offline(False)
    expect(message_saying(sam, "The hall opens at ten").locator(".message__meta")).to_contain_text(
        "edited", timeout=20_000
    )


def test_a_change_seen_from_the_copy_of_a_page_is_made_good(phone: Phone):
    page, other = phone(), phone()
    sign_in(page, "aisha")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(ROOM)
    ready(page)
    message = say(page, "Kept as it was")
    seq = seq_of(message)
    page.reload()  # kept with the new words
    ready(page)
    page.goto("/chat")
    sign_in(other, "lisa")
    answer = other.request.put(f"/api/v1/rooms/1/messages/{seq}/reaction", data={"emoji": "🐝"})
    assert answer.ok
    page.goto(ROOM)
    expect(page.locator(f"#message-{seq} .reaction")).to_have_count(1)


def test_far_away_messages_are_fetched_and_the_newest_is_a_tap_away(phone: Phone):
    page = phone()
    open_room(page, "sam")
    first = say(page, "The very first of many")
    for who in ("priya", "aisha", "lisa"):
        other = phone()
        sign_in(other, who)
        for nth in range(25):
            words = {"client_id": str(uuid.uuid4()), "text": f"{who} says {nth}"}
            assert other.request.post("/api/v1/rooms/1/messages", data=words).ok
    newest = message_saying(page, "lisa says 24")
    seq = seq_of(first)
    page.goto(f"{ROOM}?around={seq}#message-{seq}")
    ready(page)
    expect(page.locator(f"#message-{seq}")).to_be_in_viewport()
    expect(newest).to_have_count(0)

    # What is said now does not disturb who reads further up; it is a tap away.
    page.get_by_role("button", name="To the newest").click()
    expect(newest).to_be_in_viewport()
    expect(page.locator(f"#message-{seq}")).to_have_count(0)
    expect(page.locator("[data-newer]")).to_be_hidden()

    # An answer leads back to what it quotes, though that is not on the page any more.
    answer = {"client_id": str(uuid.uuid4()), "text": "Long ago", "reply_to": int(seq)}
    assert page.request.post("/api/v1/rooms/1/messages", data=answer).ok
    message_saying(page, "Long ago").locator(".quote").click()
    expect(page.locator(f"#message-{seq}")).to_be_focused()
    say(page, "Down here again")
    expect(page.locator(".bubble__text", has_text="Long ago")).to_be_visible()
