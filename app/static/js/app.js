// Mounts what the page asks for: <div data-module="room"> gets js/modules/room.js.
// A module is a class whose object gets the element, with connect() and disconnect().
import "./lib/install.js";
import { askForFresh, keepPagesFor, registerWorker } from "./lib/worker.js";

const MODULES = new Set([
  "composer", "confirming", "connection", "copy", "error-summary", "import-progress", "install", "ios-only", "kept-pages",
  "name-guard", "photo-viewer", "photos", "print", "push-switch", "register", "reveal-password", "room", "room-list", "share", "sign-out", "unsaved",
]);
const mounted = new Map();

async function mount(element) {
  mounted.set(element, []);
  for (const name of element.dataset.module.split(" ")) {
    if (!MODULES.has(name)) continue;
    const { default: Module } = await import(`./modules/${name}.js`);
    if (!mounted.has(element)) return; // gone from the page meanwhile
    const module = new Module(element);
    mounted.get(element).push(module);
    await module.connect();
  }
}

function mountAll(root) {
  for (const element of root.querySelectorAll("[data-module]")) {
    if (!mounted.has(element)) void mount(element);
  }
}

function unmountRemoved(records) {
  for (const { removedNodes } of records) {
    for (const node of removedNodes) {
      for (const [element, modules] of mounted) {
        if (element.isConnected || !node.contains(element)) continue;
        for (const module of modules) module.disconnect?.();
        mounted.delete(element);
      }
    }
  }
}

// After the first picture of the page: on a slow phone the scripts would hold it up.
const afterPaint = (then) =>
  document.hidden ? then() : requestAnimationFrame(() => setTimeout(then));

afterPaint(() => mountAll(document));
new MutationObserver(unmountRemoved).observe(document.body, { childList: true, subtree: true });

// A page shown from this phone's copy learns what the server has said meanwhile.
async function bringUpToDate() {
  const answer = await askForFresh();
  if (answer?.is === "gone") location.reload();
  if (answer?.is !== "changed") return;
  const { showFresh } = await import("./views/fresh_page.js");
  showFresh(answer, mountAll);
}

void bringUpToDate();
addEventListener("load", () => void registerWorker());
if (document.body.dataset.personId) void keepPagesFor(document.body.dataset.personId);
