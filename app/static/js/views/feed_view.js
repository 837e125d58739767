// The messages of a room on the screen: their order, the days between them, whose they are.
// The feed is a reversed column: scrollTop is 0 at the newest message and negative above it.
import { dayLabel } from "../models/days.js";

const NEXT_WITHIN = 5 * 60_000;
const NEAR_BOTTOM = 40;

export class FeedView {
  constructor(feed) {
    this.feed = feed;
    this.list = feed.querySelector(".feed__list");
    this.personId = feed.dataset.personId;
    feed.style.overflowAnchor = "none"; // not in every browser: `#holdingStill` does it for all
  }

  get isAtBottom() {
    return this.feed.scrollTop > -NEAR_BOTTOM;
  }

  get messages() {
    return this.list.querySelectorAll(".message[data-seq]");
  }

  scrollToNewest({ smooth = false } = {}) {
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.feed.scrollTo({ top: 0, behavior: smooth && !isStill ? "smooth" : "auto" });
  }

  /** Adds new messages at the end, before what is still on its way. */
  append(messages) {
    const firstPending = this.list.querySelector(".message:not([data-seq])");
    this.#holdingStill(() => {
      for (const message of messages) {
        const item = this.#itemOf(message);
        item.classList.add("message--new");
        this.#insert(item, firstPending, this.#lastMessage());
      }
    });
  }

  /** Adds older messages on top; the reversed column keeps what is being read where it is. */
  prepend(messages) {
    const anchor = this.list.querySelector(".day");
    const wasFirst = this.messages[0];
    let previous;
    for (const message of messages) {
      const item = this.#itemOf(message);
      this.#insert(item, anchor, previous);
      previous = item;
    }
    if (!previous || !wasFirst) return;
    if (previous.dataset.day === wasFirst.dataset.day) anchor?.remove();
    wasFirst.classList.toggle("message--next", goesOn(previous, wasFirst));
  }

  /** The number of the lowest message that has been on the screen. */
  lastSeenSeq() {
    const items = [...this.messages];
    if (this.isAtBottom) return Number(items.at(-1)?.dataset.seq ?? 0);
    const edge = this.feed.getBoundingClientRect().bottom;
    const seen = items.findLast((item) => item.getBoundingClientRect().bottom <= edge + 1);
    return Number(seen?.dataset.seq ?? 0);
  }

  #itemOf({ html }) {
    const template = document.createElement("template");
    template.innerHTML = html; // written and escaped by our own server
    const item = template.content.firstElementChild;
    item.classList.toggle("message--mine", item.dataset.authorId === this.personId);
    return item;
  }

  #insert(item, before, previous) {
    const isNewDay = previous?.dataset.day !== item.dataset.day;
    if (isNewDay) this.list.insertBefore(daySeparator(item.dataset.day), before);
    item.classList.toggle("message--next", !isNewDay && goesOn(previous, item));
    this.list.insertBefore(item, before);
  }

  #lastMessage() {
    const items = this.messages;
    return items[items.length - 1];
  }

  /** Something added below would push up what somebody reads further above. */
  #holdingStill(change) {
    const before = this.list.offsetHeight;
    const { isAtBottom } = this;
    change();
    if (!isAtBottom) this.feed.scrollTop -= this.list.offsetHeight - before;
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
