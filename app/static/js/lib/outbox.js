// The app's one outbox, with the real store, network and lock.
import { Problem, postJson } from "./http.js";
import { outboxStore } from "./store.js";
import { ask, isOnLine } from "./socket.js";
import { Outbox } from "../models/outbox.js";

/** What hangs on a message goes out before it, and is kept on this phone until it has arrived. */
async function send(entry) {
  const files = entry.attachments && (await import("./uploads.js"));
  if (files && navigator.onLine) await files.upload(entry);
  const message = await sendWords(entry);
  await files?.forgetFiles(entry);
  return message;
}

/** By the live line when it is up, else (or when it does not answer) by a plain request. */
async function sendWords({ written_at, refused, ...entry }) {
  if (!navigator.onLine) throw new Problem();
  if (isOnLine()) {
    try {
      return (await ask("chat:send", entry)).message;
    } catch (problem) {
      // No answer may still mean that it arrived: the same client_id makes the second try harmless.
      if (problem.status !== 0) throw problem;
    }
  }
  return postJson(`/api/v1/rooms/${entry.room_id}/messages`, entry);
}

/** Two open tabs share one outbox: one sends, the other waits. */
const lock = (work) => (navigator.locks ? navigator.locks.request("hive-outbox", work) : work());

export const outbox = new Outbox({ store: outboxStore, send, lock });

addEventListener("online", () => void outbox.flush());
