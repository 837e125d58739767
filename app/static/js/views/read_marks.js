// Tells the server how far somebody has read, a moment after it was on the screen.
import { postJson } from "../lib/http.js";
import { ask, isOnLine, isSignedOut } from "../lib/socket.js";
import { roomWasRead } from "../lib/unread.js";

const READ_AFTER = 400;

export class ReadMarks {
  #timer;

  constructor(roomId, feed, view) {
    Object.assign(this, { roomId, feed, view });
  }

  update() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), READ_AFTER);
  }

  async #tell() {
    if (document.visibilityState !== "visible" || isSignedOut()) return;
    const seq = this.view.lastSeenSeq();
    const before = this.feed.readSeq;
    if (!this.feed.markRead(seq)) return;
    try {
      if (isOnLine()) await ask("chat:read", { room_id: this.roomId, seq });
      else await postJson(`/api/v1/rooms/${this.roomId}/read`, { seq });
      roomWasRead(this.roomId, seq);
    } catch {
      this.feed.readSeq = before; // told again at the next scroll or message
    }
  }
}
