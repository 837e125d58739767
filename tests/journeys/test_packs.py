"""Pages load the packs of scripts they need, and no others; and every module in them runs."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from app.core.asset_files import Assets
from app.core.asset_scripts import read_script
from tests.conventions.source import STATIC
from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

# What each module of a pack gives: by its name, which of its exports are there.
RUN = """async ([pack, modules]) => {
  const { $use } = await import("packs/app");
  await import(pack);
  const there = (given) => Object.keys(given).filter((name) => given[name] !== undefined);
  return Object.fromEntries(modules.map((name) => [name, there($use(name)).sort()]));
}"""


@pytest.fixture(scope="module")
def assets() -> Assets:
    return Assets(STATIC)


def _exports(assets: Assets, pack: str) -> dict[str, list[str]]:
    found = {}
    for module in assets.packs[pack].modules:
        asset = assets.find(f"js/{module}.js")
        assert asset
        found[module] = sorted(read_script(asset.path, asset.content.decode()).exports)
    return found


def _run(page: Page, assets: Assets, *packs: str) -> None:
    for pack in packs:
        wanted = _exports(assets, f"packs/{pack}")
        assert page.evaluate(RUN, [f"packs/{pack}", list(wanted)]) == wanted


def _loaded(page: Page) -> set[str]:
    """The scripts this page has loaded by itself."""
    urls: list[str] = page.evaluate(
        "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)"
    )
    return {url.removeprefix("/static/") for url in urls if url.endswith(".js")} - {"/sw.js"}


@pytest.fixture
def page(phone: Callable[..., Page]) -> Page:
    return phone(service_workers="block")


LIVE = {"packs/app.js", "packs/signed-in.js", "vendor/socket.io-client/socket.io.js"}
LIVE |= {"vendor/idb/idb.js"}


def test_the_page_for_signing_in_loads_one_pack(page: Page, assets: Assets):
    page.goto("/sign-in")
    page.wait_for_load_state("networkidle")
    assert _loaded(page) == {"packs/app.js"}
    _run(page, assets, "app")


def test_home_loads_nothing_of_rooms(page: Page, assets: Assets):
    sign_in(page, "sam")
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert _loaded(page) == LIVE
    _run(page, assets, "signed-in", "later")
    assert _loaded(page) == LIVE | {"packs/later.js"}


def test_a_room_opens_with_its_own_pack_and_loads_the_rest_when_it_is_used(
    page: Page, assets: Assets
):
    sign_in(page, "sam")
    page.goto("/chat/rooms/1")
    page.wait_for_load_state("networkidle")
    assert _loaded(page) - {"packs/in-room.js"} == LIVE | {"packs/room.js"}
    _run(page, assets, "room", "in-room")
