// Mounts what the page asks for: <div data-module="room"> gets js/modules/room.js.
// A module is a class whose object gets the element, with connect() and disconnect().
import "./lib/install.js";
import { keepPagesFor, registerWorker } from "./lib/worker.js";

const MODULES = new Set([
  "composer", "connection", "copy", "error-summary", "install", "ios-only", "kept-pages",
  "push-switch", "reveal-password", "room", "share", "sign-out",
]);
const mounted = new Map();

async function mount(element) {
  for (const name of element.dataset.module.split(" ")) {
    if (!MODULES.has(name)) continue;
    const { default: Module } = await import(`./modules/${name}.js`);
    const module = new Module(element);
    mounted.set(element, [...(mounted.get(element) ?? []), module]);
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

mountAll(document);
new MutationObserver(unmountRemoved).observe(document.body, { childList: true, subtree: true });

// Only for somebody signed in: a first visit to the sign-in page downloads nothing it can't use.
if (document.body.dataset.personId) {
  addEventListener("load", () => void registerWorker());
  void keepPagesFor(document.body.dataset.personId);
}
