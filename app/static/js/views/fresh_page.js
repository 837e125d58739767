// Makes a page that was shown from its copy what the server says it is now.
import { wipeWorker } from "../lib/worker.js";
import { patch } from "./patch.js";

const PARTS = [".places", "main"];
const FILES = 'script[type="importmap"], link[rel="stylesheet"]';

export function showFresh({ before, after }, mountAll) {
  const [then, now] = [before, after].map((html) => new DOMParser().parseFromString(html, "text/html"));
  if (now.body.dataset.personId !== document.body.dataset.personId) return void leave();
  // A new release: its pages need its own scripts and styles. Not in the middle of a sentence.
  if (filesOf(now) !== filesOf(then)) return void (hasTyped() || location.reload());
  for (const part of PARTS) {
    const [one, other, fresh] = [document, then, now].map((page) => page.querySelector(part));
    if (one && other && fresh) patch(one, other, fresh);
  }
  document.title = now.title;
  document.dispatchEvent(new Event("fresh"));
  mountAll(document);
}

/** Somebody else is signed in by now: nothing of the person before stays. */
async function leave() {
  await wipeWorker();
  location.reload();
}

const filesOf = (page) =>
  [...page.querySelectorAll(FILES)].map((tag) => tag.getAttribute("href") ?? tag.text).join();

const hasTyped = () =>
  [...document.querySelectorAll("input, textarea")].some((field) => field.value !== field.defaultValue);
