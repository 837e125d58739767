"""A reported message is looked at by those who may, and its reporter hears what came of it."""

import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.chat import queries, services
from app.chat.evidence import Evidence
from app.chat.models import (
    Attachment,
    Report,
    ReportOutcome,
    ReportReason,
)
from app.chat.services import reporting
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.hives.services import end_membership
from tests.chat.files import photo
from tests.chat.reporting import handlers, report, say, somebody, told
from tests.chat.uploads import files_kept, sent
from tests.conventions.county import County, _membership
from tests.conventions.rooms import _direct


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def author(county: County) -> Person:
    return county.people[Role.CARER]


@pytest.fixture
def reporter(county: County) -> Person:
    return county.people[Role.LINK_CARER]


@pytest.fixture
def worker(county: County) -> Person:
    return county.people[Role.SUPPORT_WORKER]


@pytest.fixture
def manager(county: County) -> Person:
    return county.people[Role.MANAGER]


def test_it_goes_to_the_support_workers_of_the_hive(
    county: County, author: Person, reporter: Person, worker: Person, manager: Person
):
    made = report(reporter, say(author, county.room))
    assert made.hive_id == county.hive.id
    # Managers handle all of them, and are not told of this one.
    assert handlers(county, made) == {"Support worker", "Manager"}
    assert told(worker) == ["A message was reported. Please look at it."]
    assert told(manager) == told(author) == told(reporter) == []
    assert queries.reports_waiting(worker) == 1
    assert queries.reports_waiting(manager) == 0


def test_a_report_about_a_support_worker_goes_to_the_managers(
    county: County, reporter: Person, worker: Person, manager: Person
):
    other = somebody(county, "Olga Other", Role.SUPPORT_WORKER)
    made = report(reporter, say(worker, county.room))
    assert made.hive_id is None
    assert handlers(county, made, other) == {"Manager"}
    assert told(worker) == told(other) == []
    assert len(told(manager)) == 1


def test_the_reporter_may_choose_the_managers(
    county: County, author: Person, reporter: Person, worker: Person, manager: Person
):
    made = report(reporter, say(author, county.room), to_managers=True)
    assert handlers(county, made) == {"Manager"}
    assert (len(told(worker)), len(told(manager))) == (0, 1)


def test_a_direct_message_goes_to_the_managers(
    county: County, author: Person, worker: Person, manager: Person
):
    with unit_of_work():
        room = _direct(county, worker)
    made = report(author, say(worker, room))
    assert handlers(county, made) == {"Manager"}


def test_a_support_worker_alone_does_not_handle_their_own_report(
    county: County, author: Person, worker: Person, manager: Person
):
    made = report(worker, say(author, county.room))
    assert handlers(county, made) == {"Manager"}
    assert told(worker) == []


def test_another_support_worker_handles_what_the_first_reports(
    county: County, author: Person, worker: Person
):
    other = somebody(county, "Olga Other", Role.SUPPORT_WORKER)
    made = report(worker, say(author, county.room))
    assert handlers(county, made, other) == {"Olga Other", "Manager"}
    assert len(told(other)) == 1


def test_without_anybody_to_handle_it_the_reporter_is_told_whom_to_ring(
    county: County, author: Person, worker: Person, manager: Person
):
    with unit_of_work():
        room = _direct(county, manager)
    message = say(manager, room)
    with pytest.raises(Conflict, match="Ring your support worker"):
        report(author, message)
    assert db.session.scalar(sa.select(sa.func.count(Report.id))) == 0


def test_support_workers_of_other_hives_and_former_ones_see_nothing(
    county: County, author: Person, reporter: Person, worker: Person
):
    county.stranger()
    made = report(reporter, say(author, county.room))
    end_membership(worker.current_memberships[0])
    db.session.expire_all()
    assert handlers(county, made, county.stranger()) == {"Manager"}


def test_whoever_becomes_a_support_worker_never_handles_a_report_about_them(
    county: County, author: Person, reporter: Person
):
    made = report(reporter, say(author, county.room))
    with unit_of_work():
        _membership(author, county.hive, Role.SUPPORT_WORKER)
        _membership(reporter, county.hive, Role.SUPPORT_WORKER)
    db.session.expire_all()
    assert handlers(county, made) == {"Support worker", "Manager"}


def test_the_words_are_kept_as_they_were_amid_those_around(
    county: County, author: Person, reporter: Person, worker: Person
):
    for number in range(5):
        say(reporter, county.room, f"before {number}")
    message = say(author, county.room, "Nobody wants her here")
    for number in range(4):
        say(reporter, county.room, f"after {number}")
    made = report(reporter, message)
    services.edit_message(
        actor=author, room_id=county.room.id, seq=message.seq, text="We all want her here"
    )
    services.delete_message(actor=author, room_id=county.room.id, seq=message.seq)
    evidence = Evidence.read(queries.report_for(worker, made.id).evidence)
    assert [each.text for each in evidence.messages] == [
        "before 2",
        "before 3",
        "before 4",
        "Nobody wants her here",
        "after 0",
        "after 1",
    ]
    assert evidence.reported.author == author.name


def test_nothing_of_it_is_readable_in_the_database(
    county: County, author: Person, reporter: Person
):
    report(reporter, say(author, county.room, "marmalade"), words="a quiet word")
    row = db.session.execute(sa.text("SELECT evidence, reason FROM reports")).one()
    assert "marmalade" not in row[0]
    assert "quiet" not in row[1]


def test_photos_stay_while_the_report_is_open_for_those_who_handle_it_alone(
    county: County, author: Person, reporter: Person, worker: Person, manager: Person,
    client_for: Callable[..., FlaskClient],
):  # fmt: skip
    before = set(files_kept())
    message = sent(county, photo())
    key = db.session.scalars(sa.select(Attachment.key)).one()
    made = report(reporter, message)
    services.delete_message(actor=author, room_id=county.room.id, seq=message.seq)
    assert files_kept()
    url = f"/reports/{made.id}/files/{key}"
    in_room = f"/chat/rooms/{county.room.id}/photos/{key}"
    assert client_for(worker).get(url).status_code == 200
    assert client_for(manager).get(url).status_code == 200
    assert client_for(reporter).get(url).status_code == 403
    assert client_for(worker).get(f"/reports/{made.id}/files/other").status_code == 404
    assert client_for(worker).get(in_room).status_code == 404
    reporting.close_report(actor=worker, report_id=made.id, outcome=ReportOutcome.TALKED)
    assert set(files_kept()) <= before
    assert client_for(worker).get(url).status_code == 404
    assert "It is not kept any more" in client_for(worker).get(f"/reports/{made.id}").text


def test_photos_stay_until_the_last_report_of_them_is_closed(
    county: County, author: Person, reporter: Person, worker: Person, manager: Person
):
    before = set(files_kept())
    message = sent(county, photo())
    third = somebody(county, "Tia Third", Role.CARER)
    reports = [report(reporter, message), report(third, message)]
    reporting.take_reported_away(actor=worker, report_id=reports[0].id)
    reporting.close_report(actor=worker, report_id=reports[0].id, outcome=ReportOutcome.REMOVED)
    assert files_kept()
    reporting.close_report(actor=worker, report_id=reports[1].id, outcome=ReportOutcome.REMOVED)
    assert set(files_kept()) <= before


def test_reported_twice_is_once(county: County, author: Person, reporter: Person, worker: Person):
    message = say(author, county.room)
    first, is_new = reporting.report_message(
        actor=reporter, room_id=county.room.id, seq=message.seq, client_id=uuid.uuid4(),
        kind=ReportReason.CHILD,
    )  # fmt: skip
    again = report(reporter, message)
    assert is_new
    assert again.id == first.id
    assert len(told(worker)) == 1
    assert report(somebody(county, "Tia Third", Role.CARER), message).id != first.id


def test_an_id_used_for_another_message_is_a_conflict(
    county: County, author: Person, reporter: Person
):
    client_id = uuid.uuid4()
    report(reporter, say(author, county.room), client_id=client_id)
    with pytest.raises(Conflict):
        report(reporter, say(author, county.room), client_id=client_id)


def test_ones_own_message_and_one_taken_away_are_not_reported(
    county: County, author: Person, reporter: Person
):
    message = say(author, county.room)
    with pytest.raises(NotAllowed):
        report(author, message)
    services.delete_message(actor=author, room_id=county.room.id, seq=message.seq)
    with pytest.raises(Conflict):
        report(reporter, message)


def test_what_one_cannot_read_one_cannot_report(county: County, author: Person, manager: Person):
    message = say(author, county.room)
    for outsider in (county.stranger(), manager):
        with pytest.raises(NotFound):
            report(outsider, message)
