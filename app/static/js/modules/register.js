// The register on the day: a tap shows at once, is kept on this phone, and goes out when there is
// a connection. What other phones have marked comes in between. Without this script it is forms.
import { getJson } from "../lib/http.js";
import { marks, sendMarks } from "../lib/marks.js";
import { keptRegisters, waitingMarks } from "../lib/store.js";
import { uuid } from "../lib/uuid.js";
import { countsOf, newestOf, stateOf, tappedAt, wordsFor } from "../models/register_marks.js";

const EVERY = 20_000;

export default class Register {
  #stopping = new AbortController();
  #server = [];
  #shown = new Map();

  constructor(element) {
    this.element = element;
    this.eventId = Number(element.dataset.eventId);
    this.lines = new Map(
      [...element.querySelectorAll("[data-sign-up]")].map((line) => [Number(line.dataset.signUp), line]),
    );
  }

  async connect() {
    if (this.element.dataset.open !== "true") return;
    const { signal } = this.#stopping;
    this.element.addEventListener("submit", this.#submit, { signal });
    marks.addEventListener("sent", ({ detail }) => this.#sent(detail), { signal });
    document.addEventListener("visibilitychange", this.#refresh, { signal });
    addEventListener("online", this.#refresh, { signal });
    this.timer = setInterval(this.#refresh, EVERY);
    // The page may be this phone's copy, from before the last marks: what the server said then
    // was kept beside it.
    this.#server = [...this.#onPage(), ...(await keptRegisters.read(this.eventId))];
    await this.#draw();
    this.element.dataset.ready = "true";
    await sendMarks();
    await this.#refresh();
  }

  disconnect() {
    this.#stopping.abort();
    clearInterval(this.timer);
  }

  #onPage() {
    return [...this.lines].map(([id, { dataset }]) => ({
      sign_up_id: id,
      kind: dataset.kind,
      marked_at: dataset.markedAt,
      collected_by: dataset.collectedBy,
    }));
  }

  #submit = async (event) => {
    const form = event.target.closest("[data-marking]");
    if (!form) return;
    event.preventDefault();
    const id = Number(form.elements.sign_up_id.value);
    const kind = event.submitter?.value ?? "gone_home";
    const field = form.elements.collected_by;
    const collectedBy = field?.value.trim() ?? "";
    if (field && !this.#isNamed(field, collectedBy)) return;
    await waitingMarks.keep({
      client_id: uuid(),
      event_id: this.eventId,
      sign_up_id: id,
      kind,
      collected_by: collectedBy,
      marked_at: tappedAt(this.#shown.get(id)),
    });
    if (field) form.closest("details").open = false;
    await this.#draw();
    this.lines.get(id).querySelector("[data-marking] button:not([hidden])")?.focus();
    void sendMarks();
  };

  #isNamed(field, name) {
    const error = document.getElementById(`${field.id}-error`);
    error.hidden = Boolean(name);
    if (name) field.removeAttribute("aria-invalid");
    else field.setAttribute("aria-invalid", "true");
    if (!name) field.focus();
    return Boolean(name);
  }

  #refresh = async () => {
    if (document.hidden || !navigator.onLine) return;
    const answer = await getJson(`/api/v1/events/${this.eventId}/register`).catch((problem) => problem);
    if (answer.lines) await this.#take(answer);
    else if (!answer.isPassing && !answer.isSignedOut) location.reload();
  };

  async #sent({ eventId, answer }) {
    if (eventId === this.eventId) await this.#take(answer);
  }

  async #take({ lines, open }) {
    this.#server = lines;
    const until = Number(this.element.dataset.keepUntil);
    await keptRegisters.keep({ event_id: this.eventId, lines, until });
    const isNew = lines.some((line) => !this.lines.has(line.sign_up_id));
    if (!open || (isNew && !this.element.querySelector("details[open]"))) location.reload();
    await this.#draw();
  }

  async #draw() {
    const waiting = (await waitingMarks.all()).filter((mark) => mark.event_id === this.eventId);
    this.#shown = newestOf([...this.#server, ...waiting]);
    for (const [id, line] of this.lines) this.#drawLine(line, this.#shown.get(id));
    this.#drawCounts();
    const words = this.element.querySelector("[data-waiting]");
    words.hidden = !waiting.length;
    words.textContent = `${waiting.length} not sent yet. Kept on this phone until there is a connection.`;
  }

  #drawLine(line, mark) {
    line.dataset.state = stateOf(mark);
    line.querySelector("[data-said]").textContent = wordsFor(mark);
    for (const part of line.querySelectorAll("[data-when]")) {
      part.hidden = !part.dataset.when.split(" ").includes(line.dataset.state);
    }
  }

  #drawCounts() {
    const lines = [...this.lines.values()].map(({ dataset: { each, state }, parentElement }) => ({
      each: Number(each),
      state,
      part: parentElement.dataset.part,
    }));
    const { people, adults, short, words } = countsOf(lines, Number(this.element.dataset.least));
    const status = this.element.querySelector("[data-people]");
    if (status.textContent !== people) status.textContent = people;
    const fact = this.element.querySelector("[data-adults-fact]");
    fact.hidden = !words;
    fact.dataset.short = short;
    fact.querySelector("[data-adults-words]").textContent = words;
    const figures = [...Array(Math.min(adults, 8)).fill(""), ...Array(Math.min(short, 8)).fill("is-missing")];
    fact.firstElementChild.replaceChildren(
      ...figures.map((className) => Object.assign(document.createElement("i"), { className })),
    );
  }
}
