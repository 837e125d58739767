// On the offline page: the rooms and pages this phone has kept, by their titles.
const KEPT = "hive-pages";

export default class KeptPages {
  constructor(element) {
    this.element = element;
    this.list = element.querySelector("ul");
    this.row = element.querySelector("template");
  }

  async connect() {
    if (!("caches" in window) || !(await caches.has(KEPT))) return;
    const kept = await caches.open(KEPT);
    for (const { url } of await kept.keys()) {
      const html = await (await kept.match(url)).text();
      this.list.append(this.#link(url, html));
    }
    this.element.hidden = !this.list.children.length;
  }

  #link(url, html) {
    const row = this.row.content.firstElementChild.cloneNode(true);
    const { title } = new DOMParser().parseFromString(html, "text/html");
    row.querySelector("a").href = new URL(url).pathname;
    row.querySelector("[data-title]").textContent = title.replace(/ · Hive$/, "");
    return row;
  }
}
