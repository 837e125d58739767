// What waits on this phone: messages not sent yet, and drafts. Belongs to one person.
import { openDB } from "idb";

const NAME = "hive";
const STORES = { outbox: "client_id", drafts: "room_id", owner: "id" };

let opened;

function database() {
  opened ??= open();
  return opened;
}

async function open() {
  const db = await openDB(NAME, 1, {
    upgrade(fresh) {
      for (const [store, keyPath] of Object.entries(STORES)) fresh.createObjectStore(store, { keyPath });
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

export const forgetEverything = async () => clearStores(await database());
