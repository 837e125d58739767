// Where the messages on the page begin or end: what is beyond is fetched before the reader is there.
const EARLY = "600px 0px 600px 0px";

export class Edge {
  #isLoading = false;
  #watch;

  /** `item` holds plain links; `load` fetches and shows, and hides `item` when nothing is beyond. */
  constructor(item, { root, load }) {
    Object.assign(this, { item, load });
    this.#watch = new IntersectionObserver(([entry]) => entry.isIntersecting && void this.#load(), {
      root,
      rootMargin: EARLY,
    });
    this.#watch.observe(item);
    item.addEventListener("click", this.#clicked);
  }

  stop() {
    this.#watch.disconnect();
    this.item.removeEventListener("click", this.#clicked);
  }

  #clicked = (event) => {
    if (!event.target.closest("a:first-child")) return;
    event.preventDefault();
    void this.#load();
  };

  async #load() {
    if (this.#isLoading) return;
    this.#isLoading = true;
    this.item.setAttribute("aria-busy", "true");
    try {
      await this.load();
      this.#watch.unobserve(this.item); // looked at anew: it may be still in sight
      this.#watch.observe(this.item);
    } catch {
      // The links stay and can be tapped.
    } finally {
      this.item.removeAttribute("aria-busy");
      this.#isLoading = false;
    }
  }
}
