// The install button, shown only where the browser offers it.
import { askToInstall, canInstall, install } from "../lib/install.js";

export default class Install {
  #stopping = new AbortController();

  constructor(element) {
    this.element = element;
  }

  connect() {
    const { signal } = this.#stopping;
    const show = () => (this.element.hidden = !canInstall());
    install.addEventListener("change", show, { signal });
    this.element.querySelector("[data-install]").addEventListener("click", askToInstall, { signal });
    show();
  }

  disconnect() {
    this.#stopping.abort();
  }
}
