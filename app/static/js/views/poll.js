// Choosing in a poll: all the answers one chooses go out, so that sending twice changes nothing.
import { Problem, requestJson } from "../lib/http.js";
import { openMenu } from "./message_menu.js";

export async function choose(room, form, tapped) {
  const isMine = (button) => button.ariaPressed === "true";
  const others = "many" in form.dataset ? [...form.elements.option].filter(isMine) : [];
  const chosen = new Set(others.map(({ value }) => Number(value)));
  if (isMine(tapped)) chosen.delete(Number(tapped.value));
  else chosen.add(Number(tapped.value));
  const { roomId, seq } = form.dataset;
  try {
    if (!navigator.onLine) throw new Problem();
    const url = `/api/v1/rooms/${roomId}/messages/${seq}/choice`;
    room.view.update([await requestJson("PUT", url, { options: [...chosen] })]);
  } catch (problem) {
    openMenu(room, form.closest(".message"), problem);
  }
}
