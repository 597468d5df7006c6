// The box in which a person writes.

import { hidesLetters, keyboardFor } from "./keyboard.js";
import { recall, remember } from "./memory.js";
import { has, words } from "./texts.js";

export const LIMIT = 4096; // code points of one message, as the chat API counts them
const COUNT_FROM = 3600; // from here on the person sees how much room is left

const form = document.getElementById("composer");
const box = document.getElementById("box");
const count = document.getElementById("count");
const toggle = document.getElementById("letters");
let expects = null;
let lettersWanted = false;
let keyboardChanged = () => {};

const length = (text) => [...text].length;

/** Calls onText(text) for each message, onTooLong(count) instead when it is over the limit. */
export function start(onText, onTooLong) {
  const submit = () => {
    const text = box.value.trim();
    if (!text) return box.focus();
    if (length(text) > LIMIT) return onTooLong(length(text));
    fill("");
    return onText(text);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  box.addEventListener("keydown", (event) => {
    // isComposing: Enter that picks a Hindi word in an input method must not send it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  box.addEventListener("input", changed);
  toggle.addEventListener("click", () => {
    lettersWanted = !lettersWanted;
    show();
    box.focus();
  });
  fill(recall("box"));
}

function changed() {
  remember({ box: box.value });
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  const written = length(box.value.trim());
  count.hidden = written < COUNT_FROM;
  count.textContent = words("page.characters", { count: written, limit: LIMIT });
  count.classList.toggle("over", written > LIMIT);
}

function fill(text) {
  box.value = text;
  changed();
}

/** Writes at the end of the box what a keypad on the page says. */
export function type(characters) {
  fill(box.value + characters);
}

/** Takes the last character away again. */
export function erase() {
  fill([...box.value].slice(0, -1).join(""));
}

/** Puts words that could not be sent back into the box, before what was written since. */
export function giveBack(text) {
  fill(box.value ? `${text}\n${box.value}` : text);
}

/** From now on act(inputmode, field) is called whenever another keyboard fits. */
export function whenKeyboardChanges(act) {
  keyboardChanged = act;
}

/** Fits the box to the field that the bot is asking for; null when it asks for nothing. */
export function expect(field) {
  expects = field;
  lettersWanted = false;
  show();
}

/** The field of the chat API that is asked for now, null if none is. */
export function expected() {
  return expects;
}

/** Shows keyboard, hint and labels anew, also after a change of language. */
export function show() {
  const keyboard = keyboardFor(expects);
  for (const [name, value] of Object.entries(keyboard)) box.setAttribute(name, value);
  if (lettersWanted) box.setAttribute("inputmode", "text");
  const hint = `page.hint.${expects}`;
  box.placeholder = words(has(hint) ? hint : "page.placeholder");
  toggle.hidden = !hidesLetters(expects);
  const wanted = lettersWanted ? "digits" : "letters";
  toggle.textContent = words(`page.${wanted}_short`);
  toggle.setAttribute("aria-label", words(`page.${wanted}`));
  keyboardChanged(box.getAttribute("inputmode"), expects);
}

/** Back to the box, where a keyboard is at hand; on a phone it would cover the answer. */
export function focusIfHandy() {
  if (matchMedia("(hover: hover) and (pointer: fine)").matches) box.focus();
}
