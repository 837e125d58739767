"""Finding messages: all that is there, at once, in one's own rooms alone, whatever is typed."""

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.models import Person
from app.chat import queries, services
from app.chat.models import Message
from app.chat.search import Typed
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.hives.services import end_membership
from tests.chat.searching import found, say
from tests.conventions.county import County


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def carer(county: County) -> Person:
    return county.people[Role.CARER]


SAID = "The café by Lake-View opens at 10.30, Zoë's children's swimming kit is in the shed"


@pytest.mark.parametrize(
    "words",
    [
        "café",
        "cafe",
        "CAFE",
        "zoe",
        "ZOË'S",
        "swim",
        "swimming",
        "swims",
        "shed kit",
        "kit shed lake",
        "10.30",
        "lake-view",
        "Lake view",
        '"swimming kit"',
        "“swimming kit”",
        "childr",
        "open",
        "by",
        "  shed  ",
        '"shed',
        "shed)",
    ],
)
def test_words_are_found_however_they_are_typed(county: County, carer: Person, words: str):
    say(carer, county.room, SAID)
    assert found(carer, words) == [SAID]


@pytest.mark.parametrize(
    "words",
    [
        "dog",
        "shed dog",
        '"kit swimming"',
        "hed",
        "she",
        "10.31",
        "30.10",
        "view-lake",
        '"swim kit"',
    ],
)
def test_what_was_not_said_is_not_found(county: County, carer: Person, words: str):
    say(carer, county.room, SAID)
    # Three letters and more may be the beginning of the last word; "she" is one of "shed".
    assert found(carer, words) == ([SAID] if words == "she" else [])


def test_only_the_last_word_may_be_just_begun(county: County, carer: Person):
    say(carer, county.room, "Wellies in size ten")
    assert found(carer, "wellies siz") == ["Wellies in size ten"]
    assert found(carer, "wellies si") == []  # two letters stand for too many words
    assert found(carer, "siz wellies") == []


@pytest.mark.parametrize("words", ["", " ", "a", "a b", '""', "…", "?!", "'", "- *", '"', "😀"])
def test_too_little_finds_nothing(county: County, carer: Person, words: str):
    say(carer, county.room, "a b ' ? 😀")
    assert Typed.read(words).is_too_short
    assert found(carer, words) == []


def test_the_newest_come_first_and_earlier_ones_by_pages(county: County, carer: Person):
    texts = [say(carer, county.room, f"parking at number {count}").text for count in range(45)]
    hits, has_more = queries.search_messages(carer, "parking")
    pages = [[hit.message.text for hit in hits]]
    while has_more:
        hits, has_more = queries.search_messages(carer, "parking", before=hits[-1].message.id)
        pages.append([hit.message.text for hit in hits])
    assert [len(page) for page in pages] == [20, 20, 5]
    assert [text for page in pages for text in page] == texts[::-1]


def test_an_edited_message_is_found_by_its_new_words_alone(county: County, carer: Person):
    message = say(carer, county.room, "Bring jelly")
    services.edit_message(
        actor=carer, room_id=county.room.id, seq=message.seq, text="Bring custard"
    )
    assert found(carer, "jelly") == []
    assert found(carer, "custard") == ["Bring custard"]


def test_a_message_that_was_taken_away_is_not_found(county: County, carer: Person):
    message = say(carer, county.room, "Bring jelly")
    services.delete_message(actor=carer, room_id=county.room.id, seq=message.seq)
    assert found(carer, "jelly") == []
    assert found(carer, "bring") == []


def test_what_is_rolled_back_is_not_found(county: County, carer: Person):
    def say_and_fail() -> None:
        with unit_of_work():
            say(carer, county.room, "Bring jelly")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        say_and_fail()
    assert found(carer, "jelly") == []


def test_people_of_other_rooms_find_nothing_of_it(county: County, carer: Person):
    stranger = county.stranger()
    say(carer, county.room, "Bring jelly")
    assert found(stranger, "jelly") == []
    for role in (Role.MANAGER, Role.SOCIAL_WORKER):
        assert found(county.people[role], "jelly") == []
    assert found(county.people[Role.LINK_CARER], "jelly") == ["Bring jelly"]


def test_whoever_has_left_a_room_finds_nothing_of_it(county: County, carer: Person):
    reader = county.people[Role.LINK_CARER]
    say(carer, county.room, "Bring jelly")
    end_membership(reader.current_memberships[0])
    db.session.expire_all()
    assert found(reader, "jelly") == []
    # Nor when a room is named that was found before.
    assert found(reader, "jelly", room=county.room) == []


def test_one_room_alone_can_be_searched(county: County, carer: Person):
    county.grow(1)  # makes the carer one of another Hive too
    db.session.expire_all()
    other = next(each.room for each in queries.room_summaries(carer) if each.room != county.room)
    say(carer, county.room, "jelly here")
    say(carer, other, "jelly there")
    assert found(carer, "jelly") == ["jelly there", "jelly here"]
    assert found(carer, "jelly", room=other) == ["jelly there"]


ANYTHING = st.one_of(
    st.text(max_size=120),
    st.text(alphabet="ab \"'*:^()-+|&!<>{}\\%_~#“”NOTANDORNEAR\n\x00é", max_size=60),
)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=ANYTHING)
def test_nothing_that_is_typed_is_an_error(county: County, carer: Person, words: str):
    typed = Typed.read(words)
    hits, _ = queries.search_messages(carer, words)
    for hit in hits:
        assert "<mark>" in hit.excerpt, (words, hit.message.text, typed)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_whatever_is_said_can_be_found_by_its_words(county: County, carer: Person, text: str):
    """Also in scripts other than ours. What neither database takes for a word is not asked for."""
    words = [word for word in text.split() if word.isascii() and word.isalnum() and len(word) > 1]
    with unit_of_work():
        db.session.execute(
            sa.update(Message).where(Message.room_id == county.room.id).values(text=text or "-")
        )
    for word in words[:3]:
        assert found(carer, word) == [text]
