// Which message is answered: shown above the composer, sent with what is written there.
import { parts } from "../lib/extras.js";

const box = document.querySelector("[data-answering]");
const number = box.querySelector("[name=reply_to]");
const field = box.closest("form").elements.text;

const part = {
  collect: () => (number.value ? { reply_to: Number(number.value) } : {}),
  clear: () => show(""),
  restore({ reply_to: seq }) {
    const item = seq && document.querySelector(`#message-${seq}`);
    if (item) answer(item);
  },
};

export function answer(item) {
  const words = item.querySelector(".bubble__text")?.textContent ?? "Photo or document";
  show(item.dataset.seq, item.querySelector(".message__author").textContent, words.slice(0, 140));
  field.focus();
}

function show(seq, author = "", words = "") {
  number.value = seq;
  box.querySelector(".quote__author").textContent = author;
  box.querySelector(".quote__words").textContent = words;
  box.hidden = !seq;
}

parts.add(part);
box.querySelector("a").addEventListener("click", (event) => {
  event.preventDefault();
  show("");
  field.focus();
});
field.addEventListener("keydown", ({ key }) => key === "Escape" && show(""));
