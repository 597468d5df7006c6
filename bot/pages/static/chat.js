// The web chat: a talk that this browser remembers, in a language that it remembers.

import * as attaching from "./attaching.js";
import * as embedded from "./embedded.js";
import { recall, remember } from "./memory.js";
import * as talk from "./talk.js";
import { currentLanguage, speak } from "./texts.js";

const renewal = document.getElementById("renewal");

function wire() {
  talk.wire();
  talk.accompany({ replied: embedded.said, asked: attaching.suggest });
  attaching.wire(talk.say);
  embedded.wire();
  // A file waits in this page alone: the browser asks before it is lost.
  addEventListener("beforeunload", (event) => {
    if (talk.outbox.waiting.some((message) => message.file)) event.preventDefault();
  });
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => talk.chooseLanguage(button));
  }
  document.getElementById("renew").addEventListener("click", () => renewal.showModal());
  renewal.addEventListener("close", () => {
    if (renewal.returnValue !== "yes") return;
    talk.outbox.clear();
    talk.begin();
    talk.greet();
  });
}

// Whoever scanned the code on a receipt finds its number ready to be sent.
const asked = new URLSearchParams(location.search).get("status") ?? "";
if (/^[A-Z]{2,4}-\d{4}-\d{6}$/.test(asked)) remember({ box: asked });

speak(recall("language") ?? currentLanguage());
wire();
await talk.takeUp();
if (!recall("conversation") && talk.outbox.waiting.length === 0) talk.greet();
talk.outbox.run();
