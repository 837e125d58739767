"""Forms on a phone: the way back after a mistake, and words that are not lost by accident."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey


def test_back_after_a_mended_mistake_shows_the_form_again(phone: Callable[..., Page]):
    sam = phone()
    sign_in(sam, "sam")
    sam.goto("/more")
    sam.get_by_role("link", name="Your name and phone number").click()
    for number in ("call me", "07700 900111"):
        sam.get_by_label("Your phone number").fill(number)
        sam.get_by_role("button", name="Save").click()
        if number == "call me":
            expect(sam.get_by_role("alert")).to_be_focused()
    expect(sam.get_by_role("status").get_by_text("Saved.")).to_be_visible()
    back = sam.go_back()
    assert back is None or back.request.method == "GET"
    expect(sam.locator("h1")).to_have_text("You")
    expect(sam.get_by_label("Your phone number")).to_have_value("07700 900111")


def test_changed_words_ask_before_they_are_lost(phone: Callable[..., Page]):
    sam = phone()
    sign_in(sam, "sam")
    sam.locator(".faces a").first.click()
    sam.get_by_role("link", name="Care card").first.click()
    expect(sam.locator("h1")).to_have_text("Care card")
    change = sam.get_by_role("link", name="Change Bedtime")
    box = change.bounding_box()
    assert box
    assert box["height"] >= 44
    change.click()
    field = sam.locator("#bedtime")
    expect(field).to_be_in_viewport()
    expect(sam.get_by_role("button", name="Save the card")).to_be_in_viewport()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    sam.on("dialog", stay)
    # What has the focus is not under the bar with the button.
    field.fill("Half past eight, door open.")
    covers = field.evaluate(
        "field => document.querySelector('.thumb-action').getBoundingClientRect().top"
        " < field.getBoundingClientRect().bottom"
    )
    assert not covers
    sam.get_by_role("link", name="Back to the card").click()
    expect(sam.locator("h1")).to_have_text("Write the care card")
    sam.wait_for_function("() => true")
    assert asked == ["beforeunload"]
    sam.get_by_role("button", name="Save the card").click()
    expect(sam.get_by_text("Saved.", exact=True)).to_be_visible()
    assert asked == ["beforeunload"]
    # A form in which nothing was changed lets go.
    sam.get_by_role("link", name="Change Bedtime").click()
    sam.get_by_role("link", name="Back to the card").click()
    expect(sam.locator("h1")).to_have_text("Care card")
    assert asked == ["beforeunload"]
