"""A manager brings a county in from a file: sees what is wrong, corrects it, and it is there."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.county_file import county_file
from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

#: Excel's way: a byte order mark and semicolons.
GOOD = (
    "What;Hive;Household;Name;E-mail;Area;Places;Date of birth;Care status\r\n"
    "Hive;Romsey Hive;;;;Romsey;8;;\r\n"
    "Household;Romsey Hive;The Okonjo family;;;;;;\r\n"
    "Carer;;The Okonjo family;Zoë Okonjo;zoe@example.org;;;;\r\n"
    "Child;;The Okonjo family;Peregrine;;;;28/02/2015;In care\r\n"
)
BAD = GOOD.replace("28/02/2015", "31/02/2015").replace("zoe@example.org", "zoe.example.org")


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8-sig"))
    return path


def test_bring_correct_and_add(phone: Callable[..., Page], tmp_path: Path):
    page = phone()
    sign_in(page, "david")
    page.goto("/more")
    page.get_by_role("link", name="Families from a file").click()
    page.locator("#file").set_input_files(_file(tmp_path, "bad.csv", BAD))
    page.get_by_role("button", name="Check this file").click()
    expect(page.get_by_text("2 things to put right")).to_be_visible()
    expect(page.get_by_text("There is no 31 February 2015.").first).to_be_visible()
    expect(page.get_by_text("“zoe.example.org” is not an e-mail address.").first).to_be_visible()
    expect(page.get_by_role("button", name="Add it all")).to_have_count(0)

    page.locator("#file").set_input_files(_file(tmp_path, "good.csv", GOOD))
    page.get_by_role("button", name="Check this file").click()
    expect(page.get_by_text("Every row is right")).to_be_visible()
    expect(page.get_by_text("Invites Zoë Okonjo as carer of the Okonjo family")).to_be_visible()
    page.get_by_role("button", name="Add it all").click()
    expect(page.get_by_text("Everything is added")).to_be_visible()
    page.get_by_role("link", name="See the Hives").click()
    page.get_by_role("link", name="Romsey Hive").click()
    expect(page.get_by_text("The Okonjo family").first).to_be_visible()
    expect(page.get_by_text("Peregrine")).to_have_count(0)


def test_the_bar_of_a_whole_county_moves_to_its_end(phone: Callable[..., Page], tmp_path: Path):
    page = phone()
    sign_in(page, "david")
    page.goto("/imports")
    page.locator("#file").set_input_files(_file(tmp_path, "county.csv", county_file()))
    page.get_by_role("button", name="Check this file").click()
    expect(page.get_by_text("Every row is right")).to_be_visible(timeout=30_000)
    seen: list[str] = []
    page.on("response", lambda answer: "/api/v1/imports" in answer.url and seen.append(answer.url))
    with page.expect_response("**/api/v1/imports/*") as first:
        page.get_by_role("button", name="Add it all").click()
        expect(page.locator("progress")).to_be_visible()
    told = first.value.json()
    assert told["state"] in {"applying", "applied"}
    assert told["total"] >= told["done"]
    expect(page.get_by_text("Everything is added")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("308")).to_be_visible()


def test_without_a_script_the_page_offers_to_look_again(phone: Callable[..., Page], tmp_path: Path):
    page = phone(java_script_enabled=False)
    sign_in(page, "david")
    page.goto("/imports")
    page.locator("#file").set_input_files(_file(tmp_path, "county.csv", county_file()))
    page.get_by_role("button", name="Check this file").click()
    again = page.get_by_role("link", name="Look again")
    expect(again.or_(page.get_by_text("Row by row"))).to_be_visible()
    deadline = time.monotonic() + 30
    while again.count() and time.monotonic() < deadline:
        page.wait_for_timeout(200)
        again.click()
    expect(page.get_by_text("Row by row")).to_be_visible()
