"""What comes of a report, and how it is told; the pages of reports."""

import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.chat import queries
from app.chat.models import (
    Report,
    ReportOutcome,
    RoomMember,
)
from app.chat.services import reporting
from app.core.errors import Conflict, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.hives.services import end_membership
from tests.chat.reporting import handlers, report, say, somebody, told
from tests.conventions.county import County
from tests.conventions.rooms import _direct, _group


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


def test_the_reporter_hears_what_came_of_it_and_the_author_does_not(
    county: County, author: Person, reporter: Person, worker: Person,
    client_for: Callable[..., FlaskClient],
):  # fmt: skip
    made = report(reporter, say(author, county.room))
    reporting.close_report(
        actor=worker, report_id=made.id, outcome=ReportOutcome.TALKED, answer="Thank you for that."
    )
    assert told(reporter) == ["Your report was looked at. See what came of it."]
    assert told(author) == []
    page = client_for(reporter).get("/my-reports").text
    assert "We have talked with the person who wrote it." in page
    assert "Thank you for that." in page
    assert "Thank you for that." not in client_for(author).get("/my-reports").text


def test_notices_name_nobody_and_quote_nothing(
    county: County, author: Person, reporter: Person, worker: Person, manager: Person
):
    made = report(reporter, say(author, county.room, "marmalade"), words="about Robin")
    reporting.pass_report_on(actor=worker, report_id=made.id)
    reporting.close_report(actor=manager, report_id=made.id, outcome=ReportOutcome.NOTHING_WRONG)
    said = " ".join(title for each in county.people.values() for title in told(each))
    assert said
    for private in ("marmalade", "Robin", author.name, reporter.name, county.hive.name):
        assert private not in said


@pytest.mark.parametrize("outcome", list(ReportOutcome))
def test_only_the_outcome_removed_takes_the_message_away(
    county: County, author: Person, reporter: Person, worker: Person, outcome: ReportOutcome
):
    message = say(author, county.room)
    made = report(reporter, message)
    reporting.close_report(actor=worker, report_id=made.id, outcome=outcome)
    db.session.rollback()
    now = queries.message_for(reporter, county.room.id, message.seq)
    assert now.is_deleted is (outcome is ReportOutcome.REMOVED)


def test_a_manager_takes_away_what_they_cannot_read(
    county: County, author: Person, worker: Person, manager: Person
):
    with unit_of_work():
        room = _direct(county, worker)
    message = say(worker, room)
    made = report(author, message)
    reporting.take_reported_away(actor=manager, report_id=made.id)
    reporting.take_reported_away(actor=manager, report_id=made.id)
    db.session.rollback()
    assert queries.message_for(author, room.id, message.seq).is_deleted
    with pytest.raises(NotFound):
        queries.room_for(manager, room.id)


def test_a_support_worker_takes_away_from_a_group_they_are_not_in(
    county: County, author: Person, reporter: Person, worker: Person
):
    with unit_of_work():
        room = _group(county)
        db.session.execute(
            sa.delete(RoomMember).where(
                RoomMember.room_id == room.id, RoomMember.person_id == worker.id
            )
        )
    message = say(author, room)
    made = report(reporter, message)
    assert made.hive_id == county.hive.id
    reporting.take_reported_away(actor=worker, report_id=made.id)
    db.session.rollback()
    assert queries.message_for(author, room.id, message.seq).is_deleted
    with pytest.raises(NotFound):
        queries.room_for(worker, room.id)


def test_the_second_to_close_is_told_that_somebody_was_quicker(
    county: County, author: Person, reporter: Person, worker: Person
):
    other = somebody(county, "Olga Other", Role.SUPPORT_WORKER)
    made = report(reporter, say(author, county.room))
    reporting.close_report(actor=worker, report_id=made.id, outcome=ReportOutcome.TALKED)
    for act in (
        lambda: reporting.close_report(
            actor=other, report_id=made.id, outcome=ReportOutcome.NOTHING_WRONG
        ),
        lambda: reporting.take_reported_away(actor=other, report_id=made.id),
        lambda: reporting.pass_report_on(actor=other, report_id=made.id),
    ):
        with pytest.raises(Conflict, match="Support worker has closed this report already"):
            act()
    db.session.rollback()
    assert queries.report_for(other, made.id).outcome is ReportOutcome.TALKED
    assert len(told(reporter)) == 1


def test_passed_on_it_is_with_the_managers_alone(
    county: County, author: Person, reporter: Person, worker: Person, manager: Person
):
    made = report(reporter, say(author, county.room))
    reporting.pass_report_on(actor=worker, report_id=made.id)
    assert handlers(county, made) == {"Manager"}
    assert told(manager) == ["A report was passed on to you."]
    assert queries.reports_waiting(manager) == 1
    assert queries.reports_waiting(worker) == 0
    with pytest.raises(NotFound):
        reporting.close_report(actor=worker, report_id=made.id, outcome=ReportOutcome.TALKED)
    with pytest.raises(Conflict):
        reporting.pass_report_on(actor=manager, report_id=made.id)


def test_without_another_manager_it_is_not_passed_on(
    county: County, author: Person, reporter: Person, worker: Person, manager: Person
):
    made = report(reporter, say(author, county.room))
    end_membership(manager.current_memberships[0])
    db.session.expire_all()
    with pytest.raises(Conflict, match="no manager"):
        reporting.pass_report_on(actor=worker, report_id=made.id)


FORM = {"kind": "child", "words": "I worry about this."}


def test_a_report_by_form_from_the_menu_to_its_outcome(
    county: County, author: Person, reporter: Person, worker: Person,
    client_for: Callable[..., FlaskClient],
):  # fmt: skip
    message = say(author, county.room)
    at = f"/chat/rooms/{county.room.id}/messages/{message.seq}"
    mine = client_for(reporter)
    assert f"{at}/report" in mine.get(at).text
    assert "999" in mine.get(f"{at}/report").text
    form = FORM | {"client_id": str(uuid.uuid4())}
    assert mine.post(f"{at}/report", data=form).status_code == 303
    assert mine.post(f"{at}/report", data=form).status_code == 303
    theirs = client_for(worker)
    listed = theirs.get("/reports").text
    assert "It makes me worry about a child" in listed
    made = db.session.scalars(sa.select(Report)).one()
    page = theirs.get(f"/reports/{made.id}").text
    assert "I worry about this." in page
    assert "Nobody wants her here" in page
    refused = theirs.post(f"/reports/{made.id}/close", data={"answer": "Kept words"})
    assert refused.status_code == 422
    assert "Kept words" in refused.text
    done = theirs.post(f"/reports/{made.id}/close", data={"outcome": "removed"})
    assert done.status_code == 303
    assert "The message was taken away." in mine.get("/my-reports").text
    late = theirs.post(f"/reports/{made.id}/close", data={"outcome": "talked"})
    assert late.status_code == 409


@pytest.mark.parametrize("form", [{}, {"kind": "nonsense"}, FORM, FORM | {"client_id": "7"}])
def test_a_form_with_something_missing_is_refused(
    county: County, author: Person, reporter: Person, form: dict[str, str],
    client_for: Callable[..., FlaskClient],
):  # fmt: skip
    message = say(author, county.room)
    url = f"/chat/rooms/{county.room.id}/messages/{message.seq}/report"
    assert client_for(reporter).post(url, data=form).status_code == 422
    assert db.session.scalar(sa.select(sa.func.count(Report.id))) == 0


def test_the_author_sees_nothing_of_a_report(
    county: County, author: Person, reporter: Person, client_for: Callable[..., FlaskClient]
):
    message = say(author, county.room)
    report(reporter, message)
    client = client_for(author)
    at = f"/chat/rooms/{county.room.id}"
    for path in (at, f"{at}/messages/{message.seq}", "/", "/more", "/my-reports"):
        page = client.get(path).text
        assert "eported this" not in page, path
        assert "to look at" not in page, path
    assert client.get("/reports").status_code == 403


def test_home_says_how_many_wait(
    county: County, author: Person, reporter: Person, worker: Person, manager: Person,
    client_for: Callable[..., FlaskClient],
):  # fmt: skip
    assert "to look at" not in client_for(worker).get("/").text
    report(reporter, say(author, county.room))
    assert "1 report to look at" in client_for(worker).get("/").text
    report(reporter, say(author, county.room))
    assert "2 reports to look at" in client_for(worker).get("/").text
    assert "to look at" not in client_for(manager).get("/").text
    assert "to look at" not in client_for(author).get("/").text


def test_a_flood_of_reports_is_slowed(
    county: County, author: Person, reporter: Person, client_for: Callable[..., FlaskClient]
):
    for _ in range(30):
        report(reporter, say(author, county.room))
    message = say(author, county.room)
    url = f"/chat/rooms/{county.room.id}/messages/{message.seq}/report"
    form = FORM | {"client_id": str(uuid.uuid4())}
    assert client_for(reporter).post(url, data=form).status_code == 429
