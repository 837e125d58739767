"""Who has read a message: told to its writer alone."""

from collections.abc import Callable

from flask.testing import FlaskClient

from app.chat import queries, services
from app.core.extensions import db
from app.core.roles import Role
from app.hives.services import end_membership
from tests.chat.talk import Talk, without_tags


def test_the_writer_sees_who_has_read_it_and_who_has_not(
    talk: Talk, client_for: Callable[..., FlaskClient]
):
    message = talk.say()
    link, worker = talk.person(Role.LINK_CARER), talk.person(Role.SUPPORT_WORKER)
    services.mark_read(actor=link, room_id=talk.room.id, seq=message.seq)
    services.mark_read(actor=worker, room_id=talk.room.id, seq=message.seq - 1)
    seen = queries.seen_of(message, talk.room)
    assert ([each.id for each in seen.by], [each.id for each in seen.not_by]) == (
        [link.id],
        [worker.id],
    )
    page = client_for(talk.person()).get(f"{talk.url(message)}/seen").text
    assert "Seen by 1 of 2" in page
    words = without_tags(page)
    assert words.index("Has read it") < words.index(link.name) < words.index("Not yet")


def test_nobody_else_is_told(talk: Talk, client_for: Callable[..., FlaskClient]):
    message = talk.say()
    url = f"{talk.url(message)}/seen"
    for role in (Role.LINK_CARER, Role.SUPPORT_WORKER):
        client = client_for(talk.person(role))
        assert client.get(url).status_code == 403
        assert url not in client.get(talk.url(message)).text
    assert client_for(talk.county.stranger()).get(url).status_code == 404


def test_somebody_who_left_is_not_counted(talk: Talk):
    message = talk.say()
    link = talk.person(Role.LINK_CARER)
    services.mark_read(actor=link, room_id=talk.room.id, seq=message.seq)
    end_membership(link.current_memberships[0])
    db.session.expire_all()
    assert queries.seen_of(message, talk.room).in_words == "Seen by 0 of 1"
