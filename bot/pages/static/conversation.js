// The conversation as it is shown: bubbles, choices, and the sign that an answer is coming.

import { languageOf, words } from "./texts.js";

const log = document.getElementById("log");
const waiting = document.getElementById("waiting");
const shown = new Set(); // ids of rows that are on the page, whichever way they came
const SPEAKERS = {
  bot: "page.said_by_bot",
  staff: "page.said_by_staff",
  consumer: "page.said_by_you",
};

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function bubble(speaker, text, language) {
  // Whether a person or a machine answers is told to the eye as well, not to the ear alone.
  const who = element("span", { className: speaker === "staff" ? "who" : "unseen" });
  who.dataset.text = SPEAKERS[speaker];
  who.textContent = words(who.dataset.text);
  // textContent only: neither a person's words nor a record's can become markup.
  const said = element("div", { className: "said", lang: language, textContent: text });
  return element("li", { className: `bubble ${speaker}` }, who, said);
}

/** Shows what the person says; a message that is already shown is found again by its id. */
export function showConsumer(message) {
  const known = consumerBubble(message.message_id);
  if (known) return known;
  closeChoices(message.payload);
  const text = message.shown ?? message.text ?? message.title;
  const item = bubble("consumer", text, languageOf(text));
  item.dataset.messageId = message.message_id;
  log.append(item);
  toEnd();
  return item;
}

function consumerBubble(messageId) {
  return log.querySelector(`[data-message-id="${CSS.escape(messageId)}"]`);
}

/** Marks how far a message of the person got: "sending", "stuck", "refused" or "taken". */
export function mark(messageId, state, onAgain) {
  const item = consumerBubble(messageId);
  if (!item) return;
  item.querySelector(".state")?.remove();
  item.classList.toggle("pending", state !== "taken");
  if (state === "sending" || state === "taken") return;
  const note = element("span", {});
  note.dataset.text = "page.not_sent";
  note.textContent = words("page.not_sent");
  const line = element("p", { className: "state" }, note);
  if (onAgain) {
    const again = element("button", { type: "button", onclick: onAgain });
    again.dataset.text = "page.send_again";
    again.textContent = words("page.send_again");
    line.append(again);
  }
  item.append(line);
  if (atEnd) toEnd();
}

export function forget(messageId) {
  consumerBubble(messageId)?.remove();
}

/** Shows one reply of the bot or of staff, once; false if it is on the page already. */
export function showReply(reply, onChoose) {
  if (reply.id !== undefined && shown.has(reply.id)) return false;
  if (reply.id !== undefined) shown.add(reply.id);
  if (!reply.text) return false;
  const item = bubble(reply.from === "staff" ? "staff" : "bot", reply.text, reply.language);
  if (reply.buttons?.length) item.append(choices(reply, onChoose));
  log.append(item);
  reveal(item);
  return true;
}

function choices(reply, onChoose) {
  const group = element("div", { className: "choices", role: "group", lang: reply.language });
  group.dataset.label = "page.choices";
  group.setAttribute("aria-label", words("page.choices"));
  for (const { title, payload } of reply.buttons) {
    const button = element("button", { type: "button", className: "choice", textContent: title });
    button.dataset.payload = payload;
    button.addEventListener("click", () => {
      if (button.ariaDisabled !== "true") onChoose({ title, payload });
    });
    group.append(button);
  }
  return group;
}

/** An answer was given: earlier choices stay readable, but can no longer be tapped. */
function closeChoices(chosen) {
  for (const button of log.querySelectorAll(".choice:not([aria-disabled])")) {
    // aria-disabled, not disabled: the keyboard's focus must not vanish under the finger.
    button.ariaDisabled = "true";
    button.tabIndex = -1;
    if (chosen && button.dataset.payload === chosen) button.classList.add("chosen");
  }
}

export function showWaiting(isWaiting) {
  waiting.hidden = !isWaiting;
  if (isWaiting) toEnd();
}

export function clear() {
  log.replaceChildren();
  shown.clear();
}

/** While an old transcript is put back, screen readers stay silent. */
export function quietly(fill) {
  log.parentElement.ariaBusy = "true";
  fill();
  log.parentElement.ariaBusy = "false";
  toEnd();
}

export function rowsShown() {
  return Math.max(0, ...shown);
}

const scroller = document.getElementById("conversation");
const NEAR_END_PX = 48;
let atEnd = true;
let height = scroller.clientHeight;

scroller.addEventListener("scroll", () => {
  // Less room is not a person scrolling up: that is the observer's matter, which hears of it later.
  if (scroller.clientHeight !== height) return;
  atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
});

// A keyboard or a notice takes room away: whoever was reading the last words goes on reading them.
new ResizeObserver(() => {
  height = scroller.clientHeight;
  if (atEnd) toEnd();
}).observe(scroller);

function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
  atEnd = true;
}

/** A reply longer than the window is shown from its first line, not from its last. */
function reveal(item) {
  toEnd();
  if (item.offsetHeight > scroller.clientHeight) item.scrollIntoView({ block: "start" });
}
