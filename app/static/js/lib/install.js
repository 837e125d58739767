// The browser's offer to install, caught early: it comes once, often before a module is there.
export const install = new EventTarget();
let offer;

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
  install.dispatchEvent(new Event("change"));
});

export const canInstall = () => Boolean(offer);

/** Shows the browser's own question. An offer can be used once. */
export async function askToInstall() {
  const asked = offer;
  offer = undefined;
  await asked?.prompt();
  install.dispatchEvent(new Event("change"));
}

export const isInstalled = () =>
  matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

/** iPhones and iPads never offer it; iPads say they are Macs, but Macs have no touch screen. */
export const isIos = () =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) ||
  (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
