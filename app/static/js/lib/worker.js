// The page's side of the service worker.
const worker = navigator.serviceWorker;

export async function registerWorker() {
  try {
    return await worker?.register("/sw.js", { scope: "/" });
  } catch {
    return undefined; // Hive works without one; there is nothing the person could do
  }
}

/** Sends a message and gives the worker's answer; gives up quietly after some seconds. */
async function tell(active, message, { seconds = 2 } = {}) {
  if (!active) return undefined;
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(resolve, seconds * 1000);
  });
  active.postMessage(message, [port2]);
  return answered;
}

/** Kept pages belong to this person; those of somebody else on this phone are forgotten. */
export async function keepPagesFor(personId) {
  const { active } = (await worker?.ready) ?? {}; // on a first visit it is on its way
  await tell(active, { type: "owner", person_id: personId });
}

/** Forgets kept pages, notifications and the number on the app's icon. */
export async function wipeWorker() {
  await tell((await worker?.getRegistration())?.active, { type: "wipe" });
}

/** Forgets the kept copy of a room, and of the pages that show its last words. */
export async function forgetPagesOf(roomId) {
  await tell((await worker?.getRegistration())?.active, { type: "forget", room_id: roomId });
}

/** Forgets photos of a room that are not among `photos` (paths), because they were taken away. */
export async function keepPhotosOf(roomId, photos) {
  await tell(worker?.controller, { type: "photos", room_id: roomId, photos });
}

/** What has become of the page since its copy was kept; see pwa/worker/copies.js. */
export const askForFresh = () => tell(worker?.controller, { type: "fresh" }, { seconds: 60 });
