// Signing out of a phone that others use too: nothing of this person stays on it.
import { unsubscribe } from "../lib/push.js";
import { forgetEverything, outboxStore, waitingMarks } from "../lib/store.js";
import { toast } from "../lib/toast.js";
import { wipeWorker } from "../lib/worker.js";
import { openSheet } from "../views/sheet.js";

const PATIENCE = 3_000;

export default class SignOut {
  constructor(form) {
    this.form = form;
  }

  connect() {
    this.form.addEventListener("submit", this.#submit);
  }

  disconnect() {
    this.form.removeEventListener("submit", this.#submit);
  }

  #submit = async (event) => {
    event.preventDefault();
    if (!navigator.onLine) {
      toast("You are offline. You can sign out when there is a connection.");
      return;
    }
    const waiting = (await outboxStore.all()).length;
    const marks = (await waitingMarks.all()).length;
    if (waiting + marks && !(await this.#confirms(waiting + marks, marks ? "thing" : "message"))) return;
    await Promise.race([this.#forget(), new Promise((done) => setTimeout(done, PATIENCE))]);
    this.form.submit();
  };

  #confirms(waiting, kind) {
    const [what, it] = waiting === 1 ? [`1 ${kind}`, "it"] : [`${waiting} ${kind}s`, "them"];
    return openSheet({
      title: `${what} not sent yet`,
      words: `If you sign out now, Hive deletes ${it} from this phone and nobody will get ${it}.`,
      actions: [
        { label: "Stay signed in", kind: "do" },
        { label: "Sign out and delete", value: "sign-out", kind: "stop" },
      ],
    });
  }

  #forget() {
    return Promise.allSettled([unsubscribe(), forgetEverything(), wipeWorker()]);
  }
}
