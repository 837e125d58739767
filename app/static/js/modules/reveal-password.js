// Shows a password as it is typed: fewer mistakes on a small keyboard.
export default class RevealPassword {
  constructor(element) {
    this.input = element.querySelector("input");
    this.button = element.querySelector("[data-reveal]");
  }

  connect() {
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.#show(this.input.type === "password"));
    // Password managers only know a field of type "password".
    this.input.form?.addEventListener("submit", () => this.#show(false));
  }

  #show(isShown) {
    this.input.type = isShown ? "text" : "password";
    this.button.setAttribute("aria-pressed", String(isShown));
    this.button.setAttribute("aria-label", isShown ? "Hide password" : "Show password");
    this.button.querySelector("[data-reveal-on]").hidden = isShown;
    this.button.querySelector("[data-reveal-off]").hidden = !isShown;
  }
}
