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
    "notifications": "/notifications",
    "devices": "/devices",
    "more": "/more",
}
# Pages with a number in their address are found by a link on another page.
LINKED = {
    "room": ("/chat", r"^/chat/rooms/\d+$"),
    "hive": ("/more", r"^/hives/\d+$"),
    "invitations": ("/more", r"^/hives/\d+/invitations$"),
    "invite": ("/more", r"^/hives/\d+/invite$"),
}
BY_ROLE: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "carer": (EVERYBODY, ("room", "hive")),
    "support_worker": (EVERYBODY, ("room", "hive", "invitations", "invite")),
    "social_worker": ({"home": "/"}, ()),
    "manager": ({"home": "/", "hives": "/hives", "more": "/more", "invite-staff": "/invite"}, ()),
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
