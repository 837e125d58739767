// Who is writing just now, in the place of the line under the composer. Only for eyes: a screen
// reader has enough to tell.
import { live } from "../lib/socket.js";

const SHOWN_FOR = 5_000;
const line = document.querySelector("[data-typing]");
const usual = document.querySelector("#text-note");
const writing = new Map(); // by person: their first name, and the timer after which it is long ago

export function showTyping({ view }, { person_id: id, name }) {
  if (String(id) === view.personId || !line) return;
  stop(id);
  writing.set(id, { name: name.split(" ")[0], timer: setTimeout(() => stop(id), SHOWN_FOR) });
  say();
}

function stop(id) {
  clearTimeout(writing.get(id)?.timer);
  writing.delete(id);
  say();
}

live.addEventListener("message", ({ detail }) => writing.has(detail.author_id) && stop(detail.author_id));

function say() {
  const names = [...writing.values()].map(({ name }) => name);
  const who = names.length > 2 ? `${names.length} people` : names.join(" and ");
  line.textContent = `${who} ${names.length === 1 ? "is" : "are"} typing…`;
  line.hidden = !names.length;
  usual.hidden = Boolean(names.length);
}
