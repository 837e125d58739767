// What a phone missed: new messages, and what has become of those it shows.
const AT_ONCE = 200;
const CHANGES_AT_ONCE = 50; // while some earlier part is shown: what is new is not wanted
const MOST_ROUNDS = 10; // away for very long: the rest comes with the next message

/**
 * Asks until nothing is missing. `fetch({ after, … })` gives an answer of the API; `show` and
 * `update` take new messages and changed ones.
 */
export async function catchUp(feed, { fetch, show, update }) {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { isLive } = feed;
    const limit = isLive ? AT_ONCE : CHANGES_AT_ONCE;
    const answer = await fetch({ after: feed.lastSeq, changed_after: feed.lastChange, limit });
    const upTo = answer.has_more_changed ? answer.changed.at(-1).change : answer.last_change;
    // Came by the line while this was fetched, and may have changed before.
    const known = answer.messages.filter(({ seq, change }) => change && seq <= feed.lastSeq);
    update([...feed.catchUpChanges(answer.changed, upTo), ...known]);
    if (isLive) show(feed.catchUp(answer.messages));
    if (!answer.has_more_changed && !(isLive && answer.has_more)) return;
  }
}
