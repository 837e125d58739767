// One's own photos in the feed before the server has them: as they are on this phone.
import { filesOf, isDocument, uploading } from "../lib/uploads.js";

/** Shows what hangs on `entry` in its bubble, and in `state`, in quarters, how far it has gone out. */
export async function showWaiting(bubble, state, entry) {
  const files = await filesOf(entry);
  const photos = files.filter(({ blob }) => !isDocument(blob)).slice(0, 4);
  const list = document.createElement("ul");
  list.className = `photos photos--${photos.length}`;
  for (const { blob } of photos) {
    const item = document.createElement("li");
    item.className = "photos__one";
    item.append(Object.assign(new Image(), { src: URL.createObjectURL(blob), alt: "Your photo" }));
    list.append(item);
  }
  bubble.prepend(photos.length ? list : files.map(({ name }) => name).join("\n"));
  uploading.addEventListener("progress", ({ detail: { client_id: id, percent } }) => {
    if (id === entry.client_id) state.textContent = `Sending… ${percent - (percent % 25)} %`;
  });
}
