// A talk with the service, whichever page it is on: box, outbox, service and conversation.

import * as composer from "./composer.js";
import * as view from "./conversation.js";
import { listen } from "./listening.js";
import { newId, recall, remember } from "./memory.js";
import { Outbox } from "./outbox.js";
import { openConversation, Refused, send, transcript } from "./service.js";
import { currentLanguage, speak, words } from "./texts.js";

const notice = document.getElementById("notice");
const GREETING = "/greet";
let listening = null;

/**
 * What a page does besides: said(message) by the person, replied(reply) by the other side,
 * asked(field) when another field is asked for, greets whether the answer to the greeting is shown.
 */
const page = { said() {}, replied() {}, asked() {}, greets: true };

export function accompany(besides) {
  Object.assign(page, besides);
}

export function tell(key, args) {
  notice.hidden = !key;
  notice.textContent = key ? words(key, args) : "";
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

async function conversation() {
  if (!recall("conversation")) {
    remember({ conversation: await openConversation(currentLanguage()) });
    follow();
  }
  return recall("conversation");
}

/** Hears what is said without being asked; one stream at a time. */
function follow() {
  listening?.abort();
  listening = new AbortController();
  listen(recall("conversation"), view.rowsShown, heard, listening.signal);
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

export const outbox = new Outbox(
  async ({ message_id, text, payload }) =>
    send(await conversation(), payload ? { message_id, payload } : { message_id, text }),
  {
    sending(message) {
      view.mark(message.message_id, "sending");
      view.showWaiting(true);
    },
    answered(message, answer) {
      view.mark(message.message_id, "taken");
      view.showWaiting(outbox.waiting.length > 0);
      tell(null);
      speakLike(answer.language);
      if (message.payload === GREETING && !page.greets) return;
      for (const reply of answer.replies) show({ ...reply, language: answer.language });
      const asking = answer.replies.findLast((reply) => reply.expects);
      expect(asking?.expects ?? null);
    },
    stuck(message) {
      view.showWaiting(false);
      view.mark(message.message_id, "stuck", () => outbox.hurry());
      tell(navigator.onLine ? "page.unreachable" : "page.offline");
    },
    slowed(message, seconds) {
      view.showWaiting(false);
      view.mark(message.message_id, "stuck");
      tell("page.slow_down", { seconds });
    },
    refused(message, problem) {
      view.showWaiting(false);
      if (message.text) {
        view.forget(message.message_id);
        composer.giveBack(message.text);
      } else {
        view.mark(message.message_id, "refused");
      }
      tell(...refusal(message, problem));
    },
    lost() {
      begin();
      tell("page.chat_lost");
    },
  },
);

function refusal(message, problem) {
  if (problem.status === 413) {
    const count = [...message.text].length;
    return ["page.too_long", { count, limit: composer.LIMIT }];
  }
  return [message.payload ? "page.choice_gone" : "page.refused"];
}

/** A one-time code as dots, as the service keeps it: whoever looks over the shoulder reads none. */
function withoutCode(text) {
  return text && composer.expected() === "otp" ? text.replace(/\p{Nd}/gu, "•") : undefined;
}

/** Says {text} or {title, payload} for the person. */
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
  listening?.abort();
  remember({ conversation: null });
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
    tell(navigator.onLine ? "page.unreachable" : "page.offline");
    setTimeout(() => location.reload(), 5_000);
  }
  return undefined;
}

/** Lets the box and the line to the service speak. */
export function wire() {
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
