// The digits on the screen, where a number is asked for.

import * as composer from "./composer.js";
import { hidesLetters, keyboardFor } from "./keyboard.js";

const keypad = document.getElementById("keypad");
const point = keypad.querySelector('[data-key="."]');

/** Shows the keypad if the field of the chat API is a number. */
export function show(field) {
  keypad.hidden = !hidesLetters(field);
  // Its place stays empty, so that the digits stand where they always stand.
  point.disabled = keyboardFor(field).inputmode !== "decimal";
}

export function wire() {
  for (const key of keypad.querySelectorAll("[data-key]")) {
    key.addEventListener("click", () => composer.type(key.dataset.key));
  }
  document.getElementById("erase").addEventListener("click", composer.erase);
}
