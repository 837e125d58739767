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
  const { endpoint, keys } = subscription.toJSON();
  try {
    await postJson(URL_OF_SUBSCRIPTIONS, { endpoint, keys });
  } catch (problem) {
    await subscription.unsubscribe(); // half on would look on and never ring
    throw problem;
  }
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
