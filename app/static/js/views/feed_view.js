// The messages of a room on the screen: their order, the days between them, whose they are.
// The feed is a reversed column: scrollTop is 0 at the newest message and negative above it.
import { dayLabel } from "../models/days.js";
import { itemOf, makeOwn, swap } from "./message_item.js";

const NEXT_WITHIN = 5 * 60_000;
const NEAR_BOTTOM = 40;

export class FeedView {
  constructor(feed) {
    this.feed = feed;
    this.list = feed.querySelector(".feed__list");
    this.end = feed.querySelector("[data-newer]");
    this.personId = feed.dataset.personId;
    feed.style.overflowAnchor = "none"; // not in every browser: `#holdingStill` does it for all
    for (const item of this.messages) makeOwn(item, this.personId);
  }

  get isAtBottom() {
    return this.feed.scrollTop > -NEAR_BOTTOM;
  }

  get messages() {
    return this.list.querySelectorAll(".message[data-seq]");
  }

  find(seq) {
    return this.list.querySelector(`#message-${seq}`);
  }

  scrollToNewest({ smooth = false } = {}) {
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.feed.scrollTo({ top: 0, behavior: smooth && !isStill ? "smooth" : "auto" });
  }

  /** Shows where a message is, and goes on from there; false when it is not on the page. */
  goTo(seq) {
    const item = this.find(seq);
    if (!item) return false;
    item.scrollIntoView({ block: "center" });
    item.focus({ preventScroll: true });
    item.classList.remove("message--found");
    requestAnimationFrame(() => item.classList.add("message--found"));
    return true;
  }

  /** Adds messages at the end, before what is still on its way; new ones keep the newest in sight. */
  append(messages, { areNew = true } = {}) {
    const add = () => {
      for (const message of messages) {
        const item = itemOf(message, this.personId);
        if (areNew) item.classList.add("message--new");
        this.#insert(item, this.end, [...this.messages].at(-1));
      }
    };
    if (areNew && this.isAtBottom) add();
    else this.#holdingStill(add);
  }

  /** Adds older messages on top; the reversed column keeps what is being read where it is. */
  prepend(messages) {
    const anchor = this.list.querySelector(".day");
    const wasFirst = this.messages[0];
    let previous;
    for (const message of messages) {
      const item = itemOf(message, this.personId);
      this.#insert(item, anchor, previous);
      previous = item;
    }
    if (!previous || !wasFirst) return;
    if (previous.dataset.day === wasFirst.dataset.day) anchor?.remove();
    wasFirst.classList.toggle("message--next", goesOn(previous, wasFirst));
  }

  /** Shows other messages instead: another part of the room. */
  reset(messages) {
    for (const part of this.list.querySelectorAll(".message[data-seq], .day, .unread")) part.remove();
    this.append(messages, { areNew: false });
  }

  /** Shows what has become of messages: those that are on the page, and quotes of any. */
  update(messages) {
    const change = () => messages.forEach((message) => this.#update(message));
    if (this.isAtBottom) change();
    else this.#holdingStill(change);
  }

  /** The number of the lowest message that has been on the screen. */
  lastSeenSeq() {
    return Number((this.isAtBottom ? [...this.messages].at(-1) : this.#lowest())?.dataset.seq ?? 0);
  }

  #lowest() {
    const edge = this.feed.getBoundingClientRect().bottom;
    return [...this.messages].findLast((item) => item.getBoundingClientRect().bottom <= edge + 1);
  }

  #update(message) {
    for (const words of this.list.querySelectorAll(`[data-quotes="${message.seq}"] .quote__words`)) {
      words.textContent = message.short;
    }
    const old = this.find(message.seq);
    if (!old || Number(old.dataset.change) >= message.change) return;
    const item = itemOf(message, this.personId);
    const isPinChanged = ("pinned" in old.dataset) !== ("pinned" in item.dataset);
    swap(old, item);
    if (isPinChanged) this.feed.dispatchEvent(new Event("pin-changed", { bubbles: true }));
  }

  #insert(item, before, previous) {
    const isNewDay = previous?.dataset.day !== item.dataset.day;
    if (isNewDay) this.list.insertBefore(daySeparator(item.dataset.day), before);
    item.classList.toggle("message--next", !isNewDay && goesOn(previous, item));
    this.list.insertBefore(item, before);
  }

  /** What is added or becomes larger would push away what somebody reads. */
  #holdingStill(change) {
    const topOf = (seq) => this.find(seq)?.getBoundingClientRect().top;
    const seq = this.#lowest()?.dataset.seq;
    const before = topOf(seq);
    change();
    const after = topOf(seq);
    if (before !== undefined && after !== undefined) this.feed.scrollTop += after - before;
  }
}

function goesOn(previous, item) {
  const gap = sentAt(item) - sentAt(previous);
  return previous.dataset.authorId === item.dataset.authorId && gap < NEXT_WITHIN;
}

const sentAt = (item) => Date.parse(item.querySelector("time").dateTime);

function daySeparator(day) {
  const item = document.createElement("li");
  item.className = "day";
  const label = document.createElement("span");
  label.className = "day__label";
  label.textContent = dayLabel(day);
  item.append(label);
  return item;
}
