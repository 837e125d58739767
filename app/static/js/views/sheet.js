// A sheet with a few words and buttons. Resolves to the value of the button, or undefined.
let number = 0;

export function openSheet({ title, words, actions }) {
  const sheet = document.createElement("dialog");
  const head = document.createElement("div");
  const heading = document.createElement("h2");
  const text = document.createElement("p");
  const buttons = document.createElement("div");
  sheet.className = "sheet";
  head.className = "sheet__head";
  buttons.className = "buttons";
  heading.id = `sheet-${(number += 1)}`;
  heading.textContent = title;
  text.textContent = words;
  sheet.setAttribute("aria-labelledby", heading.id);
  head.append(heading);
  sheet.append(head, text, buttons);
  document.body.append(sheet);
  return new Promise((resolve) => {
    buttons.append(...actions.map((action) => control(action, sheet)));
    sheet.addEventListener("close", () => {
      sheet.remove();
      resolve(sheet.returnValue || undefined);
    });
    sheet.showModal();
  });
}

function control({ label, url, value, kind }, sheet) {
  const element = document.createElement(url ? "a" : "button");
  element.className = kind ? `button button--${kind}` : "button";
  element.textContent = label;
  if (url) element.href = url;
  else element.addEventListener("click", () => sheet.close(value));
  return element;
}
