// Notifications on this device: says why before asking, and what to do where it can't be had.
// Shows the one [data-push-state] that fits: unsupported, install-first, blocked, off, on.
import { isInstalled, isIos } from "../lib/install.js";
import {
  canPush, confirmSubscription, currentSubscription, dropSubscription, subscribe, unsubscribe,
} from "../lib/push.js";

export default class PushSwitch {
  constructor(element) {
    this.element = element;
    this.error = element.querySelector("[data-push-error]");
  }

  async connect() {
    this.#button("on").addEventListener("click", (event) => this.#turn(event, () => this.#turnOn()));
    this.#button("off").addEventListener("click", (event) => this.#turn(event, unsubscribe));
    for (const wanted of ["on", "off"]) this.#button(wanted).disabled = false; // a tap now counts
    this.#show(await this.#state());
    if (this.element.dataset.state === "on") await this.#confirm();
  }

  /** The browser says "on"; only what the server knows of rings. */
  async #confirm() {
    const { turnedOff, vapidPublicKey } = this.element.dataset;
    try {
      await (turnedOff === undefined ? confirmSubscription(vapidPublicKey) : dropSubscription());
    } catch (problem) {
      this.#say(problem);
    }
    this.#show(await this.#state());
  }

  #button(wanted) {
    return this.element.querySelector(`[data-push-turn="${wanted}"]`);
  }

  async #state() {
    if (!canPush()) return isIos() && !isInstalled() ? "install-first" : "unsupported";
    if (Notification.permission === "denied") return "blocked";
    return (await currentSubscription()) ? "on" : "off";
  }

  #show(state) {
    this.element.dataset.state = state;
    for (const part of this.element.querySelectorAll("[data-push-state]")) {
      part.hidden = part.dataset.pushState !== state;
    }
  }

  async #turnOn() {
    const answer = await Notification.requestPermission();
    if (answer === "granted") await subscribe(this.element.dataset.vapidPublicKey);
  }

  async #turn({ currentTarget: button }, change) {
    button.setAttribute("aria-busy", "true");
    this.error.hidden = true;
    try {
      await change();
    } catch (problem) {
      this.#say(problem);
    }
    button.removeAttribute("aria-busy");
    const state = await this.#state();
    const hasChanged = this.element.dataset.state !== state;
    this.#show(state);
    // The button that was tapped is gone: go on where it says what is so now.
    if (hasChanged) this.element.querySelector(`[data-push-state="${state}"]`)?.focus();
  }

  #say(problem) {
    this.error.querySelector("[data-words]").textContent =
      problem.status > 0 ? problem.detail : "That did not work. Check your connection and try again.";
    this.error.hidden = false;
  }
}
