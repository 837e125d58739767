// This browser's push subscription.
import { requestJson, postJson } from "./http.js";
import { registerWorker } from "./worker.js";

const URL_OF_SUBSCRIPTIONS = "/api/v1/push-subscriptions";

export const canPush = () =>
  "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

export async function currentSubscription() {
  const registration = canPush() ? await navigator.serviceWorker.getRegistration() : undefined;
  return (await registration?.pushManager.getSubscription()) ?? undefined;
}

export async function subscribe(publicKey) {
  await registerWorker();
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(publicKey),
  });
  try {
    await tellServer(subscription);
  } catch (problem) {
    await subscription.unsubscribe(); // half on would look on and never ring
    throw problem;
  }
}

/**
 * Tells the server again of the subscription this browser has: it may have forgotten it, or sign
 * with another key by now. Refused, the browser's goes too and a Problem is thrown.
 */
export async function confirmSubscription(publicKey) {
  const subscription = await currentSubscription();
  if (!subscription) return;
  if (!isMadeWith(subscription, publicKey)) {
    await subscription.unsubscribe();
    await subscribe(publicKey);
    return;
  }
  try {
    await tellServer(subscription);
  } catch (problem) {
    if (problem.isPassing || problem.isSignedOut) return; // nothing is known that was not before
    await subscription.unsubscribe();
    throw problem;
  }
}

/** Off in this browser too, after it was turned off for it from elsewhere. */
export async function dropSubscription() {
  await (await currentSubscription())?.unsubscribe();
}

async function tellServer(subscription) {
  const { endpoint, keys } = subscription.toJSON();
  await postJson(URL_OF_SUBSCRIPTIONS, { endpoint, keys });
}

/** Browsers that don't say which key it was are believed. */
function isMadeWith({ options }, publicKey) {
  if (!options?.applicationServerKey) return true;
  const [mine, wanted] = [new Uint8Array(options.applicationServerKey), bytesOf(publicKey)];
  return mine.length === wanted.length && mine.every((byte, index) => byte === wanted[index]);
}

export async function unsubscribe() {
  const subscription = await currentSubscription();
  if (!subscription) return;
  await subscription.unsubscribe();
  await requestJson("DELETE", URL_OF_SUBSCRIPTIONS, { endpoint: subscription.endpoint });
}

function bytesOf(base64url) {
  const base64 = base64url.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
