"""The child's own half of the card: faces to point at, and a few words."""

import pytest
from flask.testing import FlaskClient

from app.families import services
from app.families.models import Face, Thing
from app.families.queries import about_me
from tests.families.builders import Family

FACES = {"face_dogs": "hate", "face_hugs": "like"}


def test_the_child_s_own_half_is_on_the_card(
    carer: FlaskClient, leader: FlaskClient, family: Family
):
    form = FACES | {"likes": "Trains", "helps": "My rabbit"}
    assert carer.post(f"{family.url}/about-me", data=form).status_code == 303
    for client in (carer, leader):
        shown = client.get(f"{family.url}/care-card").text
        for words in ("Dogs", "I hate it", "Being hugged", "I like it", "Trains", "My rabbit"):
            assert words in shown
    again = carer.get(f"{family.url}/about-me").text
    assert again.count("checked") == 2
    assert "Trains" in again


def test_two_who_fill_in_the_child_s_half_lose_nothing(carer: FlaskClient, family: Family):
    services.save_about_me(
        actor=family.partner,
        child_id=family.child.id,
        texts={"likes": "Trains", "dislikes": "", "good_at": "", "helps": ""},
        faces={Thing.CATS: Face.LOVE},
        seen={},
    )
    # This one began with an empty page.
    clash = carer.post(f"{family.url}/about-me", data=FACES | {"likes": "Boats"})
    assert clash.status_code == 422
    for words in ("Trains", "Boats", "Ada Okafor changed this"):
        assert words in clash.text
    carer.post(
        f"{family.url}/about-me",
        data=FACES | {"likes": "Trains, boats", "seen_likes": services.fingerprint("Trains")},
    )
    kept = about_me(family.child)
    assert kept
    assert kept.likes == "Trains, boats"
    assert kept.pointed_at == {Thing.DOGS: Face.HATE, Thing.CATS: Face.LOVE, Thing.HUGS: Face.LIKE}


@pytest.mark.parametrize(("field", "value"), [("likes", "x" * 2001), ("face_dogs", "furious")])
def test_the_child_s_half_refuses_what_cannot_be_used(
    carer: FlaskClient, family: Family, field: str, value: str
):
    response = carer.post(f"{family.url}/about-me", data={"helps": "My rabbit", field: value})
    assert response.status_code == 422
    assert "My rabbit" in response.text
    assert about_me(family.child) is None


def test_a_face_can_be_taken_back(carer: FlaskClient, family: Family):
    carer.post(f"{family.url}/about-me", data=FACES | {"likes": "Trains"})
    shown = carer.get(f"{family.url}/about-me").text
    assert shown.count(">Leave out<") == len(Thing)
    seen = services.fingerprint("hate")
    left_out = {"face_dogs": "", "seen_face_dogs": seen, "face_hugs": "like"}
    said = carer.post(f"{family.url}/about-me", data=left_out, follow_redirects=True)
    kept = about_me(family.child)
    assert kept
    assert kept.pointed_at == {Thing.HUGS: Face.LIKE}
    assert "Saved." in said.text


def test_leaving_out_takes_back_no_face_that_was_never_seen(carer: FlaskClient, family: Family):
    services.save_about_me(
        actor=family.partner,
        child_id=family.child.id,
        texts=dict.fromkeys(("likes", "dislikes", "good_at", "helps"), ""),
        faces={Thing.DOGS: Face.LOVE},
        seen={},
    )
    carer.post(f"{family.url}/about-me", data={"face_dogs": "", "seen_face_dogs": ""})
    kept = about_me(family.child)
    assert kept
    assert kept.pointed_at == {Thing.DOGS: Face.LOVE}
