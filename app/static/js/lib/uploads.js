// Photos and documents on their way: uploaded one after the other, then sent with their message.
// They stay on this phone until it has arrived, and survive closing the app.
import { Problem } from "./http.js";
import { uploads } from "./store.js";

/** Tells of `progress` (client_id of the message, percent). */
export const uploading = new EventTarget();

const PATIENCE = 180_000;

export const isDocument = ({ type }) => type === "application/pdf";

export const filesOf = async ({ attachments }) =>
  (await Promise.all(attachments.map(uploads.read))).filter(Boolean);

export const forgetFiles = ({ attachments }) => Promise.all(attachments.map(uploads.drop));

/** Uploads what hangs on `entry` and is not there yet; throws the Problem of the first that fails. */
export async function upload(entry) {
  const files = await filesOf(entry);
  for (const [index, file] of files.entries()) {
    if (file.isThere) continue;
    await post(file, ({ loaded, total }) => {
      const percent = Math.round(((index + loaded / total) * 100) / files.length);
      uploading.dispatchEvent(new CustomEvent("progress", { detail: { ...entry, percent } }));
    });
    await uploads.keep({ ...file, isThere: true });
  }
}

/** Not by fetch, which can't say how far it is. */
function post({ client_id, room_id, blob, name }, tell) {
  const form = new FormData();
  form.set("client_id", client_id);
  form.set("file", blob, name);
  const request = new XMLHttpRequest();
  request.open("POST", `/api/v1/rooms/${room_id}/attachments`);
  Object.assign(request, { responseType: "json", timeout: PATIENCE });
  request.upload.onprogress = tell;
  return new Promise((resolve, reject) => {
    request.onloadend = () => {
      const { response, status } = request; // 0: it did not get there
      if (status >= 200 && status < 300) resolve();
      else reject(new Problem({ detail: "This can’t be sent.", ...response, status }));
    };
    request.send(form);
  });
}
