// Which messages of a room are on the screen, by their number in the room: 1, 2, 3 without a gap;
// and up to which change what they show is true. Holds back what comes too early, so that the feed
// is always in the order of the server.

export class MessageFeed {
  #held = new Map(); // messages, by number
  #changes = new Map(); // what became of messages, by the number of the change

  constructor({ lastSeq, oldestSeq, newestSeq = lastSeq, readSeq, lastChange = 0 }) {
    Object.assign(this, { lastSeq, oldestSeq, newestSeq, readSeq, lastChange });
  }

  /** Whether the screen goes on to the newest message; else it shows some earlier part. */
  get isLive() {
    return this.lastSeq >= this.newestSeq;
  }

  /** A message that just arrived. Returns those that may be shown now, in order. */
  receive(message) {
    if (!this.isLive) {
      this.newestSeq = Math.max(this.newestSeq, message.seq);
      return [];
    }
    this.#hold(message);
    return this.#release();
  }

  /** What came after `lastSeq`, fetched: complete, so a missing number is one that was erased. */
  catchUp(messages) {
    const shown = [];
    for (const message of messages) {
      if (message.seq <= this.lastSeq) continue;
      this.lastSeq = message.seq;
      shown.push(newer(this.#held.get(message.seq), message));
    }
    for (const seq of this.#held.keys()) if (seq <= this.lastSeq) this.#held.delete(seq);
    return [...shown, ...this.#release()];
  }

  /** A message that has just changed. Returns what has become of messages, in order. */
  receiveChange(message) {
    if (message.change > this.lastChange) this.#changes.set(message.change, message);
    return this.#releaseChanges();
  }

  /** What changed after `lastChange`, fetched: complete up to the change numbered `upTo`. */
  catchUpChanges(changed, upTo) {
    this.lastChange = Math.max(this.lastChange, upTo);
    this.#forgetChanges();
    return [...changed, ...this.#releaseChanges()];
  }

  /**
   * Another part of the room is shown instead, fetched with the room's numbers at that time.
   * Returns whether the line had brought later changes already, which must be fetched again.
   */
  reset(messages, { last_seq: newestSeq, last_change: lastChange }) {
    const isBehind = this.sawAt(lastChange);
    this.newestSeq = Math.max(newestSeq, this.newestSeq, this.lastSeq);
    this.oldestSeq = messages[0]?.seq ?? 0;
    this.lastSeq = messages.at(-1)?.seq ?? 0;
    this.lastChange = lastChange;
    this.#held.clear();
    this.#forgetChanges();
    return isBehind;
  }

  /** Older ones, fetched: returns those not on the screen yet. */
  prepend(messages) {
    const fresh = messages.filter((message) => message.seq < this.oldestSeq);
    if (fresh.length) this.oldestSeq = fresh[0].seq;
    return fresh;
  }

  /**
   * Messages were fetched when the room's last change was `lastChange`: of what has changed since,
   * they know nothing, and it must be fetched again. Returns whether there is any.
   */
  sawAt(lastChange) {
    const isBehind = lastChange < this.lastChange;
    if (isBehind) this.lastChange = lastChange;
    return isBehind;
  }

  /** Whether something is waited for that may have been missed. */
  get hasGap() {
    return this.#held.size > 0 || this.#changes.size > 0;
  }

  /** Remembers that all up to `seq` was seen; false when it already was. */
  markRead(seq) {
    if (seq <= this.readSeq) return false;
    this.readSeq = seq;
    return true;
  }

  #hold(message) {
    if (message.seq > this.lastSeq) this.#held.set(message.seq, newer(this.#held.get(message.seq), message));
  }

  #release() {
    const ready = [];
    while (this.#held.has(this.lastSeq + 1)) {
      this.lastSeq += 1;
      ready.push(this.#held.get(this.lastSeq));
      this.#held.delete(this.lastSeq);
    }
    return ready;
  }

  #forgetChanges() {
    for (const number of this.#changes.keys()) {
      if (number <= this.lastChange) this.#changes.delete(number);
    }
  }

  #releaseChanges() {
    const ready = [];
    while (this.#changes.has(this.lastChange + 1)) {
      this.lastChange += 1;
      const message = this.#changes.get(this.lastChange);
      this.#changes.delete(this.lastChange);
      ready.push(message);
      // Changed before it came: that is how it is to be shown then.
      if (this.isLive) this.#hold(message);
    }
    return ready;
  }
}

/** The same message may come twice: the one with the later change is how it is now. */
const newer = (one, other) => ((one?.change ?? -1) > (other.change ?? 0) ? one : other);
