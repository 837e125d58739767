// Part of the service worker: what opens without a network.
const { cacheNames } = workbox.core;
const { matchPrecache, precacheAndRoute, cleanupOutdatedCaches } = workbox.precaching;
const { registerRoute } = workbox.routing;
const { NetworkFirst, NetworkOnly } = workbox.strategies;

const OFFLINE = "/offline";
const PATIENCE_SECONDS = 3;
const MOST_PAGES = 30;

// The last copy of these is kept, and of nothing else: no page with an invitation, an address
// or a form for signing in. The answers of the API are never kept either.
const KEPT = /^\/(chat(\/rooms\/\d+)?|hives(\/\d+)?|more)?$/;

// Taking over at once is safe. Each file's URL carries the hash of its content, so an open page
// goes on with the files it has; a page kept from before the update asks for old URLs, and
// `sameFile` answers with the new file of that name when there is no network. Waiting for all
// tabs to close would leave an installed app, which is hardly ever closed, on old code for weeks.
self.skipWaiting();
workbox.core.clientsClaim();
cleanupOutdatedCaches();

const isKept = (url) => !url.search && KEPT.test(url.pathname);

// The page that installed the worker was loaded without it: the very first room somebody opens
// should open again on the bus.
self.addEventListener("activate", (event) => {
  event.waitUntil(keepOpenPages());
});

async function keepOpenPages() {
  if (await caches.has(PAGES)) return;
  for (const { url } of await self.clients.matchAll({ type: "window", includeUncontrolled: true })) {
    if (!isKept(new URL(url))) continue;
    const response = await fetch(url).catch(() => Response.error());
    if (response.ok && !response.redirected) await (await caches.open(PAGES)).put(url, response);
  }
}

// The request for the page starts while the worker is still starting.
self.addEventListener("activate", (event) => {
  event.waitUntil(self.registration.navigationPreload?.enable());
});

// A revision of null says: the URL already names the version. (With one, Workbox goes round
// the browser's cache and downloads everything a second time.)
precacheAndRoute(
  [...SHELL.files.map((url) => ({ url, revision: null })), { url: OFFLINE, revision: SHELL.version }],
  { ignoreURLParametersMatching: [], cleanURLs: false, directoryIndex: "" },
);

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith("/static/"),
  async ({ request }) => {
    try {
      return await fetch(request);
    } catch {
      return (await sameFile(request)) ?? Response.error();
    }
  },
);

async function sameFile(request) {
  const shell = await caches.open(cacheNames.precache);
  return shell.match(request, { ignoreSearch: true });
}

const offlinePage = { handlerDidError: () => matchPrecache(OFFLINE) };

const onlyWholePages = {
  cacheWillUpdate: async ({ response }) =>
    response.status === 200 && response.type === "basic" && !response.redirected ? response : null,
  cacheDidUpdate: async () => {
    const pages = await caches.open(PAGES);
    const oldest = (await pages.keys()).slice(0, -MOST_PAGES);
    await Promise.all(oldest.map((page) => pages.delete(page)));
  },
};

registerRoute(
  ({ url, request }) => request.mode === "navigate" && isKept(url),
  new NetworkFirst({
    cacheName: PAGES,
    networkTimeoutSeconds: PATIENCE_SECONDS,
    plugins: [onlyWholePages, offlinePage],
  }),
);

registerRoute(
  ({ request }) => request.mode === "navigate",
  new NetworkOnly({ plugins: [offlinePage] }),
);
