"""A page seen before is there at once, from the phone's copy; and it is never the wrong one."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

ROOM = "/chat/rooms/1"
OLD = "Words of an old copy"

# What stood on the page before any script or the network could change it.
REMEMBER = """
addEventListener("DOMContentLoaded", () => (window.atFirst = document.body.innerText), true);
"""

# Makes the copy an old one: `where` selects what says something else in it, `headers` replaces.
AGE = """async ([path, where, words, headers]) => {
  const pages = await caches.open("hive-pages");
  const copy = await pages.match(path);
  const page = new DOMParser().parseFromString(await copy.text(), "text/html");
  page.querySelector(where).textContent = words;
  const html = "<!doctype html>" + page.documentElement.outerHTML;
  const all = new Headers(copy.headers);
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  await pages.put(path, new Response(html, { headers: all }));
}"""

KEPT = """async path => Boolean(await (await caches.open("hive-pages")).match(path))"""


def _visited(page: Page, who: str, *paths: str) -> None:
    """Signed in, with the worker in place and a copy of each page."""
    sign_in(page, who)
    _wait_until(page, lambda: page.evaluate("Boolean(navigator.serviceWorker.controller)"))
    for path in paths:
        page.goto(path)
        _wait_until(page, lambda path=path: page.evaluate(KEPT, path))
    page.add_init_script(REMEMBER)


def _wait_until(page: Page, is_so: Callable[[], Any]) -> None:
    for _ in range(100):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not become so within five seconds")


def _say(page: Page, words: str) -> None:
    """Say it in the room, and wait until the server has it."""
    page.goto(ROOM)
    page.locator("textarea[name=text]").fill(words)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".message[data-seq] .bubble", has_text=words)).to_be_visible()


def _age(page: Page, path: str, where: str = "h1", **headers: str) -> None:
    page.evaluate(AGE, [path, where, OLD, {n.replace("_", "-"): v for n, v in headers.items()}])


def _at_first(page: Page) -> str:
    words: str = page.evaluate("window.atFirst")
    return words


def test_the_calendar_and_the_bookings_open_without_a_network(phone: Callable[..., Page]):
    page = phone()
    _visited(page, "sam", "/events", "/bookings")
    page.context.set_offline(True)
    page.goto("/events")
    expect(page.get_by_role("heading", name="Events", level=1)).to_be_visible()
    expect(page.locator(".event-line").first).to_be_visible()
    page.goto("/bookings")
    expect(page.get_by_role("heading", name="Coming")).to_be_visible()


def test_the_copy_is_there_at_once_and_becomes_the_fresh_page(phone: Callable[..., Page]):
    page = phone()
    _visited(page, "sam", "/")
    _age(page, "/")
    page.goto("/")
    assert OLD in _at_first(page)
    expect(page.locator("h1")).to_contain_text("Sam")
    page.goto("/")
    assert OLD not in _at_first(page)


def test_an_unread_count_of_a_copy_is_put_right(phone: Callable[..., Page]):
    page, other = phone(), phone()
    _visited(page, "lisa", ROOM, "/chat")
    page.goto("/more")
    sign_in(other, "aisha")
    _say(other, "A word while Lisa looks elsewhere")
    page.goto("/chat")
    expect(page.get_by_text("while Lisa looks elsewhere")).to_be_visible()
    expect(page.locator("[data-room-unread='1']")).to_contain_text("1 unread")
    assert page.title().startswith("(1) ")


def test_what_is_typed_in_a_room_stays_when_the_fresh_page_comes(phone: Callable[..., Page]):
    page = phone()
    _visited(page, "sam", ROOM)
    _age(page, ROOM, "[data-seq] .bubble")
    page.goto(ROOM)
    page.locator("textarea[name=text]").fill("Half a sentence")
    expect(page.locator(".bubble", has_text=OLD)).to_have_count(0)
    expect(page.locator("textarea[name=text]")).to_have_value("Half a sentence")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".bubble", has_text="Half a sentence")).to_have_count(1)
    expect(page.locator(".message--waiting")).to_have_count(0)


def test_a_room_shown_from_its_copy_says_where_the_new_words_begin(phone: Callable[..., Page]):
    page, other = phone(), phone()
    _visited(page, "lisa", ROOM)
    page.goto("/more")
    sign_in(other, "aisha")
    _say(other, "Said after Lisa left the room")
    page.goto(ROOM)
    assert "after Lisa left" not in _at_first(page)
    divider = page.locator(".unread + .message")
    expect(divider).to_contain_text("Said after Lisa left the room")
    expect(page.locator(".bubble", has_text="after Lisa left")).to_have_count(1)


def test_a_lost_sign_in_leaves_the_copy(phone: Callable[..., Page]):
    page = phone()
    _visited(page, "aisha", "/", ROOM)
    page.goto("about:blank")  # no script of the page is there to hear of it
    page.request.post("/sign-out")
    page.goto(ROOM)
    page.wait_for_url(lambda url: "/sign-in?next=" in url)
    _wait_until(page, lambda: not page.evaluate("caches.has('hive-pages')"))


def test_a_room_one_may_not_see_any_more_leaves_the_screen(phone: Callable[..., Page]):
    page = phone()
    _visited(page, "sam", "/", ROOM)
    # A room that is not there is what somebody outside the Hive sees, too.
    page.evaluate(
        """async () => {
          const pages = await caches.open("hive-pages");
          await pages.put("/chat/rooms/999", await pages.match("/chat/rooms/1"));
        }"""
    )
    page.goto("/chat/rooms/999")
    expect(page.locator(".room")).to_have_count(0)
    expect(page.locator(".bubble")).to_have_count(0)
    assert not page.evaluate(KEPT, "/chat/rooms/999")
    assert page.evaluate(KEPT, ROOM)


def test_after_a_form_and_a_reload_the_page_is_the_servers(phone: Callable[..., Page]):
    page = phone()
    _visited(page, "sam", ROOM, "/")
    _age(page, "/")
    page.reload()
    assert OLD not in _at_first(page)

    page.goto(ROOM)
    _age(page, "/")
    with page.expect_navigation():
        page.evaluate(
            """() => {
              const form = document.querySelector("form.composer");
              form.elements.text.value = "Sent by the plain form";
              form.submit();
            }"""
        )
    assert "Sent by the plain form" in _at_first(page)
    page.goto("/")
    assert OLD not in _at_first(page)


def test_a_copy_of_an_earlier_release_waits_behind_the_network(phone: Callable[..., Page]):
    page = phone()
    _visited(page, "sam", "/")
    _age(page, "/", Hive_Release="an earlier one")
    page.goto("/")
    assert OLD not in _at_first(page)


def test_a_fresh_page_of_a_new_release_is_loaded_whole(phone: Callable[..., Page]):
    page = phone()
    _visited(page, "sam", "/")
    page.evaluate(
        """async () => {
          const pages = await caches.open("hive-pages");
          const copy = await pages.match("/");
          const html = (await copy.text()).replace(/css\\/app\\.css\\?v=\\w+/, "css/app.css?v=0");
          await pages.put("/", new Response(html, { headers: copy.headers }));
        }"""
    )
    page.goto("/")
    sheet = page.locator("link[rel=stylesheet]")
    _wait_until(page, lambda: not str(sheet.get_attribute("href")).endswith("v=0"))


def test_signing_out_leaves_no_page(phone: Callable[..., Page]):
    page = phone()
    _visited(page, "sam", ROOM, "/", "/more")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in?after=signed-out")
    kept = "caches.keys().then(names => names.filter(name => /pages|owner/.test(name)))"
    _wait_until(page, lambda: page.evaluate(kept) == [])


def test_a_page_asked_for_before_a_wipe_is_not_kept_after_it(phone: Callable[..., Page]):
    page = phone()
    _visited(page, "sam", "/")
    worker = page.context.service_workers[0]
    left = worker.evaluate(
        """async () => {
          const visit = { url: location.origin + "/", at: Date.now(), wipes, cacheName: PAGES };
          await wipe();
          await keep(visit, new Response("late"), "late");
          return (await (await caches.open(PAGES)).keys()).length;
        }"""
    )
    assert left == 0


def test_the_next_person_on_the_phone_sees_nothing_of_the_one_before(phone: Callable[..., Page]):
    page = phone()
    _visited(page, "sam", ROOM, "/")
    page.goto("about:blank")
    page.request.post("/sign-out")
    sign_in(page, "aisha")
    assert ", Sam" not in _at_first(page)
    expect(page.locator("h1")).to_contain_text("Aisha")


def test_a_copy_of_somebody_elses_goes_even_where_no_door_was_passed(phone: Callable[..., Page]):
    page, other = phone(), phone()
    _visited(page, "sam", "/", ROOM)
    sign_in(other, "aisha")
    page.goto("about:blank")
    page.context.add_cookies(other.context.cookies())
    page.goto("/")
    expect(page.locator("h1")).to_contain_text("Aisha")
    _wait_until(page, lambda: not page.evaluate(KEPT, ROOM))
