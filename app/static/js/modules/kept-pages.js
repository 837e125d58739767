// On the offline page: the rooms and pages this phone has kept, by their titles.
const KEPT = ["hive-registers", "hive-pages"];

export default class KeptPages {
  constructor(element) {
    this.element = element;
    this.list = element.querySelector("ul");
    this.row = element.querySelector("template");
  }

  async connect() {
    if (!("caches" in window)) return;
    for (const name of KEPT) if (await caches.has(name)) await this.#listAll(await caches.open(name));
    this.element.hidden = !this.list.children.length;
  }

  async #listAll(kept) {
    for (const { url } of await kept.keys()) {
      const html = await (await kept.match(url, { ignoreVary: true })).text();
      this.list.append(this.#link(url, html));
    }
  }

  #link(url, html) {
    const row = this.row.content.firstElementChild.cloneNode(true);
    const { title } = new DOMParser().parseFromString(html, "text/html");
    row.querySelector("a").href = new URL(url).pathname;
    row.querySelector("[data-title]").textContent = title.replace(/ · Hive$/, "");
    return row;
  }
}
