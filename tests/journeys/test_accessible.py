"""Every page, light and dark, with text twice as large and on the narrowest phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

SIGNED_OUT = ["/sign-in", "/forgotten-password", "/forgotten-password/code", "/offline", "/join/x"]
PAGES = {
    "sam": ["/", "/chat", "/chat/rooms/1", "/hives/1", "/more", "/notifications", "/devices"],
    "priya": ["/", "/hives/1/invite", "/hives/1/invitations"],
    "david": ["/", "/hives", "/county/invite", "/county/invitations", "/nowhere"],
    "helen": ["/"],
}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
}


def _faults(page: Page, path: str) -> list[str]:
    # A phone so tall that no button is half under the bottom bar: that one scrolls free.
    page.set_viewport_size({"width": (page.viewport_size or {})["width"], "height": 4000})
    page.goto(path)
    page.add_style_tag(
        content="*, ::view-transition-group(*) { animation: none !important; "
        "transition: none !important }"
    )
    faults = [
        f"{path}: {found['id']} at {found['nodes'][0]['html'][:120]}"
        for found in Axe().run(page, options=RULES).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append(f"{path}: scrolls sideways at {page.viewport_size}")
    return faults


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(phone: Callable[..., Page], scheme: str):
    faults = []
    signed_out = phone(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    for path in SIGNED_OUT:
        faults += _faults(signed_out, path)
    for who, paths in PAGES.items():
        page = phone(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
        sign_in(page, who)
        for path in paths:
            faults += _faults(page, path)
    assert faults == []


def test_text_twice_as_large_fits_the_narrowest_phone(phone: Callable[..., Page]):
    faults = []
    for who, paths in {"": SIGNED_OUT, **PAGES}.items():
        page = phone(reduced_motion="reduce", bypass_csp=True)
        if who:
            sign_in(page, who)
        page.set_viewport_size({"width": 320, "height": 640})
        page.add_init_script(
            "addEventListener('DOMContentLoaded', () => {"
            "const s = document.createElement('style');"
            "s.textContent = 'html{font-size:200%!important}'; document.head.append(s); })"
        )
        for path in paths:
            faults += _faults(page, path)
    assert faults == []
