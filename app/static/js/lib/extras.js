// What takes part in sending besides the words. There is one composer on a page; a module beside
// it adds itself here when it connects, and takes itself out when it disconnects.
//   part  { collect(): fields of the entry, clear(), restore?(entry) }
//         asked when a message is sent, told when it is on its way, given back what was refused
//   gate  async (entry) => boolean
//         asked one after the other before it goes; with false it stays in the composer
export const parts = new Set();
export const gates = new Set();

/** All that the parts have to say, as fields of the entry. Only what is there: `{}` for nothing. */
export const collected = () => Object.assign({}, ...[...parts].map((part) => part.collect()));

/** Whether every gate lets `entry` go. */
export async function mayGo(entry) {
  for (const gate of gates) if (!(await gate(entry))) return false;
  return true;
}
