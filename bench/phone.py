"""What a phone downloads and waits for: slow 4G and a processor four times slower.

Each first visit starts from a phone that has nothing; bytes are counted below the browser, so
the service worker's downloads are in them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from app.core.asset_files import Assets, compress
from app.pwa.worker import own_parts
from bench.browser import chromium, cookies_of, demo_people, phone
from bench.proxy import CountingProxy
from bench.report import Row, middle, show
from bench.server import ROOT, demo_server, free_port

SLOW_4G = {
    "offline": False,
    "latency": 562,
    "downloadThroughput": 188_743,
    "uploadThroughput": 86_400,
}
SLOWER_PROCESSOR = 4

OBSERVE = """
window.hive = {lcp: 0, cls: 0}
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.hive.lcp = entry.startTime
}).observe({type: 'largest-contentful-paint', buffered: true})
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.hive.cls += entry.value
}).observe({type: 'layout-shift', buffered: true})
"""


@dataclass(frozen=True)
class Visit:
    """One look at one page."""

    kilobytes: float
    lcp: float
    cls: float


@dataclass(frozen=True)
class Budget:
    """What a page may cost, as (must, aim)."""

    name: str
    path: str
    kilobytes: tuple[float, float]
    lcp: tuple[float, float]
    is_signed_in: bool = True


SECOND_KILOBYTES, SECOND_LCP = (15, 8), (0.6, 0.35)


def measure(times: int) -> bool:
    """Print the table; returns whether everything is within its budget."""
    proxy_port = free_port()
    with (
        demo_server(public_port=proxy_port) as server,
        CountingProxy(proxy_port, server.port) as proxy,
        chromium() as browser,
    ):
        url = f"http://127.0.0.1:{proxy_port}"
        page = browser.new_page(service_workers="block")
        who = demo_people(page, url)["carer"]
        page.close()
        cookies = cookies_of(browser, url, who["email"], who["password"])
        room = _path_of_room(browser, url, cookies)
        budgets = [
            Budget("sign-in", "/sign-in", (60, 45), (1.8, 1.5), is_signed_in=False),
            Budget("home", "/", (90, 70), (2.0, 1.6)),
            Budget("room", room, (110, 90), (2.0, 1.6)),
        ]
        rows: list[Row] = []
        for budget in budgets:
            signed_in = cookies if budget.is_signed_in else []
            rows += _rows(browser, proxy, url, budget, signed_in, times)
    rows.append(Row("own JavaScript, all of it, gzip", own_javascript_kilobytes(), "KB", 40, 25))
    return show(f"A phone on slow 4G, processor 4x slower, median of {times}", rows)


def own_javascript_kilobytes() -> float:
    """Our own scripts as they are served: each pack, and our part of the service worker."""
    assets = Assets(ROOT / "app" / "static")
    packs = [
        asset.encoded("gzip")
        for path in assets.paths("packs", ".js")
        if (asset := assets.find(path))
    ]
    return sum(map(len, [*packs, compress(own_parts(assets), "gzip")])) / 1000


def _rows(
    browser: Browser,
    proxy: CountingProxy,
    url: str,
    budget: Budget,
    cookies: list[Any],
    times: int,
) -> list[Row]:
    first: list[Visit] = []
    second: list[Visit] = []
    slow_worker: list[Visit] = []
    for _ in range(times):
        context = phone(browser)
        context.add_cookies(cookies)
        first.append(_visit(context, proxy, url + budget.path))
        _wait_for_worker(context, url + budget.path)
        second.append(_visit(context, proxy, url + budget.path))
        with _whole_phone_slow(proxy):
            slow_worker.append(_visit(context, proxy, url + budget.path, is_network_slow=False))
        context.close()
    name = budget.name
    return [
        Row(f"{name}, first visit", _kb(first), "KB", *budget.kilobytes),
        Row(f"{name}, first visit, largest paint", _lcp(first), "s", *budget.lcp),
        Row(f"{name}, second visit", _kb(second), "KB", *SECOND_KILOBYTES),
        Row(f"{name}, second visit, largest paint", _lcp(second), "s", *SECOND_LCP),
        Row(f"{name}, same, worker's network slow as well", _lcp(slow_worker), "s"),
        Row(f"{name}, layout shift", max(each.cls for each in first + second), "", 0.02, 0),
    ]


def _kb(visits: list[Visit]) -> float:
    return middle([each.kilobytes for each in visits])


def _lcp(visits: list[Visit]) -> float:
    return middle([each.lcp for each in visits])


def _visit(
    context: BrowserContext, proxy: CountingProxy, address: str, *, is_network_slow: bool = True
) -> Visit:
    page = context.new_page()
    page.add_init_script(OBSERVE)
    devtools = context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    if is_network_slow:
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW_4G)
    before = proxy.received
    page.goto(address, wait_until="load", timeout=60_000)
    proxy.wait_until_quiet()
    seen = page.evaluate("window.hive")
    page.close()
    return Visit((proxy.received - before) / 1000, seen["lcp"] / 1000, seen["cls"])


def _wait_for_worker(context: BrowserContext, address: str) -> None:
    """The second visit is one with the service worker in place, as on any later day."""
    page: Page = context.new_page()
    page.goto(address)
    for _ in range(100):
        if page.evaluate("navigator.serviceWorker.controller?.state") == "activated":
            page.close()
            return
        page.wait_for_timeout(100)
    raise RuntimeError(f"no service worker took over {address} within ten seconds")


@contextmanager
def _whole_phone_slow(proxy: CountingProxy) -> Iterator[None]:
    """The browser's own brake leaves the service worker's requests alone; this one does not."""
    proxy.latency = SLOW_4G["latency"] / 1000
    proxy.bytes_per_second = SLOW_4G["downloadThroughput"]
    try:
        yield
    finally:
        proxy.latency = proxy.bytes_per_second = 0


def _path_of_room(browser: Browser, url: str, cookies: list[Any]) -> str:
    context = phone(browser, service_workers="block")
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{url}/chat")
    path = page.locator('a[href^="/chat/rooms/"]').first.get_attribute("href")
    context.close()
    if path is None:
        raise RuntimeError("the demo carer has no room")
    return path
