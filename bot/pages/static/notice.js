// The line above the box that tells of the connection and of what could not be sent.

import { words } from "./texts.js";

const notice = document.getElementById("notice");

/** Shows the sentence of a catalogue key; null takes the line away. */
export function tell(key, args) {
  notice.hidden = !key;
  notice.textContent = key ? words(key, args) : "";
}

/** That nobody answers, by what the browser knows of its connection. */
export function tellUnreachable() {
  tell(navigator.onLine ? "page.unreachable" : "page.offline");
}
