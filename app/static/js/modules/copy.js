// Copies a text; says so, to eyes and screen readers.
import { toast } from "../lib/toast.js";

export default class Copy {
  constructor(button) {
    this.button = button;
  }

  connect() {
    this.button.addEventListener("click", () => this.#copy());
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.button.dataset.copyText);
      toast("Copied");
    } catch {
      toast("Your browser did not let Hive copy it. Press and hold the text to copy it.");
    }
  }
}
