// Brings a part of the page from one answer of the server to the next. Compares the two answers,
// not the page itself: what a script or the person has changed since stays, unless it is in a
// part that the server has changed too.

/** `live` was made from `before`; `after` is how the server says it is now. */
export function patch(live, before, after) {
  if (before.isEqualNode(after)) return;
  if (live.nodeType !== Node.ELEMENT_NODE) {
    live.data = after.data;
  } else if (live.dataset.module) {
    patchModule(live, after);
  } else {
    patchAttributes(live, before, after);
    const triples = pair(live, before, after);
    if (triples) for (const [one, then, now] of triples) patch(one, then, now);
    else replaceChildren(live, after);
  }
}

/** A module holds parts of its element: it takes the news itself, or starts again on a new one. */
function patchModule(live, after) {
  const news = new CustomEvent("fresh", { detail: after, cancelable: true });
  if (!live.dispatchEvent(news) || hasWords(live)) return;
  keepingFocus(() => live.replaceWith(document.importNode(after, true)));
}

function patchAttributes(live, before, after) {
  for (const name of new Set([...before.getAttributeNames(), ...after.getAttributeNames()])) {
    const value = after.getAttribute(name);
    if (value === before.getAttribute(name)) continue;
    if (value === null) live.removeAttribute(name);
    else live.setAttribute(name, value);
  }
}

/** The children side by side, where all three have the same ones. */
function pair(live, before, after) {
  const [ones, thens, nows] = [live, before, after].map(({ childNodes }) => [...childNodes]);
  const isAlike = (one, other) => one?.nodeName === other.nodeName && one.id === other.id;
  const isSame =
    ones.length === nows.length &&
    thens.length === nows.length &&
    nows.every((now, index) => isAlike(ones[index], now) && isAlike(thens[index], now));
  return isSame ? nows.map((now, index) => [ones[index], thens[index], now]) : undefined;
}

function replaceChildren(live, after) {
  if (hasWords(live)) return;
  keepingFocus(() => live.replaceChildren(...document.importNode(after, true).childNodes));
}

/** Something typed or chosen that would be lost. */
function hasWords(live) {
  const fields = live.querySelectorAll("input, textarea");
  return [...fields].some(
    (field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked,
  );
}

function keepingFocus(change) {
  const { activeElement: had } = document;
  change();
  if (had.isConnected) return;
  const href = had.getAttribute("href");
  const twin = had.id ? `#${CSS.escape(had.id)}` : href && `[href="${CSS.escape(href)}"]`;
  if (twin) document.querySelector(twin)?.focus({ preventScroll: true });
}
