// Part of the service worker: photos of the rooms that were seen, so that they are there again
// without a network and are not loaded twice. Asked for anew by whoever opens one by itself, so
// that an address somebody has kept shows nothing they may no longer see.
const MOST_PHOTOS = 60;
const PHOTO = /^\/chat\/rooms\/\d+\/photos\/[\w-]+(\/small)?$/;

registerRoute(
  ({ url, request, sameOrigin }) =>
    sameOrigin && request.destination === "image" && PHOTO.test(url.pathname),
  ({ event, request }) => answerWithPhoto(event, request.url),
);

async function answerWithPhoto(event, url) {
  const wipesThen = wipes;
  const kept = (await caches.has(PHOTOS)) && (await (await caches.open(PHOTOS)).match(url, { ignoreVary: true }));
  if (kept) return kept;
  const response = await fetch(url);
  if (isWhole(response)) event.waitUntil(keepPhoto(url, response.clone(), wipesThen));
  return response;
}

async function keepPhoto(url, response, wipesThen) {
  const photos = await caches.open(PHOTOS);
  if (wipesThen !== wipes) return;
  await photos.put(url, response);
  const oldest = (await photos.keys()).slice(0, -MOST_PHOTOS);
  await Promise.all(oldest.map((photo) => photos.delete(photo)));
}

/** Forgets the photos of a room's page: all of them, or those not in `shown` (a text or a list). */
async function forgetPhotos(page, shown = "") {
  if (!(await caches.has(PHOTOS))) return;
  const photos = await caches.open(PHOTOS);
  for (const { url } of await photos.keys()) {
    const path = new URL(url).pathname;
    if (!path.startsWith(`${page}/photos/`) || shown.includes(path.replace(/\/small$/, ""))) continue;
    await photos.delete(url, { ignoreVary: true });
  }
}
