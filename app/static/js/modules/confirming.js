// News: asking everybody to confirm, and "I have read this", said without leaving the room.
// Without this script both are plain forms.
import { parts } from "../lib/extras.js";

export default class Confirming {
  #part = {
    collect: () => (this.box.checked ? { needs_confirming: true } : {}),
    clear: () => (this.box.checked = false),
    restore: ({ needs_confirming: isAsked }) => (this.box.checked = Boolean(isAsked)),
  };

  constructor(feed) {
    this.feed = feed;
    this.box = document.querySelector("[name=needs_confirming]");
  }

  connect() {
    this.feed.addEventListener("submit", this.#submit);
    if (this.box) parts.add(this.#part);
  }

  disconnect() {
    this.feed.removeEventListener("submit", this.#submit);
    parts.delete(this.#part);
  }

  #submit = async (event) => {
    const form = event.target.closest("[data-confirm]");
    if (!form) return;
    event.preventDefault();
    const item = form.closest(".message");
    const answer = await fetch(form.action, { method: "POST", redirect: "manual" }).catch(() => null);
    if (answer?.type !== "opaqueredirect") return void form.submit();
    // By now the new count may have come, in an element of its own.
    const now = document.getElementById(item.id) ?? item;
    now.classList.add("message--confirmed");
    now.focus();
  };
}
