"""Polls: asked once, one choice a person, closed by hand or by the clock."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.chat import queries
from app.chat.fan_out import wire
from app.chat.models import Message, Poll, PollVote
from app.chat.services import polling
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.notices.models import Notice, NoticeCategory
from tests.conventions.county import County

ANSWERS = ("Pizza", "Soup", "Curry")


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


def _ask(county: County, **changes: object) -> Message:
    given: dict[str, object] = {
        "actor": county.people[Role.CARER],
        "room_id": county.room.id,
        "client_id": uuid.uuid4(),
        "question": "What shall we cook?",
        "answers": ANSWERS,
    }
    message, _ = polling.ask_poll(**{**given, **changes})  # type: ignore[arg-type]
    return message


def _choose(county: County, role: Role, message: Message, *texts: str) -> Message:
    assert message.poll is not None
    ids = [each.id for each in message.poll.options if each.text in texts]
    return polling.choose(
        actor=county.people[role], room_id=county.room.id, seq=message.seq, option_ids=ids
    )


def _counts(message: Message) -> list[int]:
    assert message.poll is not None
    return [len(each.votes) for each in message.poll.options]


def test_asked_twice_is_one_poll(county: County):
    client_id = uuid.uuid4()
    first = _ask(county, client_id=client_id)
    again, is_new = polling.ask_poll(
        actor=county.people[Role.CARER],
        room_id=county.room.id,
        client_id=client_id,
        question="What shall we cook?",
        answers=ANSWERS,
    )
    assert (again.id, is_new) == (first.id, False)
    assert again.poll is not None
    assert [each.text for each in again.poll.options] == list(ANSWERS)


def test_an_id_used_for_words_is_a_conflict(county: County):
    client_id = db.session.scalar(
        sa.select(Message.client_id).where(Message.author_id == county.people[Role.CARER].id)
    )
    with pytest.raises(Conflict):
        _ask(county, client_id=client_id)


def test_one_answer_replaces_the_other_and_none_takes_it_back(county: County):
    message = _ask(county)
    assert _counts(_choose(county, Role.LINK_CARER, message, "Soup")) == [0, 1, 0]
    assert _counts(_choose(county, Role.LINK_CARER, message, "Curry")) == [0, 0, 1]
    assert _counts(_choose(county, Role.LINK_CARER, message, "Curry")) == [0, 0, 1]
    assert _counts(_choose(county, Role.LINK_CARER, message)) == [0, 0, 0]


def test_two_answers_only_where_several_may_be_chosen(county: County):
    with pytest.raises(Invalid):
        _choose(county, Role.LINK_CARER, _ask(county), "Soup", "Curry")
    many = _ask(county, takes_many=True)
    assert _counts(_choose(county, Role.LINK_CARER, many, "Soup", "Curry")) == [0, 1, 1]


def test_the_database_itself_lets_nobody_choose_twice(county: County):
    message = _choose(county, Role.LINK_CARER, _ask(county), "Soup")
    assert message.poll is not None
    row = {
        "option_id": message.poll.options[0].id,
        "person_id": county.people[Role.LINK_CARER].id,
        "poll_id": message.poll.id,
        "slot": 0,
        "voted_at": clock.now(),
    }
    with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
        connection.execute(sa.insert(PollVote).values(**row))


def test_an_answer_of_another_poll_is_refused(county: County):
    first, other = _ask(county), _ask(county)
    assert other.poll is not None
    with pytest.raises(Invalid):
        polling.choose(
            actor=county.people[Role.CARER],
            room_id=county.room.id,
            seq=first.seq,
            option_ids=[other.poll.options[0].id],
        )


def test_the_same_choice_again_changes_nothing(county: County):
    message = _choose(county, Role.LINK_CARER, _ask(county), "Soup")
    assert _choose(county, Role.LINK_CARER, message, "Soup").change == message.change


def test_tapping_chooses_and_takes_back(county: County):
    message = _ask(county, takes_many=True)
    assert message.poll is not None
    ids = [each.id for each in message.poll.options]

    def tap(option_id: int) -> list[int]:
        return _counts(
            polling.tap_answer(
                actor=county.people[Role.CARER],
                room_id=county.room.id,
                seq=message.seq,
                option_id=option_id,
            )
        )

    assert tap(ids[0]) == [1, 0, 0]
    assert tap(ids[1]) == [1, 1, 0]
    assert tap(ids[0]) == [0, 1, 0]


def test_whoever_asked_or_leads_closes_it_and_nobody_chooses_then(county: County):
    message = _ask(county)
    with pytest.raises(NotAllowed):
        polling.close_poll(
            actor=county.people[Role.LINK_CARER], room_id=county.room.id, seq=message.seq
        )
    for role in (Role.CARER, Role.SUPPORT_WORKER):
        closed = polling.close_poll(
            actor=county.people[role], room_id=county.room.id, seq=message.seq
        )
        assert closed.poll is not None
        assert closed.poll.is_closed
    with pytest.raises(NotAllowed):
        _choose(county, Role.LINK_CARER, message, "Soup")


def test_a_poll_whose_time_has_come_is_closed_and_whoever_asked_is_told(county: County):
    message = _ask(county, closes_at=clock.now() + timedelta(hours=1))
    assert polling.close_due_polls() == 0
    db.session.execute(
        sa.update(Poll)
        .where(Poll.message_id == message.id)
        .values(closes_at=clock.now() - timedelta(minutes=1))
    )
    db.session.commit()
    with pytest.raises(NotAllowed):  # also before the job has come round
        _choose(county, Role.LINK_CARER, message, "Soup")
    db.session.rollback()
    assert polling.close_due_polls() == 1
    assert polling.close_due_polls() == 0
    told = db.session.scalars(
        sa.select(Notice).where(Notice.category == NoticeCategory.PRACTICAL)
    ).all()
    assert [each.person_id for each in told] == [county.people[Role.CARER].id]
    assert "This poll has closed" in wire(queries.message_in(county.room.id, message.seq))["html"]


def test_days_are_answers_in_their_order(county: County):
    later, sooner = clock.today() + timedelta(days=9), clock.today() + timedelta(days=2)
    message = _ask(county, answers=(), days=[later, sooner])
    assert message.poll is not None
    assert [each.day for each in message.poll.options] == [sooner, later]


def test_strangers_neither_ask_nor_choose(county: County):
    stranger = county.stranger()
    message = _ask(county)
    with pytest.raises(NotFound):
        _ask(county, actor=stranger)
    with pytest.raises(NotFound):
        polling.choose(actor=stranger, room_id=county.room.id, seq=message.seq, option_ids=[])


def test_everybody_at_once_is_counted(county: County, app: Flask):
    message = _ask(county)
    assert message.poll is not None
    option = message.poll.options[0].id
    people = [county.people[role].id for role in (Role.CARER, Role.LINK_CARER, Role.SUPPORT_WORKER)]
    db.session.rollback()

    def choose(person_id: int) -> None:
        from app.accounts.models import Person

        with app.app_context():
            person = db.session.get_one(Person, person_id)
            polling.choose(
                actor=person, room_id=county.room.id, seq=message.seq, option_ids=[option]
            )

    threads = [threading.Thread(target=choose, args=(each,)) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = queries.message_in(county.room.id, message.seq)
    assert _counts(found) == [3, 0, 0]
    assert found.change == 3


def test_the_form_asks_and_the_button_chooses(
    county: County, client_for: Callable[..., FlaskClient]
):
    client = client_for(county.people[Role.CARER])
    url = f"/chat/rooms/{county.room.id}/new-poll"
    form = {"client_id": str(uuid.uuid4()), "question": "Where?", "closing": "never"}
    assert client.post(url, data={**form, "answers": ["Park", ""]}).status_code == 422
    assert client.post(url, data={**form, "answers": ["Park", "park"]}).status_code == 422
    kept = client.post(url, data={**form, "question": "", "answers": ["Park", "Pool"]})
    assert kept.status_code == 422
    assert 'value="Pool"' in kept.text
    assert client.post(url, data={**form, "answers": ["Park", "Pool"]}).status_code == 303
    page = client.get(f"/chat/rooms/{county.room.id}").text
    option = page.split('name="option" value="')[1].split('"')[0]
    seq = page.split('data-poll data-seq="')[1].split('"')[0]
    chosen = client.post(
        f"/chat/rooms/{county.room.id}/messages/{seq}/choose", data={"option": option}
    )
    assert chosen.status_code == 303
    assert 'aria-pressed="true"' in client.get(f"/chat/rooms/{county.room.id}").text
    names = client.get(f"/chat/rooms/{county.room.id}/messages/{seq}/poll").text
    assert f"{county.people[Role.CARER].name} (you)" in names


def test_days_come_from_the_calendar(county: County, client_for: Callable[..., FlaskClient]):
    client = client_for(county.people[Role.CARER])
    url = f"/chat/rooms/{county.room.id}/new-poll"
    form = {"client_id": str(uuid.uuid4()), "question": "When?", "of": "days"}
    today = clock.today()
    assert today.isoformat() in client.get(f"{url}?of=days").text
    past = [(today - timedelta(days=1)).isoformat(), today.isoformat()]
    refused = client.post(url, data={**form, "days": past})
    assert refused.status_code == 422
    assert "from today on" in refused.text
    good = [today.isoformat(), (today + timedelta(days=1)).isoformat()]
    assert client.post(url, data={**form, "days": good}).status_code == 303


def test_the_api_takes_a_whole_choice(county: County, client_for: Callable[..., FlaskClient]):
    message = _ask(county)
    assert message.poll is not None
    client = client_for(county.people[Role.LINK_CARER])
    url = f"/api/v1/rooms/{county.room.id}/messages/{message.seq}/choice"
    option = message.poll.options[1].id
    for _ in range(2):
        answer = client.put(url, json={"options": [option]})
        assert answer.status_code == 200
        assert f'data-people="{county.people[Role.LINK_CARER].id}"' in answer.json["html"]
    assert client.put(url, json={"options": [0]}).status_code == 422
    assert client.put(url, json={}).status_code == 422
