// Part of the service worker: what opens without a network.
const { cacheNames } = workbox.core;
const { matchPrecache, precacheAndRoute, cleanupOutdatedCaches } = workbox.precaching;
const { registerRoute } = workbox.routing;
const { NetworkOnly } = workbox.strategies;

const OFFLINE = "/offline";

// The last copy of these is kept, and of nothing else: no page with an invitation or an address.
// The answers of the API are never kept either.
const KEPT = /^\/(chat(\/rooms\/\d+)?|hives(\/\d+)?|more|events|bookings)?$/;

// The one page that is the same for everybody: it may stay when a person's pages are wiped.
const FRONT = "/sign-in";
const OPEN_TO_ALL = "hive-open";

const FILES = "hive-files";

// Taking over at once is safe. Each file's URL carries the hash of its content, so an open page
// goes on with the files it has; a page kept from before the update asks for old URLs, and
// `sameFile` answers with the new file of that name when there is no network. Waiting for all
// tabs to close would leave an installed app, which is hardly ever closed, on old code for weeks.
self.skipWaiting();
workbox.core.clientsClaim();
cleanupOutdatedCaches();

const isKept = (url) => !url.search && KEPT.test(url.pathname);
const isFront = (url) => !url.search && url.pathname === FRONT;

// The page that installed the worker was loaded without it: the very first room somebody opens
// should open again on the bus.
self.addEventListener("activate", (event) => {
  event.waitUntil(keepOpenPages());
});

// So was a page that was on its way just when the worker took over the others.
self.addEventListener("message", (event) => {
  if (event.data?.type !== "owner") return;
  event.waitUntil(Promise.all([self.clients.claim(), keepOpenPages(), keepFiles()]));
});

async function keepOpenPages() {
  for (const { url } of await self.clients.matchAll({ type: "window", includeUncontrolled: true })) {
    const bare = new URL(url.replace(/#.*/, ""));
    const cacheName = isKept(bare) ? PAGES : isFront(bare) && OPEN_TO_ALL;
    if (cacheName && !(await caches.has(cacheName))) await keepOpenPage(bare.href, cacheName);
  }
}

// The request for the page starts while the worker is still starting.
self.addEventListener("activate", (event) => {
  event.waitUntil(self.registration.navigationPreload?.enable());
});

// What the page for signing in needs. A revision of null says: the URL already names the version.
// (With one, Workbox goes round the browser's cache and downloads everything a second time.)
precacheAndRoute(
  [...SHELL.files.map((url) => ({ url, revision: null })), { url: OFFLINE, revision: SHELL.version }],
  { ignoreURLParametersMatching: [], cleanURLs: false, directoryIndex: "" },
);

// The rest, once somebody is signed in: whoever only looks at the door does not pay for the house.
async function keepFiles() {
  const files = await caches.open(FILES);
  const kept = (await files.keys()).map(({ url }) => url.replace(self.location.origin, ""));
  const isOld = (url) => !SHELL.rest.includes(url);
  await files.addAll(SHELL.rest.filter((url) => !kept.includes(url)));
  await Promise.all(kept.filter(isOld).map((url) => files.delete(url)));
}

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith("/static/"),
  async ({ request }) => {
    const kept = await caches.match(request, { cacheName: FILES });
    return kept ?? fetch(request).catch(() => sameFile(request));
  },
);

async function sameFile(request) {
  const same = (cacheName) => caches.match(request, { cacheName, ignoreSearch: true });
  return (await same(cacheNames.precache)) ?? (await same(FILES)) ?? Response.error();
}

const offlinePage = { handlerDidError: () => matchPrecache(OFFLINE) };

function answerOrOffline(event, cacheName) {
  return answerFromCopy(event, cacheName).catch(() => matchPrecache(OFFLINE));
}

registerRoute(
  ({ url, request }) => request.mode === "navigate" && isKept(url),
  ({ event }) => answerOrOffline(event, PAGES),
);

registerRoute(
  ({ url, request }) => request.mode === "navigate" && isFront(url),
  ({ event }) => answerOrOffline(event, OPEN_TO_ALL),
);

registerRoute(
  ({ url, request }) => request.mode === "navigate" && isRegister(url),
  ({ event }) => answerWithRegister(event),
);

registerRoute(
  ({ request }) => request.mode === "navigate",
  new NetworkOnly({ plugins: [offlinePage] }),
);
