// The keyboards on the screen: digits where a number is asked for, letters where words are.

import * as composer from "./composer.js";

const NUMBERS = ["numeric", "decimal"];
const digits = document.getElementById("keypad");
const letters = document.getElementById("letterpad");
const box = document.getElementById("box");
const point = digits.querySelector('[data-key="."]');

/** Shows what fits the box: its inputmode, and the field of the chat API that is asked for. */
function show(mode, field) {
  digits.hidden = !NUMBERS.includes(mode);
  letters.hidden = !digits.hidden || field === null || mayChoose();
  // Its place stays empty, so that the digits stand where they always stand.
  point.disabled = mode !== "decimal";
}

/** Whether an answer can be touched; one alone is the way around a question, not its answer. */
function mayChoose() {
  return document.querySelectorAll(".choice:not([aria-disabled])").length > 1;
}

export function wire() {
  box.addEventListener("pointerdown", () => {
    letters.hidden = !digits.hidden;
  });
  composer.whenKeyboardChanges(show);
  for (const key of document.querySelectorAll("[data-key]")) {
    key.addEventListener("click", () => composer.type(key.dataset.key));
  }
  for (const key of document.querySelectorAll("[data-erase]")) {
    key.addEventListener("click", composer.erase);
  }
}
