// Part of the service worker: the register of an event, so that it opens without a signal on the
// day. It says itself until when it may be kept (to the end of the day); one that does not is not.
// Shown from the server wherever that answers: an old copy of a register misleads.
const REGISTERS = "hive-registers";
const KEEP_UNTIL = "Hive-Keep-Until";
const REGISTER = /^\/events\/\d+\/register$/;

const isRegister = (url) => !url.search && REGISTER.test(url.pathname);

async function answerWithRegister(event) {
  const visit = { url: event.request.url, at: Date.now(), wipes, cacheName: REGISTERS };
  const arriving = fetchPage(event);
  event.waitUntil(arriving.then((response) => keepRegister(visit, response.clone())).catch(() => {}));
  await forgetOldRegisters();
  return firstOf(arriving, await copyOf(visit)).catch(() => matchPrecache(OFFLINE));
}

async function keepRegister(visit, response) {
  if (isWhole(response) && Number(response.headers.get(KEEP_UNTIL)) > Date.now()) {
    await keep(visit, response, response.text());
  } else if (isWhole(response) || isGone(response)) {
    await (await caches.open(visit.cacheName)).delete(visit.url, { ignoreVary: true });
  }
}

async function forgetOldRegisters() {
  if (!(await caches.has(REGISTERS))) return;
  const registers = await caches.open(REGISTERS);
  for (const request of await registers.keys()) {
    const copy = await registers.match(request, { ignoreVary: true });
    const isOld = !(Number(copy?.headers.get(KEEP_UNTIL)) > Date.now());
    if (isOld) await registers.delete(request, { ignoreVary: true });
  }
}

self.addEventListener("message", (event) => {
  if (event.data?.type === "owner") event.waitUntil(forgetOldRegisters());
});
