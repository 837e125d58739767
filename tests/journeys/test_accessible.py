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
        "/chat/rooms/1/send-files",
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
TEENS, NEW_CARERS, NEWS = "/chat/rooms/15", "/chat/rooms/16", "/chat/rooms/2"
PAGES["sam"] += ["/chat/new", "/chat/new?q=nobody", "/chat/hives/1/new-group", NEWS, TEENS] + [
    f"{TEENS}/{page}" for page in ("people", "mute", "leave")
]
PAGES["priya"] += ["/chat", NEWS, f"{NEWS}/messages/4/confirmations"] + [
    f"{NEW_CARERS}/{page}" for page in ("people", "people/add", "rename", "close")
]
PAGES["david"] += ["/chat", "/chat/new"]
PAGES["sam"] += [f"/chat/rooms/1{part}" for part in ("?around=3", "?reply=3")] + [
    f"/chat/rooms/1/messages/4{page}" for page in ("", "/delete", "/seen")
]
PAGES["helen"] += ["/chat"]
PAGES["sam"] += ["/chat/search", "/chat/rooms/1/messages/1/report", "/my-reports"]
PAGES["priya"] += ["/reports", "/reports/1", "/reports/2"]
PAGES["david"] += ["/reports", "/reports/1"]
PAGES["sam"] += ["/events", "/events?view=month", "/events?kind=training", "/events/8", "/events/9"]
PAGES["priya"] += ["/events", "/events/new"] + [
    f"/events/7{page}" for page in ("", "/edit", "/copy", "/cancel")
]
PAGES["david"] += ["/events", "/events/new", "/events/65"]
# On the day itself: tests/journeys/test_register.py.
PAGES["priya"] += [f"/events/7/{page}" for page in ("register", "register/print", "words")]
PAGES["sam"] += ["/events/8/words"]
PAGES["sam"] += ["/events/feed"]
PAGES["sam"] += ["/events/61/sign-up", "/events/9/withdraw", "/events/61/tell"]
PAGES["priya"] += ["/events/8/waiting-list"]
PAGES["helen"] += ["/events/asked"]
PAGES["sam"] += ["/events?view=past", "/bookings", "/bookings/ask", "/bookings/2", "/bookings/3"]
PAGES["sam"] += ["/bookings/hosts", "/bookings/hosts/3", "/bookings/2/stay", "/bookings/2/packing"]
PAGES["sam"] += ["/bookings/2/tea", "/bookings/2/emergency", "/bookings/2/call-off"]
PAGES["lisa"] = ["/", "/bookings", "/bookings/5", "/bookings/5/offer", "/bookings/1/stay"] + [
    f"/bookings/hosting{page}" for page in ("", "/time", "/home", "/pictures")
]
PAGES["priya"] += ["/bookings", "/bookings/board", "/bookings/4", "/bookings/ask/for-whom"]
PAGES["helen"] += ["/bookings", "/bookings/asked", "/bookings/4"]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
}
# The dark colours are all that differs in the dark, and sizes are with larger text.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
SIZES = {"runOnly": {"type": "rule", "values": ["target-size"]}}


def _faults(page: Page, path: str, rules: dict[str, object]) -> list[str]:
    # A phone so tall that no button is half under the bottom bar: that one scrolls free.
    page.set_viewport_size({"width": (page.viewport_size or {})["width"], "height": 8000})
    page.goto(path)
    page.add_style_tag(
        content="*, ::view-transition-group(*) { animation: none !important; "
        "transition: none !important }"
    )
    faults = [
        f"{path}: {found['id']} at {found['nodes'][0]['html'][:120]}"
        for found in Axe().run(page, options=rules).response["violations"]
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
    assert _all_faults(page, who, RULES if scheme == "light" else COLOURS) == []


@pytest.mark.parametrize("who", ["nobody", *PAGES])
def test_text_twice_as_large_fits_the_narrowest_phone(phone: Callable[..., Page], who: str):
    page = phone(reduced_motion="reduce", bypass_csp=True)
    page.set_viewport_size({"width": 320, "height": 640})
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => {"
        "const s = document.createElement('style');"
        "s.textContent = 'html{font-size:200%!important}'; document.head.append(s); })"
    )
    assert _all_faults(page, who, SIZES) == []


def _all_faults(page: Page, who: str, rules: dict[str, object]) -> list[str]:
    if who != "nobody":
        sign_in(page, who)
    return [fault for path in PAGES.get(who, SIGNED_OUT) for fault in _faults(page, path, rules)]
