// Writing a message. The text is never lost: it is a draft until sent, and kept until it arrived.
import { collected, mayGo, parts } from "../lib/extras.js";
import { outbox } from "../lib/outbox.js";
import { tell } from "../lib/socket.js";
import { drafts } from "../lib/store.js";
import { uuid } from "../lib/uuid.js";

const DRAFT_AFTER = 400;
const WARN_BEFORE = 200;
const TYPING_EVERY = 3_000;
const CALLS = /(^|\s)@\S*( \S*)?$/;
const SIGNED_OUT = "You have been signed out. Sign in to send this.";

export default class Composer {
  #stopping = new AbortController();
  #draftTimer;
  #toldTyping = 0;

  constructor(form) {
    this.form = form;
    this.field = form.elements.text;
    this.error = form.querySelector(".field__error");
    this.note = form.querySelector("[data-length-note]");
    this.roomId = Number(form.dataset.roomId);
    this.longest = Number(form.dataset.longest);
  }

  async connect() {
    const listen = (target, type, then) =>
      target.addEventListener(type, then, { signal: this.#stopping.signal });
    listen(this.form, "submit", (event) => this.#submit(event));
    listen(this.field, "input", () => this.#typed());
    listen(this.field, "keydown", (event) => this.#key(event));
    listen(window, "pagehide", () => this.#keepDraft());
    listen(outbox, "refused", ({ detail }) => this.#refused(detail));
    listen(outbox, "taken-back", ({ detail }) => this.#takenBack(detail.entry));
    listen(outbox, "signed-out", () => this.#showError(SIGNED_OUT));
    if (this.form.elements.reply_to?.value) void import("../views/answering.js");
    const draft = await drafts.read(this.roomId);
    // On a slow phone somebody types before this script is there: that is the draft then.
    if (this.field.value) this.#keepDraft();
    else this.field.value = draft;
    this.#fit();
  }

  disconnect() {
    clearTimeout(this.#draftTimer);
    this.#stopping.abort();
  }

  async #submit(event) {
    event.preventDefault();
    if (this.field.readOnly) return; // it is being asked about
    const text = this.field.value.trim();
    const entry = { client_id: uuid(), room_id: this.roomId, text, ...collected() };
    this.field.focus();
    if (!text && !entry.attachments?.length) return this.#showError("Write a message first.");
    if (this.#excess > 0) return this.#showError(this.#tooLong);
    this.field.readOnly = true;
    const goes = await mayGo(entry).finally(() => (this.field.readOnly = false));
    if (!goes) return;
    this.#fill("");
    clearTimeout(this.#draftTimer);
    void drafts.drop(this.roomId);
    for (const part of parts) part.clear();
    void outbox.add(entry);
  }

  /** A keyboard with keys sends on Enter; a phone's Enter starts a new line. */
  #key(event) {
    const hasKeys = matchMedia("(hover: hover) and (pointer: fine)").matches;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !hasKeys) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  #typed() {
    clearTimeout(this.#draftTimer);
    this.#draftTimer = setTimeout(() => this.#keepDraft(), DRAFT_AFTER);
    this.#showError("");
    this.#fit();
    this.#tellTyping();
    void this.#suggest();
  }

  #tellTyping() {
    if (!this.field.value.trim() || Date.now() - this.#toldTyping < TYPING_EVERY) return;
    this.#toldTyping = Date.now();
    tell("chat:typing", { room_id: this.roomId });
  }

  /** Behind an "@": the people of the room. */
  async #suggest() {
    if (!CALLS.test(this.field.value.slice(0, this.field.selectionStart))) return;
    const { suggest } = await import("../views/mention_list.js");
    suggest(this.field);
  }

  // Counted as the server does: an emoji of two halves is one.
  get #excess() {
    return [...this.field.value.trim()].length - this.longest;
  }

  get #tooLong() {
    return `This is too long by ${this.#excess}. Send it in two messages.`;
  }

  #count() {
    const isShown = this.#excess > -WARN_BEFORE && this.error.hidden;
    this.note.hidden = !isShown;
    if (isShown) this.note.textContent = this.#excess > 0 ? this.#tooLong : `${-this.#excess} letters left.`;
  }

  #keepDraft() {
    const text = this.field.value;
    void (text.trim() ? drafts.keep(this.roomId, text) : drafts.drop(this.roomId));
  }

  async #refused({ entry, problem }) {
    const isFault = problem.status === 422 || problem.status === 400;
    if (entry.room_id !== this.roomId || !isFault || this.field.value.trim()) return;
    await outbox.takeBack(entry);
    this.#showError(problem.errors?.text ?? problem.detail);
  }

  #takenBack(entry) {
    if (entry.room_id !== this.roomId) return;
    this.#fill([this.field.value.trim(), entry.text].filter(Boolean).join("\n"));
    this.#keepDraft();
    for (const part of parts) part.restore?.(entry);
    this.field.focus();
  }

  #fill(text) {
    this.field.value = text;
    this.#showError("");
    this.#fit();
  }

  #showError(words) {
    this.error.hidden = !words;
    this.error.querySelector("[data-words]").textContent = words;
    this.#count();
    if (words) this.field.setAttribute("aria-invalid", "true");
    else this.field.removeAttribute("aria-invalid");
  }

  /** Where the style sheet can't let the field grow with its text. */
  #fit() {
    if (CSS.supports("field-sizing", "content")) return;
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }
}
