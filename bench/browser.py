"""A phone: Chromium with a small screen, signed in as one of the demo people."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium (CHROMIUM, as found by scripts/ensure-chromium)."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"), args=_ARGUMENTS
        )
        try:
            yield browser
        finally:
            browser.close()


def demo_people(page: Page, url: str) -> dict[str, dict[str, str]]:
    """The first person of each role on the demo's sign-in page: role to e-mail and password."""
    page.goto(f"{url}/sign-in")
    people: dict[str, dict[str, str]] = {}
    for heading in page.locator(".demo__role").all():
        role = heading.inner_text().strip().lower().replace(" ", "_")
        form = heading.locator("xpath=following-sibling::ul[1]").locator("form").first
        people[role] = {
            name: form.locator(f"input[name={name}]").get_attribute("value") or ""
            for name in ("email", "password")
        }
    if not people:
        raise RuntimeError("the sign-in page shows no demo people")
    return people


def sign_in(page: Page, url: str, email: str, password: str) -> None:
    """Sign in as a person does."""
    page.goto(f"{url}/sign-in")
    page.locator("input[name=email]:visible").fill(email)
    page.locator("input[name=password]:visible").fill(password)
    with page.expect_navigation():
        page.locator("input[name=password]:visible").press("Enter")
    if "/sign-in" in page.url:
        raise RuntimeError(f"could not sign in as {email}")


def cookies_of(browser: Browser, url: str, email: str, password: str) -> Any:
    """The cookies of a signed-in person, for phones that have seen nothing else yet."""
    context = browser.new_context(service_workers="block")
    try:
        sign_in(context.new_page(), url, email, password)
        return context.cookies()
    finally:
        context.close()


def phone(browser: Browser, **options: Any) -> BrowserContext:
    """A fresh phone: nothing cached, no cookies."""
    return browser.new_context(**(PHONE | options))
