// What was chosen and not sent yet, above the words: made smaller on the phone, and asked about
// before it goes. The children named then come from the server each time; nothing of them is kept.
import { requestJson } from "../lib/http.js";
import { uploads } from "../lib/store.js";
import { isDocument } from "../lib/uploads.js";
import { uuid } from "../lib/uuid.js";
import { openSheet } from "./sheet.js";

const MOST = 10;
const MOST_BYTES = 11 * 1024 * 1024;
const LONGEST_SIDE = 1600;

export class PhotoStrip {
  #chosen = new Map(); // by client_id: { file, item }
  #work;

  constructor(form) {
    const strip = document.querySelector("template[data-strip]").content.cloneNode(true);
    [this.error, this.list] = strip.children;
    this.item = this.list.firstElementChild;
    this.item.remove();
    this.form = form;
    form.querySelector(".field__error").after(strip);
  }

  get ids() {
    return [...this.#chosen.keys()];
  }

  /** All or none: half of what somebody chose would go out unnoticed. */
  add(blobs) {
    const isTooMany = blobs.length + this.#chosen.size > MOST;
    this.#say(isTooMany ? "many" : "");
    if (isTooMany) return;
    const room_id = Number(this.form.dataset.roomId);
    const files = blobs.map((blob) => ({ client_id: uuid(), room_id, blob, name: blob.name }));
    this.show(files);
    this.#work = Promise.all([this.#work, ...files.map((file) => this.#prepare(file))]);
  }

  show(files) {
    for (const file of files) this.#show(file);
  }

  /** Whether they may be sent. From then on they are kept on this phone until they have arrived. */
  async mayGo() {
    await this.#work;
    const files = [...this.#chosen.values()].map(({ file }) => file);
    if (!this.error.hidden) return false;
    if (!files.every(({ blob }) => isDocument(blob)) && !(await this.#areHappy())) return false;
    await Promise.all(files.map(uploads.keep));
    return true;
  }

  clear() {
    for (const id of this.ids) this.#remove(id);
    this.#say("");
  }

  async #areHappy() {
    const { question: title, unknown } = this.error.dataset;
    const answer = await openSheet({
      title,
      words: await requestJson("GET", "/api/v1/photo-care", undefined, { seconds: 5 }).then(
        ({ words }) => words,
        () => unknown,
      ),
      actions: [{ label: "Yes, send", value: "yes", kind: "do" }, { label: "Not now" }],
    });
    return answer === "yes";
  }

  async #prepare(file) {
    const { blob } = file;
    if (!isDocument(blob)) file.blob = await small(blob).catch(() => blob);
    if (file.blob.size < MOST_BYTES) return;
    this.#remove(file.client_id);
    this.#say("large");
  }

  #show(file) {
    const item = this.item.cloneNode(true);
    const [image, words, button] = item.children;
    this.#chosen.set(file.client_id, { file, item });
    if (isDocument(file.blob)) {
      words.lastChild.textContent = file.name;
      image.remove();
    } else {
      words.remove();
      image.src = URL.createObjectURL(file.blob);
    }
    button.onclick = () => {
      this.#remove(file.client_id);
      this.#say("");
      (this.list.querySelector("button") ?? this.form.elements.text).focus();
    };
    this.list.append(item);
    this.list.hidden = false;
  }

  #remove(id) {
    this.#chosen.get(id)?.item.remove(); // or it was taken out meanwhile
    this.#chosen.delete(id);
    this.list.hidden = !this.#chosen.size;
  }

  #say(what) {
    this.error.hidden = !what;
    this.error.lastChild.textContent = this.error.dataset[what] ?? "";
  }
}

/** A JPEG of at most 1600 pixels. What this phone can't read is sent as it is: Hive may. */
async function small(blob) {
  const photo = await createImageBitmap(blob);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(photo.width, photo.height));
  const [width, height] = [photo.width * scale, photo.height * scale].map(Math.round);
  const canvas = new OffscreenCanvas(width, height);
  const brush = canvas.getContext("2d");
  Object.assign(brush, { fillStyle: "white", imageSmoothingQuality: "high" });
  brush.fillRect(0, 0, width, height); // what can be seen through would be black
  brush.drawImage(photo, 0, 0, width, height);
  const drawn = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.86 });
  return drawn.size < blob.size ? drawn : blob;
}
