"""Full names of children are pointed out before they go to a group; the sender decides."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.models import Person
from app.chat import queries
from app.chat.models import Message, Room
from app.chat.name_guard import FoundKind, KnownChild, guarded
from app.core.extensions import db
from app.hives.services import end_membership
from tests.conventions.county import County
from tests.conventions.test_query_counts import _counting as counting
from tests.families.builders import Family

WREN = KnownChild("Wren", frozenset({"okafor"}))
WILL = KnownChild("Will", frozenset({"hart"}))
MARY_JANE = KnownChild("Mary Jane", frozenset({"o'neill"}))
CHILDREN = [WREN, WILL, MARY_JANE]
ADULTS = ["Priya Shah", "Robin Hart"]


def offered(text: str) -> str | None:
    found = guarded(text, CHILDREN, ADULTS)
    return found.offered if found else None


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Wren Okafor is poorly", "W.O. is poorly"),
        ("Is it Wren Okafor's turn?", "Is it W.O.'s turn?"),
        ("Is it Wren Okafor\u2019s turn?", "Is it W.O.\u2019s turn?"),
        ("wren okafor is poorly", "W.O. is poorly"),
        ("WREN OKAFOR is poorly", "W.O. is poorly"),
        ("Wren Smith-Jones came", "W.S. came"),
        ("Wren J. Okafor came", "W.O. came"),
        ("Mary Jane O'Neill came", "M.J.O. came"),
        ("Will Hart came", "W.H. came"),
        ("Wren Okafor and Will Hart", "W.O. and W.H."),
        ("🐝🐝 Wren Okafor", "🐝🐝 W.O."),
        ("Wren goes to Cedar Primary", "W. goes to Cedar Primary"),
        ("Pick Wren up from St Mary's School", "Pick W. up from St Mary's School"),
        ("Wren's bus stops at Swanmore College", "W.'s bus stops at Swanmore College"),
        ("Wren lives at 12 Mill Lane", "W. lives at 12 Mill Lane"),
        ("Wren is at SO23 8UJ today", "W. is at SO23 8UJ today"),
    ],
)  # fmt: skip
def test_what_tells_too_much_is_offered_with_initials(text: str, instead: str):
    assert offered(text) == instead


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Wren is poorly",
        "Has Wren eaten? Priya asked.",
        "Wren. Priya will come",
        "See you, Wren Saturday is fine",
        "Will Priya bring the cake",
        "Will Priya come to Cedar Primary?",
        "My child goes to Cedar Primary",
        "We meet at 12 Mill Lane, SO23 8UJ",
        "Somebody Else came",
        "Robin Hart came",
        "@Wren Okafor can you come",
        "Priya Shah is at Cedar Primary",
        "Is Wren at Primary School by nine?",
        "Wrenna Okafor came",
        "the wren flew to 12 Mill Lane",
        "Wren\nOkafor",
    ],
)
def test_what_tells_nothing_is_let_go(text: str):
    assert offered(text) is None


def test_places_in_the_text_are_told_exactly():
    text = "🐝 Is Wren Okafor at home?"
    found = guarded(text, CHILDREN)
    assert found
    assert [(each.kind, text[each.start : each.end]) for each in found.found] == [
        (FoundKind.NAME, "Wren Okafor")
    ]


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str):
    found = guarded(text, CHILDREN, ADULTS)
    assert found is None or found.offered != text


@given(
    st.lists(
        st.sampled_from(
            [
                "Wren",
                "Okafor",
                "Will",
                "St",
                "Mary's",
                "12",
                "Mill",
                "Lane",
                "School",
                ",",
                ".",
                "'",
                "the",
            ]
        )
    )
)
def test_words_of_names_and_places_in_any_order(words: list[str]):
    text = " ".join(words)
    found = guarded(text, CHILDREN, ADULTS)
    for each in found.found if found else []:
        assert text[each.start : each.end] == each.text


def test_a_long_text_takes_no_time():
    """No pattern tries over and over: this would take minutes if one did."""
    assert guarded("Wren goes to " + "Aaa " * 900, CHILDREN) is None
    assert guarded("Wren " + "A of the " * 400, CHILDREN) is None


# Whose names are known


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def family(county: County) -> Family:
    return Family.of(county)


def found_by(person: Person, room: Room, text: str = "Wren Okafor is poorly") -> bool:
    db.session.rollback()
    return queries.names_told_in(person, room, text) is not None


def test_those_who_may_know_the_child_are_told(county: County, family: Family):
    for person in (family.carer, family.partner, family.support_worker):
        assert found_by(person, county.room)


def test_nobody_learns_of_a_child_they_may_not_know(county: County, family: Family):
    """The answer for those is the same as for a name that is made up."""
    for who, person in family.outsiders.items():
        assert not found_by(person, county.room), who


def test_a_child_whose_family_has_left_the_hive_is_not_known_any_more(
    county: County, family: Family
):
    end_membership(family.support_worker.current_memberships[0])
    db.session.expire_all()
    assert not found_by(family.support_worker, county.room)


def test_a_room_of_two_is_left_alone(county: County, family: Family):
    others = [*county.people.values(), family.outsiders["carer of another household"]]
    assert found_by(family.carer, county.room)
    for person in others:
        for membership in person.current_memberships:
            if membership.hive_id == county.hive.id:
                end_membership(membership)
    db.session.expire_all()
    assert not found_by(family.carer, county.room)


def test_the_names_cost_two_queries_however_many_children(county: County, family: Family):
    asked = []
    for _ in range(2):
        db.session.expire_all()
        _ = family.support_worker.roles, county.room.kind
        with counting() as statements:
            queries.names_told_in(family.support_worker, county.room, "Wren Okafor")
        asked.append(len(statements))
        county.grow(3)
    assert asked == [2, 2]


# Asked by a script


def _ask(client: FlaskClient, room: Room, text: object) -> dict[str, object]:
    answer = client.post(f"/api/v1/rooms/{room.id}/name-check", json={"text": text})
    assert answer.status_code == 200
    return answer.get_json()


def test_a_script_is_told_where_in_words_and_with_initials(
    county: County, family: Family, client_for: Callable[..., FlaskClient]
):
    answer = _ask(client_for(family.carer), county.room, "Wren Okafor is poorly")
    assert answer == {
        "found": [
            {"kind": "name", "start": 0, "end": 11, "text": "Wren Okafor", "instead": "W.O."}
        ],
        "words": "This looks like a child's full name: “Wren Okafor”.",
        "offered": "W.O. is poorly",
    }


def test_strangers_to_the_child_are_told_the_same_as_of_a_made_up_name(
    county: County, family: Family, client_for: Callable[..., FlaskClient]
):
    client = client_for(family.outsiders["carer of another household"])
    assert _ask(client, county.room, "Wren Okafor") == {"found": []}
    assert _ask(client, county.room, "Zeb Quill") == {"found": []}


def test_nothing_is_asked_of_rooms_one_is_not_in(
    county: County, family: Family, client_for: Callable[..., FlaskClient]
):
    client = client_for(family.outsiders["carer of another Hive"])
    url = f"/api/v1/rooms/{county.room.id}/name-check"
    assert client.post(url, json={"text": "Wren Okafor"}).status_code == 404


@pytest.mark.parametrize("text", [7, ["Wren"], "x" * 4001])
def test_a_text_that_is_none_is_refused(
    county: County, family: Family, client_for: Callable[..., FlaskClient], text: object
):
    url = f"/api/v1/rooms/{county.room.id}/name-check"
    assert client_for(family.carer).post(url, json={"text": text}).status_code == 422


def test_asking_writes_and_logs_nothing_of_it(
    county: County,
    family: Family,
    client_for: Callable[..., FlaskClient],
    caplog: pytest.LogCaptureFixture,
):
    client = client_for(family.carer)
    _ask(client, county.room, "warm up")
    with counting() as statements, caplog.at_level("DEBUG"):
        _ask(client, county.room, "Wren Okafor")
    assert not [each for each in statements if not each.startswith("SELECT")]
    assert "Wren" not in caplog.text


# Without a script


def _send(client: FlaskClient, room: Room, **form: str) -> object:
    given = {"client_id": str(uuid.uuid4()), "text": "Wren Okafor is poorly"} | form
    return client.post(f"/chat/rooms/{room.id}/messages", data=given)


def _said(room: Room) -> list[str]:
    db.session.rollback()
    return [each.text for each in queries.messages_in(room)]


def test_the_plain_form_asks_before_it_sends(
    county: County, family: Family, client_for: Callable[..., FlaskClient]
):
    before = len(_said(county.room))
    answer = _send(client_for(family.carer), county.room)
    assert answer.status_code == 200
    assert "W.O. is poorly" in answer.text
    assert "Wren Okafor is poorly" in answer.text
    assert len(_said(county.room)) == before


def test_the_sender_decides(county: County, family: Family, client_for: Callable[..., FlaskClient]):
    client = client_for(family.carer)
    assert _send(client, county.room, names_seen="1").status_code == 303
    assert _said(county.room)[-1] == "Wren Okafor is poorly"
    assert _send(client, county.room, text="W.O. is poorly").status_code == 303
    assert _said(county.room)[-1] == "W.O. is poorly"


def test_an_answer_stays_one_after_being_asked(
    county: County, family: Family, client_for: Callable[..., FlaskClient]
):
    client = client_for(family.carer)
    page = _send(client, county.room, reply_to="1").text
    assert page.count('name="reply_to" value="1"') == 3
    assert _send(client, county.room, reply_to="1", names_seen="1").status_code == 303
    newest = db.session.query(Message).order_by(Message.id.desc()).first()
    assert newest
    assert newest.reply_to_id is not None
