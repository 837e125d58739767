// The element of a message: written by the server for every reader, made this reader's own.

/** A new element. Its HTML was written and escaped by our own server. */
export function itemOf({ html, is_confirmed: isConfirmed }, personId) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const item = template.content.firstElementChild;
  item.classList.toggle("message--mine", item.dataset.authorId === personId);
  item.classList.toggle("message--confirmed", Boolean(isConfirmed));
  makeOwn(item, personId);
  return item;
}

/** Marks what this reader has chosen or is called by; out of the way of the Tab key. */
export function makeOwn(item, personId) {
  for (const name of item.querySelectorAll(".mention")) {
    name.classList.toggle("mention--me", name.dataset.personId === personId);
  }
  for (const button of item.querySelectorAll("[data-people]")) {
    const isMine = button.dataset.people.split(",").includes(personId);
    if (isMine && button.ariaPressed !== "true" && button.ariaLabel) button.ariaLabel += " You reacted.";
    button.setAttribute("aria-pressed", isMine);
  }
  rest(item);
}

/** The feed is one stop of the Tab key: the message one is at, and from there what is in it. */
export function rest(item) {
  item.tabIndex = -1;
  for (const control of item.querySelectorAll("a, button")) control.tabIndex = -1;
}

export function wake(item) {
  item.tabIndex = 0;
  for (const control of item.querySelectorAll("a, button")) control.removeAttribute("tabindex");
}

/** Puts `item` where `old` was, with the focus where it was. */
export function swap(old, item) {
  const { activeElement: had } = document;
  for (const name of ["message--next", "message--confirmed"]) {
    item.classList.toggle(name, old.classList.contains(name));
  }
  if (old.tabIndex === 0) wake(item);
  const hadFocus = old.contains(had);
  old.replaceWith(item);
  if (!hadFocus) return;
  const twin = had.value ? item.querySelector(`[value="${CSS.escape(had.value)}"]`) : undefined;
  const link = had.classList.contains("message__more") ? item.querySelector(".message__more") : undefined;
  (twin ?? link ?? item).focus({ preventScroll: true });
}
