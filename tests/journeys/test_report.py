"""A report from the menu of a message to its outcome, on the phones of all who take part."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

Phone = Callable[..., Page]


def _open(phone: Phone, who: str, path: str = "/chat/rooms/1?newest=1") -> Page:
    page = phone()
    sign_in(page, who)
    page.goto(path)
    if "/chat/rooms/" in path:
        # The script has taken over once the feed is no stop of the Tab key any more.
        expect(page.locator(".feed")).to_have_attribute("tabindex", "-1")
    return page


def _say(page: Page, text: str) -> None:
    page.locator("textarea[name=text]").fill(text)
    page.get_by_role("button", name="Send").click()


def _message(page: Page, text: str) -> Locator:
    return page.locator(".message[data-seq]", has_text=text)


def _report(page: Page, text: str, reason: str) -> None:
    """From the message's menu: three taps and the button."""
    _message(page, text).locator(".message__more").click()
    page.get_by_role("dialog").get_by_role("button", name="Report it").click()
    page.wait_for_url("**/report")
    expect(page.get_by_text("Not for emergencies").first).to_be_visible()
    page.get_by_text(reason).click()
    page.get_by_role("button", name="Report it").click()
    page.wait_for_url("**/my-reports?*")
    expect(page.get_by_text("Your report has been sent.")).to_be_visible()


def test_a_report_reaches_the_support_worker_and_its_outcome_the_reporter(phone: Phone):
    author, reporter = _open(phone, "lisa"), _open(phone, "aisha")
    words = "Honestly, some children are just trouble"
    _say(author, words)
    expect(_message(reporter, words)).to_be_visible()
    _report(reporter, words, "It is not kind")

    worker = _open(phone, "priya", "/")
    worker.get_by_role("link", name="to look at").click()
    worker.get_by_role("link", name="It is not kind").first.click()
    expect(worker.locator(".evidence__one--reported")).to_contain_text(words)
    expect(worker.locator("main")).to_contain_text("Aisha Rahman says")

    # Taken away at once, on every phone; here it stays to be read.
    worker.get_by_role("button", name="Take it away now").click()
    expect(worker.get_by_text("The message has been taken away since.")).to_be_visible()
    expect(worker.locator(".evidence__one--reported")).to_contain_text(words)
    expect(_message(author, words)).to_have_count(0)

    worker.get_by_text("The message was taken away", exact=True).click()
    worker.get_by_label("Words to Aisha").fill("Thank you. I have rung Lisa.")
    worker.get_by_role("button", name="Close the report").click()
    expect(worker.get_by_text("Closed. Whoever reported it has been told.")).to_be_visible()

    reporter.goto("/my-reports")
    mine = reporter.locator("section.card", has_text="It is not kind").first
    expect(mine).to_contain_text("Looked at")
    expect(mine).to_contain_text("The message was taken away.")
    expect(mine).to_contain_text("Thank you. I have rung Lisa.")

    # Whoever wrote it hears that it is gone, and nothing of a report.
    author.goto("/my-reports")
    expect(author.locator("main")).not_to_contain_text("not kind")


def test_a_report_about_the_support_worker_goes_to_the_manager(phone: Phone):
    worker, reporter = _open(phone, "priya"), _open(phone, "sam")
    words = "I have told everybody why he moved here"
    _say(worker, words)
    expect(_message(reporter, words)).to_be_visible()
    _report(reporter, words, "It tells something private")
    expect(reporter.get_by_text("A manager looks at it.")).to_be_visible()

    worker.goto("/reports")
    expect(worker.locator("main")).not_to_contain_text("message from Priya Nair")

    manager = _open(phone, "david", "/")
    manager.get_by_role("link", name="1 report to look at").click()
    manager.get_by_role("link", name="It tells something private").first.click()
    expect(manager.locator(".evidence__one--reported")).to_contain_text(words)
    manager.get_by_text("We have talked with the person who wrote it").click()
    manager.get_by_role("button", name="Close the report").click()
    expect(manager.get_by_text("Closed. Whoever reported it has been told.")).to_be_visible()
    # A manager sees what was kept, and no chat.
    assert manager.goto("/chat/rooms/1").status == 404

    reporter.goto("/my-reports")
    expect(reporter.locator("main")).to_contain_text("We have talked with the person who wrote it.")
