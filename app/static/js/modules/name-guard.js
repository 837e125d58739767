// Before a message goes to a group: does it tell too much of a child? The server says, whoever
// sends decides. Without an answer in time it goes: advice holds no message up.
import { gates } from "../lib/extras.js";
import { requestJson } from "../lib/http.js";

// Two words with capitals side by side, or a number beside one: all else goes out unasked.
const WORTH_ASKING = /\p{Lu}[\p{L}'’-]+,?\s+\p{Lu}\p{L}|\p{Lu}\d|\d\w*,?\s+\p{Lu}/u;
const PATIENCE = 1.5; // seconds

export default class NameGuard {
  constructor(field) {
    this.field = field;
  }

  connect() {
    gates.add(this.#gate);
  }

  disconnect() {
    gates.delete(this.#gate);
  }

  #gate = async ({ room_id, text }) => {
    if (!WORTH_ASKING.test(text)) return true;
    const { words, offered } = await requestJson("POST", `/api/v1/rooms/${room_id}/name-check`, { text }, {
      seconds: PATIENCE,
    }).catch(() => ({}));
    if (!words) return true;
    const { openSheet } = await import("../views/sheet.js");
    const answer = await openSheet({
      title: "Before you send this",
      words: `${words}\nEverybody in the room will read it. You decide.`,
      actions: [
        { label: "Use initials", value: "initials", kind: "do" },
        { label: "Change it" },
        { label: "Send as it is", value: "send" },
      ],
    });
    if (answer === "initials") {
      this.field.value = offered;
      this.field.dispatchEvent(new Event("input"));
    }
    return answer === "send";
  };
}
