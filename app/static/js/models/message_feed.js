// Which messages of a room are on the screen, by their number in the room: 1, 2, 3 without a gap.
// Holds back what comes too early, so that the feed is always in the order of the server.

export class MessageFeed {
  #held = new Map();

  constructor({ lastSeq, oldestSeq, readSeq }) {
    this.lastSeq = lastSeq;
    this.oldestSeq = oldestSeq;
    this.readSeq = readSeq;
  }

  /** A message that just arrived. Returns those that may be shown now, in order. */
  receive(message) {
    if (message.seq > this.lastSeq) this.#held.set(message.seq, message);
    return this.#release();
  }

  /** What came after `lastSeq`, fetched: complete, so a missing number is one that was erased. */
  catchUp(messages) {
    const shown = [];
    for (const message of messages) {
      if (message.seq <= this.lastSeq) continue;
      this.lastSeq = message.seq;
      this.#held.delete(message.seq);
      shown.push(message);
    }
    for (const seq of this.#held.keys()) if (seq <= this.lastSeq) this.#held.delete(seq);
    return [...shown, ...this.#release()];
  }

  /** Older ones, fetched: returns those not on the screen yet. */
  prepend(messages) {
    const fresh = messages.filter((message) => message.seq < this.oldestSeq);
    if (fresh.length) this.oldestSeq = fresh[0].seq;
    return fresh;
  }

  get hasGap() {
    return this.#held.size > 0;
  }

  /** Remembers that all up to `seq` was seen; false when it already was. */
  markRead(seq) {
    if (seq <= this.readSeq) return false;
    this.readSeq = seq;
    return true;
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
}
