// Part of the service worker: notifications.

// Some browsers take the permission away when a push shows nothing, so one that is empty
// or can't be read still says something.
const SOMETHING = { title: "Hive", body: "Something new in Hive", url: "/", tag: "hive" };

function readNotice(data) {
  try {
    const notice = data.json();
    return typeof notice?.title === "string" && notice.title ? notice : SOMETHING;
  } catch {
    return SOMETHING;
  }
}

/** Only ever a page of ours: a notice must not lead anywhere else. */
function ownUrl(url) {
  try {
    const wanted = new URL(url ?? "/", self.location.origin);
    return wanted.origin === self.location.origin ? wanted.href : self.location.origin;
  } catch {
    return self.location.origin;
  }
}

self.addEventListener("push", (event) => {
  const { title, body, url, tag, unread } = readNotice(event.data);
  const shown = self.registration.showNotification(title, {
    body: body ?? "",
    tag: tag ?? "hive",
    renotify: true,
    icon: SHELL.icon,
    badge: SHELL.badge,
    data: { url: ownUrl(url) },
  });
  event.waitUntil(Number.isInteger(unread) ? Promise.all([shown, showBadge(unread)]) : shown);
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(ownUrl(event.notification.data?.url)));
});

async function open(url) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((window) => window.url === url);
  if (there) return void (await there.focus());
  const [first] = windows;
  if (!first) return void (await self.clients.openWindow(url));
  try {
    // Not one after the other: the right to take the focus lapses while a slow page loads.
    await Promise.all([first.focus().catch(() => {}), first.navigate(url)]);
  } catch {
    await self.clients.openWindow(url); // a window from before this worker can't be led
  }
}

self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(subscribeAgain(event));
});

async function subscribeAgain({ oldSubscription, newSubscription }) {
  const subscription =
    newSubscription ??
    (oldSubscription && (await self.registration.pushManager.subscribe(oldSubscription.options)));
  if (!subscription) return;
  const { endpoint, keys } = subscription.toJSON();
  await fetch("/api/v1/push-subscriptions", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ endpoint, keys }),
  });
}
