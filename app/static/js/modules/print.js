// A button that prints the page. Without it the browser's own menu does.
export default class Print {
  #button;
  #print = () => window.print();

  constructor(button) {
    this.#button = button;
  }

  connect() {
    this.#button.hidden = false;
    this.#button.addEventListener("click", this.#print);
  }

  disconnect() {
    this.#button.removeEventListener("click", this.#print);
  }
}
