"""Two phones in the room of their Hive, for the journeys of messages."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import sign_in

ROOM = "/chat/rooms/1"
Phone = Callable[..., Page]


def open_room(page: Page, who: str) -> None:
    sign_in(page, who)
    page.goto(ROOM)
    ready(page)


def ready(page: Page) -> None:
    # The script has taken over once the feed is no stop of the Tab key any more.
    expect(page.locator(".feed")).to_have_attribute("tabindex", "-1")


def say(page: Page, text: str) -> Locator:
    page.locator("textarea[name=text]").fill(text)
    page.get_by_role("button", name="Send").click()
    return message_saying(page, text)


def message_saying(page: Page, text: str) -> Locator:
    found = page.locator(".message[data-seq]", has=page.locator(".bubble__text", has_text=text))
    expect(found).to_have_count(1)
    return found


def menu_of(message: Locator) -> Locator:
    message.locator(".message__more").click()
    sheet = message.page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    return sheet


def seq_of(message: Locator) -> str:
    return message.get_attribute("data-seq") or ""
