// A tap on a photo opens it here; without this script the link opens the picture itself.
import { live } from "../lib/socket.js";
import { keepPhotosOf } from "../lib/worker.js";

export default class PhotoViewer {
  constructor(element) {
    this.template = element.firstElementChild;
  }

  connect() {
    document.addEventListener("click", this.#open);
    live.addEventListener("changed", this.#forget);
  }

  disconnect() {
    document.removeEventListener("click", this.#open);
    live.removeEventListener("changed", this.#forget);
  }

  #open = async (event) => {
    const link = event.target.closest(".photos__link");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { view } = await import("../views/photo_viewer.js");
    view(link, this.template);
  };

  /** A message was deleted: its photos go from this phone too, once they are off the screen. */
  #forget = ({ detail: { room_id: roomId, html } }) => {
    if (!html.includes("message--gone")) return;
    setTimeout(() => {
      const shown = [...document.querySelectorAll(".photos__link")].map(({ pathname }) => pathname);
      void keepPhotosOf(roomId, shown);
    }, 1000);
  };
}
