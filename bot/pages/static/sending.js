// What becomes of each message of the person, as the page shows it: on its way, taken, put off,
// refused.

import * as composer from "./composer.js";
import * as view from "./conversation.js";
import { conversation } from "./line.js";
import { tell, tellUnreachable } from "./notice.js";
import { Outbox } from "./outbox.js";
import { send, sendFile } from "./service.js";

/**
 * The outbox of a talk, which hears answered(message, answer) of what was taken and lost() when
 * the service does not know the conversation any more.
 */
export function outboxOf(talk) {
  const outbox = new Outbox(deliver, {
    sending(message) {
      view.mark(message.message_id, "sending");
      view.showWaiting(true);
    },
    answered(message, answer) {
      view.mark(message.message_id, "taken");
      view.showWaiting(outbox.waiting.length > 0);
      tell(null);
      talk.answered(message, answer);
    },
    stuck(message) {
      view.showWaiting(false);
      view.mark(message.message_id, "stuck", () => outbox.hurry());
      tellUnreachable();
    },
    slowed(message, seconds) {
      view.showWaiting(false);
      view.mark(message.message_id, "stuck");
      tell("page.slow_down", { seconds });
    },
    refused(message, problem) {
      view.showWaiting(false);
      takeBack(message);
      tell(...refusal(message, problem));
    },
    lost() {
      talk.lost();
      tell("page.chat_lost");
    },
  });
  return outbox;
}

async function deliver({ message_id, text, payload, file, latitude, longitude }) {
  const to = await conversation();
  if (file) return sendFile(to, message_id, file);
  return send(to, { message_id, text, payload, latitude, longitude });
}

/** Words go back into the box, to be changed, and a file to where it was; a choice is marked. */
function takeBack(message) {
  if (message.payload) return view.mark(message.message_id, "refused");
  view.forget(message.message_id);
  return message.text && composer.giveBack(message.text);
}

function refusal({ text, payload, file }, { status }) {
  if (file && status === 413) return ["page.file_too_large"];
  if (file && status === 415) return ["page.file_not_taken"];
  if (file && status === 429) return ["page.files_enough"];
  if (status === 413) return ["page.too_long", { count: [...text].length, limit: composer.LIMIT }];
  return [payload ? "page.choice_gone" : "page.refused"];
}
