// Older messages, fetched before the reader scrolls up to where they begin.
import { getJson } from "../lib/http.js";

const EARLY = "600px 0px 0px";

export class OlderMessages {
  #isLoading = false;
  #watch;

  /** `link` holds the plain link to the page before; without it there is nothing older. */
  constructor(link, { url, feed, view }) {
    Object.assign(this, { link, url, feed, view });
  }

  watch() {
    if (!this.link) return;
    this.link.addEventListener("click", this.#clicked);
    this.#watch = new IntersectionObserver(([entry]) => entry.isIntersecting && void this.#load(), {
      root: this.view.feed,
      rootMargin: EARLY,
    });
    this.#watch.observe(this.link);
  }

  stop() {
    this.#watch?.disconnect();
    this.link?.removeEventListener("click", this.#clicked);
  }

  #clicked = (event) => {
    event.preventDefault();
    void this.#load();
  };

  async #load() {
    if (this.#isLoading || !this.link) return;
    this.#isLoading = true;
    this.link.setAttribute("aria-busy", "true");
    try {
      const { messages, has_more } = await getJson(`${this.url}?before=${this.feed.oldestSeq}`);
      this.view.prepend(this.feed.prepend(messages));
      this.link.querySelector("a").search = `?before=${this.feed.oldestSeq}`;
      if (!has_more) this.#remove();
    } catch {
      // The link stays and can be tapped.
    } finally {
      this.link?.removeAttribute("aria-busy");
      this.#isLoading = false;
    }
  }

  #remove() {
    this.stop();
    if (this.link.contains(document.activeElement)) this.view.feed.focus();
    this.link.remove();
    this.link = undefined;
  }
}
