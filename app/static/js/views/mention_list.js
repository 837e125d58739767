// Behind an "@" in the composer: the people of the room, fewer with each letter. The arrow keys
// choose, Enter or Tab takes, Escape closes.
const CALL = /(^|\s)@([^@\n]{0,40})$/;
const MOST = 6;

const people = [...document.querySelector("template[data-people]").content.children];
const list = document.createElement("ul");
let field;
let start; // where the name begins in the text, after the "@"

list.className = "mention-list";
list.id = "mention-list";
list.role = "listbox";
list.ariaLabel = "People of this room";
list.hidden = true;
// Before the field loses the focus.
list.addEventListener("pointerdown", (event) => event.preventDefault());
list.addEventListener("click", ({ target }) => take(target.closest("[role=option]")));

/** Shows whom the text before the caret may mean. */
export function suggest(where) {
  if (field !== where) attach(where);
  const before = field.value.slice(0, field.selectionStart);
  const [, , typed] = CALL.exec(before) ?? [];
  const found = typed === undefined ? [] : matching(typed.toLowerCase());
  if (!found.length) return close();
  start = before.length - typed.length;
  list.replaceChildren(...found.map((person) => person.cloneNode(true)));
  list.hidden = false;
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  choose(list.firstElementChild);
}

/** Those one of whose names begins so; after a whole name and more, nobody. */
function matching(typed) {
  const begins = ({ dataset: { name } }) =>
    name.toLowerCase().startsWith(typed) || name.toLowerCase().includes(` ${typed}`);
  return people.filter(begins).slice(0, MOST);
}

function attach(where) {
  field = where;
  field.form.before(list);
  // Before the composer hears of it: its Enter sends.
  field.form.addEventListener("keydown", key, { capture: true });
  field.addEventListener("blur", close);
  field.addEventListener("input", () => list.hidden || suggest(field));
}

function key(event) {
  if (list.hidden || event.isComposing || event.target !== field) return;
  const chosen = list.querySelector('[aria-selected="true"]');
  const then = {
    ArrowDown: () => choose(chosen.nextElementSibling ?? list.firstElementChild),
    ArrowUp: () => choose(chosen.previousElementSibling ?? list.lastElementChild),
    Enter: () => take(chosen),
    Tab: () => take(chosen),
    Escape: close,
  }[event.key];
  if (!then || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  then();
}

function choose(option) {
  for (const other of list.children) other.ariaSelected = other === option;
  option.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", option.id);
}

function take(option) {
  if (!option) return;
  field.setRangeText(`${option.dataset.name} `, start, field.selectionStart, "end");
  close();
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function close() {
  list.hidden = true;
  field.removeAttribute("aria-activedescendant");
  field.removeAttribute("aria-controls");
}
