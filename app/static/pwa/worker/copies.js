// Part of the service worker: the last seen copy of a page at once, the fresh page right behind.
// A page shown from its copy asks ("fresh") what the server has said meanwhile, and gets
//   same       nothing to do
//   changed    the HTML it was shown, and the HTML that is right now
//   gone       it may not be seen any more; its copy is deleted already
//   unknown    the server did not answer
const PATIENCE = 3_000;
const MOST_COPIES = 30;

// Said of each copy in headers of its own: when it was asked for, and which release it belongs to.
const KEPT_AT = "Hive-Kept-At";
const RELEASE = "Hive-Release";

// Different in each answer, without meaning anything to who reads the page.
const PASSING = /nonce="[^"]*"|name="client_id" value="[^"]*"/g;
const isSame = (one, other) => one.replace(PASSING, "") === other.replace(PASSING, "");

// With the modules on the phone, asking for all of them at once only holds up the first paint.
const HINTS = /<link rel="modulepreload"[^>]*>/g;
const withoutHints = (html) => html.replace(HINTS, "");

const outcomes = new Map(); // by page: the answer to its "fresh"

/** Answers a navigation from the copy where that is good enough, else from the network. */
async function answerFromCopy(event, cacheName) {
  const { request } = event;
  const visit = { url: request.url, at: Date.now(), wipes, cacheName };
  const arriving = fetchPage(event);
  arriving.catch(() => {}); // told again below, to whoever waits for it
  const copy = await copyOf(visit);
  const isGood = copy && !isReload(request) && (await isCurrent(copy));
  const shown = isGood ? copy : await firstOf(arriving, copy);
  if (shown && shown === copy) {
    const outcome = learn(visit, arriving, copy.clone());
    outcomes.set(event.resultingClientId, outcome);
    event.waitUntil(outcome);
  } else if (isWhole(shown)) {
    event.waitUntil(keep(visit, shown, shown.clone().text()));
  }
  return shown;
}

// The request for the page started while the worker was still starting, where browsers can.
const fetchPage = async (event) => (await event.preloadResponse) ?? fetch(event.request);

/** Without a good copy the network is waited for; where it fails or is slow, any copy will do. */
function firstOf(arriving, copy) {
  if (!copy) return arriving;
  const late = new Promise((resolve) => setTimeout(() => resolve(copy), PATIENCE));
  return Promise.race([arriving, late]).catch(() => copy);
}

const copyOf = async ({ url, cacheName }) =>
  (await caches.has(cacheName)) && (await caches.open(cacheName)).match(url, { ignoreVary: true });

// Somebody who reloads wants it from the server.
const isReload = ({ cache }) => cache === "reload" || cache === "no-cache";

/** Not older than the last form sent (its effect must show), nor of another release's files. */
const isCurrent = async ({ headers }) =>
  headers.get(RELEASE) === SHELL.version && Number(headers.get(KEPT_AT)) > (await lastWrite());

const isWhole = (response) =>
  response?.status === 200 && response.type === "basic" && !response.redirected;

// A redirect has the status 0 here. What is wrong with the server or the network may pass.
const isGone = ({ status }) => status === 0 || [401, 403, 404, 410].includes(status);

async function learn(visit, arriving, copy) {
  const response = await arriving.catch(() => undefined);
  if (!isWhole(response)) {
    if (!response || !isGone(response)) return { is: "unknown" };
    await (await caches.open(visit.cacheName)).delete(visit.url, { ignoreVary: true });
    return { is: "gone" };
  }
  const [before, whole] = await Promise.all([copy.text(), response.clone().text()]);
  const after = withoutHints(whole);
  await keep(visit, response, after);
  return isSame(before, after) ? { is: "same" } : { is: "changed", before, after };
}

async function keep({ url, at, wipes: wipesThen, cacheName }, { headers }, html) {
  const stamped = new Headers(headers);
  stamped.delete("Content-Encoding"); // the text is unpacked already
  stamped.delete("Content-Length");
  stamped.set(KEPT_AT, at);
  stamped.set(RELEASE, SHELL.version);
  const page = withoutHints(await html);
  const copy = new Response(page, { headers: stamped });
  const pages = await caches.open(cacheName);
  // Asked for by somebody who has signed out since: not kept. (After the cache was opened: a
  // wipe from here on deletes what is put into it.)
  if (wipesThen !== wipes) return;
  await pages.put(url, copy);
  const oldest = (await pages.keys()).slice(0, -MOST_COPIES);
  await Promise.all(oldest.map((request) => pages.delete(request)));
  // What the room shows no longer was taken away.
  await forgetPhotos(new URL(url).pathname, page);
}

/** Keeps a page that is open, but did not come through this worker. */
async function keepOpenPage(url, cacheName) {
  const visit = { url, at: Date.now(), wipes, cacheName };
  const response = await fetch(url).catch(() => undefined);
  if (isWhole(response)) await keep(visit, response, response.text());
}

self.addEventListener("message", (event) => {
  if (event.data?.type !== "fresh") return;
  const outcome = outcomes.get(event.source.id) ?? { is: "same" };
  outcomes.delete(event.source.id);
  event.waitUntil(Promise.resolve(outcome).then((answer) => event.ports[0]?.postMessage(answer)));
});

// When the last form was sent. Kept in a cache too: the worker is stopped whenever it is idle.
// Messages, read marks and what becomes of messages are left out: a room catches up by itself.
const WRITTEN = "/written";
const LIVE = /^\/(api\/v1\/rooms|chat\/rooms\/\d+\/messages\/\d+)\//;
let writtenAt = 0;

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" || method === "HEAD" || LIVE.test(new URL(url).pathname)) return;
  writtenAt = Date.now();
  event.waitUntil(caches.open(OWNER).then((owner) => owner.put(WRITTEN, new Response(writtenAt))));
});

async function lastWrite() {
  const kept = !writtenAt && (await (await caches.open(OWNER)).match(WRITTEN));
  if (kept) writtenAt = Math.max(writtenAt, Number(await kept.text()));
  return writtenAt;
}
