// One's own messages that the server does not have yet: bubbles at the end of the feed.

const WORDS = { sending: "Sending…", waiting: "Not sent yet" };

export class PendingView {
  #items = new Map();

  constructor(list, template, { onRetry, onChange }) {
    Object.assign(this, { list, template, onRetry, onChange });
  }

  /** Shows `entry` in one of the states `sending`, `waiting`, `refused`. */
  show(entry, state = entry.refused ? "refused" : "sending") {
    const item = this.#items.get(entry.client_id) ?? this.#add(entry);
    const find = (part) => item.querySelector(`[data-pending="${part}"]`);
    item.classList.toggle("message--failed", state === "refused");
    find("state").textContent = state === "refused" ? `Not sent: ${entry.refused}` : WORDS[state];
    find("on-its-way").hidden = state === "refused";
    find("stopped").hidden = state !== "refused";
    find("retry").hidden = state !== "waiting";
    find("change").hidden = state !== "refused";
  }

  remove(clientId) {
    this.#items.get(clientId)?.remove();
    this.#items.delete(clientId);
  }

  #add(entry) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    item.querySelector(".bubble").textContent = entry.text;
    if (entry.attachments) void this.#showFiles(item, entry);
    item.querySelector('[data-pending="retry"]').addEventListener("click", () => this.onRetry(entry));
    item.querySelector('[data-pending="change"]').addEventListener("click", () => this.onChange(entry));
    this.list.append(item);
    this.#items.set(entry.client_id, item);
    return item;
  }

  async #showFiles(item, entry) {
    const { showWaiting } = await import("./waiting_photos.js");
    await showWaiting(item.querySelector(".bubble"), item.querySelector('[data-pending="state"]'), entry);
  }
}
