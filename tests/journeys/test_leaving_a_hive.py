"""Somebody leaves a Hive: its room goes from their screen and from their phone, at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

SAID = "kettle on from half past nine"
LEFT = "You are no longer in this room"
KEPT = """async () => {
  const kept = await caches.open("hive-pages");
  return (await kept.keys()).map(({ url }) => new URL(url).pathname).sort();
}"""
STORED = """(store) => new Promise((done) => {
  const opening = indexedDB.open("hive");
  opening.onsuccess = () => {
    const asked = opening.result.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => { opening.result.close(); done(asked.result.length); };
  };
})"""


def _keep_room(page: Page) -> None:
    """The room is open, and a copy of it is on the phone."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto("/chat")
    page.goto("/chat/rooms/1")
    expect(page.get_by_text(SAID)).to_be_attached()
    page.wait_for_function(f"({KEPT})().then((paths) => paths.includes('/chat/rooms/1'))")


def _end_role(manager: Page, name: str) -> None:
    manager.goto("/hives/1/people")
    person = manager.locator(".member", has_text=name)
    person.locator("summary").click()
    person.get_by_role("button", name="End this role").click()
    manager.wait_for_url("**/people?ended=1")


def _appoint(manager: Page, name: str) -> None:
    manager.goto(f"/hives/1/appoint?q={name.split()[0]}")
    manager.locator(".choice", has_text=name).click()
    manager.locator("input[name=role][value=link_carer]").check(force=True)
    manager.get_by_role("button", name="Appoint").click()
    manager.wait_for_url("**/hives/1?after=appointed")


def _forgotten_room(page: Page) -> None:
    page.wait_for_function(f"({KEPT})().then((paths) => !paths.includes('/chat/rooms/1'))")


def _forgotten(page: Page) -> None:
    page.wait_for_function(
        f"({KEPT})().then((paths) => !paths.some((path) => path.startsWith('/chat')))"
    )
    page.wait_for_function(f"Promise.all(['drafts', 'outbox'].map({STORED}))"
                           ".then((counts) => counts.every((count) => count === 0))")  # fmt: skip


def test_an_open_room_goes_empty_and_leaves_nothing_on_the_phone(phone: Callable[..., Page]):
    lisa, david = phone(), phone()
    sign_in(lisa, "lisa")
    sign_in(david, "david")
    _keep_room(lisa)
    lisa.locator("textarea[name=text]").fill("Half a thought")
    lisa.wait_for_function(f"({STORED})('drafts').then((count) => count === 1)")
    _end_role(david, "Lisa Marchant")
    expect(lisa.get_by_role("heading", name=LEFT)).to_be_visible(timeout=3_000)
    assert lisa.locator(".bubble").count() == 0
    assert SAID not in lisa.content()
    assert "Sam Okafor" not in lisa.content()  # nor who else reads along
    _forgotten(lisa)
    lisa.get_by_role("link", name="Go to Home").click()
    expect(lisa.locator(".greeting")).to_be_visible()
    assert lisa.goto("/chat/rooms/1").status == 404  # type: ignore[union-attr]
    lisa.context.set_offline(True)
    lisa.goto("/chat/rooms/1")
    assert SAID not in lisa.content()
    lisa.context.set_offline(False)


def test_a_new_room_is_heard_at_once_and_forgotten_when_it_ended_meanwhile(
    phone: Callable[..., Page],
):
    tom, sam, david = phone(), phone(), phone()
    for page, who in ((tom, "tom"), (sam, "sam"), (david, "david")):
        sign_in(page, who)
    badge = tom.locator("[data-unread-badge]")
    tom.goto("/more")
    expect(badge).to_be_hidden()
    tom.wait_for_timeout(500)  # the line is up

    # Appointed, he hears the room on the page that is open, without a reload.
    _appoint(david, "Tom Whitlock")
    sam.goto("/chat/rooms/1")
    sam.locator("textarea[name=text]").fill("Welcome Tom")
    sam.get_by_role("button", name="Send").click()
    expect(badge).to_be_visible(timeout=3_000)
    _keep_room(tom)

    # The role ends while the app is closed: on the next start the copy goes.
    tom.goto("about:blank")
    _end_role(david, "Tom Whitlock")
    tom.goto("/more")
    _forgotten_room(tom)

    # In the list of rooms the row goes, with its last words.
    _appoint(david, "Tom Whitlock")
    tom.goto("/chat")
    row = tom.locator("a[href='/chat/rooms/1']")
    expect(row).to_be_visible()
    tom.wait_for_timeout(500)
    _end_role(david, "Tom Whitlock")
    expect(row).to_be_hidden(timeout=3_000)
    expect(tom.get_by_role("link", name="Basingstoke Hive Nothing")).to_be_visible()
