"""The main job: invited, signed in, talking; heard at once, and by push on a closed app."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.journeys.conftest import sign_in
from tests.live_server import LiveServer
from tests.push_service import PushService

pytestmark = pytest.mark.journey


def test_invited_carer_talks_and_others_hear(phone: Callable[..., Page], push_service: PushService):
    # The support worker invites a carer into a new family.
    leader = phone()
    sign_in(leader, "priya")
    leader.goto("/hives/1/invite")
    leader.locator("input[name=name]").fill("Joy Newbury")
    leader.locator("input[name=email]").fill("joy@example.org")
    leader.locator("input[name=role][value=carer]").check(force=True)
    choose_new_family(leader, "The Newbury family")
    leader.get_by_role("button", name="invit").first.click()
    leader.wait_for_url("**/invitations/*")
    link = leader.locator("[data-copy-text]").get_attribute("data-copy-text")
    assert link

    # The link sets her up.
    joy = phone()
    joy.goto(link)
    joy.locator("input[name=password]").fill("kettle garden otter")
    joy.locator("main button[type=submit]").first.click()
    joy.wait_for_url("**/welcome")

    # A second carer has the room open, a third has the app closed but takes pushes.
    aisha = phone()
    sign_in(aisha, "aisha")
    aisha.goto("/chat/rooms/1")
    device = push_service.subscribe()
    sam = phone(subscription=device.as_json())
    sign_in(sam, "sam")
    sam.goto("/notifications")
    sam.locator("[data-push-turn=on]").click()
    expect(sam.locator("[data-push-turn=off]")).to_be_visible()
    sam.close()

    joy.goto("/chat/rooms/1")
    words = "Hello from Joy, with little Alfie on my knee"
    joy.locator("textarea[name=text]").fill(words)
    joy.wait_for_timeout(500)
    joy.get_by_role("button", name="Send").click()
    expect(aisha.locator(".bubble", has_text=words)).to_be_visible(timeout=1000)
    expect(joy.locator(".bubble", has_text=words)).to_have_count(1)

    push = push_service.wait_for(device)[0]
    assert push.payload["title"] == "Andover Hive"
    assert push.payload["url"] == "/chat/rooms/1"
    shown = str(push.payload)
    for private in ("Hello", "Joy", "Alfie", "knee"):
        assert private not in shown
    assert push.ttl > 0
    assert push_service.complaints == []


def choose_new_family(page: Page, name: str) -> None:
    choice = page.locator("[name=household]").first
    if choice.evaluate("element => element.tagName") == "SELECT":
        choice.select_option("new")
    else:
        page.locator("[name=household][value=new]").check(force=True)
    page.locator("input[name=new_household]").fill(name)


def test_a_push_shows_a_notification_without_words_or_names(phone: Callable[..., Page]):
    page = phone(subscription={"endpoint": "https://fcm.googleapis.com/x", "keys": {}})
    sign_in(page, "lisa")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    cdp = page.context.new_cdp_session(page)
    found: list[str] = []
    cdp.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(each["registrationId"] for each in event["registrations"]),
    )
    cdp.send("ServiceWorker.enable")
    deadline = time.monotonic() + 5
    while not found and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    origin = page.evaluate("location.origin")
    payload = '{"title": "Andover Hive", "body": "New message", "url": "/chat/rooms/1"}'
    cdp.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": found[0], "data": payload},
    )
    titles: list[str] = []
    while not titles and time.monotonic() < deadline + 5:
        page.wait_for_timeout(50)
        titles = page.evaluate(
            "navigator.serviceWorker.ready.then(r => r.getNotifications())"
            ".then(all => all.map(each => each.title + ' / ' + each.body))"
        )
    assert titles == ["Andover Hive / New message"]


def test_without_a_network_the_last_room_and_the_offline_page_open(phone: Callable[..., Page]):
    page = phone()
    sign_in(page, "aisha")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto("/chat/rooms/1")
    expect(page.get_by_text("kettle on from half past nine")).to_be_attached()
    page.reload()
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    page.goto("/chat/rooms/1")
    expect(page.get_by_text("kettle on from half past nine")).to_be_attached()
    page.goto("/devices")
    expect(page.locator("h1")).to_contain_text("offline", ignore_case=True)


def test_chromium_would_install_it(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], server: LiveServer,
    tmp_path: Path,
):  # fmt: skip
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path), base_url=server.url, **browser_type_launch_args
    )
    try:
        page = context.new_page()
        sign_in(page, "sam")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        cdp = context.new_cdp_session(page)
        assert cdp.send("Page.getAppManifest")["errors"] == []
        assert cdp.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    finally:
        context.close()


def test_a_lost_sign_in_asks_to_sign_in_and_keeps_the_text(phone: Callable[..., Page]):
    page = phone()
    sign_in(page, "aisha")
    page.goto("/chat/rooms/1")
    page.locator("textarea[name=text]").fill("Half a thought")
    page.wait_for_timeout(2_000)  # a draft is kept a moment after the last letter
    page.request.post("/sign-out")
    expect(page.get_by_text("You have been signed out").first).to_be_visible(timeout=10_000)
    sign_in(page, "aisha")
    page.goto("/chat/rooms/1")
    expect(page.locator("textarea[name=text]")).to_have_value("Half a thought")
