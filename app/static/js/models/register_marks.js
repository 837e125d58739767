// The marks of a register, put together from the server's and those that wait on this phone.
// Knows no page: a mark is { sign_up_id, kind, marked_at, collected_by }.

/** By sign-up: the mark made last; of two at the same time the one that stands later in `marks`. */
export function newestOf(marks) {
  const newest = new Map();
  for (const mark of marks) {
    const known = newest.get(mark.sign_up_id);
    if (mark.kind && !(at(known) > at(mark))) newest.set(mark.sign_up_id, mark);
  }
  return newest;
}

/** When it is tapped: now, and after what was in front of whoever tapped. */
export const tappedAt = (shown) => new Date(Math.max(Date.now(), at(shown) + 1)).toISOString();

const at = (mark) => (mark?.kind ? Date.parse(mark.marked_at) : 0);

export const stateOf = (mark) => (!mark?.kind || mark.kind === "cleared" ? "none" : mark.kind);

export function wordsFor(mark) {
  const clock = new Date(mark?.marked_at ?? 0).toLocaleTimeString("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Europe/London",
  });
  const whom = mark?.collected_by ? `, with ${mark.collected_by}` : "";
  const words = { arrived: `Here since ${clock}`, gone_home: `Gone home ${clock}${whom}`, absent: "Not here" };
  return words[stateOf(mark)] ?? "";
}

const counted = (number, one) => `${number} ${one}${number === 1 ? "" : "s"}`;

/**
 * `lines` are { each, state, part }: each for how many such children one adult is needed, 0 for
 * adults. The children of each part need adults of their own.
 */
export function countsOf(lines, least) {
  const count = (some) => {
    const children = some.filter(({ each }) => each);
    const shares = new Map();
    for (const { each, part } of children) shares.set(part, (shares.get(part) ?? 0) + 1 / each);
    let needed = 0;
    // A hair less, for what adding thirds leaves behind.
    for (const share of shares.values()) needed += Math.max(least, Math.ceil(share - 1e-9));
    return { children: children.length, adults: some.length - children.length, needed };
  };
  const here = count(lines.filter(({ state }) => state === "arrived"));
  const expected = count(lines.filter(({ state }) => state !== "absent"));
  const people = expected.children
    ? `${here.children} of ${expected.children} children are here, ${counted(here.adults, "adult")}`
    : `${here.adults} of ${expected.adults} are here`;
  const { children, adults, needed } = here.children ? here : expected;
  const short = Math.max(0, needed - adults);
  const whom = children === 1 ? "this child" : `these ${children} children`;
  const enough = short
    ? `${counted(short, "more adult")} ${short === 1 ? "is" : "are"} needed for ${whom}.`
    : `${counted(adults, "adult")} for ${whom}: that is enough.`;
  return { people, adults, short, words: children ? enough : "" };
}
