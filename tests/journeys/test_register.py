"""The register of a day in the woods: two phones without a signal, and the same when it is back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import sign_in
from tests.journeys.test_accessible import RULES, SIZES
from tests.journeys.test_accessible import _faults as faults_of
from tests.journeys.today import Today, plan_today
from tests.live_server import LiveServer

pytestmark = pytest.mark.journey

KEPT = """async path => (await caches.has("hive-registers"))
  && Boolean(await (await caches.open("hive-registers")).match(path, { ignoreVary: true }))"""
WAITING = """() => new Promise((resolve) => {
  const request = indexedDB.open("hive");
  request.onsuccess = () => {
    // Signing out may have taken the whole database with it.
    if (!request.result.objectStoreNames.contains("marks")) return resolve(0);
    const all = request.result.transaction("marks").objectStore("marks").count();
    all.onsuccess = () => { request.result.close(); resolve(all.result); };
  };
})"""


@pytest.fixture
def today(server: LiveServer) -> Today:
    return plan_today(server)


def _open(page: Page, today: Today) -> None:
    page.goto(today.url)
    expect(page.locator("[data-module=register]")).to_have_attribute("data-ready", "true")


def _with_register(page: Page, who: str, today: Today) -> None:
    sign_in(page, who)
    page.wait_for_function("Boolean(navigator.serviceWorker.controller)")
    _open(page, today)
    page.wait_for_function(KEPT, arg=today.url)


def _line(page: Page, name: str) -> Locator:
    return page.locator("[data-sign-up]", has=page.locator(".marking__name", has_text=name))


def _tap(page: Page, name: str, what: str) -> None:
    _line(page, name).get_by_role("button", name=f"{what} {name}").click()


def _goes_home(page: Page, name: str, whom: str) -> None:
    line = _line(page, name)
    line.locator(".marking__home summary").click()
    line.get_by_role("button", name="Gone home", exact=True).click()
    expect(line.get_by_text("Write who takes the child home.")).to_be_visible()
    line.get_by_label(f"Who takes {name} home?").fill(whom)
    line.get_by_role("button", name="Gone home", exact=True).click()


def _offline(page: Page, *, is_off: bool) -> None:
    page.context.set_offline(is_off)


def test_two_phones_without_a_signal_come_to_the_same(phone: Callable[..., Page], today: Today):
    priya, sam = phone(), phone()
    _with_register(priya, "priya", today)
    _with_register(sam, "sam", today)
    for page in (priya, sam):
        _offline(page, is_off=True)

    _tap(priya, today.first, "Arrived")
    _tap(priya, today.second, "Arrived")
    expect(priya.locator("[data-people]")).to_have_text("2 of 2 children are here, 0 adults")
    expect(priya.locator("[data-waiting]")).to_contain_text("2 not sent yet")
    _tap(sam, today.first, "Arrived")
    _goes_home(sam, today.first, "Granny May")
    expect(_line(sam, today.first)).to_contain_text(re.compile(r"Gone home \d\d:\d\d, with Granny"))
    expect(_line(sam, today.second)).to_have_attribute("data-state", "none")

    # The page opens again on the day, with what was tapped and what must be known.
    _open(priya, today)
    expect(_line(priya, today.second)).to_contain_text("Here since")
    expect(priya.locator("[data-waiting]")).to_contain_text("2 not sent yet")

    for page in (priya, sam):
        _offline(page, is_off=False)
    for page in (priya, sam):
        expect(page.locator("[data-waiting]")).to_be_hidden()
    sam.reload()
    for page in (priya, sam):
        expect(_line(page, today.first)).to_contain_text("with Granny May", timeout=30_000)
        expect(_line(page, today.second)).to_have_attribute("data-state", "arrived")
        expect(page.locator("[data-people]")).to_have_text("1 of 2 children are here, 0 adults")


def test_what_was_sent_is_not_forgotten_by_the_copy(phone: Callable[..., Page], today: Today):
    page = phone()
    _with_register(page, "priya", today)
    _tap(page, today.second, "Arrived")
    expect(page.locator("[data-waiting]")).to_be_hidden()
    page.wait_for_timeout(500)
    _offline(page, is_off=True)
    _open(page, today)
    expect(_line(page, today.second)).to_have_attribute("data-state", "arrived")


def test_signing_out_leaves_no_register(phone: Callable[..., Page], today: Today):
    page = phone()
    _with_register(page, "priya", today)
    _offline(page, is_off=True)
    _tap(page, today.second, "Arrived")
    expect(page.locator("[data-waiting]")).to_contain_text("1 not sent yet")
    # The line comes back for the sign-out, and not for the mark.
    page.route("**/api/v1/events/**", lambda route: route.abort())
    _offline(page, is_off=False)
    page.goto("/more")
    page.get_by_role("button", name="Sign out").click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("1 thing not sent yet")
    sheet.get_by_role("button", name="Sign out and delete").click()
    page.wait_for_url("**/sign-in?after=signed-out")
    assert not page.evaluate("caches.has('hive-registers')")
    assert page.evaluate(WAITING) == 0


def test_only_the_day_itself_is_kept(phone: Callable[..., Page], today: Today):
    page = phone()
    _with_register(page, "priya", today)
    page.evaluate(
        """async (path) => {
          const registers = await caches.open("hive-registers");
          const copy = await registers.match(path, { ignoreVary: true });
          const headers = new Headers(copy.headers);
          headers.set("Hive-Keep-Until", Date.now() - 1);
          await registers.put(path, new Response(await copy.text(), { headers }));
        }""",
        today.url,
    )
    _offline(page, is_off=True)
    page.goto(today.url)
    expect(page.locator("h1")).to_have_text("You are offline")
    assert not page.evaluate(KEPT, today.url)


def test_its_pages_can_be_read_by_everybody(
    phone: Callable[..., Page], server: LiveServer, today: Today
):
    over = plan_today(server, is_over=True)
    words = over.url.replace("register", "words")
    pages = [today.url, f"{today.url}/walk-in", f"{today.url}/print", over.url, words]
    page = phone(reduced_motion="reduce", bypass_csp=True)
    sign_in(page, "sam")
    page.goto(words)
    page.get_by_role("link", name=re.compile("Hand your phone to")).click()
    page.wait_for_url(re.compile(r"/words/\d+$"))
    pages.append(page.url.removeprefix(server.url))
    assert [fault for path in pages for fault in faults_of(page, path, RULES)] == []
    page.set_viewport_size({"width": 320, "height": 640})
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => {"
        "const s = document.createElement('style');"
        "s.textContent = 'html{font-size:200%!important}'; document.head.append(s); })"
    )
    assert [fault for path in pages for fault in faults_of(page, path, SIZES)] == []


def test_register_works_without_scripts(phone: Callable[..., Page], today: Today):
    page = phone(java_script_enabled=False)
    sign_in(page, "priya")
    page.goto(today.url)
    _tap(page, today.second, "Arrived")
    expect(_line(page, today.second)).to_contain_text("Here since")
    line = _line(page, today.second)
    line.locator(".marking__home summary").click()
    line.get_by_role("button", name="Gone home", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Write who takes the child home.")
