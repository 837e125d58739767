"""Afterwards: a face and three words, what hosts see of them, and thank you."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.events.models import Event, EventHost, EventWords, Feeling, MarkKind, SignUp, SignUpState
from app.events.queries.words import own_words, word_picture
from app.events.services.marking import mark
from app.events.services.saying import say_words, thank_hosts
from app.notices.models import Notice
from tests.conventions.county import County
from tests.events.guests import Guests, an_event
from tests.events.made import begun, coming, move


@dataclass
class After:
    """An event that is over, and the family that was there."""

    county: County
    event: Event
    guests: Guests
    ida: SignUp
    carer: SignUp

    @property
    def url(self) -> str:
        return f"/events/{self.event.id}/words"

    def say(self, *words: str, who: SignUp | None = None, feeling: Feeling = Feeling.GREAT):
        return say_words(
            actor=self.guests.carer,
            event_id=self.event.id,
            sign_up_id=(who or self.ida).id,
            feeling=feeling,
            words=words,
        )


@pytest.fixture
def after(app: Flask) -> After:
    county = County.founded()
    event = an_event(county)
    guests = Guests.of(county.hive, 8, name="Ida")
    (ida,) = coming(event, *guests.children, household=guests.household)
    (carer,) = coming(event, guests.carer, household=guests.household)
    move(event, clock.now() - timedelta(hours=3))
    db.session.expire_all()
    return After(county, event, guests, ida, carer)


@pytest.fixture
def client(after: After, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for(after.guests.carer)


@pytest.fixture
def leader(after: After, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for(after.county.people[Role.SUPPORT_WORKER])


def _third(after: After) -> None:
    """One more family's child says that it was okay, without words."""
    other = Guests.of(after.county.hive, 9, name="Third")
    (theirs,) = coming(after.event, *other.children, household=other.household)
    say_words(
        actor=other.carer,
        event_id=after.event.id,
        sign_up_id=theirs.id,
        feeling=Feeling.OKAY,
    )


def test_a_child_says_how_it_was_and_may_change_it(after: After, client: FlaskClient):
    assert "Hand your phone to Idachild0" in client.get(after.url).text
    own = f"{after.url}/{after.ida.id}"
    assert "Hello Idachild0" in client.get(own).text
    words = {"feeling": "great", "first": " Muddy ", "second": "", "third": "frogs"}
    answer = client.post(own, data=words)
    assert (answer.status_code, answer.location) == (303, after.url)
    assert "Great, Muddy, frogs" in client.get(after.url).text
    assert 'value="Muddy"' in client.get(own).text
    client.post(own, data=words | {"feeling": "okay", "first": "Long"})
    assert "Okay, Long, frogs" in client.get(after.url).text
    db.session.rollback()  # what was read before is over: the client has written since
    assert len(db.session.scalars(sa.select(EventWords)).all()) == 1


def test_a_face_is_needed_and_what_was_typed_is_kept(after: After, client: FlaskClient):
    answer = client.post(f"{after.url}/{after.ida.id}", data={"first": "Muddy"})
    assert answer.status_code == 422
    assert "Point at a face." in answer.text
    assert 'value="Muddy"' in answer.text
    long = client.post(f"{after.url}/{after.ida.id}", data={"feeling": "good", "third": "x" * 31})
    assert long.status_code == 422
    with pytest.raises(Invalid):
        after.say("one", "two", "three", "four")


def test_only_ones_own_say_it(after: After, client_for: Callable[..., FlaskClient]):
    others = Guests.of(after.county.hive, 9, name="Other")
    own = f"{after.url}/{after.ida.id}"
    for person in (others.carer, after.county.people[Role.SUPPORT_WORKER]):
        assert client_for(person).get(own).status_code == 404
        assert client_for(person).post(own, data={"feeling": "great"}).status_code == 404
    assert client_for(after.county.stranger()).get(after.url).status_code == 404


def test_an_adults_words_are_their_own(after: After):
    with unit_of_work():
        partner = Guests.of(after.county.hive, name="Pat").carer
    (theirs,) = coming(after.event, partner, household=after.guests.household)
    with pytest.raises(NotFound):
        after.say("Kind", who=theirs)


def test_who_was_absent_or_had_no_place_says_nothing(after: After):
    begun(after.event)
    for kind in (MarkKind.ABSENT,):
        mark(
            actor=after.county.people[Role.SUPPORT_WORKER],
            event_id=after.event.id,
            sign_up_id=after.ida.id,
            kind=kind,
        )
    move(after.event, clock.now() - timedelta(hours=3))
    db.session.expire_all()
    event = db.session.get_one(Event, after.event.id)
    assert [each.sign_up.id for each in own_words(after.guests.carer, event)] == [after.carer.id]
    with pytest.raises(NotFound):
        after.say("Nice")


def test_who_waited_for_a_yes_was_there_if_the_register_says_so(after: After):
    with unit_of_work():
        db.session.get_one(SignUp, after.ida.id).state = SignUpState.ASKING
    with pytest.raises(NotFound):
        after.say("Nice")
    begun(after.event)
    mark(
        actor=after.county.people[Role.SUPPORT_WORKER],
        event_id=after.event.id,
        sign_up_id=after.ida.id,
        kind=MarkKind.ARRIVED,
    )
    move(after.event, clock.now() - timedelta(hours=3))
    after.say("Nice")


@pytest.mark.parametrize("ended", [timedelta(hours=-1), timedelta(days=14)])
def test_before_the_end_and_after_14_days_nothing_is_said(
    after: After, client: FlaskClient, ended: timedelta
):
    move(after.event, clock.now() - ended - timedelta(hours=2))
    db.session.expire_all()
    with pytest.raises((Conflict, NotFound)):
        after.say("Late")
    with pytest.raises(Conflict):
        thank_hosts(actor=after.guests.carer, event_id=after.event.id)
    assert "Hand your phone" not in client.get(after.url).text


def test_hosts_see_words_by_size_and_faces_without_names(after: After, leader: FlaskClient):
    after.say("Muddy", "Frogs")
    after.say("muddy", who=after.carer, feeling=Feeling.GOOD)
    assert (word_picture(after.event).words, word_picture(after.event).people) == ([], 2)
    assert "You see it once 3 have" in leader.get(after.url).text
    _third(after)
    found = word_picture(after.event)
    assert [(each.text, each.count, each.size) for each in found.words] == [
        ("muddy", 2, 5),
        ("frogs", 1, 1),
    ]
    assert dict(found.faces) == {
        Feeling.GREAT: 1,
        Feeling.GOOD: 1,
        Feeling.OKAY: 1,
        Feeling.NOT_GOOD: 0,
    }
    html = leader.get(after.url).text
    assert "said 2 times" in html
    assert "Ida" not in html


def test_a_word_said_twice_by_one_counts_once(after: After):
    after.say("Fun", "fun", "FUN")
    after.say(who=after.carer)
    _third(after)
    assert [each.count for each in word_picture(after.event).words] == [1]


def test_families_do_not_see_what_others_said(after: After, client_for: Callable[..., FlaskClient]):
    after.say("Muddy")
    other = Guests.of(after.county.hive, 9, name="Other")
    coming(after.event, *other.children, household=other.household)
    assert "Muddy" not in client_for(other.carer).get(after.url).text


def _thanks() -> list[Notice]:
    wanted = Notice.title == "Somebody says thank you for Pond dipping"
    return list(db.session.scalars(sa.select(Notice).where(wanted)))


def test_thank_you_reaches_each_host_once_and_not_from_whom(after: After, client: FlaskClient):
    host = Guests.of(after.county.hive, name="Hal").carer
    with unit_of_work():
        db.session.add(EventHost(event_id=after.event.id, person_id=host.id))
    assert "Thank those who hosted" in client.get(after.url).text
    for _ in range(2):
        assert client.post(f"/events/{after.event.id}/thank-hosts").status_code == 303
    leader = after.county.people[Role.SUPPORT_WORKER]
    assert sorted(each.person_id for each in _thanks()) == sorted([host.id, leader.id])
    assert "You said thank you" in client.get(after.url).text

    partner = Guests.of(after.county.hive, name="Pat").carer
    coming(after.event, partner)
    thank_hosts(actor=partner, event_id=after.event.id)
    assert len(_thanks()) == 4


def test_who_was_not_there_thanks_nobody(after: After):
    other = Guests.of(after.county.hive, 9, name="Other")
    with pytest.raises(NotAllowed):
        thank_hosts(actor=other.carer, event_id=after.event.id)
    assert _thanks() == []
