"""Rules made up by hypothesis."""

from datetime import date, timedelta

from hypothesis import strategies as st

from app.events.recurrence import LAST, Every, Rule

days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
_some_days = st.sets(st.integers(0, 6), min_size=1).map(lambda chosen: tuple(sorted(chosen)))
_kinds = st.one_of(
    st.just({"every": Every.DAY}),
    st.fixed_dictionaries({"every": st.just(Every.WEEK), "weekdays": _some_days}),
    st.fixed_dictionaries({"every": st.just(Every.MONTH_DAY), "month_day": st.integers(1, 31)}),
    st.fixed_dictionaries(
        {
            "every": st.just(Every.MONTH_WEEKDAY),
            "weekdays": st.integers(0, 6).map(lambda day: (day,)),
            "nth": st.sampled_from([1, 2, 3, 4, 5, LAST]),
        }
    ),
)


@st.composite
def begun(draw: st.DrawFn) -> tuple[Rule, date]:
    """A rule and the day it begins on, which need not be one of its days."""
    begins_on = draw(days)
    ends = draw(
        st.one_of(
            st.just({}),
            st.integers(1, 40).map(lambda count: {"count": count}),
            st.integers(0, 900).map(lambda more: {"until": begins_on + timedelta(days=more)}),
        )
    )
    return Rule(**draw(_kinds), interval=draw(st.integers(1, 5)), **ends), begins_on
