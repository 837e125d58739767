"""How many adults children of which ages need."""

import pytest

from app.config import Config, SettingsError
from app.events.ratios import Headcount, Ratios

NSPCC = Ratios()


@pytest.mark.parametrize(
    ("ages", "needed"),
    [
        ([], 0),
        ([9], 2),
        ([0, 1, 1], 2),
        ([1] * 7, 3),
        ([2, 3] * 4, 2),
        ([3] * 9, 3),
        ([4] * 12, 2),
        ([8] * 13, 3),
        ([9] * 16, 2),
        ([12] * 17, 3),
        ([13] * 20, 2),
        ([18] * 21, 3),
    ],
)
def test_adults_for_children_of_one_age(ages: list[int], needed: int):
    assert NSPCC.adults_needed(ages) == needed


def test_shares_of_mixed_ages_are_added_up_before_rounding():
    # 1/3 + 2/4 + 7/6 = 2 exactly: neither three nor one for each age begun.
    assert NSPCC.adults_needed([1, 2, 3] + [5] * 7) == 2
    assert NSPCC.adults_needed([1, 2, 3] + [5] * 7 + [14]) == 3
    # Thirds, which floating numbers add up to a little more than they are.
    assert NSPCC.adults_needed([1] * 9) == 3


def test_a_council_has_its_own_numbers():
    ours = Ratios(((0, 2), (5, 10)), least=1)
    assert [ours.adults_needed([4] * 3), ours.adults_needed([5] * 3)] == [2, 1]


@pytest.mark.parametrize(
    ("children", "adults", "words"),
    [
        (14, 0, "2 more adults are needed for these 14 children."),
        (14, 1, "1 more adult is needed for these 14 children."),
        (14, 2, "2 adults for these 14 children: that is enough."),
        (1, 1, "1 more adult is needed for this child."),
        (0, 0, ""),
    ],
)
def test_it_is_said_in_words(children: int, adults: int, words: str):
    assert Headcount.of_places([[10] * children], adults, NSPCC).words == words


def test_each_place_needs_adults_of_its_own():
    assert Headcount.of_places([[10] * 2, [9] * 3], 3, NSPCC).short == 1
    assert Headcount.of_places([], 3, NSPCC).words == ""


def test_headcount_names_who_is_counted():
    assert Headcount.of_places([[10]], 3, NSPCC).people == "1 child, 3 adults"


def _config(**settings: str) -> Config:
    return Config.from_env({"HIVE_ENV": "testing", **settings})


def test_settings_have_the_usual_numbers_and_can_be_changed():
    assert Ratios(_config().adult_ratios, _config().least_adults) == NSPCC
    changed = _config(HIVE_ADULT_RATIOS="0:2 5:8", HIVE_LEAST_ADULTS="3")
    assert (changed.adult_ratios, changed.least_adults) == (((0, 2), (5, 8)), 3)


@pytest.mark.parametrize("wrong", ["2:4", "0:0", "0-3", "0:3 x:4"])
def test_wrong_settings_are_named_at_the_start(wrong: str):
    with pytest.raises(SettingsError, match="HIVE_ADULT_RATIOS"):
        _config(HIVE_ADULT_RATIOS=wrong)
