// Marks of registers that wait on this phone: sent by whichever page is open when there is a
// connection. Sent twice they are one, by their client_id.
//   sent ({ eventId, answer })  the register as the server has it now
import { postJson } from "./http.js";
import { waitingMarks } from "./store.js";
import { toast } from "./toast.js";

export const marks = new EventTarget();

let last = Promise.resolve();
const lock = (work) => (navigator.locks ? navigator.locks.request("hive-marks", work) : work());

/** One after the other: what is tapped while others are on their way goes with the next. */
export const sendMarks = () => (last = last.then(() => lock(sendAll)).catch(() => {}));

async function sendAll() {
  const waiting = await waitingMarks.all();
  for (const eventId of new Set(waiting.map((mark) => mark.event_id))) {
    const some = waiting.filter((mark) => mark.event_id === eventId).slice(0, 500);
    const sent = { marks: some };
    const answer = await postJson(`/api/v1/events/${eventId}/register`, sent).catch((problem) => problem);
    if (answer.isPassing || answer.isSignedOut) return;
    for (const mark of some) await waitingMarks.drop(mark.client_id);
    // All were refused where the register is closed, or some where something was wrong with them.
    for (const why of Object.values(answer.refused ?? [answer.detail])) toast(why, { seconds: 20 });
    if (answer.lines) marks.dispatchEvent(new CustomEvent("sent", { detail: { eventId, answer } }));
  }
}

addEventListener("online", () => void sendMarks());
