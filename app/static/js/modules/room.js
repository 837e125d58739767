// A room: new messages as they come, older ones on scrolling up, one's own on their way.
import { getJson, postJson } from "../lib/http.js";
import { outbox } from "../lib/outbox.js";
import { announceLeft, ask, isOnLine, isSignedOut, live, openLine } from "../lib/socket.js";
import { roomWasRead } from "../lib/unread.js";
import { MessageFeed } from "../models/message_feed.js";
import { FeedView } from "../views/feed_view.js";
import { OlderMessages } from "../views/older_messages.js";
import { PendingView } from "../views/pending_view.js";

const ORDER_PATIENCE = 300;
const POLL_WITHOUT_LINE = 20_000;
const READ_AFTER = 400;
const CATCH_UP_AT_ONCE = 200;
const MOST_CATCH_UPS = 10; // away for very long: the rest comes with the next message

export default class Room {
  #stopping;
  #missed = 0;
  #readTimer;

  constructor(element) {
    this.element = element;
    this.id = Number(element.dataset.roomId);
    this.jump = element.querySelector(".jump");
    this.announcer = element.querySelector("[data-announcer]");
    element.addEventListener("fresh", (event) => this.#refresh(event));
    this.#read();
  }

  /** What the page says: the messages it came with and how far they were read. */
  #read() {
    const { lastSeq, oldestSeq, readSeq } = this.element.dataset;
    this.feed = new MessageFeed({
      lastSeq: Number(lastSeq),
      oldestSeq: Number(oldestSeq),
      readSeq: Number(readSeq),
    });
    this.view = new FeedView(this.element.querySelector(".feed"));
    this.older = new OlderMessages(this.element.querySelector(".feed__older"), {
      url: this.#url,
      feed: this.feed,
      view: this.view,
    });
    this.pending = new PendingView(this.view.list, this.element.querySelector("template"), {
      onRetry: () => outbox.flush(),
      onChange: (entry) => outbox.takeBack(entry),
    });
  }

  async connect() {
    this.#stopping = new AbortController();
    this.#listen(live, "message", ({ detail }) => this.#arrived(detail));
    this.#listen(live, "left", ({ detail }) => detail.room_id === this.id && this.disconnect());
    this.#listen(live, "connected", () => void this.#catchUp());
    this.#listen(this.view.feed, "scroll", () => this.#scrolled(), { passive: true });
    this.#listen(document, "visibilitychange", () => this.#markRead());
    this.#listen(this.jump, "click", () => this.view.scrollToNewest({ smooth: true }));
    this.#listenToOutbox();
    this.older.watch();
    this.#startAtUnread();
    this.poll = setInterval(() => !isOnLine() && void this.#catchUp(), POLL_WITHOUT_LINE);
    openLine();
    for (const entry of await outbox.entries(this.id)) this.pending.show(entry);
    if (isOnLine()) void this.#catchUp();
    this.#markRead();
  }

  disconnect() {
    this.#stopping.abort();
    clearInterval(this.poll);
    this.older.stop();
  }

  /** The page was shown from a copy, and this is the fresh one: it knows where unread begins. */
  #refresh(event) {
    event.preventDefault();
    if (!this.view.feed.isConnected) return; // the room was left meanwhile
    if (!this.view.isAtBottom) return; // somebody reads further up: what is new comes below
    this.disconnect();
    const fresh = document.importNode(event.detail, true);
    this.view.feed.replaceWith(fresh.querySelector(".feed"));
    Object.assign(this.element.dataset, fresh.dataset);
    this.#read();
    void this.connect();
  }

  #listen(target, type, listener, options = {}) {
    target.addEventListener(type, listener, { ...options, signal: this.#stopping.signal });
  }

  #listenToOutbox() {
    const on = (type, then) =>
      this.#listen(outbox, type, ({ detail }) => detail.entry.room_id === this.id && then(detail));
    on("added", ({ entry }) => {
      this.pending.show(entry);
      this.view.scrollToNewest();
    });
    on("sent", ({ message }) => this.#arrived(message));
    on("waiting", ({ entry }) => this.pending.show(entry, "waiting"));
    on("signed-out", ({ entry }) => this.pending.show(entry, "waiting"));
    on("refused", ({ entry, problem }) => this.pending.show({ ...entry, refused: problem.detail }));
    on("taken-back", ({ entry }) => this.pending.remove(entry.client_id));
  }

  #arrived(message) {
    if (message.room_id !== this.id) return;
    this.#show(this.feed.receive(message));
    if (this.feed.hasGap) setTimeout(() => this.feed.hasGap && void this.#catchUp(), ORDER_PATIENCE);
  }

  async #catchUp() {
    if (isSignedOut()) return;
    try {
      for (let round = 0; round < MOST_CATCH_UPS; round += 1) {
        const wanted = `after=${this.feed.lastSeq}&limit=${CATCH_UP_AT_ONCE}`;
        const { messages, has_more } = await getJson(`${this.#url}?${wanted}`);
        this.#show(this.feed.catchUp(messages));
        if (!has_more) return;
      }
    } catch (problem) {
      // Not theirs any more; anything else is tried again at the next connection.
      if (problem.status === 404) announceLeft({ room_id: this.id });
    }
  }

  get #url() {
    return `/api/v1/rooms/${this.id}/messages`;
  }

  #show(messages) {
    if (!messages.length) return;
    const wasAtBottom = this.view.isAtBottom;
    for (const message of messages) this.pending.remove(message.client_id);
    this.element.querySelector("[data-empty]")?.remove();
    this.view.append(messages);
    const others = messages.filter(({ author_id: id }) => String(id) !== this.view.personId);
    if (!wasAtBottom) this.#missed += others.length;
    this.#updateJump();
    this.#announce(others);
    this.#markRead();
  }

  #announce(messages) {
    if (!messages.length) return;
    const text = (message) => `${message.author_name}: ${this.#textOf(message.seq)}`;
    this.announcer.textContent =
      messages.length > 3 ? `${messages.length} new messages` : messages.map(text).join(". ");
  }

  #textOf(seq) {
    return this.element.querySelector(`#message-${seq} .bubble`)?.textContent.trim() ?? "";
  }

  #scrolled() {
    if (this.view.isAtBottom) this.#missed = 0;
    this.#updateJump();
    this.#markRead();
  }

  #updateJump() {
    const { feed, isAtBottom } = this.view;
    const isFarUp = feed.scrollTop < -feed.clientHeight;
    this.jump.hidden = isAtBottom || !(this.#missed || isFarUp);
    const count = this.#missed === 1 ? "1 new message" : `${this.#missed} new messages`;
    this.jump.querySelector("span").textContent = this.#missed ? count : "To the newest";
  }

  #markRead() {
    clearTimeout(this.#readTimer);
    this.#readTimer = setTimeout(() => this.#tellRead(), READ_AFTER);
  }

  async #tellRead() {
    if (document.visibilityState !== "visible" || isSignedOut()) return;
    const seq = this.view.lastSeenSeq();
    const before = this.feed.readSeq;
    if (!this.feed.markRead(seq)) return;
    try {
      if (isOnLine()) await ask("chat:read", { room_id: this.id, seq });
      else await postJson(`/api/v1/rooms/${this.id}/read`, { seq });
      roomWasRead(this.id, seq);
    } catch {
      this.feed.readSeq = before; // told again at the next scroll or message
    }
  }

  #startAtUnread() {
    const divider = this.element.querySelector(".unread");
    const top = this.view.feed.getBoundingClientRect().top;
    if (divider && divider.getBoundingClientRect().top < top) divider.scrollIntoView();
  }
}
