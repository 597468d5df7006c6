// What the person wrote and the service has not taken yet: kept, in order, sent until it is taken.

import { recall, remember } from "./memory.js";
import { Refused, Unreachable } from "./service.js";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const LONGEST_WAIT_SECONDS = 300; // nobody stands before a page for longer

/**
 * Sends one message at a time and tells a listener what became of it:
 * sending(message), answered(message, answer), stuck(message), slowed(message, seconds),
 * refused(message, problem), lost() when the conversation is unknown to the service.
 */
export class Outbox {
  #messages = recall("unsent");
  #wake = () => {};
  #running = false;

  constructor(deliver, listener) {
    this.deliver = deliver;
    this.listener = listener;
  }

  get waiting() {
    return [...this.#messages];
  }

  add(message) {
    this.#keep([...this.#messages, message]);
    this.run();
  }

  /** Try again now, for example because the network is back. */
  hurry() {
    this.#wake();
    this.run();
  }

  /** Gives up everything that waits, for a new chat. */
  clear() {
    this.#keep([]);
    this.#wake();
  }

  async run() {
    if (this.#running) return;
    this.#running = true;
    let pause = FIRST_PAUSE_MS;
    while (this.#messages.length > 0) {
      const wait = await this.#attempt(this.#messages[0], pause);
      pause = wait === 0 ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
      if (wait > 0) await this.#rest(wait);
    }
    this.#running = false;
  }

  /** One try; the milliseconds to wait before the next, 0 when this message is settled. */
  async #attempt(message, pause) {
    this.listener.sending(message);
    try {
      const answer = await this.deliver(message);
      this.#settle(message);
      this.listener.answered(message, answer);
      return 0;
    } catch (problem) {
      if (problem instanceof Unreachable) {
        this.listener.stuck(message);
        return pause;
      }
      if (!(problem instanceof Refused)) throw problem;
      return this.#refusal(message, problem, pause);
    }
  }

  #refusal(message, problem, pause) {
    if (problem.status === 429 && problem.retryAfterSeconds <= LONGEST_WAIT_SECONDS) {
      this.listener.slowed(message, problem.retryAfterSeconds);
      return problem.retryAfterSeconds * 1_000;
    }
    if (problem.status === 401 || problem.status === 404) {
      // A button's payload belongs to the conversation that offered it; the rest to the person.
      this.#keep(this.#messages.filter((waiting) => !waiting.payload));
      this.listener.lost();
      return pause;
    }
    this.#settle(message);
    this.listener.refused(message, problem);
    return 0;
  }

  #settle(message) {
    this.#keep(this.#messages.filter((other) => other.message_id !== message.message_id));
  }

  #keep(messages) {
    this.#messages = messages;
    // A file is too large for the browser's memory: it waits as long as the page is open.
    remember({ unsent: messages.filter((message) => !message.file) });
  }

  #rest(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
