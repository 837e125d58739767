"""A message that was typed is never lost, and never sent twice."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.journey

# A server that keeps what it is sent by client_id, and fails as told.
OUTBOX = """
const { Outbox } = await import("/static/js/models/outbox.js");
const { Problem } = await import("/static/js/lib/http.js");
const rows = new Map(), server = [], told = [], failures = [];
const store = {
  keep: async (entry) => rows.set(entry.client_id, entry),
  drop: async (id) => rows.delete(id),
  all: async () => [...rows.values()],
};
const send = async (entry) => {
  const failure = failures.shift();
  if (failure === "lost answer") server.push(entry.client_id);
  if (failure) throw failure === "lost answer" ? new Problem() : new Problem(failure);
  if (!server.includes(entry.client_id)) server.push(entry.client_id);
  return { client_id: entry.client_id };
};
const lock = (work) => navigator.locks.request("test", work);
const listen = (outbox) => {
  for (const type of ["added", "waiting", "sent", "refused", "signed-out", "taken-back"]) {
    outbox.addEventListener(type, ({ detail }) => told.push(`${type} ${detail.entry.client_id}`));
  }
  return outbox;
};
const outbox = listen(new Outbox({ store, send, lock }));
const add = (id) => outbox.add({ client_id: id, room_id: 1, text: id });
"""
Run = Callable[[str], Any]


def test_message_is_kept_until_the_server_has_it(run: Run):
    assert run(OUTBOX + "await add('a'); return [server, rows.size, told]") == [
        ["a"],
        0,
        ["added a", "sent a"],
    ]


def test_without_a_connection_it_waits_and_goes_in_order(run: Run):
    script = """
      failures.push({ status: 0 }, { status: 503 });
      await add('a'); await add('b');
      const waiting = [...rows.keys()];
      await outbox.flush();
      return [waiting, server, rows.size];
    """
    assert run(OUTBOX + script) == [["a", "b"], ["a", "b"], 0]


def test_lost_answer_does_not_send_it_twice(run: Run):
    script = """
      failures.push('lost answer');
      await add('a'); await outbox.flush();
      return [server, rows.size];
    """
    assert run(OUTBOX + script) == [["a"], 0]


def test_waiting_message_is_tried_again_by_itself(run: Run):
    script = """
      failures.push({ status: 0 });
      await add('a');
      await new Promise((done) => outbox.addEventListener("sent", done));
      return server;
    """
    assert run(OUTBOX + script) == ["a"]


def test_one_who_sends_too_fast_waits_as_long_as_told_and_all_goes_out_in_order(run: Run):
    script = """
      const waits = [];
      const timer = globalThis.setTimeout;
      globalThis.setTimeout = (action, wait) => (waits.push(wait), timer(action, 0));
      failures.push({ status: 429, retry_after: 7 });
      await add('a'); await add('b');
      while (rows.size) await new Promise((done) => timer(done, 5));
      globalThis.setTimeout = timer;
      return [server, waits[0], told.filter((each) => each.startsWith("refused"))];
    """
    assert run(OUTBOX + script) == [["a", "b"], 7000, []]


def test_refused_message_does_not_hold_up_the_next(run: Run):
    script = """
      failures.push({ status: 403, detail: "This Hive is closed." });
      await add('a'); await add('b');
      return [server, [...rows.values()].map((row) => row.refused), told];
    """
    assert run(OUTBOX + script) == [
        ["b"],
        ["This Hive is closed."],
        ["added a", "refused a", "added b", "sent b"],
    ]


def test_refused_message_can_be_taken_back(run: Run):
    script = """
      failures.push({ status: 422, detail: "Too long." });
      await add('a');
      await outbox.takeBack((await outbox.entries(1))[0]);
      return [rows.size, told.at(-1)];
    """
    assert run(OUTBOX + script) == [0, "taken-back a"]


def test_signed_out_keeps_the_text_and_stops(run: Run):
    script = """
      failures.push({ status: 401 });
      await add('a');
      return [server, [...rows.keys()], told.at(-1)];
    """
    assert run(OUTBOX + script) == [[], ["a"], "signed-out a"]


def test_two_tabs_send_each_message_once(run: Run):
    script = """
      const slow = async (entry) => {
        await new Promise((done) => setTimeout(done, 20));
        server.push(entry.client_id);
        return {};
      };
      for (const id of ['a', 'b', 'c']) rows.set(id, { client_id: id, room_id: 1, text: id });
      const tabs = [0, 1].map(() => new Outbox({ store, send: slow, lock }));
      await Promise.all(tabs.map((tab) => tab.flush()));
      return server;
    """
    assert run(OUTBOX + script) == ["a", "b", "c"]


def test_entries_are_asked_for_by_room(run: Run):
    script = """
      rows.set('a', { client_id: 'a', room_id: 1 }); rows.set('b', { client_id: 'b', room_id: 2 });
      return (await outbox.entries(2)).map((entry) => entry.client_id);
    """
    assert run(OUTBOX + script) == ["b"]


def test_what_waits_for_a_room_that_was_left_is_given_up(run: Run):
    script = """
      failures.push({ status: 0 });
      rows.set('b', { client_id: 'b', room_id: 2, text: 'b' });
      await add('a');
      await outbox.forget(1);
      await outbox.flush();
      return [server, rows.size];
    """
    assert run(OUTBOX + script) == [["b"], 0]


def test_a_refusal_that_comes_after_the_room_was_left_brings_nothing_back(run: Run):
    script = """
      const left = new Outbox({ store, lock, send: async (entry) => {
        await left.forget(entry.room_id);
        throw new Problem({ status: 404, detail: "This room is not there." });
      }});
      await left.add({ client_id: 'a', room_id: 1, text: 'a' });
      return rows.size;
    """
    assert run(OUTBOX + script) == 0


def test_all_fields_of_a_message_are_kept_and_sent(run: Run):
    script = """
      const sent = [];
      const all = new Outbox({ store, lock, send: async (entry) => sent.push(entry) });
      await all.add({ client_id: 'a', room_id: 1, text: 'a', reply_to: 3, needs_confirming: true });
      const { written_at: at, ...rest } = sent[0];
      return [rest, typeof at];
    """
    assert run(OUTBOX + script) == [
        {"client_id": "a", "room_id": 1, "text": "a", "reply_to": 3, "needs_confirming": True},
        "number",
    ]
