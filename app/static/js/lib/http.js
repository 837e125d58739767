// JSON over fetch. What goes wrong is thrown as a Problem, in words a person can read.

export class Problem extends Error {
  constructor({ status = 0, title = "", detail = "", errors = {}, retry_after } = {}) {
    super(detail || title);
    Object.assign(this, { status, title, detail: detail || title, errors, retry_after });
  }

  /** The same try may work later: no network, a server that is down, too many at once. */
  get isPassing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  get isSignedOut() {
    return this.status === 401;
  }
}

const UNREACHABLE = { title: "Hive can't be reached", detail: "There is no connection just now." };

export async function requestJson(method, url, body, { seconds = 12 } = {}) {
  const response = await reach(url, {
    method,
    headers: {
      Accept: "application/json",
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(seconds * 1000),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem({ ...answer, status: response.status });
  return answer;
}

async function reach(url, options) {
  try {
    return await fetch(url, options);
  } catch {
    throw new Problem(UNREACHABLE);
  }
}

export const getJson = (url) => requestJson("GET", url);
export const postJson = (url, body) => requestJson("POST", url, body);
