"""Finding what somebody said, and going there and back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

Phone = Callable[..., Page]


def _look_for(page: Page, words: str) -> None:
    page.get_by_label("Words to look for").fill(words)
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/chat/search?of=*")


def test_a_hit_leads_to_the_message_and_back_leads_to_the_hits(phone: Phone):
    page = phone()
    sign_in(page, "aisha")
    page.goto("/chat")
    page.get_by_role("link", name="Search").click()
    _look_for(page, "school shoe")
    assert "shoe" not in page.url
    hits = page.locator("ol.rows > li")
    expect(hits).to_have_count(1)
    expect(hits.locator("mark")).to_have_text(["school", "shoes"])
    expect(hits.get_by_role("link")).to_have_attribute("href", re.compile("#message-4$"))
    hits.get_by_role("link").click()
    page.wait_for_url("**/chat/rooms/1?around=*")
    expect(page.locator("#message-4")).to_be_in_viewport()

    # No question about sending a form again, neither now nor when reloading.
    page.go_back()
    expect(hits).to_have_count(1)
    page.reload()
    expect(page.get_by_label("Words to look for")).to_have_value("school shoe")
    expect(hits).to_have_count(1)


def test_a_message_is_found_as_soon_as_it_is_said_and_no_more_once_it_is_gone(phone: Phone):
    page = phone()
    sign_in(page, "sam")
    page.goto("/chat/rooms/1?newest=1")
    expect(page.locator(".feed")).to_have_attribute("tabindex", "-1")
    page.locator("textarea[name=text]").fill("The rhubarb is by the gate")
    page.get_by_role("button", name="Send").click()
    said = page.locator(".message[data-seq]", has_text="rhubarb")
    expect(said).to_be_visible()
    seq = said.get_attribute("data-seq")
    page.get_by_role("link", name="Search in this room").click()
    _look_for(page, "rhubarb")
    expect(page.locator("ol.rows > li")).to_have_count(1)
    hits = page.url
    page.goto(f"/chat/rooms/1/messages/{seq}/delete")
    page.get_by_role("button", name="Take it away").click()
    page.wait_for_url("**/chat/rooms/1*")
    page.goto(hits)
    expect(page.get_by_text("Nothing found")).to_be_visible()


def test_people_of_another_hive_find_nothing_of_it(phone: Phone):
    page = phone()
    sign_in(page, "tom")
    page.goto("/chat/search")
    _look_for(page, "school shoes")
    expect(page.get_by_text("Nothing found")).to_be_visible()


def test_the_search_works_without_a_script_and_is_kept_by_no_copy(phone: Phone):
    page = phone(java_script_enabled=False)
    sign_in(page, "lisa")
    page.goto("/chat/search")
    _look_for(page, "craft")
    expect(page.locator("mark").first).to_have_text("craft")

    other = phone()
    sign_in(other, "lisa")
    other.evaluate("navigator.serviceWorker.ready.then(() => true)")
    other.goto("/chat/search")
    _look_for(other, "craft")
    other.wait_for_timeout(500)
    kept = other.evaluate(
        "caches.keys().then(async names => (await Promise.all(names.map(async name =>"
        " (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat())"
    )
    assert kept
    assert not [url for url in kept if "search" in url]
