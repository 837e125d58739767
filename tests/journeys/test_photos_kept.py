"""Photos on a phone: waiting for a signal, kept for a room, and gone when they must be."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.chat.files import PDF, photo
from tests.journeys.album import (
    KEPT_PHOTOS,
    ROOM,
    STORED,
    choose,
    message_saying,
    open_room,
    say_yes,
    send,
    wait_until,
)
from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey


def test_a_photo_chosen_without_a_signal_goes_out_when_the_app_is_opened_again(
    phone: Callable[..., Page], album: Callable[..., list[str]]
):
    aisha = open_room(phone, "aisha")
    lisa = open_room(phone, "lisa")
    aisha.reload()
    expect(aisha.locator(".composer__add label")).to_be_visible()
    aisha.wait_for_timeout(500)
    aisha.context.set_offline(True)
    choose(aisha, album(one_jpg=photo(2000, 1000)), "From the bus")
    send(aisha)
    say_yes(aisha)
    waiting = aisha.locator(".message--waiting", has_text="From the bus")
    expect(waiting).to_contain_text("Not sent yet")
    expect(waiting.locator("img")).to_have_count(1)
    aisha.locator("textarea[name=text]").fill("and after it")
    send(aisha)
    expect(aisha.locator(".message--waiting", has_text="and after it")).to_contain_text(
        "Not sent yet"
    )
    context = aisha.context
    aisha.close()
    assert message_saying(lisa, "From the bus").count() == 0

    # Opened again, still without a signal: it waits with its picture.
    aisha = context.new_page()
    aisha.goto(ROOM)
    waiting = aisha.locator(".message--waiting", has_text="From the bus")
    expect(waiting.locator("img")).to_have_count(1)
    aisha.close()
    context.set_offline(False)
    aisha = context.new_page()
    aisha.goto(ROOM)
    expect(message_saying(lisa, "From the bus").locator(".photos img")).to_have_count(1)
    expect(message_saying(lisa, "and after it")).to_have_count(1)
    seqs = [
        int(message_saying(lisa, words).get_attribute("data-seq") or 0)
        for words in ("From the bus", "and after it")
    ]
    assert seqs == sorted(seqs)
    expect(aisha.locator(".message--waiting")).to_have_count(0)
    assert aisha.evaluate(STORED, "uploads") == 0


def test_photos_of_a_seen_room_are_there_without_a_network_and_go_with_the_sign_out(
    phone: Callable[..., Page],
):
    page = open_room(phone, "aisha")
    image = page.locator(".photos img").first
    image.scroll_into_view_if_needed()
    wait_until(page, lambda: page.evaluate(f"({KEPT_PHOTOS})()"))
    page.reload()
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    page.goto(ROOM)
    image = page.locator(".photos img").first
    image.scroll_into_view_if_needed()
    wait_until(page, lambda: image.evaluate("image => image.naturalWidth") > 0)
    page.context.set_offline(False)
    page.goto("/more")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in**")
    wait_until(page, lambda: page.evaluate(f"({KEPT_PHOTOS})()") == [])


def test_whoever_is_taken_out_of_the_room_sees_no_photo_by_its_address(
    phone: Callable[..., Page],
):
    lisa, david = open_room(phone, "lisa"), phone()
    sign_in(david, "david")
    link = lisa.locator(".photos__link").first
    link.scroll_into_view_if_needed()
    addresses = [link.get_attribute("href"), link.locator("img").get_attribute("src")]
    wait_until(lisa, lambda: lisa.evaluate(f"({KEPT_PHOTOS})()"))
    for address in addresses:
        assert lisa.request.get(address).status == 200  # type: ignore[arg-type]
    david.goto("/hives/1/people")
    member = david.locator(".member", has_text="Lisa Marchant")
    member.locator("summary").click()
    member.get_by_role("button", name="End this role").click()
    david.wait_for_url("**/people?ended=1")
    expect(lisa.get_by_role("heading", name="You are no longer in this room")).to_be_visible()
    wait_until(lisa, lambda: lisa.evaluate(f"({KEPT_PHOTOS})()") == [])
    for address in addresses:
        assert lisa.request.get(address).status == 404  # type: ignore[arg-type]
        response = lisa.goto(address)  # type: ignore[arg-type]
        assert response
        assert response.status == 404


def test_photos_of_a_deleted_message_go_from_the_other_phone_too(phone: Callable[..., Page]):
    aisha, priya = open_room(phone, "aisha"), open_room(phone, "priya")
    bunting = priya.locator("#message-2 .photos__link").first
    address = bunting.get_attribute("href") or ""
    bunting.scroll_into_view_if_needed()
    wait_until(priya, lambda: f"{address}/small" in priya.evaluate(f"({KEPT_PHOTOS})()"))
    aisha.goto(f"{ROOM}/messages/2/delete")
    aisha.locator("main form button").click()
    expect(priya.locator("#message-2 .photos")).to_have_count(0)
    wait_until(priya, lambda: f"{address}/small" not in priya.evaluate(f"({KEPT_PHOTOS})()"))
    assert priya.request.get(address).status == 404


def test_on_a_slow_signal_it_says_how_much_has_gone_out(
    phone: Callable[..., Page], album: Callable[..., list[str]]
):
    page = open_room(phone, "aisha")
    states: list[str] = []

    def told(state: str) -> None:
        states.append(state)

    page.expose_function("told", told)
    cdp = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 50, "downloadThroughput": -1, "uploadThroughput": 40_000}
    choose(page, album(plan_pdf=PDF + bytes(120_000)), "On its way")
    cdp.send("Network.emulateNetworkConditions", slow)
    page.evaluate(
        """new MutationObserver(() => {
          const state = document.querySelector('[data-pending="state"]');
          if (state) told(state.textContent);
        }).observe(document.querySelector(".feed__list"), { subtree: true, childList: true })"""
    )
    send(page)
    expect(message_saying(page, "On its way")).to_be_visible(timeout=15_000)
    assert any(state in states for state in ("Sending… 25 %", "Sending… 50 %", "Sending… 75 %"))
