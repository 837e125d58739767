// Tells somebody that this device was signed out, wherever they are in the app.
import { wipeWorker } from "../lib/worker.js";
import { openSheet } from "./sheet.js";

export function showSignedOut() {
  void wipeWorker();
  const back = `${location.pathname}${location.search}`;
  openSheet({
    title: "You have been signed out",
    words: "Sign in again to go on. What you have written is kept on this phone.",
    actions: [{ label: "Sign in", url: `/sign-in?next=${encodeURIComponent(back)}`, kind: "do" }],
  });
}
