// A file that is being checked or written: the bar moves, and its end opens the page anew.
import { getJson } from "../lib/http.js";

const EVERY = 700;
const PATIENT_EVERY = 4000; // no network, a server that restarts: ask less often

export default class ImportProgress {
  #timer;

  constructor(element) {
    this.element = element;
    this.bar = element.querySelector("progress");
    this.words = element.querySelector("[data-progress-words]");
    element.querySelector("[data-look-again]").hidden = true;
  }

  connect() {
    this.#wait(EVERY);
  }

  disconnect() {
    clearTimeout(this.#timer);
  }

  #wait(milliseconds) {
    this.#timer = setTimeout(() => void this.#ask(), milliseconds);
  }

  async #ask() {
    try {
      const { state, done, total, is_stuck: isStuck } = await getJson(this.element.dataset.url);
      if (state !== this.element.dataset.state || isStuck) return location.reload();
      this.#show(done, total);
      this.#wait(EVERY);
    } catch (problem) {
      if (problem.isPassing) this.#wait(PATIENT_EVERY);
      else location.reload();
    }
    return undefined;
  }

  #show(done, total) {
    if (!total) return;
    this.bar.max = total;
    this.bar.value = done;
    const figure = (number) => number.toLocaleString("en-GB");
    this.words.textContent = `${figure(done)} of ${figure(total)}`;
  }
}
