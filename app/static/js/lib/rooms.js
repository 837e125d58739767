// What this phone keeps of a room: copies of pages, a draft, messages not sent yet.
import { outbox } from "./outbox.js";
import { drafts, uploads } from "./store.js";
import { forgetPagesOf } from "./worker.js";

const KEPT = ["hive-pages", "hive-photos"];
const ROOM = /^\/chat\/rooms\/(\d+)(\/photos\/.+)?$/;

export async function forgetRoom(roomId) {
  const files = (await outbox.entries(roomId)).flatMap(({ attachments = [] }) => attachments);
  await Promise.allSettled([outbox.forget(roomId), drafts.drop(roomId), forgetPagesOf(roomId), ...files.map(uploads.drop)]);
}

/** The rooms of which something is kept here, or on the screen. */
export async function keptRooms() {
  const [waiting, drafted, copied] = await Promise.all([outbox.entries(), drafts.rooms(), copies()]);
  const shown = [...document.querySelectorAll(".room")].map(({ dataset }) => Number(dataset.roomId));
  return new Set([...waiting.map(({ room_id: id }) => id), ...drafted, ...copied, ...shown]);
}

async function copies() {
  if (!("caches" in window)) return [];
  const kept = await Promise.all(KEPT.map(async (name) => ((await caches.has(name)) ? (await caches.open(name)).keys() : [])));
  const paths = kept.flat().map(({ url }) => new URL(url).pathname);
  return paths.flatMap((path) => ROOM.exec(path)?.[1] ?? []).map(Number);
}
