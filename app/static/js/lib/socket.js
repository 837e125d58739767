// The one live connection of a signed-in page. Others listen to `live`; they never hold a socket.
//   connected, disconnected    the line came up (again), went down
//   message (detail: WIRE)     a message was sent in one of the person's rooms
//   changed (detail: WIRE)     what was said there has changed
//   typing (detail: room_id, person_id, name)    somebody is writing there
//   seen (detail: room_id, person_id, seq)       in a direct room: the other one has read so far
//   rooms (detail: room ids)   on connecting: the rooms this person may read
//   left (detail: room_id, unread_total)    this person may no longer read that room
//   ended                      this device is signed out
import { io } from "socket.io-client";
import { Problem } from "./http.js";

export const live = new EventTarget();
let socket;
let hasEnded = false;

const announce = (type, detail) => live.dispatchEvent(new CustomEvent(type, { detail }));

export function openLine() {
  if (socket) return;
  socket = io({
    transports: ["websocket"],
    reconnectionDelay: 500,
    reconnectionDelayMax: 15_000,
    timeout: 10_000,
  });
  socket.on("connect", () => announce("connected"));
  socket.on("disconnect", (reason) => {
    announce("disconnected");
    // The server let go of this one reader: come back, but not all at the same moment.
    if (reason === "io server disconnect") setTimeout(reopen, 1000 + Math.random() * 4000);
  });
  socket.on("connect_error", () => {
    // Not active: the server itself said no, which it only does without a live sign-in.
    if (!socket.active) endSession();
  });
  socket.on("chat:message_sent", (wire) => announce("message", wire));
  socket.on("chat:message_changed", (wire) => announce("changed", wire));
  socket.on("chat:typing", (who) => announce("typing", who));
  socket.on("chat:seen", (who) => announce("seen", who));
  socket.on("rooms:heard", ({ room_ids: ids }) => announce("rooms", ids));
  socket.on("room:left", announceLeft);
  socket.on("session:ended", endSession);
  addEventListener("online", reopen);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") reopen();
  });
}

/** Also called when the server answers that a room is not there (any more) for this person. */
export const announceLeft = (room) => announce("left", room);

export function endSession() {
  if (hasEnded) return;
  hasEnded = true;
  socket?.disconnect();
  announce("ended");
}

/** Tries at once. While it waits for its next try by itself, connect() alone would do nothing. */
function reopen() {
  if (!hasEnded && !socket.connected) socket.disconnect().connect();
}

export const isOnLine = () => Boolean(socket?.connected);
export const isSignedOut = () => hasEnded;

/** Says something in passing: not kept, and not missed when nobody hears it. */
export function tell(event, data) {
  if (isOnLine()) socket.volatile.emit(event, data);
}

/** Sends a command and gives the answer; throws a Problem when refused, or unanswered in time. */
export async function ask(event, data, { seconds = 8 } = {}) {
  if (!isOnLine()) throw new Problem();
  let answer;
  try {
    answer = await socket.timeout(seconds * 1000).emitWithAck(event, data);
  } catch {
    throw new Problem();
  }
  if (!answer?.ok) throw new Problem(answer?.problem);
  return answer;
}
