// A page of Hive in a sheet that is open: what the page marks with data-sheet="title", and what its
// form answers. So whatever can be done without a script is done in the same words with one.
import { Problem } from "../lib/http.js";

// Errors as JSON; a page as a page.
const ACCEPT = "application/json, text/html;q=0.9";

export function sheetOf(sheet, { done }) {
  async function open(url, options = {}) {
    const part = await ask(url, options);
    if (!part) return done();
    const [head, ...rest] = sheet.children;
    const error = sheet.querySelector("[data-error]");
    error.hidden = true;
    for (const child of rest) if (child !== error) child.remove();
    head.querySelector("h2").textContent = part.dataset.sheet;
    sheet.append(document.importNode(part, true));
    sheet.onsubmit = (event) => void submit(event);
    const field = sheet.querySelector("[aria-invalid], textarea") ?? head.querySelector("button");
    field.focus();
  }

  async function submit(event) {
    event.preventDefault();
    const { target: form, submitter } = event;
    if (form.ariaBusy) return;
    form.ariaBusy = "true";
    try {
      await open(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, submitter)) });
    } catch (problem) {
      const error = sheet.querySelector("[data-error]");
      error.querySelector("span").textContent = problem.detail || "There is no signal just now. Try again when there is.";
      error.hidden = false;
    } finally {
      form.ariaBusy = null;
    }
  }

  return { open, post: (url) => open(url, { method: "POST" }) };
}

/** The part of the page that goes into a sheet; nothing when the server leads on: it is done. */
async function ask(url, options) {
  const response = await fetch(url, { ...options, redirect: "manual", headers: { Accept: ACCEPT } }).catch(() => {
    throw new Problem();
  });
  if (response.type === "opaqueredirect") return undefined;
  const text = await response.text();
  const isPage = response.headers.get("Content-Type")?.includes("html");
  const part = isPage && new DOMParser().parseFromString(text, "text/html").querySelector("[data-sheet]");
  if (part) return part;
  if (isPage && response.ok) return void location.assign(url); // a page that wants the whole screen
  throw new Problem(isPage ? { status: response.status } : JSON.parse(text));
}
