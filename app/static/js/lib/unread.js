// How much is unread: on the places, in the list of rooms, in the tab's title, on the app's icon.
const bare = (title) => title.replace(/^\(\d+\) /, "");
let title;
const myId = Number(document.body.dataset.personId);

const numberIn = (element) => Number.parseInt(element?.textContent ?? "0", 10) || 0;
const countIn = (badge) => numberIn(badge?.querySelector("[data-unread-words]"));

let total;
let muted;
recount();
document.addEventListener("fresh", recount);

function recount() {
  title = bare(document.title);
  const badge = document.querySelector("[data-unread-badge]");
  total = countIn(badge);
  muted = new Set(badge?.dataset.mutedRooms?.split(" ").map(Number));
  showTotal();
}

const arrived = new Map(); // by room: the numbers of messages that came since the page opened

/** A message came in some room: unread, unless it is one's own. */
export function messageCame(message) {
  const { room_id: roomId, author_id: authorId, seq } = message;
  showLatest(message);
  const known = arrived.get(roomId) ?? new Set();
  if (authorId === myId || known.has(seq) || isBeingRead(roomId)) return;
  arrived.set(roomId, known.add(seq));
  change(roomId, 1);
}

const isBeingRead = (roomId) =>
  document.visibilityState === "visible" &&
  Boolean(document.querySelector(`.room[data-room-id="${roomId}"]`));

export function roomWasRead(roomId, upTo) {
  const known = arrived.get(roomId) ?? new Set();
  const read = [...known].filter((seq) => seq <= upTo);
  for (const seq of read) known.delete(seq);
  if (read.length) change(roomId, -read.length);
}

/** The room's row or card goes, with its last words and its number. */
export function roomWasLeft(roomId, unreadTotal) {
  const badges = [...document.querySelectorAll(`[data-room-unread="${roomId}"]`)];
  arrived.delete(roomId);
  total = unreadTotal ?? Math.max(0, total - (muted.has(roomId) ? 0 : countIn(badges[0])));
  for (const badge of badges) {
    const part = badge.closest("li, .hive-card") ?? badge;
    const group = part.closest("[data-room-list] > section");
    part.remove();
    if (group && !group.querySelector("li")) group.remove();
  }
  for (const badge of document.querySelectorAll("[data-unread-badge]")) show(badge, total);
  showTotal();
}

function change(roomId, by) {
  if (!muted.has(roomId)) total = Math.max(0, total + by);
  for (const badge of document.querySelectorAll("[data-unread-badge]")) show(badge, total);
  for (const badge of document.querySelectorAll(`[data-room-unread="${roomId}"]`)) {
    show(badge, Math.max(0, countIn(badge) + by));
  }
  showTotal();
}

/** The room's line in the list: its last words, their time, and on top of the others. */
function showLatest({ room_id: roomId, author_id: authorId, author_name: name, short, html }) {
  const line = document.querySelector(`[data-room-latest="${roomId}"]`);
  if (!line) return void document.querySelector("[data-room-list]")?.dispatchEvent(new Event("unknown"));
  const who = authorId === myId ? "You: " : line.dataset.two === undefined && `${name.split(" ")[0]}: `;
  line.textContent = (who || "") + short;
  const item = line.closest("li");
  item.querySelector("time")?.replaceChildren(/<time[^>]*>([^<]*)/.exec(html)[1]);
  if (!item.contains(document.activeElement)) item.parentElement.prepend(item);
}

function show(badge, count) {
  badge.hidden = count === 0;
  badge.querySelector("[data-unread-count]").textContent = count < 100 ? count : "99+";
  badge.querySelector("[data-unread-words]").textContent = `${count} unread`;
}

function showTotal() {
  document.title = total ? `(${total}) ${title}` : title;
  if (!("setAppBadge" in navigator)) return;
  void (total ? navigator.setAppBadge(total) : navigator.clearAppBadge()).catch(() => {});
}
