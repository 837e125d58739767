"""The care card: written by those the child lives with, lost by nobody, unreadable in the files."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.extensions import db
from app.families import services
from app.families.models import AboutMe, CareNote, CareSection, Face, Thing
from app.families.queries import care_check, care_notes
from tests.families.builders import Family

ALLERGY = "Bee stings swell the tongue; the adrenaline pen is in the blue satchel"


def _save(family: Family, actor: Person | None = None, **texts: str) -> None:
    """Write sections as somebody who has just read what is there."""
    notes = care_notes(family.child)
    sections = {CareSection(name): text for name, text in texts.items()}
    seen = {each: services.fingerprint(notes[each].text) for each in sections if each in notes}
    services.save_card(
        actor=actor or family.carer, child_id=family.child.id, texts=sections, seen=seen
    )


def _text(family: Family, section: CareSection) -> str:
    return care_notes(family.child)[section].text


def test_a_carer_writes_the_card_and_those_who_may_read_it_do(
    carer: FlaskClient, leader: FlaskClient, social_worker: FlaskClient, family: Family
):
    form = {"allergies": ALLERGY, "food": "No sauce.\nNo bits.", "none_medicines": "1"}
    assert carer.post(f"{family.url}/care-card/edit", data=form).status_code == 303
    for client in (carer, leader, social_worker):
        shown = client.get(f"{family.url}/care-card").text
        for words in (ALLERGY, "No sauce.\nNo bits.", "No medicines", "Checked today by Sam"):
            assert words in shown
        assert ALLERGY in client.get(family.url).text
        assert ALLERGY in client.get(f"{family.url}/care-card/print").text


def test_nobody_but_the_carers_it_lives_with_writes(
    leader: FlaskClient, social_worker: FlaskClient, family: Family
):
    _save(family, allergies=ALLERGY)
    for client in (leader, social_worker):
        for page in ("/care-card/edit", "/about-me"):
            assert client.get(family.url + page).status_code == 403
            assert client.post(family.url + page, data={"allergies": "None"}).status_code == 403
        assert client.post(f"{family.url}/care-card/checked").status_code == 403
        assert "Change the card" not in client.get(f"{family.url}/care-card").text
    with pytest.raises(NotAllowed):
        services.check_card(actor=family.support_worker, child_id=family.child.id)
    assert _text(family, CareSection.ALLERGIES) == ALLERGY


def test_both_carers_of_a_household_write_and_each_section_says_who(
    carer: FlaskClient, family: Family
):
    _save(family, allergies=ALLERGY, food="Pasta")
    _save(family, family.partner, food="Pasta and rice", allergies=ALLERGY)
    notes = care_notes(family.child)
    assert notes[CareSection.ALLERGIES].written_by_id == family.carer.id
    assert notes[CareSection.FOOD].written_by_id == family.partner.id


def test_what_another_carer_wrote_meanwhile_stays_where_this_one_changed_nothing(family: Family):
    _save(family, allergies="Nuts", food="Pasta")
    before = {each: services.fingerprint(note.text) for each, note in
              care_notes(family.child).items()}  # fmt: skip
    _save(family, family.partner, food="Pasta and rice")
    services.save_card(
        actor=family.carer,
        child_id=family.child.id,
        texts={CareSection.ALLERGIES: "Nuts and eggs", CareSection.FOOD: "Pasta"},
        seen=before,
    )
    assert _text(family, CareSection.ALLERGIES) == "Nuts and eggs"
    assert _text(family, CareSection.FOOD) == "Pasta and rice"


def test_two_who_change_the_same_words_are_shown_both_and_nothing_is_lost(
    carer: FlaskClient, family: Family
):
    _save(family, allergies="Nuts", food="Pasta")
    seen = services.fingerprint("Nuts")
    _save(family, family.partner, allergies="Nuts and eggs")
    form = {"allergies": "Nuts and fish", "seen_allergies": seen, "likes": "Trains"}
    clash = carer.post(f"{family.url}/care-card/edit", data=form)
    assert clash.status_code == 422
    assert "Ada Okafor changed this" in clash.text
    for words in ("Nuts and eggs", "Nuts and fish", "Trains"):
        assert words in clash.text
    # All or nothing: what did not clash is not half saved either.
    assert CareSection.LIKES not in care_notes(family.child)
    assert _text(family, CareSection.ALLERGIES) == "Nuts and eggs"
    # The page has taken note of what is there now: put together, it saves.
    mark = services.fingerprint("Nuts and eggs")
    assert f'name="seen_allergies" value="{mark}"' in clash.text
    form |= {"allergies": "Nuts, eggs, fish", "seen_allergies": mark}
    assert carer.post(f"{family.url}/care-card/edit", data=form).status_code == 303


def test_a_form_sent_twice_saves_once_and_clashes_with_nothing(carer: FlaskClient, family: Family):
    form = {"allergies": "Nuts", "seen_allergies": ""}
    for _ in range(2):
        assert carer.post(f"{family.url}/care-card/edit", data=form).status_code == 303
    assert _text(family, CareSection.ALLERGIES) == "Nuts"


def test_a_section_can_be_emptied(carer: FlaskClient, family: Family):
    _save(family, fears="Balloons")
    _save(family, fears="")
    assert "Balloons" not in carer.get(f"{family.url}/care-card").text


def test_none_known_and_words_together_are_asked_about(carer: FlaskClient, family: Family):
    form = {"none_allergies": "1", "allergies": "Nuts", "food": "Pasta"}
    response = carer.post(f"{family.url}/care-card/edit", data=form)
    assert response.status_code == 422
    assert "wrote something too" in response.text
    for kept in ("Nuts", "Pasta"):
        assert kept in response.text
    assert care_notes(family.child) == {}


def test_none_known_is_ticked_again_when_the_card_is_opened(carer: FlaskClient, family: Family):
    _save(family, allergies="No allergies known")
    shown = carer.get(f"{family.url}/care-card/edit").text
    assert 'name="none_allergies" value="1" checked' in shown
    assert 'name="none_medicines" value="1">' in shown


def test_a_hundred_kilobytes_are_refused_and_kept(carer: FlaskClient, family: Family):
    long = "ab " * 34_000
    response = carer.post(f"{family.url}/care-card/edit", data={"health": long, "food": "Pasta"})
    assert response.status_code == 422
    assert "too long to read in a hurry" in response.text
    assert long.strip()[:1000] in response.text
    assert "Pasta" in response.text
    assert care_notes(family.child) == {}


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert('x')</script> & \"quoted\" {{ 7 * 7 }}",
        "حساسية من الفول السوداني",
        "Loves 🐝 and 👨‍👩‍👧‍👦\n\nand \u202eturned round",
        "</textarea><img src=x onerror=alert(1)>",
    ],
)
def test_whatever_is_written_is_shown_as_words(carer: FlaskClient, family: Family, text: str):
    carer.post(f"{family.url}/care-card/edit", data={"other": text})
    assert _text(family, CareSection.OTHER) == text
    for page in ("/care-card", "/care-card/print", "/care-card/edit"):
        shown = carer.get(family.url + page).text
        for tag in ("<script>alert", "<img src=x", "</textarea><img"):
            assert tag not in shown
        assert 'dir="auto"' in shown


def test_checking_sets_the_day_and_the_reminder_goes(carer: FlaskClient, family: Family):
    with time_machine.travel(clock.now() - timedelta(days=95), tick=False):
        _save(family, food="Pasta")
    assert "Is it all still right?" in carer.get(f"{family.url}/care-card").text
    assert "Is the care card of Wren still right?" in carer.get("/").text
    assert carer.post(f"{family.url}/care-card/checked").status_code == 303
    assert "Is it all still right?" not in carer.get(f"{family.url}/care-card").text
    assert "still right?" not in carer.get("/").text


def test_home_asks_for_a_card_nobody_has_begun(carer: FlaskClient, family: Family):
    assert "Fill in the care card of Wren" in carer.get("/").text
    services.check_card(actor=family.partner, child_id=family.child.id)
    assert "Fill in the care card" not in carer.get("/").text
    check = care_check(family.child)
    assert check
    assert check.checked_by_id == family.partner.id


def test_the_words_of_a_card_are_nowhere_in_the_database(app: Flask, family: Family):
    _save(family, allergies=ALLERGY, emergency="Nan 07700 900456")
    services.save_about_me(
        actor=family.carer,
        child_id=family.child.id,
        texts={"likes": "Marmalade trains", "dislikes": "", "good_at": "", "helps": ""},
        faces={Thing.DOGS: Face.HATE},
        seen={},
    )
    secrets = ("adrenaline", "blue satchel", "07700 900456", "Marmalade", '"dogs"')
    with db.engine.connect() as connection:
        raw = [
            " ".join(map(str, row))
            for table in (CareNote.__table__, AboutMe.__table__)
            for row in connection.execute(sa.text(f"SELECT * FROM {table.name}"))
        ]
    assert len(raw) == 4  # and the one of the county's own child
    assert [secret for secret in secrets for row in raw if secret in row] == []
    if db.engine.dialect.name == "sqlite":
        path = Path(str(db.engine.url.database))
        for file in (path, path.with_name(f"{path.name}-wal")):
            content = file.read_bytes() if file.exists() else b""
            assert [secret for secret in secrets if secret.encode() in content] == []


def test_words_that_were_never_seen_are_not_overwritten(family: Family):
    _save(family, food="Pasta with butter")
    for seen in ({}, {CareSection.FOOD: services.fingerprint("Pasta")}):
        with pytest.raises(Invalid) as said:
            services.save_card(
                actor=family.carer,
                child_id=family.child.id,
                texts={CareSection.FOOD: "Rice"},
                seen=seen,
            )
        assert said.value.errors.keys() == {"food"}
    assert _text(family, CareSection.FOOD) == "Pasta with butter"


def test_the_printed_page_says_to_keep_it_safe(carer: FlaskClient, family: Family):
    shown = carer.get(f"{family.url}/care-card/print").text
    assert "shred it after" in shown
    assert 'data-module="print"' in shown


def test_the_service_worker_keeps_no_page_about_a_child(
    family: Family, client_for: Callable[[Person | None], FlaskClient]
):
    worker = client_for(None).get("/sw.js").text
    kept = worker.split("const KEPT = ")[1].split(";")[0]
    assert "children" not in kept
    assert "households" not in kept


def test_saving_and_checking_are_answered(carer: FlaskClient, family: Family):
    with time_machine.travel(clock.now() - timedelta(days=2), tick=False):
        _save(family, food="Pasta")
    checked = f"{family.url}/care-card/checked"
    assert f'action="{checked}"' in carer.get(f"{family.url}/care-card").text
    said = carer.post(checked, follow_redirects=True).text
    assert "Thank you, noted today." in said
    # What was said today need not be said again.
    assert f'action="{checked}"' not in said
    form = {"fears": "Balloons"}
    said = carer.post(f"{family.url}/care-card/edit", data=form, follow_redirects=True).text
    assert "Saved." in said
    assert "Saved." not in carer.get(f"{family.url}/care-card").text


def test_each_section_leads_to_its_field_for_those_who_write(
    carer: FlaskClient, leader: FlaskClient, family: Family
):
    _save(family, bedtime="Half past seven")
    link = f'href="{family.url}/care-card/edit#bedtime" aria-label="Change Bedtime"'
    assert link in carer.get(f"{family.url}/care-card").text
    assert 'id="bedtime"' in carer.get(f"{family.url}/care-card/edit").text
    assert "Change Bedtime" not in leader.get(f"{family.url}/care-card").text


def test_what_is_not_written_is_said_in_a_sentence(carer: FlaskClient, family: Family):
    _save(family, allergies="Nuts")
    shown = carer.get(f"{family.url}/care-card").text
    assert "Not written: Medicines and when, health," in shown
    assert "fears, what I like, anything else." in shown


def test_long_forms_about_a_child_ask_before_words_are_lost(carer: FlaskClient, family: Family):
    new = f"/households/{family.household.id}/add-child"
    for page in (*(family.url + end for end in ("/care-card/edit", "/about-me", "/edit")), new):
        assert 'data-module="unsaved"' in carer.get(page).text
