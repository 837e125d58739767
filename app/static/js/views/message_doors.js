// The ways to what can be done with a message: its button, a long press, and the keyboard; and the
// ways from message to message. What they open comes with the first use.
import { rest, wake } from "./message_item.js";

const LONG = 500;
const STILL = 10; // a thumb that moves further scrolls

export class MessageDoors {
  /** `open(item)` shows what can be done with a message; `react`, `choose`: a tap in the bubble. */
  constructor(view, { open, react, choose, goTo, signal }) {
    Object.assign(this, { view, open, react, choose, goTo });
    const listen = (type, then, options) => view.feed.addEventListener(type, then, { signal, ...options });
    const newest = [...view.messages].at(-1);
    if (newest) wake(newest);
    view.feed.tabIndex = newest ? -1 : 0; // its messages are what the Tab key stops at
    listen("click", (event) => this.#click(event));
    listen("submit", (event) => this.#submit(event));
    listen("keydown", (event) => this.#key(event));
    listen("focusin", ({ target }) => this.#arrive(target.closest(".message[data-seq]")));
    listen("pointerdown", (event) => this.#press(event));
    for (const type of ["pointerup", "pointercancel", "pointermove"]) listen(type, (event) => this.#release(event));
  }

  #click(event) {
    const more = event.target.closest(".message__more");
    const quote = event.target.closest("[data-quotes]");
    if ((!more && !quote) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (more) this.open(more.closest(".message"));
    else this.goTo(Number(quote.dataset.quotes));
  }

  #submit(event) {
    const form = event.target.closest(".reactions, .poll");
    if (!form) return;
    event.preventDefault();
    if (form.matches(".poll")) return this.choose(form, event.submitter);
    const { value, ariaPressed } = event.submitter;
    this.react(form.closest(".message"), ariaPressed === "true" ? null : value);
  }

  #key(event) {
    const item = event.target.closest(".message[data-seq]");
    const items = [...this.view.messages];
    const at = item ? items.indexOf(item) : items.length;
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: items.length - 1 }[event.key];
    const isMenu = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
    if (to !== undefined) items[to]?.focus();
    else if (item && (isMenu || event.key === "Enter") && event.target === item) this.open(item);
    else return;
    event.preventDefault();
  }

  #arrive(item) {
    if (!item || item.tabIndex === 0) return;
    this.view.feed.tabIndex = -1;
    for (const other of this.view.feed.querySelectorAll('.message[tabindex="0"]')) rest(other);
    wake(item);
  }

  #press(event) {
    const item = event.target.closest(".bubble")?.closest(".message[data-seq]");
    if (event.pointerType === "mouse" || !item || event.target.closest("a, button")) return;
    this.pressed = { x: event.clientX, y: event.clientY };
    this.timer = setTimeout(() => {
      // Lifting the thumb must not tap what is under it by then.
      addEventListener("touchend", (end) => end.preventDefault(), { once: true, passive: false });
      this.open(item);
    }, LONG);
  }

  #release({ type, clientX, clientY }) {
    const { x, y } = this.pressed ?? {};
    if (type !== "pointermove" || Math.hypot(clientX - x, clientY - y) > STILL) clearTimeout(this.timer);
  }
}
