"""A poll about days, from the question to its end, on two phones; and a pin that both see."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

QUESTION = "When shall we meet at the lido?"


def _poll(page: Page) -> Locator:
    return page.locator(".message", has_text=QUESTION).locator(".poll")


def test_a_poll_about_days_from_the_question_to_its_end(phone: Callable[..., Page]):
    priya, sam = phone(), phone()
    sign_in(priya, "priya")
    sign_in(sam, "sam")
    sam.goto("/chat/rooms/1")
    priya.goto("/chat/rooms/1")

    priya.get_by_role("link", name="Poll").click()
    priya.get_by_role("link", name="Days").click()
    priya.get_by_label("Your question").fill(QUESTION)
    days = priya.locator(".days__day:not(.days__day--past)")
    for index in (2, 4, 9):
        days.nth(index).click()
    priya.get_by_role("button", name="Send the poll").click()
    priya.wait_for_url("**/chat/rooms/1#newest")

    answers = _poll(sam).locator(".poll__answer")
    expect(answers).to_have_count(3, timeout=10_000)
    answers.nth(0).click()
    expect(answers.nth(0)).to_have_attribute("aria-pressed", "true")
    answers.nth(2).click()
    expect(answers.nth(2)).to_have_attribute("aria-pressed", "true")
    answers.nth(0).click()
    expect(answers.nth(0)).to_have_attribute("aria-pressed", "false")

    seen = _poll(priya)
    expect(seen.locator(".poll__count").nth(2)).to_contain_text("1 person")
    expect(seen.locator(".poll__answer").nth(2)).to_have_attribute("aria-pressed", "false")
    seen.locator(".poll__answer").nth(2).click()
    expect(answers.nth(2).locator(".poll__count")).to_contain_text("2 people")

    seen.get_by_role("link", name=re.compile("2 people have chosen")).click()
    expect(priya.get_by_text("Most chosen").first).to_be_visible()
    expect(priya.get_by_text("Sam Okafor")).to_be_visible()
    priya.get_by_role("button", name="Close the poll now").click()
    expect(priya.get_by_text("This poll has closed")).to_be_visible()
    expect(_poll(sam).get_by_text("This poll has closed")).to_be_visible()
    expect(answers.nth(1)).to_be_disabled()


def test_a_pin_appears_on_top_for_everybody_and_goes(phone: Callable[..., Page]):
    priya, sam = phone(), phone()
    sign_in(priya, "priya")
    sign_in(sam, "sam")
    for page in (priya, sam):
        page.goto("/chat/rooms/1")
    words = "The spare key is with Meera"
    priya.locator("textarea[name=text]").fill(words)
    priya.get_by_role("button", name="Send").click()
    message = priya.locator(".message[data-seq]", has_text=words)
    message.locator(".message__more").click()
    priya.get_by_role("button", name="Pin for everybody").click()
    line = sam.locator("[data-pin-line]")
    expect(line).to_contain_text(words)
    expect(message).to_have_attribute("data-pinned", "")
    line.click()
    expect(sam.get_by_role("heading", name="Pinned messages")).to_be_visible()
    expect(sam.get_by_role("button", name="Take the pin off")).to_have_count(0)
    sam.go_back()
    message.locator(".message__more").click()
    priya.get_by_role("button", name="Take the pin off").click()
    expect(sam.locator("[data-pin-line]")).to_have_count(0)
