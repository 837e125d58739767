"""Ages and school years: 1 September, 29 February, babies."""

from datetime import date

import pytest

from app.families.ages import (
    age_label,
    months_before,
    months_old,
    school_year_label,
    school_year_number,
    years_before,
    years_old,
)


@pytest.mark.parametrize(
    ("born_on", "today", "said"),
    [
        (date(2024, 5, 17), date(2024, 5, 17), "0 days"),
        (date(2024, 5, 17), date(2024, 5, 18), "1 day"),
        (date(2024, 5, 17), date(2024, 5, 24), "1 week"),
        (date(2024, 5, 17), date(2024, 6, 16), "4 weeks"),
        (date(2024, 5, 17), date(2024, 6, 17), "1 month"),
        (date(2024, 1, 31), date(2024, 2, 29), "4 weeks"),
        (date(2024, 1, 31), date(2024, 3, 1), "1 month"),
        (date(2024, 5, 17), date(2026, 5, 16), "23 months"),
        (date(2024, 5, 17), date(2026, 5, 17), "2 years"),
        (date(2015, 5, 17), date(2026, 5, 16), "10 years"),
        (date(2015, 5, 17), date(2026, 5, 17), "11 years"),
    ],
)
def test_an_age_is_said_as_people_say_it(born_on: date, today: date, said: str):
    assert age_label(born_on, today) == said


def test_somebody_born_on_a_leap_day_is_a_year_older_on_the_first_of_march():
    born_on = date(2020, 2, 29)
    assert years_old(born_on, date(2025, 2, 28)) == 4
    assert years_old(born_on, date(2025, 3, 1)) == 5
    assert years_old(born_on, date(2024, 2, 28)) == 3
    assert years_old(born_on, date(2024, 2, 29)) == 4
    assert months_old(born_on, date(2020, 3, 28)) == 0
    assert months_old(born_on, date(2020, 3, 29)) == 1


@pytest.mark.parametrize(
    ("born_on", "today", "said"),
    [
        # Four on 31 August: Reception the next day. A day younger: a year later.
        (date(2015, 8, 31), date(2019, 8, 31), "Not at school yet"),
        (date(2015, 8, 31), date(2019, 9, 1), "Reception"),
        (date(2015, 9, 1), date(2019, 9, 1), "Not at school yet"),
        (date(2015, 9, 1), date(2020, 8, 31), "Not at school yet"),
        (date(2015, 9, 1), date(2020, 9, 1), "Reception"),
        (date(2015, 8, 31), date(2020, 9, 1), "Year 1"),
        (date(2016, 2, 29), date(2020, 9, 1), "Reception"),
        (date(2015, 5, 17), date(2026, 8, 31), "Year 6"),
        (date(2015, 5, 17), date(2026, 9, 1), "Year 7"),
        (date(2008, 1, 15), date(2026, 8, 31), "Year 13"),
        (date(2008, 1, 15), date(2026, 9, 1), "Left school"),
        (date(2026, 5, 1), date(2026, 5, 17), "Not at school yet"),
    ],
)
def test_the_school_year_turns_on_the_first_of_september(born_on: date, today: date, said: str):
    assert school_year_label(born_on, today) == said


def test_everybody_born_in_a_school_year_is_in_the_same_one():
    today = date(2026, 1, 10)
    assert school_year_number(date(2015, 9, 1), today) == 5
    assert school_year_number(date(2016, 8, 31), today) == 5


def test_a_month_before_the_last_of_a_long_month_is_the_last_of_a_short_one():
    assert months_before(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert months_before(date(2024, 5, 31), 3) == date(2024, 2, 29)
    assert months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)
    assert years_before(date(2024, 2, 29), 25) == date(1999, 2, 28)
