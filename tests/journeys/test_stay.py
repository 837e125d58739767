"""A sleepover from the handover to the face afterwards, on two phones."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.at_lisas import AtLisas, let_it_close, send_to_lisa
from tests.journeys.conftest import sign_in
from tests.journeys.test_accessible import RULES, SIZES
from tests.journeys.test_accessible import _faults as faults_of
from tests.live_server import LiveServer

pytestmark = pytest.mark.journey

#: The addresses of all copies that the worker has kept.
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
  return found;
}"""


def test_handover_arrival_note_going_home_and_a_face(
    phone: Callable[..., Page], server: LiveServer
):
    stay = send_to_lisa(server)
    sam, lisa = phone(has_touch=True), phone(has_touch=True)
    sign_in(sam, "sam")
    sign_in(lisa, "lisa")

    # Robin tells Lisa what helps, and packs.
    sam.goto(f"{stay.url}/stay")
    sam.get_by_role("link", name="What helps me").click()
    sam.locator("label.mood", has_text="Good").click()
    sam.get_by_label("What helps me").fill("The landing light stays on")
    sam.get_by_role("button", name="Done").click()
    sam.get_by_role("link", name="Packing list").click()
    sam.get_by_role("button", name="Begin with these").click()
    sam.get_by_role("button", name="In the bag: Toothbrush").click()
    expect(sam.get_by_role("button", name="In the bag: Toothbrush")).to_have_attribute(
        "aria-pressed", "true"
    )

    # Lisa reads the card; no copy of it stays on her phone.
    lisa.goto("/")
    lisa.wait_for_function("Boolean(navigator.serviceWorker.controller)")
    lisa.goto(f"{stay.url}/stay")
    lisa.get_by_role("link", name="Care card").click()
    expect(lisa.get_by_text("Peanuts. Carries a pen")).to_be_visible()
    lisa.get_by_role("link", name="What helps me").click()
    expect(lisa.get_by_text("The landing light stays on")).to_be_visible()
    assert [path for path in lisa.evaluate(KEPT) if path.startswith("/bookings/")] == []

    # They are here; a note; medicine.
    lisa.goto(f"{stay.url}/stay")
    lisa.get_by_role("button", name="They are here").click()
    expect(lisa.get_by_role("status").get_by_text("they are here")).to_be_visible()
    lisa.get_by_role("link", name="Write a note").click()
    lisa.get_by_label("How is it going?").fill("Ate two plates of pasta")
    lisa.get_by_role("button", name="Write it down").click()
    lisa.get_by_role("link", name="Medicine given").click()
    lisa.get_by_label("Which medicine?").fill("Calpol")
    lisa.get_by_label("How much?").fill("5 ml")
    lisa.get_by_role("button", name="Write it down").click()
    expect(lisa.get_by_role("heading", name="Medicine for Robin")).to_be_visible()
    sam.goto(f"{stay.url}/notes")
    expect(sam.get_by_text("Ate two plates of pasta")).to_be_visible()
    expect(sam.get_by_text("Calpol, 5 ml")).to_be_visible()

    # Home again, and how it was.
    lisa.goto(f"{stay.url}/stay")
    lisa.locator("summary", has_text="Going home earlier?").click()
    lisa.get_by_label("Who collects them?").fill("Sam")
    lisa.get_by_role("button", name="They have gone home").click()
    expect(lisa.get_by_text("with Sam")).to_be_visible()
    sam.goto(f"{stay.url}/stay")
    sam.get_by_role("link", name="Say how it was").click()
    sam.get_by_role("link", name="Robin").click()
    sam.locator("label.mood", has_text="Great").click()
    sam.get_by_label("First word").fill("pasta")
    sam.get_by_role("button", name="Done").click()
    sam.get_by_label("Thank Lisa").fill("Thank you for the pasta")
    sam.get_by_role("button", name="Say thank you").click()
    lisa.goto(f"{stay.url}/after")
    expect(lisa.get_by_text("Thank you for the pasta")).to_be_visible()
    expect(lisa.get_by_text("Great")).to_be_visible()

    # Who has looked at this.
    sam.goto(f"/children/{stay.child_id}/looks")
    expect(sam.get_by_text("has the child for a sleepover").first).to_be_visible()


def test_a_card_left_open_closes_by_itself(phone: Callable[..., Page], server: LiveServer):
    stay = send_to_lisa(server, "Ash")
    lisa = phone()
    sign_in(lisa, "lisa")
    let_it_close(server, stay, seconds=20)
    card = f"{stay.url}/children/{stay.child_id}/card"
    lisa.goto(card)
    expect(lisa.get_by_text("Peanuts. Carries a pen")).to_be_visible()
    # Nobody touches it.
    expect(lisa.get_by_text("Peanuts. Carries a pen")).to_have_count(0, timeout=60_000)
    expect(lisa.get_by_text("Ash", exact=False)).to_have_count(0)
    # Without a signal there is no copy of it either.
    lisa.context.set_offline(True)
    try:
        lisa.goto(card)
        expect(lisa.get_by_text("Peanuts")).to_have_count(0)
    finally:
        lisa.context.set_offline(False)


def _pages(stay: AtLisas, who: str) -> list[str]:
    child = f"{stay.url}/children/{stay.child_id}"
    shared = [f"{stay.url}/{page}" for page in ("stay", "packing", "notes", "emergency", "after")]
    if who == "sam":
        return [*shared, f"{child}/handover", f"{child}/my-stay", f"{child}/words"]
    return [*shared, f"{stay.url}/notes/medicine", f"{child}/card", f"{child}/handover"]


@pytest.mark.parametrize("who", ["sam", "lisa"])
def test_everybody_can_use_these_pages(phone: Callable[..., Page], server: LiveServer, who: str):
    stay = send_to_lisa(server, "Bryn" if who == "sam" else "Cato")
    faults: list[str] = []
    for scheme in ("light", "dark"):
        page = phone(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
        sign_in(page, who)
        if scheme == "light" and who == "sam":
            page.goto(f"{stay.url}/packing")
            page.get_by_role("button", name="Begin with these").click()
        for path in _pages(stay, who):
            faults += faults_of(page, path, RULES)
    page = phone(reduced_motion="reduce", bypass_csp=True)
    page.set_viewport_size({"width": 320, "height": 640})
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => {"
        "const s = document.createElement('style');"
        "s.textContent = 'html{font-size:200%!important}'; document.head.append(s); })"
    )
    sign_in(page, who)
    for path in _pages(stay, who):
        faults += faults_of(page, path, SIZES)
    assert faults == []


def test_it_works_without_scripts(phone: Callable[..., Page], server: LiveServer):
    stay = send_to_lisa(server, "Dale")
    lisa = phone(java_script_enabled=False)
    sign_in(lisa, "lisa")
    lisa.goto(f"{stay.url}/stay")
    lisa.get_by_role("button", name="They are here").click()
    lisa.goto(f"{stay.url}/notes")
    lisa.get_by_label("How is it going?").fill("Asleep")
    lisa.get_by_role("button", name="Write it down").click()
    expect(lisa.get_by_text("Asleep")).to_be_visible()
    lisa.goto(f"{stay.url}/packing")
    lisa.get_by_label("Something else").fill("Blue bear")
    lisa.get_by_role("button", name="Add it").click()
    lisa.get_by_role("button", name="Back in the bag: Blue bear").click()
    expect(lisa.get_by_text("1 of 1 back in the bag")).to_be_visible()
