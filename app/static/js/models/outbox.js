// Messages on their way: kept until the server has them, sent in order, each exactly once.
// Knows no page and no network: gets a store, a way to send, and a lock against other tabs.
//   added (entry)                from now on it is on its way
//   waiting (entry)              could not be sent now; is tried again by itself
//   sent (entry, message)        the server has it
//   refused (entry, problem)     the server said no; trying again would not help
//   signed-out (entry)           nobody is signed in any more; the text is kept
//   taken-back (entry)           a refused one goes back to be changed

const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;

export class Outbox extends EventTarget {
  #store;
  #send;
  #lock;
  #running = null;
  #again = false;
  #wait = FIRST_WAIT;
  #timer;

  constructor({ store, send, lock }) {
    super();
    this.#store = store;
    this.#send = send;
    this.#lock = lock;
  }

  /** `given` holds client_id, room_id, text, and whatever else the server is to be sent. */
  async add(given) {
    const entry = { ...given, written_at: Date.now() };
    this.#tell("added", { entry });
    await this.#store.keep(entry);
    return this.flush();
  }

  /** Gives up a refused message; whoever listens gets its text. */
  async takeBack(entry) {
    await this.#store.drop(entry.client_id);
    this.#tell("taken-back", { entry });
  }

  /** The room was left: what waits for it is given up. */
  async forget(roomId) {
    for (const { client_id } of await this.entries(roomId)) await this.#store.drop(client_id);
  }

  /** All that the server does not have yet, oldest first; of one room or of all. */
  async entries(roomId) {
    const all = await this.#store.all();
    return roomId === undefined ? all : all.filter((entry) => entry.room_id === roomId);
  }

  /** Sends what waits. Called while already sending, it looks once more when done. */
  flush() {
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#lock(() => this.#sendAll()).finally(() => {
      this.#running = null;
      if (this.#again) {
        this.#again = false;
        void this.flush();
      }
    });
    return this.#running;
  }

  async #sendAll() {
    clearTimeout(this.#timer);
    // Read anew each time: another tab may have sent it while this one waited for the lock.
    for (let entry = await this.#next(); entry; entry = await this.#next()) {
      const goesOn = await this.#sendOne(entry);
      if (!goesOn) return;
    }
    this.#wait = FIRST_WAIT;
  }

  async #next() {
    return (await this.#store.all()).find((entry) => !entry.refused);
  }

  async #sendOne(entry) {
    try {
      const message = await this.#send(entry);
      await this.#store.drop(entry.client_id);
      this.#wait = FIRST_WAIT;
      this.#tell("sent", { entry, message });
      return true;
    } catch (problem) {
      return this.#notSent(entry, problem);
    }
  }

  async #notSent(entry, problem) {
    if (problem.isSignedOut) {
      this.#tell("signed-out", { entry });
      return false;
    }
    if (problem.isPassing ?? true) {
      // All of them wait behind this one: the order stays.
      for (const waiting of await this.entries()) this.#tell("waiting", { entry: waiting });
      // Who sends faster than people can read is told how long to wait.
      const wait = problem.retry_after * 1000 || this.#wait;
      this.#timer = setTimeout(() => void this.flush(), wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
      return false;
    }
    const waiting = await this.entries(entry.room_id);
    if (!waiting.some(({ client_id }) => client_id === entry.client_id)) return true; // forgotten
    await this.#store.keep({ ...entry, refused: problem.detail });
    this.#tell("refused", { entry, problem });
    return true;
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
