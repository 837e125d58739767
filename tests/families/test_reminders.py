"""Cards older than three months: their carers are asked, by day and once a month at most."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.families import services
from app.families.jobs import remind_of_cards
from app.families.models import CareStatus, PlacementEnding
from app.notices.models import Notice
from tests.conventions.county import OPENED
from tests.families.builders import BORN_ON, Family

#: Noon in London, in winter.
CHECKED_AT = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)


@pytest.fixture
def checked(family: Family) -> Family:
    """The family with a card that was checked on 15 January."""
    with time_machine.travel(CHECKED_AT, tick=False):
        services.check_card(actor=family.carer, child_id=family.child.id)
    return family


def _told(person: Person) -> list[Notice]:
    return list(
        db.session.scalars(
            sa.select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
        )
    )


def _remind(month: int, day: int, hour: int = 12, year: int = 2026) -> None:
    """`hour` is that of UTC; London is an hour ahead from 29 March to 25 October 2026."""
    with time_machine.travel(datetime(year, month, day, hour, 5, tzinfo=UTC), tick=False):
        remind_of_cards()


def test_carers_are_asked_once_three_months_are_over(checked: Family):
    _remind(4, 15)
    assert _told(checked.carer) == []
    _remind(4, 16)
    for person in (checked.carer, checked.partner):
        notices = _told(person)
        assert [each.title for each in notices] == ["A care card is due for a look"]
        assert notices[0].url == f"{checked.url}/care-card"
    for person in (checked.support_worker, checked.social_worker, *checked.outsiders.values()):
        assert _told(person) == []


def test_they_are_asked_once_a_month_at_most(checked: Family):
    for day in range(16, 31):
        _remind(4, day)
    _remind(5, 15)
    assert len(_told(checked.carer)) == 1
    _remind(5, 16)
    assert len(_told(checked.carer)) == 2


def test_a_card_that_was_looked_at_is_not_asked_about(checked: Family):
    with time_machine.travel(CHECKED_AT + timedelta(days=80), tick=False):
        services.check_card(actor=checked.partner, child_id=checked.child.id)
    _remind(4, 16)
    assert _told(checked.carer) == []


@pytest.mark.parametrize(("hour", "asked"), [(7, 0), (8, 1), (16, 1), (17, 0), (22, 0)])
def test_they_are_asked_by_day_as_london_has_it(checked: Family, hour: int, asked: int):
    _remind(4, 20, hour)
    assert len(_told(checked.carer)) == asked


def test_a_family_with_two_such_cards_is_asked_once(checked: Family):
    other = services.place_child(
        household=checked.household,
        added_by=checked.carer,
        preferred_name="Robin",
        born_on=BORN_ON,
        care_status=CareStatus.IN_CARE,
        from_on=OPENED,
    )
    with time_machine.travel(CHECKED_AT, tick=False):
        services.check_card(actor=checked.carer, child_id=other.id)
    _remind(4, 16)
    assert [each.url for each in _told(checked.carer)] == ["/"]


def test_a_former_household_is_not_asked(checked: Family):
    services.end_placement(
        actor=checked.social_worker,
        child_id=checked.child.id,
        until_on=clock.today(),
        ending=PlacementEnding.PLANNED,
        note="",
    )
    with time_machine.travel(clock.now() + timedelta(days=200), tick=False):
        later = clock.now()
    _remind(later.month, min(later.day, 28), 12, later.year)
    assert _told(checked.carer) == []


def test_no_notice_names_a_child(checked: Family):
    _remind(4, 16)
    assert all("Wren" not in each.title for each in _told(checked.carer))
