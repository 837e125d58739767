"""What the stories with photos do again and again."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import sign_in

ROOM = "/chat/rooms/1"
QUESTION = "Is everyone in it happy to be shown"
KEPT_PHOTOS = """async () => {
  if (!(await caches.has("hive-photos"))) return [];
  return (await (await caches.open("hive-photos")).keys()).map(({ url }) => new URL(url).pathname);
}"""
STORED = """(store) => new Promise((done) => {
  const opening = indexedDB.open("hive");
  opening.onsuccess = () => {
    const asked = opening.result.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => { opening.result.close(); done(asked.result.length); };
  };
})"""


def open_room(phone: Callable[..., Page], who: str, **options: object) -> Page:
    page = phone(**options)
    sign_in(page, who)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(ROOM)
    expect(page.locator(".composer__chooser")).to_be_attached()
    expect(page.locator(".composer__add label")).to_be_visible()
    return page


def choose(page: Page, files: list[str], words: str = "") -> None:
    page.locator(".composer__chooser").set_input_files(files)
    expect(page.locator(".strip__one")).to_have_count(len(files))
    page.locator("textarea[name=text]").fill(words)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send", exact=True).click()


def say_yes(page: Page) -> None:
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    page.get_by_role("button", name="Yes, send").click()


def message_saying(page: Page, words: str) -> Locator:
    return page.locator(".message[data-seq]", has_text=words)


def wait_until(page: Page, is_so: Callable[[], object]) -> None:
    for _ in range(100):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not become so within five seconds")
