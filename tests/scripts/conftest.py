"""Runs the scripts without a page of the app: Chromium imports them straight from the folder."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

STATIC = Path(__file__).resolve().parents[2] / "app" / "static"
ORIGIN = "https://scripts.test"


@pytest.fixture(scope="module")
def script_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.route(f"{ORIGIN}/**", _serve)
    page.goto(f"{ORIGIN}/")
    yield page
    page.close()


def _serve(route: Route) -> None:
    path = re.sub(r"^https?://[^/]+", "", route.request.url)
    if path.startswith("/static/"):
        file = STATIC / path.removeprefix("/static/")
        route.fulfill(body=file.read_text(), content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>scripts</title>", content_type="text/html")


@pytest.fixture
def run(script_page: Page) -> Callable[[str], Any]:
    """Runs the body of an async function and gives what it returns."""
    return lambda script: script_page.evaluate(f"(async () => {{ {script} }})()")
