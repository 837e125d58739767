// Somebody may no longer read a room: it goes from the screen and from the phone, at once.
import { announceLeft, live } from "./socket.js";
import { forgetRoom, keptRooms } from "./rooms.js";
import { roomWasLeft } from "./unread.js";
import { showLeft } from "../views/left_room.js";

export function watchRooms(signal) {
  live.addEventListener("left", ({ detail }) => leave(detail), { signal });
  live.addEventListener("rooms", ({ detail }) => void leaveOthers(detail), { signal });
}

function leave({ room_id: roomId, unread_total: unreadTotal }) {
  showLeft(roomId);
  roomWasLeft(roomId, unreadTotal);
  void forgetRoom(roomId);
}

/** What ended while this phone was away: only the rooms it hears now are still its person's. */
async function leaveOthers(heard) {
  for (const roomId of await keptRooms()) if (!heard.includes(roomId)) announceLeft({ room_id: roomId });
}
