"""Every page, light and dark, with text twice as large and on the narrowest phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

SIGNED_OUT = ["/sign-in", "/forgotten-password", "/forgotten-password/code", "/offline", "/join/x"]
PAGES = {
    "sam": [
        "/",
        "/chat",
        "/chat/rooms/1",
        "/hives/1",
        "/more",
        "/notifications",
        "/devices",
        "/me",
        "/welcome",
    ],
    "priya": [
        "/",
        "/hives/1",
        "/hives/1/people",
        "/hives/1/appoint",
        "/hives/1/cover",
        "/hives/1/invite",
        "/hives/1/invitations",
    ],
    "david": [
        "/",
        "/hives",
        "/hives/new",
        "/hives/1",
        "/hives/1/edit",
        "/hives/1/close",
        "/hives/1/appoint",
        "/imports",
        "/county/invite",
        "/county/invitations",
        "/nowhere",
    ],
    "helen": ["/"],
}
CHILD = "/children/1"
PAGES["sam"] += ["/households/1", "/households/1/add-child"] + [
    f"{CHILD}{page}"
    for page in ("", "/edit", "/ties", "/looks", "/care-card", "/care-card/edit",
                 "/care-card/print", "/about-me", "/authority")
]  # fmt: skip
PAGES["priya"] += [
    f"{CHILD}{page}"
    for page in ("", "/care-card", "/end-placement", "/authority", "/authority/medical")
]
FAMILY, WAITING = "/households/1", "/households/57"
PAGES["priya"] += ["/hives/1/invite-household"] + [
    f"{FAMILY}{page}" for page in ("", "/edit", "/move", "/leave", "/invitations")
]
PAGES["david"] += [
    "/waiting-list",
    "/waiting-list/add",
    WAITING,
    "/waiting-list/57/offer",
    FAMILY,
    f"{FAMILY}/leave",
    "/hives/2/invite-household",
]
PAGES["helen"] += [FAMILY]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
}


def _faults(page: Page, path: str) -> list[str]:
    # A phone so tall that no button is half under the bottom bar: that one scrolls free.
    page.set_viewport_size({"width": (page.viewport_size or {})["width"], "height": 8000})
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


@pytest.mark.parametrize("who", ["nobody", *PAGES])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    phone: Callable[..., Page], scheme: str, who: str
):
    page = phone(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    assert _all_faults(page, who) == []


@pytest.mark.parametrize("who", ["nobody", *PAGES])
def test_text_twice_as_large_fits_the_narrowest_phone(phone: Callable[..., Page], who: str):
    page = phone(reduced_motion="reduce", bypass_csp=True)
    page.set_viewport_size({"width": 320, "height": 640})
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => {"
        "const s = document.createElement('style');"
        "s.textContent = 'html{font-size:200%!important}'; document.head.append(s); })"
    )
    assert _all_faults(page, who) == []


def _all_faults(page: Page, who: str) -> list[str]:
    if who != "nobody":
        sign_in(page, who)
    return [fault for path in PAGES.get(who, SIGNED_OUT) for fault in _faults(page, path)]
