// Whoever walks away is asked once, with a countdown, and then forgotten.

import { words } from "./texts.js";

const SILENCE_MS = 90_000; // long enough to look for a bill in a bag
const WARNING_SECONDS = 20;

const dialog = document.getElementById("leaving");
const question = document.getElementById("leaving-question");
const stay = document.getElementById("stay");

/**
 * Calls leave() when nobody touched anything for a while and nobody answered the question;
 * never while untouched() says that there is nothing to forget. Returns a function that counts
 * as a touch.
 */
export function watchForSilence(untouched, leave) {
  let timer;

  function stir() {
    clearTimeout(timer);
    if (dialog.open) dialog.close();
    timer = setTimeout(() => (untouched() ? stir() : warn(WARNING_SECONDS)), SILENCE_MS);
  }

  function warn(seconds) {
    if (seconds === 0) return leave();
    question.textContent = words("kiosk.leaving", { seconds });
    if (!dialog.open) dialog.showModal();
    timer = setTimeout(() => warn(seconds - 1), 1_000);
    return undefined;
  }

  // Any touch counts, and one beside the button as well: a person is there.
  for (const sign of ["pointerdown", "keydown"]) addEventListener(sign, stir);
  stay.addEventListener("click", stir);
  stir();
  return stir;
}
