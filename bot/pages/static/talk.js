// A talk with the service, whichever page it is on: box, outbox, service and conversation.

import * as composer from "./composer.js";
import * as view from "./conversation.js";
import { follow, hangUp, whenHeard } from "./line.js";
import { newId, recall, remember } from "./memory.js";
import { tell, tellUnreachable } from "./notice.js";
import { outboxOf } from "./sending.js";
import { Refused, transcript } from "./service.js";
import { currentLanguage, speak, words } from "./texts.js";

const GREETING = "/greet";

/**
 * What a page does besides: said(message) by the person, replied(reply) by the other side,
 * asked(field) when another field is asked for, greets whether the answer to the greeting is shown.
 */
const page = { said() {}, replied() {}, asked() {}, greets: true };

export function accompany(besides) {
  Object.assign(page, besides);
}

function speakLike(language) {
  speak(language);
  remember({ language: currentLanguage() });
  composer.show();
}

function expect(field) {
  composer.expect(field);
  page.asked(field);
}

function heard(reply) {
  if (!show(reply)) return;
  speakLike(reply.language);
  expect(reply.expects);
}

function show(reply) {
  if (!view.showReply(reply, choose)) return false;
  page.replied(reply);
  return true;
}

export const outbox = outboxOf({
  answered(message, answer) {
    speakLike(answer.language);
    if (message.payload === GREETING && !page.greets) return;
    for (const reply of answer.replies) show({ ...reply, language: answer.language });
    const asking = answer.replies.findLast((reply) => reply.expects);
    expect(asking?.expects ?? null);
  },
  lost: begin,
});

/** A one-time code as dots, as the service keeps it: whoever looks over the shoulder reads none. */
function withoutCode(text) {
  return text && composer.expected() === "otp" ? text.replace(/\p{Nd}/gu, "•") : undefined;
}

/** Says {text}, {title, payload}, {title, file} or {title, latitude, longitude} for the person. */
export function say(message) {
  const whole = { message_id: newId(), shown: withoutCode(message.text), ...message };
  tell(null);
  view.showConsumer(whole);
  page.said(whole);
  outbox.add(whole);
}

export function choose({ title, payload }) {
  say({ title, payload });
  composer.focusIfHandy();
}

export function chooseLanguage(button) {
  const payload = `/choose_language{"language": "${button.dataset.language}"}`;
  say({ title: button.textContent.trim(), payload });
}

/** An empty page whose conversation the service opens with the next message. */
export function begin() {
  hangUp();
  view.clear();
  expect(null);
  showUnsent();
}

function showUnsent() {
  for (const message of outbox.waiting) if (message.title !== null) view.showConsumer(message);
}

export function greet() {
  // No title: the page's own first word is not the person's, so no bubble shows it.
  outbox.add({ message_id: newId(), title: null, payload: GREETING });
}

/** A photo without a caption is shown as what it is. */
function titleOf({ text, media }) {
  return text || words(`page.media.${media}`);
}

function putBack({ messages, language }) {
  view.quietly(() => {
    for (const row of messages) {
      if (row.from !== "consumer") view.showReply(row, choose);
      else if (row.text || row.media) view.showConsumer({ ...row, title: titleOf(row) });
    }
    showUnsent();
  });
  speakLike(language);
  expect(messages.at(-1)?.expects ?? null);
}

/** Takes up the conversation that this browser remembers; opens a new one if there is none. */
export async function takeUp() {
  const known = recall("conversation");
  if (!known) return begin();
  try {
    putBack(await transcript(known));
    follow();
  } catch (problem) {
    if (problem instanceof Refused && problem.status !== 429) return begin();
    tellUnreachable();
    setTimeout(() => location.reload(), 5_000);
  }
  return undefined;
}

/** Lets the box and the line to the service speak. */
export function wire() {
  whenHeard(heard);
  composer.start(
    (text) => say({ text }),
    (count) => tell("page.too_long", { count, limit: composer.LIMIT }),
  );
  addEventListener("online", () => {
    tell("page.back");
    outbox.hurry();
  });
  addEventListener("offline", () => tell("page.offline"));
}
