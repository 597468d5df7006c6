// The kiosk: large options, a keypad, a slip, and an end that leaves nothing of a person behind.

import { watchForSilence } from "./idle.js";
import * as keypad from "./keypad.js";
import { recall } from "./memory.js";
import * as slip from "./slip.js";
import * as talk from "./talk.js";
import { currentLanguage, speak, words } from "./texts.js";

const home = document.getElementById("home");
const room = document.getElementById("talk");
const FIRST_LANGUAGE = currentLanguage();

function show(talking) {
  home.hidden = talking;
  room.hidden = !talking;
}

/** Begins or goes on talking. What the options mean is offered by the greeting, so it comes first. */
function ask(title, payload) {
  show(true);
  if (!recall("conversation") && talk.outbox.waiting.length === 0) talk.greet();
  talk.choose({ title, payload });
}

function changeLanguage(button) {
  if (recall("conversation")) talk.chooseLanguage(button);
  else speak(button.dataset.language);
}

/** Loads the page anew instead of going back to it: nothing stays in memory or in the history. */
function leave() {
  location.replace(location.pathname);
}

/** Whether there is nothing to forget: no words said or on their way, the language as it was. */
function untouched() {
  const silent = !recall("conversation") && talk.outbox.waiting.length === 0;
  return silent && room.hidden && currentLanguage() === FIRST_LANGUAGE;
}

function wire() {
  talk.wire();
  keypad.wire();
  slip.wire();
  for (const option of home.querySelectorAll("[data-payload]")) {
    option.addEventListener("click", () => ask(option.innerText.trim(), option.dataset.payload));
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => changeLanguage(button));
  }
  const on = (id, act) => document.getElementById(id).addEventListener("click", act);
  on("call-help", () => ask(words("kiosk.help"), "/talk_to_human"));
  on("to-home", () => show(false));
  on("finish", leave);
  // A page that the browser kept for its "back" button belongs to the person before.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

wire();
const stir = watchForSilence(untouched, leave);
talk.accompany({
  greets: false,
  said: slip.clear,
  replied(reply) {
    slip.add(reply);
    stir();
  },
});
