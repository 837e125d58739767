"""A child's full name is pointed out before it goes to a group; the sender decides."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

Phone = Callable[..., Page]
CHECK = "**/api/v1/rooms/*/name-check"


@pytest.fixture
def sam(phone: Phone) -> Page:
    page = phone(service_workers="block")
    sign_in(page, "sam")
    page.goto("/chat/rooms/1?newest=1")
    expect(page.locator(".feed")).to_have_attribute("tabindex", "-1")
    return page


@pytest.fixture
def child(sam: Page) -> str:
    """What a child of Sam's is called."""
    sam.goto("/households/1")
    name = sam.locator("a[href^='/children/'] .row__title, .face__name").first.inner_text()
    sam.goto("/chat/rooms/1?newest=1")
    expect(sam.locator(".feed")).to_have_attribute("tabindex", "-1")
    return name.split("\n")[0]


def _write(page: Page, text: str) -> None:
    page.locator("textarea[name=text]").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def _said(page: Page, text: str) -> None:
    expect(page.locator(".message[data-seq]", has_text=text)).to_be_visible()


def test_initials_stand_in_the_composer_until_the_sender_sends_them(sam: Page, child: str):
    _write(sam, f"{child} Okafor has lost a tooth")
    sheet = sam.get_by_role("dialog")
    expect(sheet).to_contain_text(f"{child} Okafor")
    sheet.get_by_role("button", name="Use initials").click()
    field = sam.locator("textarea[name=text]")
    expect(field).to_have_value(f"{child[0]}.O. has lost a tooth")
    sam.get_by_role("button", name="Send", exact=True).click()
    _said(sam, f"{child[0]}.O. has lost a tooth")
    expect(field).to_have_value("")


def test_the_sender_may_send_it_as_it_is_or_change_it(sam: Page, child: str):
    words = f"{child} Okafor is in the school play"
    _write(sam, words)
    sheet = sam.get_by_role("dialog")
    sheet.get_by_role("button", name="Change it").click()
    expect(sam.locator("textarea[name=text]")).to_have_value(words)
    sam.get_by_role("button", name="Send", exact=True).click()
    sheet.get_by_role("button", name="Send as it is").click()
    _said(sam, words)


def test_ordinary_words_go_out_unasked(sam: Page):
    asked: list[str] = []
    sam.on("request", lambda request: asked.append(request.url))
    _write(sam, "Is anybody about this afternoon? We have cake")
    _said(sam, "Is anybody about this afternoon?")
    assert not [url for url in asked if "name-check" in url]


def test_a_check_that_does_not_answer_holds_no_message_up(sam: Page, child: str):
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    sam.route(CHECK, hold)
    words = f"{child} Okafor can come too"
    _write(sam, words)
    _said(sam, words)
    assert len(held) == 1


def test_without_a_network_it_waits_unasked(sam: Page, child: str):
    sam.context.set_offline(True)
    words = f"{child} Okafor would like that"
    _write(sam, words)
    expect(sam.locator(".message--waiting", has_text=words)).to_be_visible()
    expect(sam.get_by_role("dialog")).to_have_count(0)
    sam.context.set_offline(False)
    _said(sam, words)


def test_without_a_script_a_page_asks(phone: Phone, child: str):
    page = phone(java_script_enabled=False)
    sign_in(page, "sam")
    page.goto("/chat/rooms/1?newest=1")
    words = f"{child} Okafor needs a lift on Friday"
    _write(page, words)
    expect(page.locator("h1")).to_have_text("Before you send this")
    page.get_by_role("button", name="Send it with initials").click()
    page.wait_for_url("**/chat/rooms/1*")
    _said(page, f"{child[0]}.O. needs a lift on Friday")
