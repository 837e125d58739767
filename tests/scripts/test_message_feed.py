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


CHANGES = """
const { MessageFeed } = await import("/static/js/models/message_feed.js");
const feed = new MessageFeed({ lastSeq: 5, oldestSeq: 3, readSeq: 5, lastChange: 7 });
const seqs = (messages) => messages.map(({ seq }) => seq);
const numbers = (messages) => messages.map(({ change }) => change);
"""


def test_next_change_is_shown_at_once_and_only_once(run: Run):
    script = """
      const change = { seq: 4, change: 8 };
      const twice = [feed.receiveChange(change), feed.receiveChange(change)];
      return [...twice.map(numbers), feed.hasGap];
    """
    assert run(CHANGES + script) == [[8], [], False]


def test_early_change_waits_for_the_one_before_it(run: Run):
    script = """
      const shown = [feed.receiveChange({ seq: 4, change: 10 })], waits = feed.hasGap;
      shown.push(feed.receiveChange({ seq: 3, change: 8 }));
      shown.push(feed.receiveChange({ seq: 4, change: 9 }));
      return [shown.map(numbers), waits, feed.hasGap, feed.lastChange];
    """
    assert run(CHANGES + script) == [[[], [8], [9, 10]], True, False, 10]


def test_catching_up_with_changes_frees_what_waited_and_forgets_what_it_holds(run: Run):
    script = """
      feed.receiveChange({ seq: 4, change: 9 });
      feed.receiveChange({ seq: 3, change: 12 });
      const caught = feed.catchUpChanges([{ seq: 4, change: 9 }, { seq: 5, change: 11 }], 11);
      return [numbers(caught), feed.hasGap, feed.lastChange];
    """
    assert run(CHANGES + script) == [[9, 11, 12], False, 12]


def test_changes_of_changes_leave_gaps_in_what_is_fetched(run: Run):
    """A message that changed three times comes once, as it is now."""
    script = "feed.catchUpChanges([{ seq: 4, change: 10 }], 10); return feed.lastChange"
    assert run(CHANGES + script) == 10


def test_a_change_overtaking_its_message_is_how_it_is_shown(run: Run):
    script = """
      feed.receiveChange({ seq: 7, change: 8, words: "edited" });
      const early = feed.receive({ seq: 7, change: 0, words: "as sent" });
      const shown = [...early, ...feed.receive({ seq: 6 })];
      return [shown.map(({ seq, words }) => [seq, words ?? null])];
    """
    assert run(CHANGES + script) == [[[6, None], [7, "edited"]]]


def test_a_fetch_older_than_what_came_by_the_line_does_not_undo_it(run: Run):
    script = """
      feed.receiveChange({ seq: 6, change: 8, words: "edited" });
      return feed.catchUp([{ seq: 6, change: 0, words: "as sent" }]).map(({ words }) => words);
    """
    assert run(CHANGES + script) == ["edited"]


EARLIER = """
const { MessageFeed } = await import("/static/js/models/message_feed.js");
const numbers = { lastSeq: 60, oldestSeq: 11, newestSeq: 300, readSeq: 10, lastChange: 7 };
const feed = new MessageFeed(numbers);
const seqs = (messages) => messages.map(({ seq }) => seq);
"""


def test_an_earlier_part_takes_no_new_messages_and_misses_none(run: Run):
    script = """
      const shown = seqs(feed.receive({ seq: 301 })), waits = feed.hasGap;
      return [shown, waits, feed.isLive, feed.newestSeq];
    """
    assert run(EARLIER + script) == [[], False, False, 301]


def test_an_earlier_part_that_has_grown_to_the_newest_is_live(run: Run):
    script = """
      feed.newestSeq = 62;
      const shown = [feed.catchUp([{ seq: 61 }, { seq: 62 }]), feed.receive({ seq: 63 })];
      return [shown.map(seqs), feed.isLive];
    """
    assert run(EARLIER + script) == [[[61, 62], [63]], True]


def test_another_part_is_shown_as_the_server_had_it(run: Run):
    script = """
      feed.receiveChange({ seq: 20, change: 8 });
      const isBehind = feed.reset([{ seq: 251 }, { seq: 300 }], { last_seq: 300, last_change: 7 });
      return [isBehind, feed.isLive, feed.oldestSeq, feed.lastSeq, feed.lastChange];
    """
    assert run(EARLIER + script) == [True, True, 251, 300, 7]


CATCH_UP = """
const { MessageFeed } = await import("/static/js/models/message_feed.js");
const { catchUp } = await import("/static/js/models/catch_up.js");
const shown = [], updated = [], asked = [];
// A room of 12 messages in which, after change 3, the messages 2, 7 and 11 have changed.
const changes = { 2: 6, 7: 5, 11: 4 };
const numbers = Array.from({ length: 12 }, (_, at) => at + 1);
const messages = numbers.map((seq) => ({ seq, change: changes[seq] ?? 0 }));
const server = (most) => async ({ after, changed_after, limit }) => {
  asked.push(after);
  const few = Math.min(limit, most);
  const later = messages.filter(({ seq }) => seq > after);
  const changed = messages
    .filter(({ seq, change }) => seq <= after && change > changed_after)
    .sort((one, other) => one.change - other.change);
  return {
    messages: later.slice(0, few), has_more: later.length > few, last_seq: 12, last_change: 6,
    changed: changed.slice(0, few), has_more_changed: changed.length > few,
  };
};
const away = async (feed, most) => {
  await catchUp(feed, {
    fetch: server(most),
    show: (some) => shown.push(...some.map(({ seq }) => seq)),
    update: (some) => updated.push(...some.map(({ seq, change }) => `${seq}:${change}`)),
  });
  return [shown, [...new Set(updated)], feed.lastSeq, feed.lastChange];
};
"""


@pytest.mark.parametrize("most", [1, 2, 200])
def test_whoever_was_away_misses_nothing_and_gets_nothing_twice(run: Run, most: int):
    script = f"""
      const feed = new MessageFeed({{ lastSeq: 8, oldestSeq: 1, readSeq: 8, lastChange: 3 }});
      return away(feed, {most});
    """
    shown, updated, last_seq, last_change = run(CATCH_UP + script)
    assert shown == [9, 10, 11, 12]
    assert updated[:2] == ["7:5", "2:6"]
    assert (last_seq, last_change) == (12, 6)


def test_an_earlier_part_learns_of_its_changes_alone(run: Run):
    script = """
      const seen = { lastSeq: 8, oldestSeq: 1, newestSeq: 12, readSeq: 8, lastChange: 3 };
      const feed = new MessageFeed(seen);
      return [...(await away(feed, 200)), asked.length];
    """
    assert run(CATCH_UP + script) == [[], ["7:5", "2:6"], 8, 6, 1]


def test_what_came_by_the_line_during_the_fetch_is_brought_up_to_date(run: Run):
    script = """
      const feed = new MessageFeed({ lastSeq: 10, oldestSeq: 1, readSeq: 8, lastChange: 3 });
      const slow = server(200);
      await catchUp(feed, {
        fetch: async (wanted) => {
          const answer = await slow(wanted);
          feed.receive({ seq: 11, change: 0 }); // told before it changed, heard meanwhile
          return answer;
        },
        show: (some) => shown.push(...some.map(({ seq }) => seq)),
        update: (some) => updated.push(...some.map(({ seq, change }) => `${seq}:${change}`)),
      });
      return [shown, updated];
    """
    assert run(CATCH_UP + script) == [[12], ["7:5", "2:6", "11:4"]]
