// Part of the service worker: forgetting what was kept for one person. Phones are shared.
const PAGES = "hive-pages";
const PHOTOS = "hive-photos";
const OWNER = "hive-owner";

// Whoever opens one of these is not, or no longer, the person whose pages were kept.
// Seen here as well as in the page, so that it also holds where the page's script did not run.
const DOORS = /^\/(sign-in|sign-out|join|forgotten-password)(\/|$)/;

// Counted, so that a page still on its way when it happens is not kept afterwards.
let wipes = 0;

async function wipe() {
  wipes += 1;
  const kept = [PAGES, PHOTOS, OWNER, REGISTERS].map((name) => caches.delete(name));
  await Promise.all([...kept, closeNotifications(), showBadge(0)]);
}

async function closeNotifications() {
  for (const shown of await self.registration.getNotifications()) shown.close();
}

// They show the last words of every room.
const WITH_LAST_WORDS = /^\/(chat|hives.*)?$/;

/** Somebody may no longer read a room. A page still on its way may hold its words: not kept. */
async function forgetRoom(roomId) {
  wipes += 1;
  const room = `/chat/rooms/${roomId}`;
  const isOfRoom = (url) => new URL(url).pathname === room;
  for (const shown of await self.registration.getNotifications()) {
    if (isOfRoom(shown.data?.url ?? self.location.origin)) shown.close();
  }
  await forgetPhotos(room);
  if (!(await caches.has(PAGES))) return;
  const pages = await caches.open(PAGES);
  for (const { url } of await pages.keys()) {
    const isWritten = isOfRoom(url) || WITH_LAST_WORDS.test(new URL(url).pathname);
    if (isWritten) await pages.delete(url, { ignoreVary: true });
  }
}

async function showBadge(unread) {
  if (!("setAppBadge" in navigator)) return;
  await (unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()).catch(() => {});
}

/** Keeps the pages for this person alone: those of anybody before are forgotten. */
async function keepFor(personId) {
  const known = await (await caches.open(OWNER)).match("/owner");
  const owner = await known?.text();
  if (owner === personId) return;
  if (owner) await wipe();
  await (await caches.open(OWNER)).put("/owner", new Response(personId));
}

self.addEventListener("fetch", (event) => {
  const isDoor = DOORS.test(new URL(event.request.url).pathname);
  if (event.request.mode === "navigate" && isDoor) event.waitUntil(wipe());
});

self.addEventListener("message", (event) => {
  const { type, person_id: personId, room_id: roomId, photos } = event.data ?? {};
  const answer = () => event.ports[0]?.postMessage({ done: type });
  if (type === "wipe") event.waitUntil(wipe().then(answer));
  if (type === "forget") event.waitUntil(forgetRoom(roomId).then(answer));
  if (type === "photos") event.waitUntil(forgetPhotos(`/chat/rooms/${roomId}`, photos).then(answer));
  if (type === "owner" && personId) event.waitUntil(keepFor(String(personId)).then(answer));
});
