// What waits on this phone: messages and marks not sent yet, what hangs on them, and drafts.
// Belongs to one person.
import { openDB } from "idb";

const NAME = "hive";
const VERSION = 3;
const STORES = {
  outbox: "client_id",
  drafts: "room_id",
  owner: "id",
  uploads: "client_id",
  marks: "client_id",
  registers: "event_id",
};

let opened;

function database() {
  opened ??= open();
  return opened;
}

async function open() {
  const db = await openDB(NAME, VERSION, {
    upgrade(older) {
      for (const [store, keyPath] of Object.entries(STORES)) {
        if (!older.objectStoreNames.contains(store)) older.createObjectStore(store, { keyPath });
      }
    },
    blocking: () => db.close(),
    terminated: () => (opened = undefined),
  }).catch(() => undefined);
  if (!db) return memory();
  await forgetOthers(db);
  return db;
}

/** Somebody else signed in on this phone: what the one before left is not theirs to see or send. */
async function forgetOthers(db) {
  const id = "owner";
  const person = document.body.dataset.personId;
  const known = await db.get("owner", id);
  if (known && known.person !== person) await clearStores(db);
  if (person) await db.put("owner", { id, person });
}

async function clearStores(db) {
  for (const store of Object.keys(STORES)) await db.clear(store);
}

/** Some private windows have no IndexedDB: then it lasts as long as the page. */
function memory() {
  const maps = Object.fromEntries(Object.keys(STORES).map((store) => [store, new Map()]));
  return {
    get: async (store, key) => maps[store].get(key),
    getAll: async (store) => [...maps[store].values()],
    put: async (store, value) => maps[store].set(value[STORES[store]], value),
    delete: async (store, key) => maps[store].delete(key),
    clear: async (store) => maps[store].clear(),
  };
}

export const drafts = {
  read: async (roomId) => (await (await database()).get("drafts", roomId))?.text ?? "",
  keep: async (roomId, text) => (await database()).put("drafts", { room_id: roomId, text }),
  drop: async (roomId) => (await database()).delete("drafts", roomId),
  rooms: async () => (await (await database()).getAll("drafts")).map(({ room_id: id }) => id),
};

export const outboxStore = {
  keep: async (entry) => (await database()).put("outbox", entry),
  drop: async (clientId) => (await database()).delete("outbox", clientId),
  all: async () =>
    (await (await database()).getAll("outbox")).sort((a, b) => a.written_at - b.written_at),
};

/** Photos and documents of waiting messages: { client_id, room_id, blob, name, isThere }. */
export const uploads = {
  read: async (clientId) => (await database()).get("uploads", clientId),
  keep: async (file) => (await database()).put("uploads", file),
  drop: async (clientId) => (await database()).delete("uploads", clientId),
};

/** Marks of registers: { client_id, event_id, sign_up_id, kind, collected_by, marked_at }. */
export const waitingMarks = {
  keep: async (mark) => (await database()).put("marks", mark),
  drop: async (clientId) => (await database()).delete("marks", clientId),
  all: async () =>
    (await (await database()).getAll("marks")).sort((a, b) => a.marked_at.localeCompare(b.marked_at)),
};

/** What the server said of a register last, on its day: { event_id, lines, until }. */
export const keptRegisters = {
  read: async (eventId) => (await current(eventId))?.lines ?? [],
  keep: async (register) => (await database()).put("registers", register),
};

async function current(eventId) {
  const db = await database();
  for (const { event_id: id, until } of await db.getAll("registers")) {
    if (until < Date.now()) await db.delete("registers", id);
  }
  return db.get("registers", eventId);
}

export const forgetEverything = async () => clearStores(await database());
