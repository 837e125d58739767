// The list of rooms: a room that was made after the page was opened comes into it.
export default class RoomList {
  constructor(element) {
    this.element = element;
  }

  connect() {
    this.element.addEventListener("unknown", () => void this.#reload());
  }

  async #reload() {
    const answer = await fetch(location.pathname).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const list = page.querySelector("[data-room-list]");
    if (list) this.element.replaceChildren(...list.childNodes);
  }
}
