// Keeps the stream of events open for as long as the page is, through broken connections.

import { events, Refused } from "./service.js";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Calls heard(reply) for each reply after row lastId(); ends when aborted or refused for good. */
export async function listen(conversation, lastId, heard, signal) {
  let pause = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    try {
      for await (const event of events(conversation, lastId(), signal)) {
        pause = FIRST_PAUSE_MS;
        if (event.type === "reply") heard(event.data);
      }
    } catch (problem) {
      if (problem instanceof Refused && problem.status !== 429) return;
      // Anything else is a broken line: the next stream begins where this one ended.
    }
    await rest(pause, signal);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

function rest(milliseconds, signal) {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener("online", go);
      resolve();
    };
    const timer = setTimeout(go, milliseconds);
    addEventListener("online", go);
    signal.addEventListener("abort", go, { once: true });
  });
}
