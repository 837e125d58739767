// What this phone keeps of a room: copies of pages, a draft, messages not sent yet.
import { outbox } from "./outbox.js";
import { drafts } from "./store.js";
import { forgetPagesOf } from "./worker.js";

const KEPT = "hive-pages";
const ROOM = /^\/chat\/rooms\/(\d+)$/;

export async function forgetRoom(roomId) {
  await Promise.allSettled([outbox.forget(roomId), drafts.drop(roomId), forgetPagesOf(roomId)]);
}

/** The rooms of which something is kept here, or on the screen. */
export async function keptRooms() {
  const [waiting, drafted, copied] = await Promise.all([outbox.entries(), drafts.rooms(), copies()]);
  const shown = [...document.querySelectorAll(".room")].map(({ dataset }) => Number(dataset.roomId));
  return new Set([...waiting.map(({ room_id: id }) => id), ...drafted, ...copied, ...shown]);
}

async function copies() {
  if (!("caches" in window) || !(await caches.has(KEPT))) return [];
  const urls = (await (await caches.open(KEPT)).keys()).map(({ url }) => new URL(url).pathname);
  return urls.flatMap((path) => ROOM.exec(path)?.[1] ?? []).map(Number);
}
