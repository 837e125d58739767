// In a direct room: that the other one has seen what one wrote last.

/** `who` has read up to a number; without, only the messages have changed. */
export function showSeen({ element, view }, { person_id: id, seq } = {}) {
  const line = element.querySelector("[data-seen]");
  if (seq > Number(line.dataset.seen) && String(id) !== view.personId) line.dataset.seen = seq;
  const last = [...view.messages].at(-1);
  const isSeen = Number(last?.dataset.seq) <= Number(line.dataset.seen);
  line.hidden = !(isSeen && last.classList.contains("message--mine"));
}
