// The line to the service: the conversation that this page has, and the stream of what is said in
// it without being asked.

import { rowsShown } from "./conversation.js";
import { listen } from "./listening.js";
import { recall, remember } from "./memory.js";
import { openConversation } from "./service.js";
import { currentLanguage } from "./texts.js";

let listening = null;
let heard = () => {};

/** From now on act(reply) is called for each reply of the stream. */
export function whenHeard(act) {
  heard = act;
}

/** The conversation of this page; the first message opens it. */
export async function conversation() {
  if (!recall("conversation")) {
    remember({ conversation: await openConversation(currentLanguage()) });
    follow();
  }
  return recall("conversation");
}

/** Hears what is said without being asked; one stream at a time. */
export function follow() {
  listening?.abort();
  listening = new AbortController();
  listen(recall("conversation"), rowsShown, heard, listening.signal);
}

/** Leaves the conversation; the next message opens another. */
export function hangUp() {
  listening?.abort();
  remember({ conversation: null });
}
