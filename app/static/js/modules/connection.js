// The line that says the phone is offline; and for somebody signed in, the live connection.
const PATIENCE = 6_000;

export default class Connection {
  #stopping = new AbortController();
  #timer;

  constructor(element) {
    this.element = element;
    this.words = element.querySelector("span");
    this.offlineWords = this.words.textContent;
  }

  connect() {
    const { signal } = this.#stopping;
    addEventListener("online", () => this.#update(), { signal });
    addEventListener("offline", () => this.#update(), { signal });
    this.#update();
    if (document.body.dataset.personId) void this.#goLive(signal);
  }

  disconnect() {
    this.#stopping.abort();
  }

  async #goLive(signal) {
    const [{ live, openLine, endSession }, { outbox }, { messageCame }, { showSignedOut }, leaving, { sendMarks }] =
      await Promise.all([
        import("../lib/socket.js"),
        import("../lib/outbox.js"),
        import("../lib/unread.js"),
        import("../views/signed_out.js"),
        import("../lib/leaving.js"),
        import("../lib/marks.js"),
      ]);
    live.addEventListener("connected", () => this.#lineIsUp(outbox), { signal });
    live.addEventListener("disconnected", () => this.#lineIsDown(), { signal });
    live.addEventListener("message", ({ detail }) => messageCame(detail), { signal });
    leaving.watchRooms(signal);
    live.addEventListener("ended", showSignedOut, { signal });
    outbox.addEventListener("signed-out", endSession, { signal });
    openLine();
    void outbox.flush();
    void sendMarks();
  }

  #lineIsUp(outbox) {
    clearTimeout(this.#timer);
    this.#update();
    void outbox.flush();
  }

  #lineIsDown() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#update(true), PATIENCE);
  }

  #update(isLineDown = false) {
    const isOffline = !navigator.onLine;
    this.words.textContent = isOffline
      ? this.offlineWords
      : "Hive can't be reached just now. What you write is kept and sent later.";
    this.element.hidden = !isOffline && !isLineDown;
  }
}
