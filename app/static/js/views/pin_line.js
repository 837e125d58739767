// The line on top of a room that shows what was pinned last, fetched anew when a pin has changed.
export async function showNewestPin() {
  const answer = await fetch(location.href).catch(() => undefined);
  if (!answer?.ok) return; // it stands there at the next opening
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [line, fresh] = [document, page].map((each) => each.querySelector("[data-pin]"));
  if (line && fresh) line.replaceWith(document.importNode(fresh, true));
}
