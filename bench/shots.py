"""Pictures of every main screen, at phone and desktop size, light and dark: `make shots`."""

import re
import sys
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page

from bench.browser import DESKTOP, PHONE, chromium, cookies_of, demo_people
from bench.server import ROOT, demo_server

FOLDER = ROOT / "shots"
SIZES = {"phone": PHONE, "desktop": DESKTOP}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

OUTSIDE = {
    "sign-in": "/sign-in",
    "forgotten-password": "/forgotten-password",
    "forgotten-password-code": "/forgotten-password/code",
    "join-closed": "/join/not-an-invitation",
    "offline": "/offline",
    "not-found": "/nothing-here",
}
STYLEGUIDE = {"styleguide": "/styleguide"}
EVERYBODY = {
    "home": "/",
    "chat": "/chat",
    "news": "/chat/rooms/2",
    "group": "/chat/rooms/15",
    "new-conversation": "/chat/new",
    "make-group": "/chat/hives/1/new-group",
    "mute": "/chat/rooms/1/mute",
    "message": "/chat/rooms/1/messages/4",
    "search": "/chat/search",
    "my-reports": "/my-reports",
    "answer": "/chat/rooms/1?reply=4",
    "events": "/events",
    "month": "/events?view=month",
    "event": "/events/9",
    "event-full": "/events/8",
    "activity-week": "/events/65",
    "bookings": "/bookings",
    "hosts": "/bookings/hosts",
    "ask-for-a-stay": "/bookings/ask",
    "notifications": "/notifications",
    "devices": "/devices",
    "more": "/more",
    "profile": "/me",
    "welcome": "/welcome",
}
# Pages with a number in their address are found by a link on another page.
LINKED = {
    "room": ("/chat", r"^/chat/rooms/1$"),
    "hive": ("/more", r"^/hives/\d+$"),
    "invitations": ("/more", r"^/hives/\d+/invitations$"),
    "invite": ("/more", r"^/hives/\d+/invite$"),
    "people": ("/hives/1", r"^/hives/\d+/people$"),
    "appoint": ("/hives/1", r"^/hives/\d+/appoint$"),
    "cover": ("/hives/1", r"^/hives/\d+/cover$"),
    "hive-edit": ("/hives/1", r"^/hives/\d+/edit$"),
    "family": ("/hives/1", r"^/households/1$"),
    "family-edit": ("/households/1", r"^/households/\d+/edit$"),
    "family-move": ("/households/1", r"^/households/\d+/move$"),
    "family-leave": ("/households/1", r"^/households/\d+/leave$"),
    "invite-family": ("/hives/1", r"^/hives/\d+/invite-household$"),
    "waiting-family": ("/waiting-list", r"^/households/\d+$"),
    "offer-place": ("/households/57", r"^/waiting-list/\d+/offer$"),
    "child": ("/households/1", r"^/children/\d+$"),
    "care-card": ("/children/1", r"^/children/\d+/care-card$"),
    "write-care-card": ("/children/1/care-card", r"^/children/\d+/care-card/edit$"),
    "print-care-card": ("/children/1/care-card", r"^/children/\d+/care-card/print$"),
    "about-me": ("/children/1", r"^/children/\d+/about-me$"),
    "who-decides": ("/children/1", r"^/children/\d+/authority#day_trips$"),
    "who-has-looked": ("/children/1", r"^/children/\d+/looks$"),
    "add-child": ("/households/1", r"^/households/\d+/add-child$"),
    "import": ("/imports", r"^/imports/\d+$"),
    "booking": ("/bookings", r"^/bookings/\d+$"),
    "host": ("/bookings/hosts", r"^/bookings/hosts/\d+$"),
}
#: A file with one row that is right and one that is not.
BROUGHT = (
    "What,Hive,Household,Name,Date of birth,Care status,Area\r\n"
    "Hive,Romsey Hive,,,,,Romsey\r\nChild,,The Okonjo family,Mia,31/02/2015,In care,\r\n"
)
FAMILY = ("family", "family-edit", "family-move", "family-leave", "invite-family")
CHILD = ("child", "care-card", "who-decides")
CHILD_FOR_CARERS = (
    "add-child", "write-care-card", "print-care-card", "about-me", "who-has-looked"
)  # fmt: skip
#: Of the demo's rooms: its news, and a group that the support worker has made.
LED = {
    "who-has-confirmed": "/chat/rooms/2/messages/4/confirmations",
    "group-people": "/chat/rooms/16/people",
    "group-add": "/chat/rooms/16/people/add",
    "group-rename": "/chat/rooms/16/rename",
    "group-close": "/chat/rooms/16/close",
    "group-leave": "/chat/rooms/16/leave",
    "event-new": "/events/new",
    "event-edit": "/events/7/edit",
    "event-call-off": "/events/7/cancel",
    "team": "/chat/rooms/3",
    "board": "/bookings/board",
    "asked-for-a-yes": "/bookings/asked",
}
#: Of the demo's bookings the first one is a stay under way with the link carer.
HOSTED = {
    "home": "/",
    "hosting": "/bookings/hosting",
    "hosting-time": "/bookings/hosting/time",
    "hosting-home": "/bookings/hosting/home",
    "booking": "/bookings/1",
    "stay": "/bookings/1/stay",
    "packing": "/bookings/1/packing",
    "stay-notes": "/bookings/1/notes",
}
#: What a carer does with a message of their own.
OWN_MESSAGE = {
    "message-take-away": "/chat/rooms/1/messages/4/delete",
    "message-seen": "/chat/rooms/1/messages/4/seen",
}
REPORT = {"report": "/chat/rooms/1/messages/1/report"}
REPORTED = {"reports": "/reports", "report-open": "/reports/1", "report-closed": "/reports/2"}
BY_ROLE: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "carer": (
        EVERYBODY | OWN_MESSAGE | REPORT,
        ("room", "hive", "family", *CHILD, *CHILD_FOR_CARERS, "booking", "host"),
    ),
    "support_worker": (
        EVERYBODY | LED | REPORTED,
        ("room", "hive", "people", "appoint", "cover", "invitations", "invite", *FAMILY),
    ),
    "link_carer": (HOSTED, ()),
    "social_worker": (
        {"home": "/", "chat": "/chat", "asked-for-a-yes": "/bookings/asked"},
        CHILD,
    ),
    "manager": (
        {
            "home": "/",
            "chat": "/chat",
            "new-conversation": "/chat/new",
            "hives": "/hives",
            "more": "/more",
            "hive-new": "/hives/new",
            **REPORTED,
            "invite-staff": "/county/invite",
            "imports": "/imports",
            "events": "/events",
            "month": "/events?view=month",
            "event-new": "/events/new",
            "activity-week": "/events/65",
            "waiting-list": "/waiting-list",
            "waiting-list-add": "/waiting-list/add",
        },
        ("hive", "hive-edit", "people", "import", "family", "waiting-family", "offer-place"),
    ),
}


def main() -> int:
    """Take them all."""
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    with demo_server() as server, chromium() as browser:
        page = browser.new_page(service_workers="block")
        people = demo_people(page, server.url)
        page.close()
        for path, name in _take(browser, server.url, "outside", OUTSIDE | STYLEGUIDE, (), [], only):
            print(f"{path.relative_to(ROOT)}  {name}")
        for role, (pages, linked) in BY_ROLE.items():
            if role not in people:
                continue
            cookies = cookies_of(browser, server.url, **people[role])
            if role == "manager":
                _bring_a_file(browser, server.url, cookies)
            for path, name in _take(browser, server.url, role, pages, linked, cookies, only):
                print(f"{path.relative_to(ROOT)}  {name}")
    return 0


def _take(
    browser: Browser,
    url: str,
    who: str,
    pages: dict[str, str],
    linked: tuple[str, ...],
    cookies: list[Any],
    only: str,
) -> list[tuple[Path, str]]:
    taken: list[tuple[Path, str]] = []
    for size, options in SIZES.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                **options, color_scheme=scheme, reduced_motion="reduce", service_workers="block"
            )
            context.add_cookies(cookies)
            page = context.new_page()
            addresses = dict(pages)
            for name in linked:
                if found := _find(page, url, *LINKED[name]):
                    addresses[name] = found
            for name, address in addresses.items():
                if only and only not in f"{who}-{name}":
                    continue
                path = FOLDER / size / scheme / f"{who}-{name}.png"
                page.goto(url + address, wait_until="networkidle")
                page.wait_for_timeout(150)
                page.screenshot(path=path, full_page=name == "styleguide")
                taken.append((path, page.title()))
            context.close()
    return taken


def _bring_a_file(browser: Browser, url: str, cookies: list[Any]) -> None:
    context = browser.new_context(service_workers="block")
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{url}/imports")
    file: Any = {"name": "families.csv", "mimeType": "text/csv", "buffer": BROUGHT.encode()}
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Check this file").click()
    page.get_by_text("Row by row").wait_for()
    context.close()


def _find(page: Page, url: str, start: str, pattern: str) -> str | None:
    """The first link on page `start`, or on the pages it leads to, whose address fits."""
    for address in (start, "/", "/hives"):
        page.goto(url + address)
        for link in page.locator("a[href]").all():
            href = link.get_attribute("href") or ""
            if re.match(pattern, href):
                return href
    return None


if __name__ == "__main__":
    sys.exit(main())
