"""The switch for notices says what is so, for the browser and for the server."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign_in
from tests.push_service import Phone, PushService

pytestmark = pytest.mark.journey

# A browser that is subscribed already, with some key of the server's; and what is done to it.
SUBSCRIBED = """
(() => {
  const [given, key] = %s;
  const bytes = (text) => text && Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0)).buffer;
  window.done = [];
  const made = (applicationServerKey) => ({
    endpoint: given.endpoint,
    options: { applicationServerKey },
    toJSON: () => given,
    unsubscribe: async () => { done.push("unsubscribe"); current = null; return true; },
  });
  let current = made(bytes(key));
  PushManager.prototype.getSubscription = async () => current;
  PushManager.prototype.subscribe = async ({ applicationServerKey: wanted }) => {
    done.push("subscribe");
    return (current = made(wanted.buffer));
  };
})();
"""


def _settings(page: Page, who: str, device: Phone, key: str | None = None) -> None:
    page.context.grant_permissions(["notifications"])
    page.add_init_script(SUBSCRIBED % json.dumps([device.as_json(), key]))
    sign_in(page, who)
    page.goto("/notifications")


def _done(page: Page) -> list[str]:
    done: list[str] = page.evaluate("window.done")
    return done


def test_a_subscription_the_server_does_not_know_is_told_again(
    phone: Callable[..., Page], push_service: PushService
):
    page = phone()
    with page.expect_response("**/api/v1/push-subscriptions") as told:
        _settings(page, "sam", push_service.subscribe())
    assert told.value.status == 201
    expect(page.locator("[data-push-state=on]")).to_be_visible()
    page.goto("/notifications")
    expect(page.get_by_text("(this one)")).to_be_visible()
    assert _done(page) == []


def test_a_subscription_made_with_another_key_is_made_anew(
    phone: Callable[..., Page], push_service: PushService
):
    page = phone()
    with page.expect_response("**/api/v1/push-subscriptions"):
        _settings(page, "lisa", push_service.subscribe(), key="BAAA")
    assert _done(page) == ["unsubscribe", "subscribe"]
    expect(page.locator("[data-push-state=on]")).to_be_visible()


def test_a_subscription_the_server_refuses_is_off_in_words(
    phone: Callable[..., Page], push_service: PushService
):
    known = push_service.subscribe()
    page = phone()
    refused = Phone("https://push.example/x", known.private_key, known.auth_secret)
    _settings(page, "priya", refused)
    expect(page.locator("[data-push-state=off]")).to_be_visible()
    expect(page.locator("[data-push-error]")).to_contain_text("does not know this browser")
    assert _done(page) == ["unsubscribe"]


def test_notices_turned_off_for_a_device_are_not_turned_on_by_looking(
    phone: Callable[..., Page], push_service: PushService
):
    page = phone()
    with page.expect_response("**/api/v1/push-subscriptions"):
        _settings(page, "aisha", push_service.subscribe())
    page.goto("/notifications")
    with page.expect_navigation():
        page.locator("form[action$='/remove'] button").click()
    expect(page.locator("[data-push-state=off]")).to_be_visible()
    expect(page.get_by_text("(this one)")).to_have_count(0)
    assert _done(page) == ["unsubscribe"]
    page.locator("[data-push-turn=on]").click()
    expect(page.locator("[data-push-state=on]")).to_be_visible()
