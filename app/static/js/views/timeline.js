// The messages of a room in time: those on the page, what comes and changes, and what lies beyond.
import { getJson } from "../lib/http.js";
import { announceLeft, isSignedOut } from "../lib/socket.js";
import { catchUp } from "../models/catch_up.js";
import { MessageFeed } from "../models/message_feed.js";
import { Edge } from "./edge.js";
import { FeedView } from "./feed_view.js";

const ORDER_PATIENCE = 300;
const NUMBERS = ["lastSeq", "oldestSeq", "newestSeq", "readSeq", "lastChange"];

export class Timeline {
  /** `onShown(messages, wasAtBottom)` hears of new messages, `onMoved()` of another part shown. */
  constructor(room, { onShown, onMoved }) {
    Object.assign(this, { onShown, onMoved });
    this.id = Number(room.dataset.roomId);
    this.feed = new MessageFeed(
      Object.fromEntries(NUMBERS.map((name) => [name, Number(room.dataset[name])])),
    );
    this.view = new FeedView(room.querySelector(".feed"));
  }

  watch() {
    const edge = (part, load) => new Edge(this.view.feed.querySelector(part), { root: this.view.feed, load });
    this.older = edge("[data-older]", () => this.#loadOlder());
    this.newer = edge("[data-newer]", () => this.#loadNewer());
  }

  stop() {
    this.older.stop();
    this.newer.stop();
  }

  arrived(message) {
    this.#show(this.feed.receive(message));
    this.#mindGaps();
  }

  changed(message) {
    this.view.update(this.feed.receiveChange(message));
    this.#mindGaps();
  }

  /** What came and changed while this phone was away. */
  async catchUp() {
    if (isSignedOut()) return;
    try {
      await catchUp(this.feed, {
        fetch: (wanted) => this.#fetch(wanted),
        show: (messages) => this.#show(messages),
        update: (messages) => this.view.update(messages),
      });
    } catch (problem) {
      // Not theirs any more; anything else is tried again at the next connection.
      if (problem.status === 404) announceLeft({ room_id: this.id });
    }
  }

  /** Goes to a message, also to one that is not on the page; throws a Problem without signal. */
  async goTo(seq) {
    if (this.view.goTo(seq)) return;
    await this.#showPart({ around: seq });
    this.view.goTo(seq);
  }

  async toNewest(options) {
    if (!this.feed.isLive) await this.#showPart({}).catch(() => {});
    this.view.scrollToNewest(options);
  }

  #fetch(wanted) {
    return getJson(`/api/v1/rooms/${this.id}/messages?${new URLSearchParams(wanted)}`);
  }

  #show(messages) {
    if (!messages.length) return;
    const wasAtBottom = this.view.isAtBottom;
    this.view.append(messages);
    this.onShown(messages, wasAtBottom);
  }

  #mindGaps() {
    if (this.feed.hasGap) setTimeout(() => this.feed.hasGap && void this.catchUp(), ORDER_PATIENCE);
  }

  async #loadOlder() {
    const answer = await this.#fetch({ before: this.feed.oldestSeq });
    this.view.prepend(this.feed.prepend(answer.messages));
    this.#moved(this.feed.sawAt(answer.last_change), answer.has_more);
  }

  async #loadNewer() {
    const answer = await this.#fetch({ after: this.feed.lastSeq });
    this.view.append(this.feed.catchUp(answer.messages), { areNew: false });
    if (!answer.messages.length) this.feed.newestSeq = this.feed.lastSeq;
    this.#moved(this.feed.sawAt(answer.last_change));
  }

  /** Shows another part of the room: the newest messages, or those around a number. */
  async #showPart(wanted) {
    const answer = await this.#fetch(wanted);
    const isBehind = this.feed.reset(answer.messages, answer);
    this.view.reset(answer.messages);
    this.#moved(isBehind, this.feed.oldestSeq > 1);
  }

  #moved(isBehind, hasOlder = !this.older.item.hidden) {
    for (const [{ item }, isThere] of [[this.older, hasOlder], [this.newer, !this.feed.isLive]]) {
      if (!isThere && item.contains(document.activeElement)) this.view.feed.focus();
      item.hidden = !isThere;
    }
    this.onMoved();
    if (isBehind) void this.catchUp();
  }
}
