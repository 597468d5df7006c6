// The slip: the number that was issued, what was said with it, and its QR code, for printing.

import { currentLanguage, words } from "./texts.js";

const NUMBER = /\b[A-Z]{2,4}-\d{4}-\d{6}\b/; // as the utility issues them
const dialog = document.getElementById("slip");
const offer = document.getElementById("to-slip");
const at = (part) => document.getElementById(`slip-${part}`);
let lines = [];

/** What the person says next is about something else. */
export function clear() {
  lines = [];
  offer.hidden = true;
}

/** Takes a reply; the slip is offered once one of them names a number. */
export function add({ text, expects }) {
  if (!text || expects) return;
  lines.push(text);
  offer.hidden = !number();
}

function number() {
  return lines.join("\n").match(NUMBER)?.[0];
}

function open() {
  const issued = number();
  at("number").textContent = issued;
  at("qr").src = `/kiosk/qr/${issued}.svg`;
  at("qr").alt = words("kiosk.qr", { number: issued });
  at("lines").replaceChildren(
    ...lines.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
  );
  at("date").textContent = now();
  dialog.showModal();
}

/** The moment of printing, in the time of the deadlines, whatever the machine's clock is set to. */
function now() {
  const hindi = currentLanguage() === "hi";
  return new Intl.DateTimeFormat(hindi ? "hi-IN-u-nu-latn" : "en-IN", {
    dateStyle: "long",
    timeStyle: "short",
    hour12: !hindi, // browsers write "4:30 pm बजे" otherwise
    timeZone: "Asia/Kolkata",
  }).format(new Date());
}

async function print() {
  await at("qr").decode(); // without it the paper may come out before the code is loaded
  window.print();
}

export function wire() {
  offer.addEventListener("click", open);
  document.getElementById("print").addEventListener("click", print);
  document.getElementById("close-slip").addEventListener("click", () => dialog.close());
}
