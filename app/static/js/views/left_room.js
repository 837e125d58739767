// A room that was left: its messages go from the page, and it says why.
export function showLeft(roomId) {
  const room = document.querySelector(`.room[data-room-id="${roomId}"]`);
  const words = room?.querySelector("template[data-left]");
  if (!words) return;
  room.replaceChildren(words.content.cloneNode(true));
  for (const part of document.querySelectorAll("#readers, [popovertarget='readers']")) part.remove();
  room.querySelector("h2").focus();
}
