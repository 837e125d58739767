// The page's side of the service worker.
const worker = navigator.serviceWorker;

export async function registerWorker() {
  try {
    return await worker?.register("/sw.js", { scope: "/" });
  } catch {
    return undefined; // Hive works without one; there is nothing the person could do
  }
}

/** Sends a message and waits for the worker's answer; gives up quietly after two seconds. */
async function tell(message) {
  const registration = await worker?.getRegistration();
  if (!registration?.active) return;
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise((resolve) => {
    port1.onmessage = resolve;
    setTimeout(resolve, 2000);
  });
  registration.active.postMessage(message, [port2]);
  await answered;
}

/** Kept pages belong to this person; those of somebody else on this phone are forgotten. */
export const keepPagesFor = (personId) => tell({ type: "owner", person_id: personId });

/** Forgets kept pages, notifications and the number on the app's icon. */
export const wipeWorker = () => tell({ type: "wipe" });
