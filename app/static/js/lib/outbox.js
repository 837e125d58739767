// The app's one outbox, with the real store, network and lock.
import { Problem, postJson } from "./http.js";
import { outboxStore } from "./store.js";
import { ask, isOnLine } from "./socket.js";
import { Outbox } from "../models/outbox.js";

/** By the live line when it is up, else (or when it does not answer) by a plain request. */
async function send({ client_id, room_id, text }) {
  if (!navigator.onLine) throw new Problem();
  if (isOnLine()) {
    try {
      return (await ask("chat:send", { room_id, client_id, text })).message;
    } catch (problem) {
      // No answer may still mean that it arrived: the same client_id makes the second try harmless.
      if (problem.status !== 0) throw problem;
    }
  }
  return postJson(`/api/v1/rooms/${room_id}/messages`, { client_id, text });
}

/** Two open tabs share one outbox: one sends, the other waits. */
const lock = (work) => (navigator.locks ? navigator.locks.request("hive-outbox", work) : work());

export const outbox = new Outbox({ store: outboxStore, send, lock });

addEventListener("online", () => void outbox.flush());
