"""Photos from one phone to the other: chosen, asked about, sent with their words, looked at."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.chat.files import PDF, PLACE, photo, photo_with_place
from tests.journeys.album import (
    QUESTION,
    ROOM,
    STORED,
    choose,
    message_saying,
    open_room,
    say_yes,
    send,
    wait_until,
)
from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey


def test_photos_with_a_caption_arrive_on_the_other_phone(
    phone: Callable[..., Page], album: Callable[..., list[str]]
):
    lisa, aisha = open_room(phone, "lisa"), open_room(phone, "aisha")
    files = album(
        one_jpg=photo_with_place(6, width=2400, height=1200),
        two_png=photo(kind="PNG"),
        plan_pdf=PDF,
    )
    choose(lisa, files, "Look what we made")
    send(lisa)
    say_yes(lisa)
    arrived = message_saying(aisha, "Look what we made")
    expect(arrived).to_be_visible()
    photos = arrived.locator(".photos img")
    expect(photos).to_have_count(2)
    expect(photos.first).to_have_attribute("alt", "Photo from Lisa, 1 of 2")
    expect(photos.first).to_have_attribute("width", "800")
    expect(photos.first).to_have_attribute("height", "1600")
    wait_until(aisha, lambda: photos.first.evaluate("image => image.naturalWidth") == 240)
    large = arrived.locator(".photos__link").first.get_attribute("href")
    kept = aisha.request.get(large).body()  # type: ignore[arg-type]
    assert kept[8:12] == b"WEBP"
    assert PLACE not in kept
    expect(message_saying(lisa, "Look what we made")).to_have_count(1)
    expect(lisa.locator(".strip__one")).to_have_count(0)
    assert lisa.evaluate(STORED, "uploads") == 0

    # The document is downloaded, under the name it had.
    with aisha.expect_download() as downloading:
        arrived.get_by_role("link", name="plan.pdf").click()
    assert downloading.value.suggested_filename == "plan.pdf"

    # A tap opens the photo, large; keys and buttons lead to the next; focus comes back.
    arrived.locator(".photos__link").first.click()
    viewer = aisha.get_by_role("dialog", name="Photos")
    expect(viewer).to_contain_text("Photo from Lisa, 1 of 2")
    aisha.keyboard.press("ArrowRight")
    expect(viewer).to_contain_text("Photo from Lisa, 2 of 2")
    viewer.get_by_role("button", name="Photo before").click()
    expect(viewer).to_contain_text("Photo from Lisa, 1 of 2")
    aisha.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    assert aisha.evaluate("document.activeElement.getAttribute('href')") == large


def test_whom_to_ask_is_named_and_not_now_keeps_everything(
    phone: Callable[..., Page], album: Callable[..., list[str]]
):
    sam = open_room(phone, "sam")
    uploads = []
    sam.on("request", lambda request: "attachments" in request.url and uploads.append(request.url))
    choose(sam, album(one_jpg=photo()), "On the swings")
    send(sam)
    sheet = sam.get_by_role("dialog", name=QUESTION)
    expect(sheet).to_contain_text("first about Kayden")
    sheet.get_by_role("button", name="Not now").click()
    expect(sheet).to_have_count(0)
    expect(sam.locator("textarea[name=text]")).to_have_value("On the swings")
    expect(sam.locator(".strip__one")).to_have_count(1)
    assert uploads == []
    expect(message_saying(sam, "On the swings")).to_have_count(0)

    # A document is nobody's picture, and words alone are not asked about.
    sam.get_by_role("button", name="Take it out").click()
    choose(sam, album(dates_pdf=PDF), "The dates")
    send(sam)
    expect(message_saying(sam, "The dates")).to_be_visible()

    # Somebody of another household is asked the same, and that child is not named.
    priya = open_room(phone, "priya")
    choose(priya, album(two_jpg=photo()), "The hall")
    send(priya)
    sheet = priya.get_by_role("dialog", name=QUESTION)
    expect(sheet).to_be_visible()
    assert "Kayden" not in sheet.inner_text()
    sheet.get_by_role("button", name="Yes, send").click()
    expect(message_saying(priya, "The hall")).to_be_visible()


def test_what_can_not_be_sent_is_said_before_and_after_it_is_tried(
    phone: Callable[..., Page], album: Callable[..., list[str]]
):
    page = open_room(phone, "aisha")
    chooser = page.locator(".composer__chooser")
    error = page.locator(".composer > .field__error:visible")
    for files, words in (
        (album(**{f"n{number}_jpg": photo(20, 20) for number in range(30)}), "10 photos"),
        (album(big_pdf=PDF + bytes(14 * 1024 * 1024)), "too big to send"),
    ):
        chooser.set_input_files(files)
        expect(error).to_contain_text(words)
        expect(page.locator(".strip__one")).to_have_count(0)

    # What can't be told by the phone gets as far as the server, and comes back to be changed.
    choose(page, album(fake_jpg=b"MZ" + bytes(100), real_jpg=photo()), "Two of them")
    send(page)
    say_yes(page)
    expect(page.get_by_role("alert").filter(has_text="Hive takes photos")).to_be_visible()
    expect(page.locator(".message--failed")).to_have_count(0)
    expect(page.locator(".strip__one")).to_have_count(2)
    expect(page.locator("textarea[name=text]")).to_have_value("Two of them")
    page.get_by_role("button", name="Take it out").first.click()
    send(page)
    say_yes(page)
    expect(message_saying(page, "Two of them").locator(".photos img")).to_have_count(1)


def test_without_a_script_photos_go_out_from_a_page_of_their_own(
    phone: Callable[..., Page], album: Callable[..., list[str]]
):
    sam = phone(java_script_enabled=False)
    sign_in(sam, "sam")
    sam.goto(ROOM)
    sam.get_by_role("link", name="Add photos or a document").click()
    expect(sam.get_by_text("first about Kayden")).to_be_visible()
    sam.locator("input[type=file]").set_input_files(album(one_jpg=photo(), two_jpg=photo()))
    sam.locator("textarea[name=text]").fill("Without any script")
    sam.get_by_role("button", name="Send").click()
    expect(sam.get_by_role("alert")).to_contain_text("happy to be shown")
    sam.locator("input[type=file]").set_input_files(album(one_jpg=photo(), two_jpg=photo()))
    sam.get_by_label("Yes").check()
    sam.get_by_role("button", name="Send").click()
    sent = message_saying(sam, "Without any script")
    expect(sent.locator(".photos img")).to_have_count(2)
    sent.locator(".photos__link").first.click()
    sam.wait_for_url("**/photos/*")
