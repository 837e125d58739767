// A form that asks before what was changed in it is lost with the page.
export default class Unsaved {
  #form;
  #keep = () => addEventListener("beforeunload", this.#ask);
  #let = () => removeEventListener("beforeunload", this.#ask);
  #ask = (event) => event.preventDefault();

  constructor(form) {
    this.#form = form;
  }

  connect() {
    this.#form.addEventListener("input", this.#keep);
    this.#form.addEventListener("submit", this.#let);
  }

  disconnect() {
    this.#form.removeEventListener("input", this.#keep);
    this.#form.removeEventListener("submit", this.#let);
    this.#let();
  }
}
