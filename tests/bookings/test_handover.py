"""The handover, written with the child, and the child's own page of the stay."""

from datetime import timedelta

import sqlalchemy as sa

from app.bookings.models import Handover, HostHome, StayFace
from app.bookings.services.handing_over import mark_of
from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.families.models import Look
from app.families.services import save_about_me
from tests.bookings.staying import TakenStay, travel
from tests.conventions.bookings import add_picture

TOLD = {
    "helps": "A story <b>twice</b>",
    "bring": "Blue bear",
    "looking_forward": "Biscuit",
    "face": "good",
}


def _kept() -> Handover:
    return db.session.scalars(sa.select(Handover)).one()


def test_the_family_tells_and_the_host_reads_it_beside_about_me(taken: TakenStay):
    save_about_me(
        actor=taken.family,
        child_id=taken.child.id,
        texts={"likes": "Tractors", "dislikes": "", "good_at": "", "helps": ""},
        faces={},
        seen={},
    )
    assert "Nothing told yet" in taken.read(taken.host, "handover", taken.child)
    assert taken.post(taken.family, "handover", taken.child, **TOLD).status_code == 303
    assert _kept().face is StayFace.GOOD
    for person in (taken.host, taken.street.leader, taken.street.social_worker):
        text = taken.read(person, "handover", taken.child)
        for words in ("A story &lt;b&gt;twice", "Blue bear", "Biscuit", "Tractors"):
            assert words in text


def test_what_is_told_is_in_the_form_again(taken: TakenStay):
    taken.post(taken.family, "handover", taken.child, **TOLD)
    assert "Blue bear" in taken.read(taken.family, "handover", taken.child)


def test_only_the_family_writes_it(taken: TakenStay):
    for person in (taken.host, taken.street.leader, taken.street.social_worker):
        assert taken.post(person, "handover", taken.child, **TOLD).status_code == 403
    assert db.session.scalars(sa.select(Handover)).all() == []


def test_two_carers_writing_at_once_lose_nothing(taken: TakenStay):
    taken.post(taken.family, "handover", taken.child, **TOLD)
    sent = taken.post(taken.family, "handover", taken.child, **TOLD | {"bring": "Red bear"})
    assert sent.status_code == 422
    text = sent.get_data(as_text=True)
    assert "Red bear" in text
    assert "Blue bear" in text
    mark = mark_of(_kept())
    given = TOLD | {"bring": "Both bears", "seen_mark": mark}
    assert taken.post(taken.family, "handover", taken.child, **given).status_code == 303
    assert _kept().bring == "Both bears"


def test_the_same_sent_twice_is_fine(taken: TakenStay):
    for _ in range(2):
        assert taken.post(taken.family, "handover", taken.child, **TOLD).status_code == 303


def test_too_much_and_a_face_that_is_not_there_are_refused(taken: TakenStay):
    sent = taken.post(taken.family, "handover", taken.child, helps="x" * 1001, face="furious")
    assert sent.status_code == 422
    text = sent.get_data(as_text=True)
    assert "This is too long" in text
    assert "Point at one of the faces." in text


def test_after_the_stay_it_stays_as_it_was(taken: TakenStay):
    taken.post(taken.family, "handover", taken.child, **TOLD)
    with travel(taken.booking.ends_at):
        given = TOLD | {"seen_mark": mark_of(_kept()), "bring": "Nothing"}
        assert taken.post(taken.family, "handover", taken.child, **given).status_code == 409
        assert "Blue bear" in taken.read(taken.family, "handover", taken.child)


def test_the_host_reads_it_until_a_day_after(taken: TakenStay):
    with travel(taken.closes - timedelta(seconds=1)):
        taken.read(taken.host, "handover", taken.child)
    with travel(taken.closes):
        assert taken.get(taken.host, "handover", taken.child).status_code == 404


def test_support_workers_who_read_it_are_told_to_the_family(taken: TakenStay):
    taken.read(taken.street.leader, "handover", taken.child)
    taken.read(taken.family, "handover", taken.child)
    looks = db.session.scalars(sa.select(Look)).all()
    assert [look.person_id for look in looks] == [taken.street.leader.id]


def test_the_childs_own_page_tells_of_the_house(taken: TakenStay):
    host = taken.street.host.household
    with unit_of_work():
        db.session.add(
            HostHome(
                household_id=host.id,
                welcome="Hello. We are glad that you come.",
                lives_here="Lisa and Tom",
                pets="Biscuit the dog",
                changed_by_id=taken.host.id,
                changed_at=clock.now(),
            )
        )
        db.session.flush()
        picture = add_picture(host, taken.host)
    text = taken.read(taken.family, "my-stay", taken.child)
    assert "My sleepover at Lisa\u2019s" in text
    for words in ("Lisa and Tom", "Biscuit the dog", "We are glad", "I stay for 1 sleep"):
        assert words in text
    assert "10 sleeps from now" in text
    assert f'src="/bookings/hosts/{host.id}/pictures/{picture.id}/small"' in text
    assert 'alt="Your bed"' in text


def test_the_childs_own_page_is_the_familys_alone(taken: TakenStay):
    for person in (taken.host, taken.street.leader, taken.street.social_worker):
        assert taken.get(person, "my-stay", taken.child).status_code == 404


def test_without_a_word_of_the_house_the_page_says_so(taken: TakenStay):
    text = taken.read(taken.family, "my-stay", taken.child)
    assert "has not told about the house yet" in text
