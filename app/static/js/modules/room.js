// A room: new messages as they come and what becomes of them, one's own on their way, and how far
// one has read.
import { outbox } from "../lib/outbox.js";
import { isOnLine, live, openLine } from "../lib/socket.js";
import { JumpView } from "../views/jump_view.js";
import { MessageDoors } from "../views/message_doors.js";
import { PendingView } from "../views/pending_view.js";
import { ReadMarks } from "../views/read_marks.js";
import { Timeline } from "../views/timeline.js";

const POLL_WITHOUT_LINE = 20_000;

export default class Room {
  #stopping;

  constructor(element) {
    this.element = element;
    this.id = Number(element.dataset.roomId);
    this.announcer = element.querySelector("[data-announcer]");
    element.addEventListener("fresh", (event) => this.#refresh(event));
    this.#read();
  }

  /** What the page says: the messages it came with and how far they were read. */
  #read() {
    this.timeline = new Timeline(this.element, {
      onShown: (messages, wasAtBottom) => this.#shown(messages, wasAtBottom),
      onMoved: () => this.#scrolled(),
    });
    this.view = this.timeline.view;
    this.jump = new JumpView(this.element.querySelector(".jump"), this.view);
    this.marks = new ReadMarks(this.id, this.timeline.feed, this.view);
    this.pending = new PendingView(this.view.list, this.element.querySelector("template"), {
      onRetry: () => outbox.flush(),
      onChange: (entry) => outbox.takeBack(entry),
    });
  }

  async connect() {
    this.#stopping = new AbortController();
    const here = (then) => ({ detail }) => detail.room_id === this.id && then(detail);
    this.#listen(live, "message", here((message) => this.#arrived(message)));
    this.#listen(live, "changed", here((message) => this.timeline.changed(message)));
    this.#listen(this.element, "pin-changed", () => void this.#use("pin_line", "showNewestPin"));
    this.#listen(live, "left", here(() => this.disconnect()));
    this.#listen(live, "typing", here((who) => this.#use("typing_view", "showTyping", who)));
    this.#listen(live, "seen", here((who) => this.#seen(who)));
    this.#listen(live, "connected", () => void this.timeline.catchUp());
    this.#listen(this.view.feed, "scroll", () => this.#scrolled(), { passive: true });
    this.#listen(document, "visibilitychange", () => this.marks.update());
    this.#listen(this.jump.button, "click", () => this.timeline.toNewest({ smooth: true }));
    this.#listenToOutbox();
    new MessageDoors(this.view, {
      open: (item) => this.#use("message_menu", "openMenu", item),
      react: (item, emoji) => this.#use("message_menu", "react", item, emoji),
      choose: (form, button) => this.#use("poll", "choose", form, button),
      goTo: (seq) => this.#use("message_menu", "goTo", seq),
      signal: this.#stopping.signal,
    });
    this.timeline.watch();
    this.#start();
    this.poll = setInterval(() => !isOnLine() && void this.timeline.catchUp(), POLL_WITHOUT_LINE);
    openLine();
    for (const entry of await outbox.entries(this.id)) this.pending.show(entry);
    if (isOnLine()) void this.timeline.catchUp();
    this.marks.update();
  }

  disconnect() {
    this.#stopping.abort();
    clearInterval(this.poll);
    this.timeline.stop();
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
      void this.timeline.toNewest();
    });
    on("sent", ({ message }) => this.#arrived(message));
    on("waiting", ({ entry }) => this.pending.show(entry, "waiting"));
    on("signed-out", ({ entry }) => this.pending.show(entry, "waiting"));
    on("refused", ({ entry, problem }) => this.pending.show({ ...entry, refused: problem.detail }));
    on("taken-back", ({ entry }) => this.pending.remove(entry.client_id));
  }

  #arrived(message) {
    this.timeline.arrived(message);
    if (!this.timeline.feed.isLive) this.pending.remove(message.client_id); // it stands further down
  }

  #shown(messages, wasAtBottom) {
    for (const message of messages) this.pending.remove(message.client_id);
    this.element.querySelector("[data-empty]")?.remove();
    const others = messages.filter(({ author_id: id }) => String(id) !== this.view.personId);
    if (!wasAtBottom) this.jump.missed(others.length);
    this.#announce(others);
    this.#scrolled();
    this.#seen();
  }

  /** In a direct room: that the other one has seen what one wrote last. */
  #seen(who) {
    if (this.element.querySelector("[data-seen]")) void this.#use("seen_view", "showSeen", who);
  }

  #announce(messages) {
    if (!messages.length) return;
    const words = messages.map(({ author_name: name, short }) => `${name}: ${short}`);
    this.announcer.textContent = words.length > 3 ? `${words.length} new messages` : words.join(". ");
  }

  #scrolled() {
    this.jump.update(this.timeline.feed.isLive);
    this.marks.update();
  }

  /** What is not needed at first comes with its first use. */
  async #use(view, name, ...given) {
    const found = await import(`../views/${view}.js`);
    found[name](this, ...given);
  }

  /** Opens at the message the address names, or where unread ones begin. */
  #start() {
    const [, named] = /^#message-(\d+)$/.exec(location.hash) ?? [];
    if (named && this.view.goTo(named)) return;
    const divider = this.element.querySelector(".unread");
    const top = this.view.feed.getBoundingClientRect().top;
    if (divider && divider.getBoundingClientRect().top < top) divider.scrollIntoView();
  }
}
