"""Phones with a screen, on Hive as it is served, with a push service on loopback."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from app.accounts.demo_people import PASSWORD, email_of
from tests.live_server import LiveServer
from tests.push_service import PushService

# Playwright's browser can't subscribe at a push service on this machine: it gets a
# subscription whose keys are the test's, so that the server's own sender is put to work.
SUBSCRIBE = """
(() => {
  const given = %s;
  const made = { endpoint: given.endpoint, toJSON: () => given, unsubscribe: async () => true,
    options: {}, getKey: () => null };
  let current = null;
  PushManager.prototype.subscribe = async () => (current = made);
  PushManager.prototype.getSubscription = async () => current;
})();
"""


@pytest.fixture(scope="module")
def push_service() -> Iterator[PushService]:
    with PushService() as service:
        yield service


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, push_service: PushService
) -> Iterator[LiveServer]:
    folder: Path = tmp_path_factory.mktemp("journey")
    server = LiveServer(folder, PUSH_EXTRA_ORIGINS=push_service.origin, PUSH_DELAY="1")
    server.prepare()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def phone(browser: Browser, server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Opens a phone; faults of its scripts fail the test."""
    contexts = []
    faults: list[str] = []

    def open_phone(subscription: dict[str, object] | None = None, **options: object) -> Page:
        context = browser.new_context(
            base_url=server.url, viewport={"width": 390, "height": 844}, **options
        )
        contexts.append(context)
        if subscription is not None:
            context.grant_permissions(["notifications"])
            context.add_init_script(SUBSCRIBE % json.dumps(subscription))
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield open_phone
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "ViewTransition" not in fault] == []


@pytest.fixture
def album(tmp_path: Path) -> Callable[..., list[str]]:
    """Files on a phone, by name."""

    def make(**contents: bytes) -> list[str]:
        paths = []
        for name, content in contents.items():
            paths.append(tmp_path / name.replace("_", "."))
            paths[-1].write_bytes(content)
        return [str(path) for path in paths]

    return make


def sign_in(page: Page, who: str) -> None:
    page.goto("/sign-in")
    page.locator("input[name=email]:visible").fill(email_of(who))
    page.locator("input[name=password]:visible").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")


@pytest.fixture
def two(phone: Callable[..., Page]) -> tuple[Page, Page]:
    """Sam and Priya with the room of their Hive open."""
    from tests.journeys.two_phones import open_room

    pages = phone(has_touch=True), phone()
    for page, who in zip(pages, ("sam", "priya"), strict=True):
        open_room(page, who)
    return pages
