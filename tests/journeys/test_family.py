"""A family on a phone: a child, its care card, and who has looked at it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

MOST = 25
CARD = {
    "allergies": "Bee stings. Pen in the blue bag, use it, then ring 999.",
    "health": "Asthma when it is cold. Dr Patel, 01264 350270.",
    "emergency": "Aisha 07700 900123",
    "collect": "Nan, Margaret: 07700 900456. Nobody else.",
    "food": "Pasta without sauce.",
    "upset": "Goes quiet first. A drawing pad helps.",
    "bedtime": "Half past seven, door open. Rabbit must be there.",
    "fears": "Dogs that jump up.",
    "likes": "Trains and swimming.",
    "other": "Wears glasses to read.",
}


class Thumb:
    """Counts what a carer does: each tap, and each field filled."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def tap(self, role: str, name: str) -> None:
        self.count += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]

    def tick(self, selector: str) -> None:
        self.count += 1
        self.page.locator(selector).check()

    def fill(self, selector: str, text: str) -> None:
        self.count += 1
        self.page.locator(selector).fill(text)


def _add_child(thumb: Thumb, name: str) -> None:
    thumb.tap("link", "Add a child")
    thumb.fill("[name=preferred_name]", name)
    for part, value in (("day", "17"), ("month", "5"), ("year", "2016")):
        thumb.fill(f"[name=born_on_{part}]", value)
    thumb.tap("button", "Add the child")


def _fill_card(thumb: Thumb) -> None:
    for section, text in CARD.items():
        thumb.fill(f"#{section}", text)
    thumb.tick("[name=none_medicines]")
    thumb.tap("button", "Save the card")


def test_a_child_and_its_whole_card_take_fewer_than_25_taps_and_fields(
    phone: Callable[..., Page],
):
    aisha = phone()
    sign_in(aisha, "aisha")
    thumb = Thumb(aisha)
    _add_child(thumb, "Robin")
    expect(aisha.get_by_text("Robin is in Hive")).to_be_visible()
    thumb.tap("link", "Fill in the care card")
    _fill_card(thumb)
    expect(aisha.get_by_text("Checked today by Aisha")).to_be_visible()
    for text in (*CARD.values(), "No medicines"):
        expect(aisha.get_by_text(text).first).to_be_attached()
    assert thumb.count < MOST, f"{thumb.count} taps and fields"
    expect(aisha.locator('a[href="tel:07700900456"]')).to_be_visible()
    card = aisha.url.split("?")[0]

    # The support worker finds the child through the Hive and the family, and reads the card.
    priya = phone()
    sign_in(priya, "priya")
    priya.goto("/hives/1")
    priya.get_by_role("link", name="The Rahman family").first.click()
    priya.get_by_role("link", name="Robin").first.click()
    expect(priya.get_by_text("Bee stings").first).to_be_visible()
    priya.get_by_role("link", name="Open the care card").click()
    expect(priya.get_by_text("can see that you looked at this")).to_be_attached()
    assert priya.url == card

    # And the carer sees that she did, as what, and why she could.
    aisha.goto(card.replace("/care-card", ""))
    aisha.get_by_role("link", name="Who has looked at this").click()
    rows = aisha.locator(".rows > li", has_text="Priya Nair")
    expect(rows.first).to_contain_text("Support worker, leads Andover Hive")
    expect(rows.first).to_contain_text("Looked at the care card")
    expect(rows.first).to_contain_text("today")
    expect(rows.nth(1)).to_contain_text("Looked at the page")


def test_a_question_is_asked_with_one_tap_and_answered(phone: Callable[..., Page]):
    sam = phone()
    sign_in(sam, "sam")
    _add_child(Thumb(sam), "Sky")
    expect(sam.get_by_text("Sky is in Hive")).to_be_visible()
    child = sam.url.split("?")[0]
    sam.get_by_role("link", name="Doctor, dentist, medicines").click()
    sam.locator("#medical").get_by_role("button", name="Ask Helen").click()
    expect(sam.locator("#medical")).to_contain_text("You asked Helen today")

    helen = phone()
    sign_in(helen, "helen")
    helen.get_by_role("link", name="Who decides for Sky: Doctor, dentist, medicines").click()
    helen.get_by_role("radio", name="A parent").check()
    helen.get_by_label("Their name").fill("Mum")
    helen.get_by_role("button", name="Save").click()
    expect(helen.locator("#medical")).to_contain_text("Mum decides")

    sam.goto(child)
    expect(sam.get_by_role("link", name="Doctor, dentist, medicines Mum decides")).to_be_visible()


def test_a_child_points_at_faces_and_the_card_fits_one_sheet(phone: Callable[..., Page]):
    tom = phone()
    sign_in(tom, "tom")
    _add_child(Thumb(tom), "Juno")
    tom.get_by_role("link", name="Fill in the care card").click()
    _fill_card(Thumb(tom))
    tom.wait_for_url("**/care-card*")
    tom.get_by_role("link", name="Fill it in together").click()
    dogs = tom.get_by_role("group", name="Dogs")
    dogs.get_by_role("radio", name="I hate it").check()
    tom.get_by_role("group", name="Swimming").get_by_role("radio", name="I love it").check()
    tom.get_by_label("What helps me feel better").fill("My rabbit.")
    tom.get_by_role("button", name="Done").click()
    about = tom.locator("#about")
    expect(about).to_contain_text("DogsI hate it")
    expect(about).to_contain_text("My rabbit.")

    tom.get_by_role("link", name="Print").click()
    expect(tom.get_by_role("button", name="Print")).to_be_visible()
    tom.evaluate("window.print = () => { document.title = 'printed' }")
    tom.get_by_role("button", name="Print").click()
    assert tom.title() == "printed"
    sheets = tom.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert sheets == 1


def test_without_scripts_a_child_is_added_and_its_card_written(phone: Callable[..., Page]):
    plain = phone(java_script_enabled=False)
    sign_in(plain, "aisha")
    thumb = Thumb(plain)
    _add_child(thumb, "Bo")
    plain.get_by_role("link", name="Fill in the care card").click()
    _fill_card(thumb)
    expect(plain.get_by_text("Checked today by Aisha")).to_be_visible()


def test_no_page_of_a_child_opens_again_without_a_network(phone: Callable[..., Page]):
    aisha = phone()
    sign_in(aisha, "aisha")
    aisha.evaluate("navigator.serviceWorker.ready.then(() => true)")
    _add_child(Thumb(aisha), "Kit")
    expect(aisha.get_by_text("Kit is in Hive")).to_be_visible()
    child = aisha.url.split("?")[0]
    for page in (child, f"{child}/care-card", f"{child}/authority"):
        aisha.goto(page)
    aisha.wait_for_timeout(500)
    aisha.context.set_offline(True)
    for page in (child, f"{child}/care-card", f"{child}/authority"):
        aisha.goto(page)
        expect(aisha.locator("h1")).to_contain_text("offline", ignore_case=True)
