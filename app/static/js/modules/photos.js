// Photos and documents beside the words; what shows and shrinks them comes with the first of them.
// Mounted behind the composer: nothing can be chosen that the plain form would leave behind.
import { gates, parts } from "../lib/extras.js";

export default class Photos {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector(".composer__chooser");
  }

  connect() {
    for (const part of this.form.querySelectorAll(".composer__button")) part.hidden = !part.hidden;
    this.input.onchange = () => this.#choose();
    parts.add(this);
    gates.add(this.#gate);
  }

  disconnect() {
    parts.delete(this);
    gates.delete(this.#gate);
  }

  collect() {
    const attachments = this.strip?.ids ?? [];
    return attachments.length ? { attachments } : {};
  }

  clear() {
    this.strip?.clear();
  }

  /** A message was refused, and goes back to be changed. */
  async restore(entry) {
    if (!entry.attachments) return;
    const { filesOf, forgetFiles } = await import("../lib/uploads.js");
    const files = await filesOf(entry);
    (await this.#open()).show(files);
    await forgetFiles(entry);
  }

  async #choose() {
    const files = [...this.input.files];
    this.input.value = ""; // so that the same one can be chosen again
    (await this.#open()).add(files);
  }

  async #open() {
    const { PhotoStrip } = await import("../views/photo_strip.js");
    return (this.strip ??= new PhotoStrip(this.form));
  }

  #gate = ({ attachments }) => !attachments || this.strip.mayGo();
}
