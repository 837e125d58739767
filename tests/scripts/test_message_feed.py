from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.journey

FEED = """
const { MessageFeed } = await import("/static/js/models/message_feed.js");
const feed = new MessageFeed({ lastSeq: 5, oldestSeq: 3, readSeq: 5 });
const seqs = (messages) => messages.map(({ seq }) => seq);
"""
Run = Callable[[str], Any]


def test_next_message_is_shown_at_once_and_only_once(run: Run):
    assert run(FEED + "return [seqs(feed.receive({seq: 6})), seqs(feed.receive({seq: 6}))]") == [
        [6],
        [],
    ]


def test_early_message_waits_for_the_one_before_it(run: Run):
    script = """
      const shown = [feed.receive({seq: 8})], waits = feed.hasGap;
      shown.push(feed.receive({seq: 6}), feed.receive({seq: 7}));
      return [shown.map(seqs), waits, feed.hasGap];
    """
    assert run(FEED + script) == [[[], [6], [7, 8]], True, False]


def test_catching_up_fills_the_gap_and_frees_what_waited(run: Run):
    script = (
        "feed.receive({seq: 8}); return [seqs(feed.catchUp([{seq: 6}, {seq: 7}])), feed.lastSeq]"
    )
    assert run(FEED + script) == [[6, 7, 8], 8]


def test_erased_message_does_not_hold_up_those_after_it(run: Run):
    script = (
        "feed.receive({seq: 9}); return [seqs(feed.catchUp([{seq: 6}, {seq: 9}])), feed.hasGap]"
    )
    assert run(FEED + script) == [[6, 9], False]


def test_older_messages_are_added_once(run: Run):
    script = "return [seqs(feed.prepend([{seq: 1}, {seq: 2}, {seq: 3}])), feed.prepend([{seq: 1}])]"
    assert run(FEED + script) == [[1, 2], []]


def test_reading_never_goes_back(run: Run):
    assert run(FEED + "return [feed.markRead(4), feed.markRead(7), feed.markRead(7)]") == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("day", "now", "said"),
    [
        ("2026-06-03", "2026-06-03T10:00:00Z", "Today"),
        ("2026-06-02", "2026-06-03T10:00:00Z", "Yesterday"),
        ("2026-06-04", "2026-06-03T23:30:00Z", "Today"),  # half past midnight in London
        ("2026-05-26", "2026-06-03T10:00:00Z", "Tue 26 May"),
        ("2025-12-31", "2026-06-03T10:00:00Z", "Wed 31 December 2025"),
    ],
)
def test_days_are_named_as_people_say_them_in_london(run: Run, day: str, now: str, said: str):
    script = 'const { dayLabel } = await import("/static/js/models/days.js");'
    assert run(f'{script} return dayLabel("{day}", new Date("{now}"))') == said
