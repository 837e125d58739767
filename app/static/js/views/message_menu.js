// What can be done with a message: a sheet whose list comes from the server (app/chat/actions.py).
import { Problem, requestJson } from "../lib/http.js";
import { toast } from "../lib/toast.js";
import { sheetOf } from "./page_sheet.js";

const EDIT_FOR = 15 * 60_000;
const NO_SIGNAL = "There is no signal just now, so nothing was changed. Try again when there is.";

const pathOf = (item) => item.querySelector(".message__more").pathname;
const textOf = (item) => item.querySelector(".bubble__text")?.innerText ?? "";
const wordsOf = (problem) => (problem.status ? problem.detail : NO_SIGNAL);

/** What `data-when` may ask: the same as facts_of in app/chat/actions.py. */
function factsOf(item, personId) {
  const isPoll = Boolean(item.querySelector(".poll"));
  const age = Date.now() - Date.parse(item.querySelector("time").dateTime);
  return new Set([
    item.dataset.authorId === personId ? "own" : "others",
    "pinned" in item.dataset ? "pinned" : "unpinned",
    isPoll ? "poll" : "no-poll",
    age < EDIT_FOR && "fresh",
    textOf(item) && !isPoll && "words",
  ]);
}

export function openMenu(room, item, problem) {
  const template = room.element.querySelector("template[data-menu]");
  if (!item.querySelector(".message__more")) return; // taken away
  const sheet = template.content.firstElementChild.cloneNode(true);
  const facts = factsOf(item, room.view.personId);
  const mine = item.querySelector('.reaction[aria-pressed="true"]')?.value;
  const [name] = item.querySelector(".message__author").textContent.split(" ");
  sheet.querySelector("h2").textContent = facts.has("own") ? "Your message" : `Message from ${name}`;
  sheet.querySelector("[data-words]").textContent = textOf(item);
  for (const row of sheet.querySelectorAll("[data-when]")) {
    row.hidden = row.dataset.when && !row.dataset.when.split(" ").every((fact) => facts.has(fact));
  }
  for (const face of sheet.querySelectorAll(".signs__one")) face.ariaPressed = face.value === mine;
  sheet.addEventListener("click", (event) => void clicked(event));
  sheet.addEventListener("close", () => {
    sheet.remove();
    if (document.activeElement === document.body) room.view.find(item.dataset.seq)?.focus();
  });
  document.body.append(sheet);
  sheet.showModal();
  if (problem) fail(problem);

  async function clicked({ target }) {
    const { value, dataset } = target.closest("button") ?? {};
    if (target === sheet || value === "close") return sheet.close(); // beside it, or its cross
    try {
      if (value === "more") showMore();
      else if (target.closest(".signs")) await put(value === mine ? null : value);
      else if (dataset?.action) await act(dataset);
    } catch (refused) {
      fail(refused);
    }
  }

  function showMore() {
    const more = sheet.querySelector("[data-more-signs]");
    more.hidden = !more.hidden;
    sheet.querySelector('[value="more"]').ariaExpanded = !more.hidden;
  }

  async function put(emoji) {
    await send(room, item, emoji);
    sheet.close();
  }

  async function act({ action, path, post }) {
    const url = `${pathOf(item)}/${path}`;
    const done = () => {
      sheet.close();
      void room.timeline.catchUp();
    };
    if (action === "reply") {
      const { answer } = await import("./answering.js");
      sheet.close();
      return answer(item);
    }
    if (action !== "copy") return sheetOf(sheet, { done })[post === undefined ? "open" : "post"](url);
    await navigator.clipboard.writeText(textOf(item));
    sheet.close();
    return toast("Copied");
  }

  function fail(refused) {
    const error = sheet.querySelector("[data-error]");
    error.querySelector("span").textContent = wordsOf(refused);
    error.hidden = false;
  }
}

/** Puts `emoji` on a message, or takes one's own back with null. */
export async function react(room, item, emoji) {
  try {
    await send(room, item, emoji);
  } catch (problem) {
    openMenu(room, item, problem);
  }
}

async function send(room, item, emoji) {
  if (!navigator.onLine) throw new Problem();
  const url = `/api/v1${pathOf(item).replace("/chat", "")}/reaction`;
  room.view.update([await requestJson("PUT", url, { emoji })]);
}

/** Goes to a message that another one quotes. */
export async function goTo(room, seq) {
  try {
    await room.timeline.goTo(seq);
  } catch {
    toast("There is no signal to fetch that message. Try again when there is.");
  }
}
